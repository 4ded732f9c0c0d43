"""Presence on macOS, which can only be asked, about idle and a locked screen alike.

Source: Apple, CGEventSourceSecondsSinceLastEventType. CGEventTimestamp counts like mach_absolute_time, which
stands still in suspend.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.presence.asked import AskedPresence, IdleCall
from sitbreak.desktop.presence.macos_api import MacApi
from sitbreak.desktop.presence.session_macos import MacSession
from sitbreak.ports import Post

NAME = "macos"


def macos_presence(
    post: Post,
    on_lost: Callable[[], None],
    api: MacApi | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> AskedPresence:
    """Make the presence source of macOS, which posts what `MacSession` posts, too.

    Arguments and errors are those of `AskedPresence`.
    """
    api = api or MacApi()
    session = MacSession(post, api, monotonic)

    def measure() -> timedelta:
        session.look()
        return api.idle()

    call = IdleCall(NAME, measure, awake=monotonic, also_due=lambda: session.due)
    return AskedPresence(call, post, on_lost, monotonic)
