"""Idle on Windows, which is polled.

Source: Microsoft Learn, GetLastInputInfo: the tick count of the session's last input; GetTickCount: 32 bits
of milliseconds, in steps of 10 to 16; Windows Time: tick counts run on while the computer sleeps.
"""

from datetime import timedelta

from sitbreak.desktop.clocks import read_clocks
from sitbreak.desktop.idle.polled import IdleCall
from sitbreak.ports import Clock
from sitbreak.wires.windows import WindowsApi

_MILLISECOND = timedelta(milliseconds=1)
_ALL_TICKS = 1 << 32
_AHEAD_MS = 60_000
"""The tick count of an input may be this much ahead of the computer's own."""
_SHORTEST_SLEEP = timedelta(seconds=2)
"""A shorter gap between the awake and the boot clock is the time between reading the two."""


def windows_call(api: WindowsApi | None = None, clock: Clock = read_clocks) -> IdleCall:
    """Return what measures idle on Windows."""
    idle = AwakeIdle(api or WindowsApi(), clock)
    return IdleCall("windows", idle.measure, idle.awake)


class AwakeIdle:
    """Measures idle on the clock that stands still in suspend, as every other source does.

    Otherwise an hour of sleep would look like an hour of sitting without any input.
    """

    def __init__(self, api: WindowsApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._input_ms: int | None = None
        self._input_at = self._asleep = timedelta()

    def awake(self) -> float:
        """Return the seconds on that clock."""
        return self._clock().awake.total_seconds()

    def measure(self) -> timedelta:
        """Return the time since the last input; raises OSError."""
        input_ms = self._api.last_input_ms()  # first, or it might be later than the present
        idle = _elapsed(input_ms, self._api.tick_ms())
        now = self._clock()
        asleep = now.boot - now.awake
        if self._input_ms is None:
            self._asleep = asleep
        if input_ms != self._input_ms:
            slept = asleep - self._asleep
            # The loop asks soon after the computer wakes up, so an older input was before the sleep.
            self._input_at = now.awake - (idle - slept if _SHORTEST_SLEEP <= slept <= idle else idle)
        self._input_ms, self._asleep = input_ms, asleep
        return max(now.awake - self._input_at, timedelta())


def _elapsed(earlier_ms: int, later_ms: int) -> timedelta:
    """Return the time between two tick counts, the later of which may have wrapped around."""
    passed = (later_ms - earlier_ms) & (_ALL_TICKS - 1)
    return (passed if passed < _ALL_TICKS - _AHEAD_MS else 0) * _MILLISECOND
