"""The soft sound at the end of a break."""
