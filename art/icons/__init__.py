"""Draws the pictures in `icons/` beforehand. Nothing that runs in the tray imports this package."""
