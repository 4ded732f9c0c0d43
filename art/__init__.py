"""Draws the figures and icons that ship with sitbreak. The product itself never imports this."""
