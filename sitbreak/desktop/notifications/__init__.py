"""Notifications: over D-Bus where there is a session bus, else plyer's own, else none."""
