"""Null parts: what takes the place of a part that this computer lacks."""

import logging
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from sitbreak.core.effects import Bubble
from sitbreak.core.finding import Finding
from sitbreak.core.graphical import StartedIn
from sitbreak.core.inputs import BusyChecked, CallChecked, NotificationFailed
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.ports import Notifications, Post, Tray, Watch

_log = logging.getLogger(__name__)


class NoDisplay:
    """No graphical session that could end before its programs do."""

    def __init__(self) -> None:
        self.started_in = StartedIn()

    def start(self) -> None:
        """Do nothing."""

    def wait_until_known(self) -> None:
        """Do nothing."""

    def is_over(self) -> bool:
        """Return False."""
        return False

    def close(self) -> None:
        """Do nothing."""


class NoInstallation:
    """A desktop whose menu sitbreak cannot be put into."""

    def __init__(self, unavailable_reason: str) -> None:
        """Keep the reason."""
        self.unavailable_reason = unavailable_reason

    def place(self) -> Path | None:
        """Return None."""
        return None

    def is_packaged(self) -> bool:
        """Return False."""
        return False

    def install(self) -> None:
        """Raise an OSError with the reason."""
        raise OSError(self.unavailable_reason)

    def remove(self) -> None:
        """Do nothing."""

    def repair(self) -> None:
        """Do nothing."""


class NoTray:
    """Shows nothing."""

    name = "none"

    def __init__(self, reason: str) -> None:
        """Keep the reason why there is no icon."""
        self._reason = reason

    def finding(self) -> Finding:
        """Return why there is no icon."""
        return Finding.of_source("tray", "pystray", self._reason)

    def show(self, view: TrayView) -> None:
        """Ignore the view."""

    def show_time(self, icon: TrayIcon, tooltip: str) -> None:
        """Ignore both."""

    def run(self, work: Callable[[], None]) -> None:
        """Run `work`."""
        work()


def tray_or_none(make_tray: Callable[[], Tray]) -> Tray:
    """Return the tray that `make_tray` makes, or none where the toolkit fails."""
    try:
        return make_tray()
    except Exception as error:  # a toolkit that doesn't fit the platform fails in its own way
        _log.warning("no tray icon: %s; every menu entry is also a command, see `sitbreak help`", error)
        return NoTray(str(error))


class NoNotifications:
    """Shows nothing and reports each bubble as failed; reminders then reach the person by other means."""

    name = "plyer"

    def __init__(self, post: Post, reason: str) -> None:
        """Log the reason."""
        self.problem = reason
        self._post = post
        _log.warning("no notifications: %s", reason)

    def show(self, bubble: Bubble) -> None:
        """Report that it could not be shown."""
        self._post(NotificationFailed(bubble.shown))

    def withdraw(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def notifications_or_none(post: Post, make_notifications: Callable[[], Notifications]) -> Notifications:
    """Return what `make_notifications` makes, or none where plyer is not installed."""
    if find_spec("plyer") is None:
        return NoNotifications(post, "plyer is not installed")
    return make_notifications()


class NoIdleSource:
    """Posts nothing: the sitting clock then counts plain time at the computer."""

    name = "none"

    def watch(self, watch: Watch) -> None:
        """Ignore the watch."""

    def fileno(self) -> int:
        """Return -1: there is nothing to wait for."""
        return -1

    def due(self) -> float | None:
        """Return None: nothing is ever due."""
        return None

    def ready(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class NoSession:
    """Posts nothing. The core still notices a sleep, from the clocks."""

    def __init__(self, *findings: Finding) -> None:
        """Keep what was tried in vain."""
        self._findings = findings

    def findings(self) -> tuple[Finding, ...]:
        """Return what was tried in vain."""
        return self._findings

    def close(self) -> None:
        """Do nothing."""


class NoSurroundings:
    """Answers every check with no, so that reminders wait for nothing."""

    def __init__(self, post: Post) -> None:
        """Post the answers to `post`."""
        self._post = post

    def check_call(self) -> None:
        """Post that no call is on."""
        self._post(CallChecked(call=False, film=False))

    def check_busy(self) -> None:
        """Post that the desktop is busy with nothing."""
        self._post(BusyChecked(frozenset()))

    def look(self, then: Callable[[], None]) -> None:
        """Call `then`: there is nothing to ask."""
        then()

    def findings(self) -> tuple[Finding, ...]:
        """Return nothing."""
        return ()

    def close(self) -> None:
        """Do nothing."""
