"""The tray where no icon can be shown."""

import logging
from collections.abc import Callable

from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.ports import Tray

_log = logging.getLogger(__name__)


class NoTray:
    """Shows nothing.

    Attributes:
        reason: why there is no icon.
    """

    name = "none"

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = reason

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
