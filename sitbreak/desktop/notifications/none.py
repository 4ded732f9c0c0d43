"""No notifications at all; the person is told by other means."""

import logging

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import NotificationFailed
from sitbreak.ports import Post

_log = logging.getLogger(__name__)


class NoNotifications:
    """The `Notifications` port where nothing can show one."""

    name = "none"

    def __init__(self, post: Post, reason: str) -> None:
        """Say once why there are none."""
        self._post = post
        _log.warning("no notifications: %s", reason)

    def show(self, bubble: Bubble) -> None:
        """Report that it could not be shown."""
        self._post(NotificationFailed(bubble.shown))

    def withdraw(self) -> None:
        """Do nothing: nothing is there."""

    def close(self) -> None:
        """Do nothing: nothing is held."""
