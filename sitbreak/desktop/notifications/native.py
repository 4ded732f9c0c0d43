"""plyer's own notifications: Windows, macOS, and Linux without a session bus.

They block (a subprocess, a balloon that lives only as long as its thread holds it) and have no buttons. So a
thread shows them, one at a time; it ends when no bubble is left to show.

Each platform's `..._presenter` imports plyer's implementation directly: `plyer.notification` prints a
traceback where an import fails, and on Linux it warns of what is missing and takes every computer with a
folder `/app` for a Flatpak.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import NotificationFailed
from sitbreak.ports import Post

Hold = Callable[[float], None]
"""Waits that many seconds, or until the bubble on the screen must make room."""

Present = Callable[[Bubble, Hold], None]
"""Puts one bubble on the screen; raises whatever plyer raises."""

BALLOON_TITLE, BALLOON_BODY = 63, 255
"""The longest texts in UTF-16 units; ctypes raises ValueError for longer ones.

Source: NOTIFYICONDATAW: szInfoTitle and szInfo hold 64 and 256 units, with the final NUL.
"""

_BALLOON_TIME = 10.0  # seconds, as in plyer
_CLOSE_TIMEOUT = 2.0  # seconds
_PATIENCE = 30.0  # seconds; notify-send itself waits 25 for a daemon
_log = logging.getLogger(__name__)


class NativeNotifications:
    """The `Notifications` port over plyer's own implementations."""

    name = "plyer"

    def __init__(self, post: Post, load_presenter: Callable[[], Present]) -> None:
        """Load nothing yet: the first bubble calls `load_presenter`, on its own thread."""
        self.problem = ""
        self._post = post
        self._load_presenter = load_presenter
        self._changed = threading.Condition()
        self._next: Bubble | None = None
        self._must_go = False  # the one on the screen
        self._worker: threading.Thread | None = None
        self._present: Present | None = None

    def show(self, bubble: Bubble) -> None:
        """Show this bubble once the current one is done; of several waiting ones only the last is shown."""
        with self._changed:
            self._next, self._must_go = bubble, True
            self._changed.notify()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="notifications", daemon=True)
                self._worker.start()

    def withdraw(self) -> None:
        """Drop the waiting bubble, and remove the one on the screen where that can be done."""
        with self._changed:
            self._next, self._must_go = None, True
            self._changed.notify()

    def close(self) -> None:
        """Remove our bubble, and wait a moment for it: Windows would keep a dead icon otherwise."""
        self.withdraw()
        worker = self._worker
        if worker is not None:
            worker.join(_CLOSE_TIMEOUT)

    # --- on the worker's thread ----------------------------------------------------------------

    def _work(self) -> None:
        while (bubble := self._take_next()) is not None:
            try:
                if self._present is None:
                    self._present = self._load_presenter()
                self._present(bubble, self._hold)
                self.problem = ""
            except Exception as error:  # plyer raises bare ones
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
        self.problem = str(error) or type(error).__name__
        _log.warning("a notification could not be shown: %s", self.problem)
        self._post(NotificationFailed(bubble.shown))


def present_with(notification: Any, icon_path: Path | None) -> Present:
    """Return a presenter over a plyer `Notification`."""

    def present(bubble: Bubble, _hold: Hold) -> None:
        notification.notify(bubble.title, bubble.body, "sitbreak", str(icon_path or ""))

    return present


# --- macOS ---------------------------------------------------------------------------------------


def macos_presenter(icon_path: Path | None) -> Present:
    """Return a presenter over plyer's Notification Centre.

    Raises:
        ImportError: pyobjus is missing.
    """
    from plyer.platforms.macosx.notification import instance

    return present_with(instance(), icon_path)


# --- Linux without a session bus -----------------------------------------------------------------


def notify_send_presenter(icon_path: Path | None) -> Present:
    """Return a presenter over notify-send; it raises an OSError that says why nothing was shown."""
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
            _run(["notify-send", *options, "--", fields["title"], body])

    return present_with(NotifySend(), icon_path)


def _run(command: list[str]) -> None:
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


# --- Windows -------------------------------------------------------------------------------------


def balloon_presenter(icon_path: Path | None) -> Present:
    """Return a presenter over plyer's balloons; only an .ico file is used as their icon.

    plyer frees a balloon's icon and window with atexit, so that they pile up until the program ends. We free
    each one here instead: only the thread that made a window can destroy it.
    """
    from plyer.platforms.win.libs.balloontip import WindowsBalloonTip

    icon = str(icon_path) if icon_path and icon_path.suffix == ".ico" else ""

    def present(bubble: Bubble, hold: Hold) -> None:
        balloon = WindowsBalloonTip.__new__(WindowsBalloonTip)
        try:
            balloon.__init__(
                title=cut(bubble.title, BALLOON_TITLE),
                message=cut(bubble.body, BALLOON_BODY),
                app_name="sitbreak",
                app_icon=icon,
                timeout=0,
            )
        finally:
            atexit.unregister(balloon.__del__)
        hold(_BALLOON_TIME)

    return present


def cut(text: str, units: int) -> str:
    """Cut a text to that many UTF-16 units, after a word and with an ellipsis."""
    if _utf16_units(text) <= units:
        return text
    head = text
    while _utf16_units(head) > units - 1:
        head = head[:-1]
    if not text[len(head)].isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip() + "…"


def _utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
