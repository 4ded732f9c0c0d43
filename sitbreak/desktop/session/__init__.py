"""The session: whether its screen is locked, when the computer sleeps."""
