"""The soft sound at the end of a break, played by what the system has for that. No program is started."""
