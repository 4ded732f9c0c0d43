"""Stories about windows: what they show, what their buttons do, and how they open and close."""
