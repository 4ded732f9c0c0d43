"""Protocols and system calls spoken by hand: D-Bus, X11, Wayland, PulseAudio, Windows, macOS.

Nothing here knows about sitbreak.
"""


class NoServer(Exception):
    """There is no server to talk to, or it cannot do what is wanted; the message says why."""
