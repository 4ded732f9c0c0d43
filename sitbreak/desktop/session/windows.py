"""Whether this session's screen is locked, when it ends, and when the computer sleeps, on Windows.

Source: Microsoft Learn, WTSRegisterSessionNotification and WM_WTSSESSION_CHANGE;
PowerRegisterSuspendResumeNotification, because WM_POWERBROADCAST need not reach a hidden window;
PBT_APMRESUMEAUTOMATIC comes at every resume. Where nothing reports a sleep, the core notices it from the
clocks. WM_QUERYENDSESSION is answered by DefWindowProc: yes. WM_ENDSESSION: a process may be ended once its
windows have returned, so ours waits until everything is saved.
"""

import logging
import threading
from collections.abc import Callable

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

_SAVING = 4.0
"""Seconds that saving gets when the session ends; Windows waits for five."""

_log = logging.getLogger(__name__)


class WindowsSession:
    """A `Session`: posts `ScreenLocked`, `ScreenUnlocked`, `LockSourceLost`, `FellAsleep`, `Ticked` (awake).

    It posts from other threads. At the start it first reports a locked screen, but not an unlocked one.
    """

    def __init__(self, post: Post, on_over: Callable[[], None], api: WindowsApi | None = None) -> None:
        """Start to listen.

        Args:
            post: receives the inputs.
            on_over: called when the session ends, on another thread; then this is closed, once all is saved.
            api: the calls.
        """
        self._post = post
        self._on_over = on_over
        self._saved = threading.Event()
        self._api = api or WindowsApi()
        self._closed = False
        self._locked = False
        self._window: int | None = None
        self._power: int | None = None
        self._no_lock_reason = self._no_sleep_reason = ""
        self._change(locked=self._api.is_locked())
        try:
            self._power = self._api.follow_power(self._on_power_change)
        except OSError as error:
            self._no_sleep_reason = str(error)
            _log.warning("a sleep may be noticed late: %s", error)
        self._thread = threading.Thread(target=self._follow, name="session", daemon=True)
        self._thread.start()

    def findings(self) -> tuple[Finding, ...]:
        """Return what reports locks and sleeps, and why not."""
        return (
            Finding.of_source("lock", "windows-session", self._no_lock_reason),
            Finding.of_source("sleep", "windows-power", self._no_sleep_reason),
        )

    def close(self) -> None:
        """Post nothing more, and release resources."""
        self._closed = True
        self._saved.set()
        if self._power is not None:
            self._api.leave_power(self._power)
            self._power = None
        if self._window is not None:  # otherwise its thread notices that this is closed
            self._api.close_window(self._window)
        self._thread.join(_CLOSING)

    # --- on other threads ----------------------------------------------------------------------

    def _follow(self) -> None:
        try:
            self._api.follow_session(self._on_window, self._on_session_change, self._on_end)
        except OSError as error:
            self._no_lock_reason = str(error)
            _log.warning("a locked screen goes unnoticed: %s", error)
            if self._locked and not self._closed:
                self._post(LockSourceLost())
        finally:
            self._window = None

    def _on_window(self, window: int) -> None:
        self._window = window
        if self._closed:
            self._api.close_window(window)
        else:
            self._change(locked=self._api.is_locked())

    def _on_session_change(self, change: int) -> None:
        if change in (WTS_SESSION_LOCK, WTS_SESSION_UNLOCK):
            self._change(locked=change == WTS_SESSION_LOCK)

    def _on_end(self) -> None:
        self._on_over()
        self._saved.wait(_SAVING)

    def _change(self, *, locked: bool) -> None:
        if locked != self._locked and not self._closed:
            self._locked = locked
            self._post(ScreenLocked() if locked else ScreenUnlocked())

    def _on_power_change(self, change: int) -> None:
        if self._closed:
            return
        if change == PBT_APMSUSPEND:
            self._post(FellAsleep())
        elif change == PBT_APMRESUMEAUTOMATIC:
            self._post(Ticked())
