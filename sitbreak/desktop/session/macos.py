"""Whether this session's screen is locked, on macOS.

Checked together with idle, so a lock is noticed when it may matter: within 2 minutes, and the absence then
starts at the last input, as always. A lock that is over by then was too short to count. A locked screen is
checked every 15 s, so a return is noticed that much too late at most. There is a notification
(com.apple.screenIsLocked), but only for threads that run an event loop of macOS.

The core notices a sleep from the clocks, and a wake-up proves no return.
"""

import time
from collections.abc import Callable

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import ScreenLocked, ScreenUnlocked
from sitbreak.ports import Post
from sitbreak.wires.macos import MacApi

WHILE_LOCKED = 15.0
"""Seconds between two checks while the screen is locked."""


class MacSession:
    """The `Session` of macOS: only `findings`, as the idle source does the work with its `LockCheck`."""

    def findings(self) -> tuple[Finding, ...]:
        """Return what reports locks and sleeps."""
        return Finding.of_source("lock", "macos-session"), Finding.of_source("sleep", "clocks")

    def close(self) -> None:
        """Do nothing."""


class LockCheck:
    """Posts `ScreenLocked` and `ScreenUnlocked` when a check shows it.

    Attributes:
        due: when to check again although nobody asks for idle (seconds on the monotonic clock), if at all.
    """

    def __init__(self, post: Post, api: MacApi, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.due: float | None = None
        self._post = post
        self._api = api
        self._monotonic = monotonic
        self._locked = False

    def check(self) -> None:
        """Check now; raises OSError if this is no graphical session."""
        self.due = None
        locked = self._api.is_locked()
        if locked:
            self.due = self._monotonic() + WHILE_LOCKED
        if locked != self._locked:
            self._locked = locked
            self._post(ScreenLocked() if locked else ScreenUnlocked())
