"""The promises of the core, tried on days that nobody would think up.

`SITBREAK_EXAMPLES=5000 pytest tests/core/test_promises.py` tries more of them.
"""

import json
import os
from datetime import timedelta, timezone
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sitbreak.core import inputs
from sitbreak.core.days import Ongoing
from sitbreak.core.durations import LONGEST
from sitbreak.core.effects import Bubble
from sitbreak.core.entries import EntryKind
from sitbreak.core.inputs import BusyReason, Shown
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.presence import AtDesk, Away, OnBreak, TakingBreak
from sitbreak.core.reminder import Due, Snoozed, Waiting
from sitbreak.core.rotation import Rotation
from sitbreak.core.saved import LastAlive
from sitbreak.core.tray_view import RING_STEPS
from tests.core.story import LIBRARY, Story, hours, minutes, seconds

ZERO = timedelta()
SPELLS = (EntryKind.SITTING, EntryKind.STANDING)
CALL_ANSWER = seconds(10)

SECONDS = st.sampled_from([0.5, 5, 6, 7, 14, 15, 16, 59, 60, 61, 100, 119, 120, 121, 179, 180, 181]).map(
    seconds
)
MINUTES = st.sampled_from([4, 5, 10, 19, 20, 25, 29.9, 30, 31, 245]).map(minutes)
LENGTH = SECONDS | MINUTES
NAP = st.sampled_from([3, 60, 90, 119, 120, 121, 3600, 28800, 86400]).map(seconds)
DOWN = st.sampled_from([0.1, 2, 59, 61, 119, 121, 179, 181, 3600]).map(seconds)
COMMANDS = (
    st.sampled_from(["skip", "break", "tip", "interval 20-30", "interval 1s-5s"])
    | st.sampled_from(
        [
            "pause",
            "pause 30",
            "pause 09:30-10:30",
            "pause --until 10:00",
            "pause cancel 1",
            "resume",
            "resume",
        ]
    )
    | st.sampled_from(["pause 09:05-09:25", "pause 23:00-09:20", "pause cancel 2"])
    | st.sampled_from(["stand", "stand", "sit"])
)
TIP_COMMANDS = st.sampled_from(
    ["stretches off", "stretches off", "stretches on", "tip", "tip stretch", "tip moving", "tips hide walk"]
)
NOT_GENTLE = [tip.title for tip in LIBRARY.tips if tip.topic in ("stretch", "lifting")]
WRITTEN = st.sampled_from(["1s", "6s", "30s", "1m", "2m", "3m", "5m", "10m", "1h"])
MONDAY_MORNING = {"monday": ["09:00-09:30", "10:00-12:00"]}
CHOICES = {
    "interval": st.sampled_from(["20m-30m", "25m", "6s-30s", "5s-10s", "1m-1h", "1s", "4h"]),
    "lull": WRITTEN,
    "repeat_every": WRITTEN,
    "break_length": WRITTEN,
    "away_after": WRITTEN | st.just("never"),
    "standing": WRITTEN,
    "announce_break_end": st.booleans(),
    "sound": st.booleans(),
    "wait_during": st.sampled_from([{}, {"fullscreen": False, "call": "5m"}, {"call": False}]),
    "topics": st.sampled_from([["stretch"], ["lifting", "moving"], ["posture", "lifting", "stretch"]]),
    "working_hours": st.sampled_from([{}, MONDAY_MORNING, {"tuesday": ["22:00-02:00"]}]),
}
SETTINGS = st.one_of(
    st.just({}),
    *(st.fixed_dictionaries({name: choice}) for name, choice in CHOICES.items()),
    st.fixed_dictionaries({}, optional=CHOICES),
)
BUSY = st.sampled_from(
    [(), (), (BusyReason.FULLSCREEN,), (BusyReason.PRESENTATION, BusyReason.DO_NOT_DISTURB)]
)
MOSTLY = st.sampled_from([True, True, True, True, False])


