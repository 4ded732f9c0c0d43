"""Draws the figures and icons that ship with sitbreak; the product itself never imports this."""
