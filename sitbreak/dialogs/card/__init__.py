"""The tip card: a tip with its picture, its steps and what can be done at the moment."""
