"""Notifications that may block: those of Windows and macOS, and notify-send on Linux.

A thread shows them, one at a time; it ends when there is nothing left to do.

Each platform's screen is loaded on that thread, with the first bubble. `plyer.notification` is not imported:
it prints a traceback where an import fails, and on Linux it warns of what is missing and takes every computer
with a folder `/app` for a Flatpak.
"""

import logging
import threading
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any, Protocol

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import ButtonsLookedFor, NotificationFailed
from sitbreak.ports import Post

_CLOSE_TIMEOUT = 2.0  # seconds
_PATIENCE = 30.0  # seconds; notify-send itself waits 25 for a daemon
_log = logging.getLogger(__name__)


class Screen(Protocol):
    """What puts our one bubble on the screen. On one thread only, which it may block.

    Attributes:
        name: what it is.
        has_buttons: whether the bubble has buttons.
    """

    name: str
    has_buttons: bool

    def present(self, bubble: Bubble) -> None:
        """Show this bubble in place of the one before; raises whatever the toolkit raises."""

    def remove(self) -> None:
        """Remove the bubble from the screen, where that can be done."""


class NativeNotifications:
    """The `Notifications` port over a `Screen`."""

    def __init__(self, post: Post, load_screen: Callable[[], Screen], name: str = "plyer") -> None:
        """Load nothing yet: the first bubble calls `load_screen`, on its own thread.

        Args:
            post: receives failures, and whether there are buttons.
            load_screen: returns what shows them.
            name: the name until that is loaded.
        """
        self._name = name
        self.problem = ""
        self._post = post
        self._load_screen = load_screen
        self._lock = threading.Lock()
        self._wanted: list[Bubble | None] = []  # at most one: the next bubble, or None to remove it
        self._worker: threading.Thread | None = None
        self._screen: Screen | None = None

    @property
    def name(self) -> str:
        """See `Notifications`."""
        return self._name if self._screen is None else self._screen.name

    def show(self, bubble: Bubble) -> None:
        """Show this bubble; of several waiting ones only the last is shown."""
        self._want(bubble)

    def withdraw(self) -> None:
        """Drop the waiting bubble, and remove the one on the screen where that can be done."""
        if self._screen is not None or self._worker is not None:
            self._want(None)

    def close(self) -> None:
        """Remove our bubble, and wait a moment for it."""
        self.withdraw()
        worker = self._worker
        if worker is not None:
            worker.join(_CLOSE_TIMEOUT)

    def _want(self, bubble: Bubble | None) -> None:
        with self._lock:
            self._wanted[:] = [bubble]
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="notifications", daemon=True)
                self._worker.start()

    # --- on the worker's thread ----------------------------------------------------------------

    def _work(self) -> None:
        while (wanted := self._take_wanted()) is not None:
            [bubble] = wanted
            try:
                self._show_or_remove(bubble)
                self.problem = ""
            except Exception as error:  # plyer raises bare ones
                self._fail(bubble, error)

    def _take_wanted(self) -> list[Bubble | None] | None:
        with self._lock:
            if not self._wanted:
                self._worker = None
                return None
            return [self._wanted.pop()]

    def _show_or_remove(self, bubble: Bubble | None) -> None:
        if bubble is not None:
            self._loaded().present(bubble)
        elif self._screen is not None:
            self._screen.remove()

    def _loaded(self) -> Screen:
        if self._screen is None:
            self._screen = self._load_screen()
            if not self._screen.has_buttons:
                self._post(ButtonsLookedFor(drawn=False))
        return self._screen

    def _fail(self, bubble: Bubble | None, error: Exception) -> None:
        self.problem = str(error) or type(error).__name__
        if bubble is None:
            _log.warning("a notification could not be removed: %s", self.problem)
            return
        _log.warning("a notification could not be shown: %s", self.problem)
        self._post(NotificationFailed(bubble.shown))


class PlyerScreen:
    """Shows bubbles with a `Notification` of plyer's, which can neither remove nor replace them."""

    has_buttons = False

    def __init__(self, notification: Any, icon_path: Path | None, name: str = "plyer") -> None:
        self.name = name
        self._notification = notification
        self._icon_path = str(icon_path or "")

    def present(self, bubble: Bubble) -> None:
        """See `Screen`."""
        self._notification.notify(bubble.title, bubble.body, "sitbreak", self._icon_path)

    def remove(self) -> None:
        """Do nothing."""


# --- Linux without a session bus -----------------------------------------------------------------


def notify_send_screen(icon_path: Path | None) -> Screen:
    """Return what shows bubbles with notify-send; it raises an OSError that says why nothing was shown."""
    from plyer.facades import Notification

    class NotifySend(Notification):
        """Shows every text literally, in bubbles that expire.

        plyer's own calls the same program, but does not look at its exit status, and waits for it for ever.
        """

        def _notify(self, **fields: Any) -> None:
            # Source: notify-send.c: the body goes through g_strcompress, and daemons render its markup.
            body = escape(fields["message"], quote=False).replace("\\", r"\\")
            # -t -1 is the daemon's default expiry.
            options = [
                "-a",
                fields["app_name"],
                "-i",
                fields["app_icon"],
                "-t",
                "-1",
                "-h",
                "int:transient:1",
            ]
            run_briefly(["notify-send", *options, "--", fields["title"], body])

    return PlyerScreen(NotifySend(), icon_path)


def run_briefly(command: list[str]) -> None:
    """Run a program that ends soon.

    Raises:
        OSError: it is missing, fails or hangs.
    """
    from subprocess import DEVNULL, PIPE, TimeoutExpired, run

    try:
        done = run(command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, timeout=_PATIENCE, check=False)
    except TimeoutExpired:
        raise OSError(f"{command[0]} did not end within {_PATIENCE:g} s") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise OSError(f"{command[0]} ended with status {done.returncode}: {said}".removesuffix(": "))
