"""A long time with one real process: what it costs after thousands of reminders (`python3 dev.py soak`)."""
