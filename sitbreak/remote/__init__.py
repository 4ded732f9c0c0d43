"""One instance per person and its remote control: JSON lines over a socket that nobody else can open."""
