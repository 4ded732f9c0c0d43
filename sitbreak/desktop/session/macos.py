"""Whether this session's screen is locked, on macOS.

Asked together with idle, so a lock is noticed when it may matter: within 2 minutes, and the absence then
starts at the last input, as always. A lock that is over by then was too short to count. While the screen is
locked it is asked every 15 s, so the return is noticed that much too late at most. There is a notification
(com.apple.screenIsLocked), but only for threads that run an event loop of macOS.

A sleep is told by the clocks, and waking up proves nothing.
"""

import time
from collections.abc import Callable

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import ScreenLocked, ScreenUnlocked
from sitbreak.ports import Post
from sitbreak.wires.macos import MacApi

FINDINGS = (Finding.of_source("lock", "macos-session"), Finding.of_source("sleep", "clocks"))
"""What `sitbreak troubleshoot` is told."""

WHILE_LOCKED = 15.0
"""Seconds between two questions while the screen is locked."""


class MacSession:
    """Posts `ScreenLocked` and `ScreenUnlocked` when asking shows it.

    Attributes:
        due: when to look again although nobody asks for idle (seconds on the monotonic clock), if so.
    """

    def __init__(self, post: Post, api: MacApi, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.due: float | None = None
        self._post = post
        self._api = api
        self._monotonic = monotonic
        self._locked = False

    def look(self) -> None:
        """Ask now; raises OSError when this is no graphical session."""
        self.due = None
        locked = self._api.is_locked()
        if locked:
            self.due = self._monotonic() + WHILE_LOCKED
        if locked != self._locked:
            self._locked = locked
            self._post(ScreenLocked() if locked else ScreenUnlocked())
