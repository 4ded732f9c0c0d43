"""sitbreak among the desktop's programs."""
