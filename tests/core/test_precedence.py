"""Who wins: what the first line, the icon and the screen show when two situations hold at once.

The table is read from docs/ARCHITECTURE.md, so the two cannot disagree. Every pair of its rows, in both
orders, is one test.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

from sitbreak.core.inputs import BusyReason, Shown
from tests.core.story import Story, minutes

DOCS = Path(__file__).parents[2] / "docs" / "ARCHITECTURE.md"


@dataclass(frozen=True)
class Row:
    """One row of the table, as the docs write it."""

    rank: int
    name: str
    icon: str
    line: str
    on_screen: str
    of_equals: str

    def is_seen_in(self, story: Story) -> bool:
        """Whether this is what the story shows."""
        pattern = ".+".join(map(re.escape, self.line.strip('"').split("...")))
        icon = re.match(r"`(\w+)`", self.icon)
        assert icon is not None
        return bool(re.fullmatch(pattern, story.line)) and icon[1] == story.icon.name

    @property
    def leaves_a_reminder_on_the_screen(self) -> bool:
        return self.on_screen.startswith("yes")


def read_table() -> dict[str, Row]:
    text = DOCS.read_text(encoding="utf-8").partition("## Who wins")[2].partition("\n## ")[0]
    lines = (line.strip("|").split("|") for line in text.splitlines())
    cells = ([cell.strip() for cell in line] for line in lines)
    rows = [Row(int(rank), *rest) for rank, *rest in cells if rank.isdecimal()]
    return {row.name: row for row in rows}


TABLE = read_table()


# --- how each situation arises -----------------------------------------------------------------------


def paused_by_hand(story: Story) -> None:
    story.say("pause 3h")


def planned_pause(story: Story) -> None:
    story.say("pause 08:00-13:00")


def outside_working_hours(story: Story) -> None:
    story.set(working_hours={"tuesday": ["08:00-12:00"]})


def break_long_enough(story: Story) -> None:
    story.leave(minutes(11))


def started_break(story: Story) -> None:
    story.say("break")


def away(story: Story) -> None:
    story.leave(minutes(4))


def locked(story: Story) -> None:
    story.lock()
    story.leave(minutes(1))


def standing(story: Story) -> None:
    story.say("stand")


def due(story: Story) -> None:
    story.busy = frozenset()
    story.sit(minutes(31))


def waiting(story: Story) -> None:
    story.busy = frozenset({BusyReason.PRESENTATION})
    story.sit(minutes(31))


def snoozed(story: Story) -> None:
    story.say("snooze 30")


def sitting(story: Story) -> None:
    story.sit(minutes(5))


BEGIN: dict[str, Callable[[Story], None]] = {
    "paused by hand": paused_by_hand,
    "planned pause": planned_pause,
    "outside working hours": outside_working_hours,
    "break": break_long_enough,
    "started break": started_break,
    "away": away,
    "locked": locked,
    "standing": standing,
    "due, overdue": due,
    "waiting": waiting,
    "snoozed": snoozed,
    "sitting": sitting,
}
ABSENT = {"break", "started break", "away", "locked"}
NEEDS_SOMEBODY = {"due, overdue", "waiting", "sitting"}
"""None of these can begin while nobody is at the desk."""

PAIRS = [
    (first, then)
    for first, then in product(BEGIN, BEGIN)
    if first != then and not (first in ABSENT and then in NEEDS_SOMEBODY) and then != "sitting"
]


def with_situations(*situations: str) -> Story:
    """Return a story with one situation on top of the other; breaks are long, so that away can be seen."""
    story = Story(interval="25m", break_length="10m")
    for situation in situations:
        BEGIN[situation](story)
    return story


def winner(first: Row, then: Row) -> Row:
    if first.rank != then.rank:
        return min(first, then, key=lambda row: row.rank)
    assert first.of_equals == then.of_equals
    return {"the earlier": first, "the later": then}[first.of_equals]


def has_a_reminder_on_the_screen(story: Story) -> bool:
    return story.screen is not None and story.screen.shown is Shown.REMINDER


# --- the table ---------------------------------------------------------------------------------------


def test_the_docs_describe_every_situation() -> None:
    assert list(TABLE) == list(BEGIN)
    assert sorted(row.rank for row in TABLE.values()) == [row.rank for row in TABLE.values()]


@pytest.mark.parametrize("name", BEGIN)
def test_each_situation_looks_as_the_docs_say(name: str) -> None:
    story = with_situations(name)
    assert TABLE[name].is_seen_in(story), story.line
    assert has_a_reminder_on_the_screen(story) == TABLE[name].leaves_a_reminder_on_the_screen


@pytest.mark.parametrize(("first", "then"), PAIRS)
def test_of_two_the_one_wins_that_the_docs_name(first: str, then: str) -> None:
    story = with_situations(first, then)
    if TABLE[first].rank == TABLE[then].rank == 1:
        assert TABLE[first].of_equals == "the one that ends last"
        ends_last = max(pause["until"] for pause in story.status["pauses"])
        assert f" until {ends_last[11:16]}" in story.line
        won = next(TABLE[name] for name in (first, then) if TABLE[name].is_seen_in(story))
    else:
        won = winner(TABLE[first], TABLE[then])
    assert won.is_seen_in(story), story.line
    assert has_a_reminder_on_the_screen(story) == won.leaves_a_reminder_on_the_screen
