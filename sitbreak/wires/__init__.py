"""Protocols spoken by hand: D-Bus, X11, Wayland, PulseAudio. Nothing here knows of sitbreak."""


class NoServer(Exception):
    """There is no server to talk to, or it cannot do what is wanted; the message says why."""
