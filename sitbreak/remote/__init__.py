"""One instance per person, and its remote control: JSON lines over a private socket."""
