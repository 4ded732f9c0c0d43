"""The icon with its menu, on every kind of tray."""
