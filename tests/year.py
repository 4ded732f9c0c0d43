"""A simulated working year: one person's days, told to the real planner, and how well they were reminded.

    python3 -m tests.year --seed 1 --days 300

Nobody has these very days, but everything in them happens: bursts of typing, reading, calls, films at lunch,
meetings elsewhere, editors in full screen, a do-not-disturb that stays on, locks, sleeps, snoozes, ignored
reminders, knocked mice, restarts. The story knows what the computer cannot: whether somebody is in the chair.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import BusyReason, Shown
from sitbreak.core.presence import AtDesk
from sitbreak.core.reminder import REPEATS, Due, Snoozed, Waiting
from sitbreak.core.settings import WAIT_BOUNDS
from tests.core.story import Story, hours, minutes, seconds

ZERO = timedelta()
FULLSCREEN = frozenset({BusyReason.FULLSCREEN})
PRESENTATION = FULLSCREEN | {BusyReason.PRESENTATION}
DO_NOT_DISTURB = frozenset({BusyReason.DO_NOT_DISTURB})


@dataclass
class Figures:
    """What the days come to.

    Attributes:
        desk: time in the chair.
        absences: how often they left it for a break's length or longer.
        repeats: for each reminder, how often it was repeated.
        at_lull: reminders shown at a lull.
        despite: reminders shown past a bound, by what they had waited for.
        in_call: showings in a call whose bound was not over.
        just_left: showings to a chair that had been empty for less than a break's length.
        empty_chair: showings to a chair that had been empty for longer: when, and how they had left.
        longest: the longest sitting without a reminder, and what happened in it, by what kept reminders away.
    """

    desk: timedelta = ZERO
    absences: int = 0
    repeats: list[int] = field(default_factory=list)
    at_lull: int = 0
    despite: Counter[BusyReason] = field(default_factory=Counter)
    in_call: int = 0
    just_left: int = 0
    empty_chair: list[str] = field(default_factory=list)
    longest: dict[str, tuple[timedelta, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        """Write the table."""
        shown = len(self.repeats)
        lines = [
            f"in the chair            {self.desk / hours(1):.0f} h, {self.absences} breaks",
            f"reminders               {shown}, one in {self.desk / minutes(1) / shown:.0f} min in the chair",
            f"  at a lull             {self.at_lull / shown:.0%}",
            f"  repetitions of each   {sum(self.repeats) / shown:.2f}, {max(self.repeats)} at most",
            f"  past a bound          {dict(sorted(self.despite.items()))}",
            f"  in a call, too early  {self.in_call}",
            f"  to an empty chair     {len(self.empty_chair)}, and {self.just_left} within a break's length",
            *(f"    {when}" for when in self.empty_chair[:10]),
            "longest sitting without a reminder, by what kept it away:",
        ]
        for cause, (length, story) in sorted(self.longest.items(), key=lambda row: row[1], reverse=True):
            lines.append(f"  {length / minutes(1):4.0f} min  {cause} ({story})")
        return "\n".join(lines)


class Office(Story):
    """A story that chance tells, and that keeps count."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.figures = Figures()
        self.left: tuple[timedelta, str] | None = None
        """When (boot instant) and how they left the chair, or knocked the desk since; None while they sit."""
        self.doing = "typing"
        self.unreminded: dict[tuple[str, str], timedelta] = {}
        """Time in the chair since the last reminder or break, by what they do and what prevents one."""
        self.since: timedelta | None = None
        """When the last reminder was first shown."""
        self.noticed = 0
        """How many notifications they have reacted to."""
        self.muted = frozenset[BusyReason]()
        super().__init__()

    # --- the truth -------------------------------------------------------------------------------

    def _move(self, by: timedelta) -> None:
        if self.left is None:
            self.figures.desk += by
            part = self.doing, self._what_keeps_reminders_away()
            self.unreminded[part] = self.unreminded.get(part, ZERO) + by
        super()._move(by)

    def _what_keeps_reminders_away(self) -> str:
        situation = self.planner.situation
        if situation.active_pauses(self.now):
            return "a pause"
        if not isinstance(situation.presence, AtDesk):
            return "taken for away"
        match situation.reminder:
            case Snoozed():
                return "a snooze"
            case Waiting(reasons=reasons):
                return max(reasons, key=WAIT_BOUNDS.__getitem__)
        return ""

    def _show(self, bubble: Bubble) -> None:
        super()._show(bubble)
        if bubble.shown is not Shown.REMINDER:
            return
        figures, due = self.figures, self.planner.situation.reminder
        assert isinstance(due, Due)
        if due.since != self.since:
            self.since = due.since
            figures.repeats.append(0)
            figures.at_lull += self.now.awake - self.last_input >= self.settings.lull
            figures.despite.update(due.despite)
        figures.repeats[-1] = REPEATS - due.repeats
        figures.in_call += self.on_call and not due.despite
        if self.left is None:
            self._start_counting()
        elif self.now.boot - self.left[0] < self.settings.break_length:
            figures.just_left += 1
        else:
            figures.empty_chair.append(f"{self.now.wall:%j %H:%M}: {self.left[1]}")

    def _start_counting(self) -> None:
        """Record how long they have been sitting without a reminder, and start again."""
        parts = sorted(self.unreminded.items(), key=lambda part: part[1], reverse=True)
        cause = next((cause for (_, cause), _ in parts if cause), "nothing")
        length = sum(self.unreminded.values(), ZERO)
        if length > self.figures.longest.get(cause, (ZERO, ""))[0]:
            said = (
                f"{doing}{f' ({cause})' if cause else ''} {spent / minutes(1):.0f}"
                for (doing, cause), spent in parts
            )
            self.figures.longest[cause] = length, f"{self.now.wall:%j %H:%M}: {', '.join(said)}"
        self.unreminded.clear()

    # --- a day -----------------------------------------------------------------------------------

    def day(self) -> None:
        """Come in the morning, work, and go home."""
        chance, started = self.chance, self.now.boot
        self.muted = DO_NOT_DISTURB if chance.random() < 0.1 else frozenset()
        lunch = started + minutes(chance.uniform(170, 230))
        end = started + minutes(chance.uniform(480, 560))
        while self.now.boot < lunch:
            self.do_something()
        self.have_lunch()
        while self.now.boot < end:
            self.do_something()
        if chance.random() < 0.1:
            self.crash(seconds(chance.uniform(1, 200)))
        self.go_away(started + hours(24) - self.now.boot, chance.choice(["sleep", "lock"]))

    def do_something(self) -> None:
        """Do one thing for a while."""
        chance = self.chance
        if chance.random() < 0.05:
            self.muted = frozenset() if self.muted or chance.random() < 0.9 else DO_NOT_DISTURB
        if chance.random() < 0.01:
            self.say(f"pause {chance.choice(['30m', '1h', '2h'])}")
        doings = {
            self.type_and_think: 30,
            self.read_a_text: 15,
            self.have_a_call: 12,
            self.fill_the_screen: 8,
            self.present: 2,
            self.meet_elsewhere: 5,
            self.fetch_something: 12,
        }
        (doing,) = chance.choices(list(doings), list(doings.values()))
        doing()

    def have_lunch(self) -> None:
        """Eat elsewhere, or at the desk with a film."""
        if self.chance.random() < 0.6:
            self.go_away(minutes(self.chance.uniform(20, 60)), self.any_way_to_leave())
        else:
            self.watch_a_film()

    # --- what they do ----------------------------------------------------------------------------

    def type_and_think(self, average: float = 25, busy: frozenset[BusyReason] = frozenset()) -> None:
        """Type in bursts, with short pauses."""
        chance = self.chance
        with self.busy_with("typing" if not busy else "typing in full screen", busy):
            for _ in self.for_about(average):
                self.sit(seconds(chance.expovariate(1 / 50)))
                self.read(seconds(min(chance.lognormvariate(1.4, 1), 100)))

    def read_a_text(self) -> None:
        """Read, and touch the mouse now and then, seldom after minutes only."""
        chance = self.chance
        with self.busy_with("reading"):
            for _ in self.for_about(15):
                self.read(
                    seconds(chance.uniform(100, 230) if chance.random() < 0.03 else chance.uniform(5, 90))
                )
                self.sit(seconds(chance.uniform(0.1, 6)))

    def have_a_call(self) -> None:
        """Talk, and touch the keyboard seldom; one in twenty calls goes on for hours."""
        chance = self.chance
        with self.busy_with("in a call", frozenset({BusyReason.CALL})):
            self.on_call = True
            for _ in self.for_about(150 if chance.random() < 0.05 else 25):
                self.read(seconds(chance.expovariate(1 / 200)))
                self.sit(seconds(chance.uniform(0.1, 20)))
        self.on_call = False
        self.react()

    def fill_the_screen(self) -> None:
        """Work in a full-screen editor or remote desktop."""
        self.type_and_think(90, FULLSCREEN)

    def present(self) -> None:
        """Present something, in full screen."""
        with self.busy_with("presenting", PRESENTATION):
            for _ in self.for_about(40):
                self.read(seconds(self.chance.uniform(10, 110)))
                self.sit(seconds(1))

    def watch_a_film(self) -> None:
        """Watch a film at the desk, in full screen as a rule, without touching anything."""
        chance = self.chance
        with self.busy_with("watching a film", FULLSCREEN if chance.random() < 0.7 else frozenset()):
            self.film = True
            for _ in self.for_about(30):
                self.read(minutes(chance.uniform(3, 12)))
                self.sit(seconds(1))
        self.film = False

    def meet_elsewhere(self) -> None:
        """Go to a meeting."""
        self.go_away(minutes(self.chance.uniform(15, 70)), self.any_way_to_leave())

    def fetch_something(self) -> None:
        """Leave the chair for a moment, which may be shorter than a break."""
        self.go_away(minutes(self.chance.uniform(0.5, 8)), self.chance.choice(["walk", "walk", "lock"]))

    @contextmanager
    def busy_with(self, doing: str, busy: frozenset[BusyReason] = frozenset()) -> Iterator[None]:
        """Do something that the desktop may report."""
        self.doing, self.busy = doing, busy | self.muted
        yield
        self.doing, self.busy = "typing", self.muted

    def for_about(self, average: float) -> Iterator[None]:
        """Go on for some minutes, and react to reminders; stop early if they get up."""
        end = self.now.boot + minutes(min(self.chance.expovariate(1 / average), 4 * average))
        while self.now.boot < end:
            yield
            if self.react():
                return

    # --- leaving ---------------------------------------------------------------------------------

    def any_way_to_leave(self) -> str:
        """Return how they leave this time."""
        return self.chance.choice(["walk", "lock", "lock", "sleep"])

    def go_away(self, length: timedelta, how: str) -> None:
        """Leave the chair, and come back."""
        self.left, left = (self.now.boot, f"{how} for {length}, was {self.doing}"), self.now.boot
        match how:
            case "lock":
                self.read(seconds(self.chance.uniform(1, 20)))
                self.lock(length)
            case "sleep":
                self.sleep(length, announced=self.chance.random() < 0.9)
                self.read(seconds(3))
            case _:
                self._leave_unlocked(length)
        self.left = None
        absent = self.now.boot - left >= self.settings.break_length
        self.figures.absences += absent
        if absent or (self.screen is not None and self.screen.shown is Shown.REMINDER):
            self._start_counting()
        self.sit(seconds(10))

    def _leave_unlocked(self, length: timedelta) -> None:
        """Walk away from an open desk; somebody may knock it once."""
        if self.chance.random() < 0.1:
            before = length * self.chance.random()
            self.read(before)
            self._touch()
            self.left = self.now.boot, "the desk was knocked"
            length -= before
        self.read(length)

    # --- reacting --------------------------------------------------------------------------------

    def react(self) -> bool:
        """React to what has been shown meanwhile; return whether they got up."""
        seen, self.noticed = self.noticed, len(self.shown)
        if seen == self.noticed or self.screen is None or self.screen.shown is not Shown.REMINDER:
            return False
        chance = self.chance.random()
        if self.on_call or chance > 0.65:
            return False
        self.read(seconds(self.chance.uniform(2, 30)))
        if chance < 0.4:
            self.go_away(minutes(self.chance.uniform(1, 9)), self.chance.choice(["walk", "walk", "lock"]))
            return True
        if self.screen is not None and chance < 0.5:
            self.click("Start break")
            self.go_away(minutes(self.chance.uniform(1, 6)), "walk")
            return True
        self.say(f"snooze {self.chance.choice([5, 10, 15, 30])}" if chance < 0.6 else "skip")
        self._start_counting()
        return False


def simulate(seed: int, days: int) -> Figures:
    """Live so many days."""
    office = Office(seed)
    for _ in range(days):
        office.day()
    return office.figures


def main() -> None:
    """Print the figures of some days."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.year", description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=300)
    given = parser.parse_args()
    sys.stdout.write(f"seed {given.seed}, {given.days} days\n{simulate(given.seed, given.days)}\n")


if __name__ == "__main__":
    main()