class WatchedStory(Story):
    """A story that checks every reminder when it is shown."""

    proven = ZERO
    """Awake instant up to which they may be there because of a call, a film or a restart."""
    unreminded_from: timedelta | None = None
    """The sitting time from which they have not been reminded; None while something keeps reminders away."""
    stood_with: timedelta | None = None
    """The sitting time at which they stood up; None while they sit."""
    suggested = False
    """It has been suggested to them, in this standing, to sit or walk."""
    _reminded: timedelta | None = None
    _least_repeat = hours(4)

    def _show(self, bubble: Bubble) -> None:
        another_tip = isinstance(self.handled[0], inputs.ShowTip | inputs.SetTipsToday)
        if bubble.shown is Shown.REMINDER and not another_tip:
            gone = self.now.awake - max(self.last_input, self.proven)
            sits = self.on_call or self.film or gone < self.settings.break_length or not self.sees_absence
            assert sits, "somebody who has left is not reminded"
            soonest = min(self.settings.repeat_every, self.settings.interval.start)
            self._least_repeat = min(self._least_repeat, soonest)
            is_out = self.screen is not None and self.screen.shown is Shown.REMINDER
            assert (
                self._reminded is None or not is_out or self.now.boot - self._reminded >= self._least_repeat
            )
            self._reminded = self.now.boot
            self.unreminded_from = self.sitting
        if bubble.shown is Shown.STANDING:
            assert not self.suggested, "it is suggested once"
            assert self.planner.situation.standing(self.now) >= self.settings.standing
            self.suggested = True
        if self.planner.situation.tips_today is not None:
            assert not any(title in f"{bubble.title} {bubble.body}" for title in NOT_GENTLE)
        super()._show(bubble)


