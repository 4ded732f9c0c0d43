"""Presence: how idle is measured on this desktop."""


class PresenceUnavailable(Exception):
    """A source cannot measure idle here; the message says why."""
