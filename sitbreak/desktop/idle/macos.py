"""Presence on macOS, which can only be asked, about idle and a locked screen alike.

Source: Apple, CGEventSourceSecondsSinceLastEventType. CGEventTimestamp counts like mach_absolute_time, which
stands still in suspend.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.idle.asked import AskedIdleSource, IdleCall
from sitbreak.desktop.session.macos import MacSession
from sitbreak.ports import Post
from sitbreak.wires.macos import MacApi

NAME = "macos"


def macos_presence(
    post: Post,
    on_lost: Callable[[], None],
    api: MacApi | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> AskedIdleSource:
    """Make the presence source of macOS, which posts what `MacSession` posts, too.

    Arguments and errors are those of `AskedIdleSource`.
    """
    api = api or MacApi()
    session = MacSession(post, api, monotonic)

    def measure() -> timedelta:
        session.look()
        return api.idle()

    call = IdleCall(NAME, measure, awake=monotonic, also_due=lambda: session.due)
    return AskedIdleSource(call, post, on_lost, monotonic)
