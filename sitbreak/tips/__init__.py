"""The tips that ship with sitbreak, and the person's own."""
