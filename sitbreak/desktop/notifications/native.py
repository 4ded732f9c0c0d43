"""plyer's own notifications: Windows, macOS, and Linux without a session bus.

They block (a subprocess, a balloon that lives as long as its thread holds it) and have no buttons. So a
thread shows them, one at a time; it ends when nothing is wanted any more.
"""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import NotificationFailed
from sitbreak.ports import Post

Hold = Callable[[float], None]
"""Waits that many seconds, or until the bubble on the screen is to make room."""

Present = Callable[[Bubble, Hold], None]
"""Puts one bubble on the screen; raises whatever plyer raises."""

_CLOSING_PATIENCE = 2.0
_log = logging.getLogger(__name__)


class NativeNotifications:
    """The `Notifications` port over plyer's own implementations."""

    name = "plyer"

    def __init__(self, post: Post, icon_path: Path | None = None) -> None:
        """Prepare only: plyer is imported by the first bubble, on its thread."""
        self._post = post
        self._icon_path = icon_path
        self._changed = threading.Condition()
        self._next: Bubble | None = None
        self._must_go = False  # the one on the screen
        self._worker: threading.Thread | None = None
        self._present: Present | None = None
        self._failure_told = False

    def show(self, bubble: Bubble) -> None:
        """Show this bubble as soon as the one that is under way is done; of several the last."""
        with self._changed:
            self._next, self._must_go = bubble, True
            self._changed.notify()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="notifications", daemon=True)
                self._worker.start()

    def withdraw(self) -> None:
        """Forget the bubble that is to come, and take away the one on the screen where that can be done."""
        with self._changed:
            self._next, self._must_go = None, True
            self._changed.notify()

    def close(self) -> None:
        """Take ours off the screen; waits a moment for that, for Windows leaves a dead icon otherwise."""
        self.withdraw()
        worker = self._worker
        if worker is not None:
            worker.join(_CLOSING_PATIENCE)

    # --- on the worker's thread ----------------------------------------------------------------

    def _work(self) -> None:
        while (bubble := self._take_next()) is not None:
            try:
                if self._present is None:
                    self._present = plyer_presenter(self._icon_path)
                self._present(bubble, self._hold)
                self._failure_told = False
            except Exception as error:  # plyer itself raises bare ones
                self._fail(bubble, error)

    def _take_next(self) -> Bubble | None:
        with self._changed:
            bubble, self._next = self._next, None
            self._must_go = False
            if bubble is None:
                self._worker = None
            return bubble

    def _hold(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._must_go, seconds)

    def _fail(self, bubble: Bubble, error: Exception) -> None:
        if not self._failure_told:
            _log.warning("a notification could not be shown: %s", str(error) or type(error).__name__)
            self._failure_told = True
        self._post(NotificationFailed(bubble.shown))


def plyer_presenter(icon_path: Path | None, platform: str = sys.platform) -> Present:
    """Return what shows a bubble with plyer on this system.

    `plyer.notification` itself is passed by: it prints a traceback where an import fails, and on Linux it
    warns of what is missing and believes that every computer with a folder `/app` is a Flatpak.

    Raises:
        ImportError: plyer lacks something here (pyobjus on macOS).
        NotImplementedError: plyer has nothing for this system.
    """
    if platform == "win32":
        from sitbreak.desktop.notifications.windows import present_balloon

        return lambda bubble, hold: present_balloon(bubble, hold, icon_path)
    if platform == "darwin":
        from plyer.platforms.macosx.notification import instance

        return through(instance(), icon_path)
    if platform == "linux":
        from sitbreak.desktop.notifications.notify_send import NotifySend

        return through(NotifySend(), icon_path)
    raise NotImplementedError(f"plyer has no notifications for {platform}")


def through(facade: Any, icon_path: Path | None) -> Present:
    """Show bubbles through a plyer `Notification`."""

    def present(bubble: Bubble, _hold: Hold) -> None:
        facade.notify(bubble.title, bubble.body, "sitbreak", str(icon_path or ""))

    return present
