"""Stories about our windows: what is on them, what their buttons do, and how they come and go."""
