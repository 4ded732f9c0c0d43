"""Draws the pictures in `icons/`."""