class Days(RuleBasedStateMachine):
    """Days in the life of a person and a computer.

    For the bound on the sitting time, time at the desk is: awake and unlocked time if less than `away_after`
    has passed without input, lock or sleep, or while a call or a film was on (two hours at most); all awake
    and unlocked time where input shows no absence; and the time sitbreak was not running. A sleep may take a
    minute to be noticed, and a return is dated back to its first touch.
    """

    base: timedelta
    """The sitting time at the last input."""
    gap: timedelta
    """Awake time since then."""
    unlocked: timedelta
    """Its part with the screen unlocked."""
    proof: timedelta
    """Its part up to the last moment of a call or a film."""
    unnoticed: timedelta
    """How long sitbreak may fail to notice that the computer slept."""
    limit: timedelta
    """The longest `away_after` of that time."""
    broken: bool
    """A lock or a sleep falls into it."""
    timer: bool
    """For some of it, input could show no absence."""
    slack: timedelta
    """What a return that is proven later may add."""

    @initialize(chosen=SETTINGS, idle_known=MOSTLY, idle=SECONDS)
    def begin(self, chosen: dict[str, Any], *, idle_known: bool, idle: timedelta) -> None:
        self.story = WatchedStory(idle_known=idle_known, idle=idle, **chosen)
        self.unnoticed = ZERO
        self._base_again()

    # --- the person ------------------------------------------------------------------------------

    @rule(length=LENGTH)
    def sit(self, length: timedelta) -> None:
        story, before = self.story, self.story.sitting
        if self.unnoticed:  # the input is what makes it notice the sleep: the input before cannot be known
            self.proof = self.gap
        known = not story.locked and not self.unnoticed
        sits, stands = known and story.state == "sitting", known and story.state == "standing"
        stood = story.planner.situation.standing(story.now)
        story.sit(length)
        self.unnoticed = max(self.unnoticed - length, ZERO)
        if sits:
            assert story.sitting == before + length, "no minute at the desk is lost"
        if stands and story.state == "standing":
            assert story.sitting == before, "the clock of sitting stands still"
            assert story.planner.situation.standing(story.now) == stood + length
        if story.locked:
            self.gap += length
        else:
            self.check_sitting(length)
            self._base_again()

    @rule(length=LENGTH)
    def touch_nothing(self, length: timedelta) -> None:
        self.story.read(length)
        self.gap += length
        self.unnoticed = max(self.unnoticed - length, ZERO)
        self.limit = max(self.limit, self.story.settings.away_after or LONGEST)
        if not self.story.locked:
            self.unlocked += length
            if (self.story.on_call or self.story.film) and not self.broken:
                self.proof = min(self.gap, hours(2) + self.limit)

    @precondition(lambda self: not self.story.locked)
    @rule(length=st.none() | LENGTH)
    def lock(self, length: timedelta | None) -> None:
        self.story.lock()
        self.broken = True
        if length is not None:
            self.touch_nothing(length)
            self.unlock()

    @precondition(lambda self: self.story.locked)
    @rule()
    def unlock(self) -> None:
        self.story.unlock()
        self.check_sitting()
        self._base_again()

    @precondition(lambda self: self.story.locked)
    @rule()
    def lose_the_lock_source(self) -> None:
        if self.story.now.awake - self.story.last_input < seconds(2):  # typing now, they have unlocked it
            self.unlock()
        else:
            self.story.lose_lock_source()

    @rule(length=NAP, announced=st.booleans())
    def sleep(self, length: timedelta, *, announced: bool) -> None:
        self.story.sleep(length, announced=announced)
        self.broken = True
        self.unnoticed = ZERO if announced else minutes(1)

    @rule(length=LENGTH, film=st.booleans())
    def call_or_watch_a_film(self, length: timedelta, *, film: bool) -> None:
        self.story.film, self.story.on_call = film, not film
        self.touch_nothing(length)
        self.story.film = self.story.on_call = False
        self.story.proven = self.story.now.awake

    @rule(how=st.sampled_from(["knock", "open_menu"]))
    def touch_once(self, how: str) -> None:
        """A knock at the desk, or a look at our own menu: it ends no absence."""
        before = self.story.planner.situation.presence
        was_pending = not isinstance(before, AtDesk) and before.touched is not None
        sits = isinstance(before, AtDesk) and not self.story.locked and not self.unnoticed
        getattr(self.story, how)()
        if sits:
            self.check_sitting()
            self._base_again()
        elif not was_pending and not self.unnoticed and self.story.sees_absence:
            assert self.story.state in ("away", "break"), "a single touch ends nothing"
        self.slack = seconds(30)

    @rule(
        length=st.sampled_from([91, 300, 3600]).map(seconds), typed=st.sampled_from([0, 10, 90]).map(seconds)
    )
    def stop_sitbreak(self, length: timedelta, typed: timedelta) -> None:
        """Ctrl-Z: those minutes count as nothing, whoever was there."""
        before = self.story.sitting
        self.proof, self.broken = max(self.proof, min(self.gap, minutes(1))), True
        self.story.stand_still(length, typed=typed)
        self.gap += length
        self.unnoticed = ZERO
        assert self.story.sitting <= before

    @precondition(lambda self: self._reminded and self.story.sees_absence and not self.unnoticed)
    @rule(on_call=st.booleans())
    def leave_after_a_reminder(self, *, on_call: bool) -> None:
        """Whatever plays on, without input for `break_length` it is the break that the reminder asked for."""
        story = self.story
        story.film, story.on_call = True, on_call and "call" not in story.settings.wait_during
        story.knock()
        self.check_sitting()
        self.touch_nothing(2 * story.settings.break_length)  # it is counted from a reminder shown meanwhile
        assert isinstance(story.planner.situation.presence, OnBreak)
        story.film = story.on_call = False

    @rule(more=LENGTH)
    def sit_until_reminded(self, more: timedelta) -> None:
        self.sit(self.story.settings.interval.end)
        self.sit(more)

    @rule(length=st.sampled_from(["5", "90s", "30"]))
    def snooze(self, length: str) -> None:
        self.story.say(f"snooze {length}")

    @rule(command=COMMANDS)
    def command(self, command: str) -> None:
        if command == "break" and isinstance(self.story.planner.situation.presence, AtDesk):
            self.proof = self.gap  # they say that they are there
        self.story.proven = self.story.now.awake  # somebody is there who types it
        stood = self.story.planner.situation.stood_up is not None
        self.story.say(command)
        self.story.settings = self.story.planner.situation.settings
        if command == "stand" and not stood:
            self.story.stood_with, self.story.suggested = self.story.sitting, False

    @rule(command=TIP_COMMANDS)
    def read_tips_or_leave_some_out(self, command: str) -> None:
        reply = self.story.say(command)
        if self.story.planner.situation.tips_today is not None:
            assert not any(title in reply for title in NOT_GENTLE)
        assert command != "tip" or self.story.reply.done, "there is always a tip for today"

    @rule(
        wish=st.sampled_from(
            [
                inputs.ShowTip(),
                inputs.ShowTip("stretch"),
                inputs.Introduce(),
                inputs.SetOnToday(on=True),
                inputs.SetOnToday(on=False),
            ]
        )
    )
    def choose(self, wish: inputs.Input) -> None:
        self.story.wish(wish)

    @rule(chosen=SETTINGS)
    def change_settings(self, chosen: dict[str, Any]) -> None:
        self.story.proven = self.story.now.awake  # somebody is there who changes them
        self.timer = self.timer or not self.story.sees_absence
        self.story.set(**chosen)
        self.timer = self.timer or not self.story.sees_absence
        self.story.unreminded_from = None
        self.limit = max(self.limit, self.story.settings.away_after or LONGEST)

    # --- the computer ----------------------------------------------------------------------------

    @rule(reasons=BUSY)
    def be_busy(self, reasons: tuple[BusyReason, ...]) -> None:
        self.story.busy = frozenset(reasons)

    @rule(length=LENGTH, typing=st.booleans())
    def answer_late(self, length: timedelta, *, typing: bool) -> None:
        self.story.desktop_answers = False
        self.sit(length) if typing else self.touch_nothing(length)
        self.story.desktop_answers = True
        self.story.wish(inputs.BusyChecked(self.story.busy))
        self.story.wish(inputs.CallChecked(call=False, film=False))

    @rule(
        step=st.sampled_from([-3600, -61, 3, 3600, 86400]).map(seconds), offset=st.sampled_from([-5, 0, 1, 9])
    )
    def change_the_wall_clock(self, step: timedelta, offset: int) -> None:
        self.story.step_wall_clock(step)
        self.story.move_zone(timezone(hours(offset)))

    @rule(known=MOSTLY)
    def change_the_presence_source(self, *, known: bool) -> None:
        if not self.story.idle_known:  # until now time at the computer was sitting
            self.story.proven = self.story.now.awake
        self.timer = self.timer or not self.story.idle_known or not known
        self.story.idle_source(known=known)

    @rule(down=DOWN, how=st.sampled_from(["restart", "crash", "reboot"]))
    def start_again(self, down: timedelta, how: str) -> None:
        self.story.proven = self.story.now.awake + down
        damaged = getattr(self.story, how)(down)
        assert not damaged
        self.check_sitting(down)
        self._base_again()
        self.broken = self.story.locked

    # --- the promises ----------------------------------------------------------------------------

    @invariant()
    def sitting_time_is_never_more_than_awake_time_at_the_desk(self) -> None:
        self.check_sitting()

    @invariant()
    def sitting_never_grows_while_they_stand(self) -> None:
        story = self.story
        if story.planner.situation.stood_up is None:
            story.stood_with = None
        else:
            assert story.stood_with is not None, "nobody stands who has not said so"
            assert story.sitting <= story.stood_with
            story.stood_with = story.sitting

    @invariant()
    def somebody_who_stands_is_told_once_to_sit_or_walk(self) -> None:
        story, situation, now = self.story, self.story.planner.situation, self._known_now
        if story.screen is not None and story.screen.shown is Shown.STANDING:
            assert situation.stands
        there = situation.stands and not situation.active_pauses(now) and story.desktop_answers
        presence = situation.presence
        if not there or story.busy or story.planner._suggestion.asked is not None:
            return
        assert isinstance(presence, AtDesk)
        if presence.quiet and presence.seen and now.awake - presence.seen >= story.settings.break_length:
            return
        waits = story.planner._suggestion._ask_again
        assert story.suggested or situation.standing(now) < story.settings.standing or waits

    @invariant()
    def whoever_sits_is_reminded_unless_there_is_a_reason(self) -> None:
        story, now = self.story, self._known_now
        situation = story.planner.situation
        presence = situation.presence
        if not situation.sits or situation.active_pauses(now) or not story.desktop_answers:
            return
        assert isinstance(presence, AtDesk)
        if presence.quiet and presence.seen and now.awake - presence.seen >= story.settings.break_length:
            return
        if self._asked:
            return
        match situation.reminder:
            case None:
                assert situation.total(now) < situation.window.end
                assert situation.interval_from <= situation.total(now)
            case Waiting(ask=ask, reasons=reasons, counts_from=counts_from):
                assert now.boot < ask <= now.boot + minutes(1)
                bound = max(situation.settings.wait_during.get(reason, ZERO) for reason in reasons)
                latest = situation.settings.interval.end if situation.idle_known else ZERO
                assert situation.total(now) < counts_from + bound + latest
            case Snoozed(until=until):
                assert now.boot < until
            case Due(again=again, withdrawn=withdrawn):
                assert situation.total(now) < situation.window.end if again is None else now.boot < again
                on_screen = story.screen is not None and story.screen.shown is Shown.REMINDER
                assert withdrawn != on_screen

    @invariant()
    def nobody_sits_unreminded_for_longer_than_the_longest_bound(self) -> None:
        story = self.story
        situation, total = story.planner.situation, story.sitting
        chosen = situation.settings
        if (
            not situation.sits
            or situation.pauses
            or any(chosen.working_hours)
            or isinstance(situation.reminder, Snoozed)
        ):
            story.unreminded_from = None
        elif story.unreminded_from is None or total < story.unreminded_from:
            story.unreminded_from = total
        longest = max((ZERO, *chosen.wait_during.values()))
        if story.unreminded_from is not None:
            unseen = chosen.break_length + seconds(5)  # idle for so long, nobody is there to be reminded
            most = longest + 2 * chosen.interval.end + minutes(1) + unseen
            assert total - story.unreminded_from <= most

    @invariant()
    def no_reminder_stays_on_the_screen_without_anybody_to_remind(self) -> None:
        story = self.story
        if story.screen is not None and story.screen.shown is Shown.REMINDER:
            assert story.state == "sitting"
            assert not story.locked
            assert not story.planner.situation.active_pauses(story.handled[1])

    @invariant()
    def the_end_of_a_break_is_on_the_screen_for_nobody_who_is_back(self) -> None:
        if self.story.screen is not None and self.story.screen.shown is Shown.BREAK_END:
            self.story._check_announcement()

    @invariant()
    def that_a_break_was_too_short_is_told_for_a_minute_to_whoever_sits(self) -> None:
        planner, situation = self.story.planner, self.story.planner.situation
        if planner._short is not None:
            assert planner._short[0] > ZERO
            assert isinstance(situation.presence, AtDesk)
            assert self._known_now.boot < planner._short[1] <= self._known_now.boot + minutes(1)

    @invariant()
    def pauses_end(self) -> None:
        now = self._known_now
        assert not any(pause.over(now) for pause in self.story.planner.situation.pauses)

    @invariant()
    def no_day_without_stretches_lasts(self) -> None:
        now, today = self._known_now, self.story.planner.situation.tips_today
        if today is not None:
            assert now.wall < today.until
            on_screen = self.story.screen
            assert on_screen is None or not any(title in on_screen.body for title in NOT_GENTLE)

    @invariant()
    def a_started_break_is_on_the_screen_while_it_runs(self) -> None:
        presence, screen = self.story.planner.situation.presence, self.story.screen
        is_shown = screen is not None and screen.shown is Shown.BREAK
        if isinstance(presence, TakingBreak):
            assert is_shown is not self.story.locked
        else:
            assert not is_shown or (isinstance(presence, Away) and not self.story.locked)

    @invariant()
    def any_state_survives_save_and_load(self) -> None:
        story, now = self.story, self.story.handled[1]
        again = Planner(story.settings, Rotation(LIBRARY, Random(2)), now)
        assert again.restore(story.state_saved, LastAlive(now, same_boot=True, by_heartbeat=True)) == []
        assert again.state == story.state_saved

    @invariant()
    def the_history_has_what_the_clocks_have_counted(self) -> None:
        planner = self.story.planner
        running = [entry for entry in planner.unfinished(self.story.now) if entry.kind in SPELLS]
        if not running:
            return
        length = sum((entry.length for entry in running), ZERO)
        assert {entry.kind for entry in running} == {running[0].kind}
        if running[0].kind is EntryKind.SITTING:
            assert abs(running[0].before + length - planner.situation.total(self.story.now)) <= seconds(1)
        else:
            assert length <= planner.situation.standing(self.story.now) + seconds(1)

    @invariant()
    def the_lanes_of_the_history_have_room_for_everything_once(self) -> None:
        for day in self.story.days(3):
            assert all(span.start < span.end for span in day.spans)
            assert all(one.end <= other.start for one, other in pairwise(day.spans))
            assert all(one[1] < other[0] for one, other in pairwise(day.pauses))
            assert day.sums.past <= day.sums.sitting
            assert not any(span.running for span in day.spans[:-1])

    @invariant()
    def what_goes_on_arrives_in_a_window_as_it_is(self) -> None:
        ongoing = Ongoing(self.story.planner.unfinished(self.story.now), at_desk=True)
        assert Ongoing.from_table(json.loads(json.dumps(ongoing.to_table()))) == ongoing

    @invariant()
    def the_first_line_and_the_icon_follow_the_precedence(self) -> None:
        story = self.story
        status = story.status
        beginnings: tuple[str, ...]
        if story.planner.situation.active_pauses(story.now):
            icons, beginnings = {"paused"}, ("Paused until ", "Outside working hours until ")
        elif status["state"] == "away":
            icons, beginnings = {"away"}, ("Away since ",)
        elif status["state"] == "break":
            icons, beginnings = {"break"}, ("On a break until ", "On a break since ")
        elif status["state"] == "standing":
            icons, beginnings = {"standing"}, ("Standing ",)
        else:
            reminder = status["reminder"] and status["reminder"]["state"].replace("overdue", "due")
            icons = {reminder} if reminder else {"sitting", "window", "unknown"}
            beginnings = ("Sitting ", "At the computer ")
        assert story.icon.name in icons
        assert story.line.startswith(beginnings)

    @invariant()
    def everything_can_be_shown(self) -> None:
        story = self.story
        assert story.line == story.item(story.line).label
        assert 0 <= story.icon.step <= RING_STEPS
        json.dumps(story.status)

    # --- internals -------------------------------------------------------------------------------

    @property
    def _reminded(self) -> bool:
        """Whether they sit, the reminder that asks them to get up has been shown, and the next is far off."""
        story = self.story
        is_out = story.state == "sitting" and story.planner._reminder.shown_at is not None
        return is_out and story.settings.interval.start >= story.settings.break_length

    @property
    def _asked(self) -> bool:
        """Whether the desktop was asked and has not answered yet."""
        asked = self.story.planner._reminder.asked
        assert asked is None or self.story.handled[1].boot < asked + seconds(5), "nothing waits forever"
        return asked is not None

    @property
    def _known_now(self) -> Now:
        """This moment, or the last one handled if a clock has jumped unnoticed since."""
        then, now = self.story.handled[1], self.story.now
        passed = now.awake - then.awake
        jumped = now.boot - then.boot != passed or now.wall - then.wall != passed or now.zone != then.zone
        return then if jumped else now

    def check_sitting(self, more: timedelta = ZERO) -> None:
        """Compare the sitting time with the time at the desk, to which `more` has been added."""
        left = self.gap >= self.proof + self.limit + CALL_ANSWER or (self.broken and not self.unnoticed)
        most = self.base + more + (self.unlocked if self.timer else self.proof if left else self.gap)
        most += self.slack
        assert ZERO <= self.story.sitting <= most, f"{self.story.sitting} of at most {most}"

    def _base_again(self) -> None:
        """Start counting again, with an input at this moment."""
        self.base = self.story.sitting
        self.gap = self.unlocked = self.proof = ZERO
        self.limit = self.story.settings.away_after or LONGEST
        self.broken = False
        self.timer = not self.story.sees_absence
        presence = self.story.planner.situation.presence
        self.slack = ZERO if isinstance(presence, AtDesk) else seconds(30)


@pytest.mark.timeout(1200)  # seconds: a minute of computing, perhaps under coverage
def test_the_promises_are_kept() -> None:
    examples = int(os.environ.get("SITBREAK_EXAMPLES", "100"))
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            derandomize=examples == 100,
            suppress_health_check=list(HealthCheck),
        ),
    )
