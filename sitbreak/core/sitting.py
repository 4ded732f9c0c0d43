"""The sitting clock: how long the person has really been sitting.

The person is at the desk (`AtDesk`) or not (`Away`, `TakingBreak`, `OnBreak`). Idle is a measurement,
away is a conclusion. The rules, by the numbers that comments below refer to:

1. Sitting is counted on the awake clock, so sleep is never sitting and a stepped wall clock changes nothing.
2. Idle of `away_after` is away; shorter (reading, thinking) is sitting. A locked screen and a sleeping
   computer are away at once.
3. Without input they are proven to be there by a call, for two hours, and by a film until a reminder has been
   shown. That is checked when idle is about to become away and again every `away_after`.
4. An absence starts at the last input, or at the last moment they were proven to be there if that was later.
   A time in which sitbreak itself stood still is an absence; a sleep noticed late is one that lasted as long
   as the sleep, or since the last moment sitbreak was awake if that makes it a break.
5. An unlock proves the return. Input newer than the noticing of the absence does so once it goes on: a second
   one 3 to 30 s after the first, to which the return is dated. Until then no absence becomes a break.
6. An absence of `break_length` is a break and the clock reads zero; a shorter one does not count.
7. Once a reminder has been shown, idle of `break_length` from then on is the break it asked for.
8. A break they start themselves stops the clock; input in its first 15 s is them getting up. If they are
   already away, it only marks this absence as a break. Input in the 15 s after they use sitbreak itself ends
   no absence, and a return from a break in the 15 s before is undone: that was them reaching for it.
9. Where input does not show an absence (idle cannot be known, or `away_after` is never), time at the unlocked
   computer is sitting and a started break runs on a timer.
10. A break that was asked for and ends too early falls short: always if they started it themselves, otherwise
   only if at least half of it is over (less may just be reading).
11. They sit unless they have said that they stand. Time at the desk counts as sitting until then, and as
   standing from then on, by the same rules; what they said survives a lock, a sleep and an absence. When they
   sit again, the clock of sitting goes on where it stood. A break ends the standing, since nobody knows how
   they come back, and unreminded sitting is the worse mistake; but if they say that they stand while they are
   away, they stand at their return. For the same reason they are taken to sit two hours after `standing` is
   over: they have probably forgotten to say so.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from sitbreak.core import inputs
from sitbreak.core.absence import (
    GETTING_UP,
    GOES_ON_FROM,
    GOES_ON_UNTIL,
    break_at,
    heeded_from,
    ignoring_input,
    left_at,
    measured,
    started,
    while_getting_up,
)
from sitbreak.core.durations import LONGEST
from sitbreak.core.now import Now
from sitbreak.core.presence import (
    ZERO,
    Absence,
    AtDesk,
    Away,
    BreakTaken,
    CallCheckNeeded,
    CameBack,
    Desk,
    Event,
    FellShort,
    Left,
    OnBreak,
    Presence,
    TakingBreak,
    Watch,
    desk_time,
    sitting_time,
    standing_time,
    with_desk_time,
)
from sitbreak.core.settings import Settings

LATE = timedelta(seconds=10)
"""A measurement as old as this shows that sitbreak has stood still since."""
CALL_PROOF = timedelta(hours=2)
STANDING_BELIEVED = timedelta(hours=2)
"""How long somebody is believed to go on standing once `standing` is over."""
CALL_ANSWER = timedelta(seconds=10)
"""How long an answer to `CheckCall` may take before it counts as no."""


class SittingClock:
    """Applies the rules above. Every method takes the moment at which it is called."""

    def __init__(self, settings: Settings, presence: Presence) -> None:
        self.settings = settings
        self.presence = presence
        self.stood_up: timedelta | None = None
        """The time at the desk at which they stood up; None while they sit (rule 11)."""
        self.locked = False
        self.idle_known = True
        self.reminded: timedelta | None = None
        """Boot instant at which the current reminder was first shown."""
        self.events: list[Event] = []
        """What the planner has not handled yet."""
        self._has_slept = False
        """The computer has slept, or sitbreak has stood still, since they last sat down."""

    @property
    def sees_absence(self) -> bool:
        """Whether input shows that they are there, and its lack that they are not (rule 9)."""
        return self.idle_known and self.settings.away_after is not None

    @property
    def sits(self) -> bool:
        """Whether they are at the desk, sitting."""
        return isinstance(self.presence, AtDesk) and self.stood_up is None

    @property
    def stands(self) -> bool:
        """Whether they are at the desk, standing."""
        return isinstance(self.presence, AtDesk) and self.stood_up is not None

    def total(self, now: Now) -> timedelta:
        """Return how long they have been sitting."""
        return sitting_time(self.presence, self.stood_up, now.awake)

    def standing(self, now: Now) -> timedelta:
        """Return how long they have been standing; zero while they sit."""
        return standing_time(self.presence, self.stood_up, now.awake)

    def standing_left(self, now: Now) -> timedelta:
        """Return how much is left of `standing`; negative once it is over."""
        return self.settings.standing - self.standing(now)

    def seems_to_sit(self, now: Now) -> bool:
        """Whether somebody who stands is no longer believed to (rule 11)."""
        return self.stands and self.standing_left(now) <= -STANDING_BELIEVED

    def idle(self, now: Now) -> timedelta:
        """Return how long there has been no input; zero while that is not known."""
        match self.presence:
            case AtDesk(last_input=timedelta() as last_input, quiet=True):
                return now.awake - last_input
        return ZERO

    def unseen(self, now: Now) -> timedelta:
        """Return how long ago they were last proven to be at the desk; zero while that is not known."""
        match self.presence:
            case AtDesk(seen=timedelta() as seen, quiet=True) if self.sees_absence:
                return now.awake - seen
        return ZERO

    def may_have_left(self, now: Now) -> bool:
        """Whether they have been unseen for a break's length, so nothing should be shown."""
        return self.unseen(now) >= self.settings.break_length

    def desk(self, now: Now) -> Desk:
        """Return what the reminder needs to know at this moment."""
        return Desk(self.total(now), self.idle(now), self.unseen(now), sees_lulls=self.idle_known)

    def watch(self, now: Now, wanted: timedelta | None) -> Watch:
        """Return what to watch for next; `wanted` is the idle that matters to the reminder."""
        match self.presence:
            case AtDesk(quiet=True) if not self.locked:
                return Watch(back=True)
            case AtDesk() if not self.locked:
                lengths = (wanted, self.settings.away_after)
                after = min((length for length in lengths if length is not None), default=None)
                return Watch(after, input_only=self.reminded is not None)
            case Away(measured=False):
                return Watch(after=ZERO)
            case Away() | TakingBreak() | OnBreak() as absence if self._sees_input:
                return Watch(back=now.awake >= heeded_from(absence))
        return Watch()

    def deadlines(self, now: Now) -> Iterator[timedelta]:
        """Yield boot instants at which time alone may change something."""
        if self.stands:
            yield now.boot + self.standing_left(now) + STANDING_BELIEVED
        match self.presence:
            case AtDesk(asked=timedelta() as asked):
                yield asked + CALL_ANSWER
            case AtDesk():
                gone = self._gone_at(now)
                if gone is not None:
                    yield now.boot + (gone - now.awake)
            case absence:
                yield now.boot + (heeded_from(absence) - now.awake)
                if not isinstance(absence, OnBreak):
                    yield self._break_at(absence, now)

    # --- time ----------------------------------------------------------------------------------

    def settle(self, now: Now) -> None:
        """Apply the transitions that time alone causes."""
        match self.presence:
            case AtDesk() as there:
                self._check_absence(there, now)
        match self.presence:
            case Away() | TakingBreak() as absence if now.boot >= self._break_at(absence, now):
                self._take_break(absence)
        match self.presence:
            case Away() | OnBreak() if not (self.sees_absence or self.locked):
                self._return(now.awake, now)
        if self.stood_up is not None:  # they may have left before they said so
            self.stood_up = min(self.stood_up, desk_time(self.presence, now.awake))

    def missed(self, before: Now, now: Now, asleep: timedelta) -> None:
        """Record a time between two moments in which the computer slept or sitbreak stood still (rule 4).

        Args:
            before: the last moment before it.
            now: this moment.
            asleep: for how long the computer slept; zero if sitbreak stood still.
        """
        self._has_slept = True
        match self.presence:
            case AtDesk(quiet=True, seen=timedelta() as seen) as there if self.sees_absence:
                self.presence = measured(self._leave(there, before, noticed=now.awake), seen)
            case AtDesk() as there:
                is_short = ZERO < asleep < self.settings.break_length
                start = replace(now, boot=now.boot - asleep) if is_short else before
                self._leave(there, start, noticed=now.awake)
            case _:
                self._ignore_input(now.awake)

    # --- facts ---------------------------------------------------------------------------------

    def record(self, fact: inputs.SittingFact, now: Now) -> None:
        """Record a fact."""
        match fact:
            case inputs.Observed(idle=idle, age=age):
                self._observe(now.awake - age - idle, now)
                if age >= LATE:
                    self._stood_still(now)
            case inputs.IdleSourceChanged(known=known):
                self._idle_source_changed(known=known)
            case inputs.ScreenLocked():
                self._lock(now)
            case inputs.ScreenUnlocked():
                self.locked = False
                self._prove_return(now)
            case inputs.LockSourceLost():
                self.locked = False
                self._ignore_input(now.awake)
            case inputs.CallChecked(call=call, film=film):
                self._call_checked(now, call=call, film=film)
            case inputs.SitbreakUsed():
                self._sitbreak_used(now)
            case _:
                assert_never(fact)

    def seen_in_call(self, now: Now) -> None:
        """Record that a call is on, according to a `BusyChecked`."""
        if isinstance(self.presence, AtDesk) and self._proves(self.presence, now, call=True):
            self._see(self.presence, now.awake)

    def start_break(self, now: Now) -> None:
        """Stop the clock: they are getting up."""
        if isinstance(self.presence, Away):
            self.presence = replace(self.presence, asked_for=True)
        else:
            counted = desk_time(self.presence, now.awake)
            self.presence = TakingBreak(counted, now.boot, now.boot, now.awake + GETTING_UP)
            self.events.append(Left())

    def stand(self, now: Now) -> None:
        """Stop the clock of sitting: they stand, or will when they are back (rule 11)."""
        self.stood_up = desk_time(self.presence, now.awake)

    def sit(self, now: Now) -> None:
        """Let the clock of sitting go on where it stood."""
        self.presence = with_desk_time(self.presence, self.total(now), now.awake)
        self.stood_up = None

    # --- at the desk -----------------------------------------------------------------------------

    def _gone_at(self, now: Now) -> timedelta | None:
        """Return the awake instant at which quiet becomes an absence (rules 2, 3 and 7)."""
        match self.presence, self.settings.away_after:
            case AtDesk(seen=timedelta() as seen, quiet=True, last_input=last_input), timedelta() as limit:
                if self.reminded is None:
                    return seen + limit
                reminded = now.awake - (now.boot - self.reminded)
                break_asked_for = max(seen, reminded) + self.settings.break_length
                return break_asked_for if seen != last_input else min(seen + limit, break_asked_for)
        return None

    def _check_absence(self, there: AtDesk, now: Now) -> None:
        gone = self._gone_at(now)
        if gone is None or now.awake < gone:
            return
        if there.asked is None and self._proves(there, now, call=True):
            self.presence = replace(there, asked=now.boot)
            self.events.append(CallCheckNeeded())
        elif there.asked is None or now.boot - there.asked >= CALL_ANSWER:
            self._leave_at_last_proof(there, now)

    def _proves(self, there: AtDesk, now: Now, *, call: bool, film: bool = False) -> bool:
        """Whether a call or a film would prove that they are there (rule 3)."""
        if there.last_input is not None and now.awake - there.last_input >= CALL_PROOF:
            return False
        return call and "call" in self.settings.wait_during if self.reminded is not None else call or film

    def _call_checked(self, now: Now, *, call: bool, film: bool) -> None:
        match self.presence:
            case AtDesk() as there if self._proves(there, now, call=call, film=film):
                self._see(there, now.awake)
            case AtDesk(asked=timedelta()) as there:
                self._leave_at_last_proof(there, now)

    def _observe_at_desk(self, there: AtDesk, last_input: timedelta, now: Now) -> None:
        if there.quiet and there.seen is not None and self.reminded is not None:
            reminded = now.awake - (now.boot - self.reminded)
            self._fall_short(last_input - max(there.seen, reminded), least=self.settings.break_length / 2)
        limit = min(self.settings.lull, self.settings.break_length, self.settings.away_after or LONGEST)
        self.presence = observed = replace(
            there,
            seen=last_input if there.seen is None else max(there.seen, last_input),
            last_input=last_input,
            quiet=now.awake - last_input >= limit,
        )
        gone = self._gone_at(now)
        if gone is None or now.awake < gone:  # a pending answer no longer matters
            self.presence = replace(observed, asked=None)

    def _see(self, there: AtDesk, at: timedelta) -> None:
        """Record proof that they are there."""
        self.presence = replace(there, seen=at if there.seen is None else max(there.seen, at), asked=None)

    # --- leaving ---------------------------------------------------------------------------------

    def _lock(self, now: Now) -> None:
        self.locked = True
        if isinstance(self.presence, AtDesk):
            self._leave(self.presence, now, noticed=now.awake)

    def _stood_still(self, now: Now) -> None:
        """Record that it is not known whether they have been there since the last proof (rule 4)."""
        self._has_slept = True
        if isinstance(self.presence, AtDesk) and self.sees_absence:
            self._leave_at_last_proof(self.presence, now)

    def _leave_at_last_proof(self, there: AtDesk, now: Now) -> None:
        away = self._leave(there, now, noticed=now.awake)
        self.presence = measured(away, there.seen or now.awake)

    def _leave(self, there: AtDesk, moment: Now, noticed: timedelta) -> Away:
        self.events.append(Left())
        self.presence = away = Away(
            was=replace(there, quiet=False, asked=None, returned_from=None),
            left=moment.boot,
            left_awake=moment.awake,
            noticed=noticed,
            measured=not self.sees_absence,
            asked_for=self.reminded is not None,
        )
        return away

    def _idle_source_changed(self, *, known: bool) -> None:
        self.idle_known = known
        match self.presence:
            case AtDesk() as there if not known:
                self.presence = replace(there, quiet=False, asked=None)

    # --- breaks ----------------------------------------------------------------------------------

    @property
    def _sees_input(self) -> bool:
        """Whether input can end an absence."""
        return self.sees_absence and not self.locked

    def _break_at(self, absence: Away | TakingBreak, now: Now) -> timedelta:
        return break_at(absence, self.settings.break_length, now, sees_input=self._sees_input)

    def _take_break(self, absence: Away | TakingBreak) -> None:
        natural = isinstance(absence, Away) and not absence.asked_for
        since = left_at(absence)
        visible = not (self.locked or self._has_slept)
        stood_up = absence.counted if self.stood_up is None else self.stood_up
        sat = min(absence.counted, stood_up)
        self.events.append(BreakTaken(sat, absence.counted - sat, since, natural, visible))
        said_while_away = self.stood_up is not None and self.stood_up >= absence.counted
        self.stood_up = ZERO if said_while_away else None
        self.presence = OnBreak(since, absence.noticed)

    def _fall_short(self, absent: timedelta, least: timedelta) -> None:
        """Report how much was missing for the break that was asked for (rule 10)."""
        if least <= absent < self.settings.break_length:
            self.events.append(FellShort(self.settings.break_length - absent))

    # --- the return ------------------------------------------------------------------------------

    def _observe(self, last_input: timedelta, now: Now) -> None:
        match self.presence:
            case AtDesk() as there:
                self._observe_at_desk(there, last_input, now)
                return
            case Away(measured=False) as away:
                self.presence = measured(away, last_input)
        if not self._sees_input:
            return
        match self.presence:
            case Away() | TakingBreak() | OnBreak() as absence if last_input > absence.noticed:
                self._touch(absence, last_input, now)
            case TakingBreak() as taking:
                self.presence = while_getting_up(taking, last_input, now)

    def _touch(self, absence: Absence, at: timedelta, now: Now) -> None:
        """Record an input that may be the return, or prove that an earlier one was it (rule 5)."""
        first = absence.touched
        if first is None or at - first > GOES_ON_UNTIL:
            self.presence = replace(absence, touched=at)
        elif at - first >= GOES_ON_FROM:
            self._return(first, now, by_input=absence)

    def _prove_return(self, now: Now) -> None:
        """Record that someone is there now, except while they are getting up."""
        match self.presence:
            case AtDesk() as there:
                self._see(there, now.awake)
            case TakingBreak(noticed=noticed) if now.awake < noticed:
                pass
            case _:
                self._return(now.awake, now)

    def _return(self, at: timedelta, now: Now, *, by_input: Absence | None = None) -> None:
        """End the absence at the awake instant `at`; `by_input` is the absence if input ends it."""
        back = now.boot - (now.awake - at)
        match self.presence:
            case Away() | TakingBreak() as absence if back - started(absence) >= self.settings.break_length:
                self._take_break(absence)
        match self.presence:
            case Away() as away if away.asked_for:
                self._fall_short(back - started(away), least=self.settings.break_length / 2)
            case TakingBreak() as taking:
                self._fall_short(back - started(taking), least=ZERO)
        early = isinstance(self.presence, TakingBreak)
        left = now.boot if isinstance(self.presence, AtDesk) else left_at(self.presence)
        counted = desk_time(self.presence, now.awake)
        sat = self.total(now)
        self.presence = AtDesk(counted, since=at, seen=at, last_input=at, returned_from=by_input)
        self._has_slept = False
        self.events.append(CameBack(left, sat, counted - sat, early))

    def _ignore_input(self, until: timedelta) -> None:
        """Accept no input up to this awake instant as the return (rule 5)."""
        match self.presence:
            case Away() | TakingBreak() | OnBreak() as absence:
                self.presence = ignoring_input(absence, until)

    def _sitbreak_used(self, now: Now) -> None:
        """Ignore the input around it, also what may just have counted as the return (rule 8)."""
        match self.presence:
            case AtDesk(since=since, returned_from=TakingBreak() | OnBreak() as absence) if (
                now.awake - since <= GETTING_UP
            ):
                self.presence = absence
                self.events.append(Left())
        self._ignore_input(now.awake + GETTING_UP)
