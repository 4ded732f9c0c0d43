"""Stories about the countdown of holds; the time is an argument."""

from dataclasses import replace
from typing import Any

import pytest

from sitbreak.core.tips import as_json
from sitbreak.core.words import card as words
from sitbreak.dialogs.card.content import TipContent
from sitbreak.dialogs.card.holds import TO_GET_READY, Countdown, Mode, holds
from tests.dialogs.cards import LIBRARY, shipped


def content(**changes: Any) -> TipContent:
    """Return a stretch held for 20 s, twice on each side, with changes."""
    return TipContent.from_json(as_json(replace(shipped("piriformis-seated"), **changes), LIBRARY))


def line(countdown: Countdown, now: float) -> str:
    hold = countdown.at(now).hold
    return words.hold(hold.side, hold.number, hold.of, hold.seconds)


def test_sides_alternate_and_are_named() -> None:
    named = [words.hold(*hold) for hold in holds(content())]
    assert named == [
        "Right side, 1 of 2: hold for 20 seconds",
        "Left side, 1 of 2: hold for 20 seconds",
        "Right side, 2 of 2: hold for 20 seconds",
        "Left side, 2 of 2: hold for 20 seconds",
    ]


def test_a_hold_without_sides_or_repetitions_names_neither() -> None:
    assert [words.hold(*hold) for hold in holds(content(sides=(), repetitions=None))] == [
        "Hold for 20 seconds"
    ]
    assert [words.get_ready(*hold[:3]) for hold in holds(content(sides=(), repetitions=None))] == [
        "Get ready"
    ]
    assert holds(content(hold_seconds=None)) == ()


def test_nothing_runs_before_the_person_starts_it() -> None:
    countdown = Countdown(holds(content()))
    for now in (0, 1000):
        moment = countdown.at(now)
        assert (moment.mode, moment.left, moment.holding) == (Mode.READY, 20, True)


def test_every_hold_starts_with_time_to_get_ready() -> None:
    countdown = Countdown(holds(content()))
    countdown.press(100)
    assert (countdown.at(100).holding, countdown.at(100).left) == (False, TO_GET_READY)
    held = 100 + TO_GET_READY
    assert (countdown.at(held).holding, countdown.at(held + 7).left) == (True, 13)
    second = held + 20
    assert not countdown.at(second).holding
    assert line(countdown, second) == "Left side, 1 of 2: hold for 20 seconds"


def test_a_press_pauses_and_the_next_one_resumes() -> None:
    countdown = Countdown(holds(content()))
    countdown.press(0)
    countdown.press(10)
    assert [countdown.at(now).left for now in (10, 500)] == [15, 15]
    assert countdown.at(500).mode is Mode.PAUSED
    countdown.press(500)
    assert countdown.at(505).left == 10


def test_it_ends_after_the_last_hold_and_can_be_repeated() -> None:
    countdown = Countdown(holds(content()))
    countdown.press(0)
    end = 4 * (20 + TO_GET_READY)
    assert countdown.at(end - 0.1).mode is Mode.RUNNING
    assert countdown.at(end).mode is Mode.DONE
    countdown.press(end + 60)
    assert countdown.at(end + 60).hold == countdown.at(0).hold
    assert countdown.at(end + 60).left == TO_GET_READY


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ((20, 2, ("right", "left")), "Hold for 20 seconds. 2 times on each side: right, then left."),
        ((1, None, ()), "Hold for 1 second."),
        ((None, 10, ("left",)), "10 times: left."),
        ((None, 1, ()), "Once."),
        ((None, None, ("right", "left")), "Side: right, then left."),
        ((None, None, ()), ""),
    ],
)
def test_durations_are_also_written_in_words(
    given: tuple[int | None, int | None, tuple[str, ...]], text: str
) -> None:
    assert words.duration(*given) == text
