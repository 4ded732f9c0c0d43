"""Whole days at a desk in seconds: sitbreak as its own process on a real desktop, seen and clicked."""
