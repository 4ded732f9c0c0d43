"""Notifications, for each kind of desktop."""
