"""Idle on macOS, which is polled for idle and a locked screen alike.

The lock is checked together with idle, so it is noticed when it may matter: within 2 minutes, and the absence
then starts at the last input, as always. A lock that is over by then was too short to count. A locked screen
is checked every 15 s, so a return is noticed at most that much too late. There is a notification
(com.apple.screenIsLocked), but only for threads that run an event loop of macOS.

Source: Apple, CGEventSourceSecondsSinceLastEventType. CGEventTimestamp counts like mach_absolute_time, which
stands still in suspend.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.inputs import ScreenLocked, ScreenUnlocked
from sitbreak.desktop.idle.polled import IdleCall
from sitbreak.ports import Post
from sitbreak.wires.macos import MacApi

WHILE_LOCKED = 15.0
"""Seconds between two checks while the screen is locked."""


def macos_call(
    post: Post, api: MacApi | None = None, monotonic: Callable[[], float] = time.monotonic
) -> IdleCall:
    """Return what measures idle on macOS, and posts what `LockCheck` posts."""
    api = api or MacApi()
    lock = LockCheck(post, api, monotonic)

    def measure() -> timedelta:
        lock.check()
        return api.idle()

    return IdleCall("macos", measure, awake=monotonic, also_due=lambda: lock.due)


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
