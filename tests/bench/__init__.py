"""Speed and size of the tray process on a real desktop: `python3 dev.py bench`."""
