"""Idle on macOS, which is polled.

Source: Apple, CGEventSourceSecondsSinceLastEventType, which needs no permission. CGEventTimestamp counts like
mach_absolute_time, which stands still in suspend.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.idle.polled import IdleCall
from sitbreak.wires.macos import MacApi


def macos_call(api: MacApi | None = None, monotonic: Callable[[], float] = time.monotonic) -> IdleCall:
    """Return what measures idle on macOS, in a graphical session."""
    api = api or MacApi()

    def measure() -> timedelta:
        api.require_session()
        return api.idle()

    return IdleCall("macos", measure, awake=monotonic)
