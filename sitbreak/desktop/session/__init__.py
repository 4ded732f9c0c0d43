"""The session: whether its screen is locked, when the computer sleeps, and when it ends."""
