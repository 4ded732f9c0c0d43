"""sitbreak: gets people with a bad back out of their chair every 20-30 minutes of sitting."""

__version__ = "0.1.0"
