"""The tray icon and its menu, for each kind of tray."""
