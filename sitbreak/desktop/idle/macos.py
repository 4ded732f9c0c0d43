"""Idle on macOS, which is polled for idle and a locked screen alike.

Source: Apple, CGEventSourceSecondsSinceLastEventType. CGEventTimestamp counts like mach_absolute_time, which
stands still in suspend.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.idle.polled import IdleCall, PolledIdleSource
from sitbreak.desktop.session.macos import LockCheck
from sitbreak.ports import Post
from sitbreak.wires.macos import MacApi


def macos_idle(
    post: Post,
    on_lost: Callable[[], None],
    api: MacApi | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> PolledIdleSource:
    """Make the idle source of macOS, which also posts what `LockCheck` posts.

    Arguments and errors are those of `PolledIdleSource`.
    """
    api = api or MacApi()
    lock = LockCheck(post, api, monotonic)

    def measure() -> timedelta:
        lock.check()
        return api.idle()

    call = IdleCall("macos", measure, awake=monotonic, also_due=lambda: lock.due)
    return PolledIdleSource(call, post, on_lost, monotonic)
