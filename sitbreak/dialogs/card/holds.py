"""Counting holds down: one after the other, sides alternating, with time to get into position."""

from enum import Enum, auto
from typing import NamedTuple

from sitbreak.dialogs.card.content import TipContent

TO_GET_READY = 5
"""Seconds before each hold: hands that hold a knee cannot press a button."""


class Hold(NamedTuple):
    """One of a tip's holds.

    Attributes:
        side: `right`, `left`, or nothing if the tip has no sides.
        number: counted from one, for each side.
        of: how many there are for each side.
        seconds: its length.
    """

    side: str
    number: int
    of: int
    seconds: int


def holds(tip: TipContent) -> tuple[Hold, ...]:
    """Return a tip's holds in the order in which they are done: sides alternate."""
    if tip.hold_seconds is None:
        return ()
    of = tip.repetitions or 1
    return tuple(
        Hold(side, number, of, tip.hold_seconds) for number in range(1, of + 1) for side in tip.sides or ("",)
    )


class Mode(Enum):
    """Where a countdown is."""

    READY = auto()
    RUNNING = auto()
    PAUSED = auto()
    DONE = auto()


class Moment(NamedTuple):
    """A countdown at one moment.

    Attributes:
        mode: where it is.
        hold: the current hold, or the one to get ready for.
        holding: whether it is being held.
        left: seconds until that ends.
        length: seconds it lasts altogether.
    """

    mode: Mode
    hold: Hold
    holding: bool
    left: float
    length: float

    @property
    def is_held(self) -> bool:
        """Whether the hold has begun and is not over."""
        return self.holding and self.mode in (Mode.RUNNING, Mode.PAUSED)


class Countdown:
    """Goes through holds. It has no clock: the time is an argument, in seconds."""

    def __init__(self, all_holds: tuple[Hold, ...]) -> None:
        """Wait for the person to start; there is at least one hold."""
        self._phases = [
            (hold, holding, float(hold.seconds if holding else TO_GET_READY))
            for hold in all_holds
            for holding in (False, True)
        ]
        self._before_pause = 0.0
        self._started: float | None = None

    def press(self, now: float) -> None:
        """Start, pause, resume, or restart when it is over: whichever comes next."""
        mode = self.at(now).mode
        self._before_pause = 0.0 if mode is Mode.DONE else self._elapsed(now)
        self._started = None if mode is Mode.RUNNING else now

    def at(self, now: float) -> Moment:
        """Return what it shows; before the start that is the first hold."""
        elapsed = self._elapsed(now)
        if self._started is None and not elapsed:
            hold = self._phases[0][0]
            return Moment(Mode.READY, hold, holding=True, left=hold.seconds, length=hold.seconds)
        for hold, holding, length in self._phases:
            if elapsed < length:
                mode = Mode.PAUSED if self._started is None else Mode.RUNNING
                return Moment(mode, hold, holding, length - elapsed, length)
            elapsed -= length
        return Moment(Mode.DONE, hold, holding=True, left=0.0, length=length)

    def _elapsed(self, now: float) -> float:
        return self._before_pause if self._started is None else self._before_pause + now - self._started
