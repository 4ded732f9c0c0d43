"""Whether this session's screen is locked and when the computer sleeps, on Windows.

Source: Microsoft Learn, WTSRegisterSessionNotification and WM_WTSSESSION_CHANGE;
PowerRegisterSuspendResumeNotification, because a message-only window gets no broadcasts such as
WM_POWERBROADCAST; PBT_APMRESUMEAUTOMATIC is told at every resume. Where nothing tells of a sleep, the clocks
do.
"""

import logging
import threading

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import FellAsleep, LockSourceLost, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.ports import Post
from sitbreak.wires.windows import (
    PBT_APMRESUMEAUTOMATIC,
    PBT_APMSUSPEND,
    WTS_SESSION_LOCK,
    WTS_SESSION_UNLOCK,
    WindowsApi,
)

_CLOSING = 1.0
"""Seconds that the thread gets to end."""

_log = logging.getLogger(__name__)


class WindowsSession:
    """Posts `ScreenLocked`, `ScreenUnlocked`, `FellAsleep` and, after a sleep, `Ticked`, from other threads.

    A screen that is locked at the start is told before anything else, one that is not locked is no news.
    """

    def __init__(self, post: Post, api: WindowsApi | None = None) -> None:
        """Begin to listen."""
        self._post = post
        self._api = api or WindowsApi()
        self._closed = False
        self._locked = False
        self._window: int | None = None
        self._power: int | None = None
        self._why_no_lock = self._why_no_sleep = ""
        self._change(locked=self._api.is_locked())
        try:
            self._power = self._api.follow_power(self._hear_power)
        except OSError as error:
            self._why_no_sleep = str(error)
            _log.warning("a sleep may be noticed late: %s", error)
        self._thread = threading.Thread(target=self._follow, name="session", daemon=True)
        self._thread.start()

    def findings(self) -> tuple[Finding, ...]:
        """Tell which sources are in use, and why the others are not."""
        return (
            Finding.of_source("lock", "windows-session", self._why_no_lock),
            Finding.of_source("sleep", "windows-power", self._why_no_sleep),
        )

    def close(self) -> None:
        """Post nothing any more and give everything back."""
        self._closed = True
        if self._power is not None:
            self._api.leave_power(self._power)
            self._power = None
        if self._window is not None:  # otherwise the thread sees that it is closed
            self._api.close_window(self._window)
        self._thread.join(_CLOSING)

    # --- on other threads ----------------------------------------------------------------------

    def _follow(self) -> None:
        try:
            self._api.follow_session(self._begin, self._hear_session)
        except OSError as error:
            self._why_no_lock = str(error)
            _log.warning("a locked screen goes unnoticed: %s", error)
            if self._locked and not self._closed:
                self._post(LockSourceLost())
        finally:
            self._window = None

    def _begin(self, window: int) -> None:
        self._window = window
        if self._closed:
            self._api.close_window(window)
        else:
            self._change(locked=self._api.is_locked())

    def _hear_session(self, change: int) -> None:
        if change in (WTS_SESSION_LOCK, WTS_SESSION_UNLOCK):
            self._change(locked=change == WTS_SESSION_LOCK)

    def _change(self, *, locked: bool) -> None:
        if locked != self._locked and not self._closed:
            self._locked = locked
            self._post(ScreenLocked() if locked else ScreenUnlocked())

    def _hear_power(self, change: int) -> None:
        if self._closed:
            return
        if change == PBT_APMSUSPEND:
            self._post(FellAsleep())
        elif change == PBT_APMRESUMEAUTOMATIC:
            self._post(Ticked())
