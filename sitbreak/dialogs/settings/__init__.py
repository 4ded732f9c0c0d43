"""The settings: every setting, own tips, working hours and pauses; a change counts at once."""
