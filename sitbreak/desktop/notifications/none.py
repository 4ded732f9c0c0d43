"""Notifications where none can be shown; reminders then reach the person by other means."""

import logging
from collections.abc import Callable
from importlib.util import find_spec

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import NotificationFailed
from sitbreak.ports import Notifications, Post

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


def notifications_or_none(post: Post, make_notifications: Callable[[], Notifications]) -> Notifications:
    """Return what `make_notifications` makes, or none where plyer is not installed."""
    if find_spec("plyer") is None:
        return NoNotifications(post, "plyer is not installed")
    return make_notifications()
