"""A pystray icon of our own that speaks StatusNotifierItem and dbusmenu over D-Bus."""
