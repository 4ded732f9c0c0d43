"""The frames of an animation: eased poses between the stops of a loop, and how long each is shown."""

from collections.abc import Iterator
from math import cos, pi

from art.figures.pictures import Picture, Stop
from art.figures.poses import between
from art.figures.scene import Moment

STEP = 0.1
"""Seconds that one frame of a movement is shown."""
_MARKED = 0.12
"""Marks are visible for this share of the way from or to their stop."""


def still(picture: Picture) -> Moment:
    """Return the moment that represents the picture where nothing moves."""
    return Moment(picture.stops[0].pose, picture.stops[0])


def moments(picture: Picture) -> Iterator[tuple[Moment, float]]:
    """Yield the moments of one loop, each with the seconds it is shown."""
    for run in _runs(picture.stops):
        if run[0].hold:
            yield Moment(run[0].pose, run[0]), run[0].hold
        steps = max(2, round(picture.seconds / STEP))
        first = 1 if run[0].hold else 0
        for number in range(first, steps):
            yield _moment(run, number / steps, eased=bool(run[0].hold)), STEP


def _runs(stops: tuple[Stop, ...]) -> list[list[Stop]]:
    """Split a loop into runs, each from one stop with a hold to the next."""
    runs: list[list[Stop]] = []
    for stop in (*stops, stops[0]):
        if runs:
            runs[-1].append(stop)
        if stop.hold or not runs:
            runs.append([stop])
    return runs[:-1] if runs[-1][0].hold else runs


def _moment(run: list[Stop], share: float, *, eased: bool) -> Moment:
    progress = (1 - cos(pi * share)) / 2 if eased else share
    place = progress * (len(run) - 1)
    number = min(int(place), len(run) - 2)
    pose = between(run[number].pose, run[number + 1].pose, place - number)
    stop = run[0] if progress < _MARKED else run[-1] if progress > 1 - _MARKED else None
    return Moment(pose, stop if eased else None)
