"""Notifications where none can be shown; reminders then reach the person by other means."""

import logging

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import NotificationFailed
from sitbreak.ports import Post

_log = logging.getLogger(__name__)


class NoNotifications:
    """Shows nothing, and reports each bubble as failed.

    Attributes:
        reason: why there are no notifications.
    """

    name = "none"

    def __init__(self, post: Post, reason: str) -> None:
        """Log the reason."""
        self.reason = reason
        self._post = post
        _log.warning("no notifications: %s", reason)

    def show(self, bubble: Bubble) -> None:
        """Report that it could not be shown."""
        self._post(NotificationFailed(bubble.shown))

    def withdraw(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
