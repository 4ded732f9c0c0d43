"""The sitting clock: how long the person has really been sitting.

The person is at the desk (`Sitting`) or not (`Away`, `TakingBreak`, `OnBreak`). Idle is a measurement,
away is a conclusion. The rules, by the numbers that comments below refer to:

1. Sitting is counted on the awake clock, so sleep is never sitting and a stepped wall clock changes nothing.
2. Idle of `away_after` is away; shorter (reading, thinking) is sitting. A locked screen and a sleeping
   computer are away at once.
3. No input does not mean away while a call or a film is on; that is checked when idle is about to become
   away and again every `away_after`. After two hours without any input a call proves nothing.
4. An absence starts at the last input, or at the last moment they were proven to be there if that was later;
   a sleep noticed late starts at the last moment sitbreak was awake.
5. The return is proven by an unlock, by input after the absence was noticed, or by input less than 2 s old,
   unless that came before the sleep.
6. An absence of `break_length` is a break and the clock reads zero; a shorter one does not count.
7. Once a reminder has been shown, idle of `break_length` from then on is the break it asked for.
8. A break they start themselves stops the clock; input in its first 15 s is them getting up. If they are
   already away, it only marks this absence as a break.
9. Where idle cannot be known, time at the computer is sitting and a started break runs on a timer.
10. A break that was asked for and ends too early falls short: always if they started it themselves, otherwise
   only if at least half of it is over (less may just be reading).
"""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from sitbreak.core import inputs
from sitbreak.core.durations import LONGEST
from sitbreak.core.now import Now
from sitbreak.core.presence import (
    ZERO,
    Away,
    BreakTaken,
    CallCheckNeeded,
    CameBack,
    Event,
    FellShort,
    Left,
    OnBreak,
    Presence,
    Sitting,
    TakingBreak,
    Watch,
    sitting_time,
)
from sitbreak.core.settings import Settings

GETTING_UP = timedelta(seconds=15)
FRESH_INPUT = timedelta(seconds=2)
SLEEP_LEAST = timedelta(seconds=2)
"""A shorter gap between the awake and the boot clock is only the time it takes to read them."""
CALL_PROOF = timedelta(hours=2)
CALL_ANSWER = timedelta(seconds=10)
"""How long an answer to `CheckCall` may take before it counts as no."""


class SittingClock:
    """Applies the rules above. Every method takes the moment at which it is called."""

    def __init__(self, settings: Settings, presence: Presence) -> None:
        self.settings = settings
        self.presence = presence
        self.locked = False
        self.idle_known = True
        self.reminded: timedelta | None = None
        """Boot instant at which the current reminder was first shown."""
        self.events: list[Event] = []
        """What the planner has not handled yet."""
        self._last_sleep: timedelta | None = None
        """The last awake instant before the last sleep."""
        self._has_slept = False
        """The computer has slept since they last sat down."""

    def total(self, now: Now) -> timedelta:
        """Return how long they have been sitting."""
        return sitting_time(self.presence, now.awake)

    def idle(self, now: Now) -> timedelta:
        """Return how long there has been no input; zero while that is not known."""
        match self.presence:
            case Sitting(last_input=timedelta() as last_input, quiet=True):
                return now.awake - last_input
        return ZERO

    def unseen(self, now: Now) -> timedelta:
        """Return how long ago they were last proven to be at the desk; zero while that is not known."""
        match self.presence:
            case Sitting(seen=timedelta() as seen, quiet=True) if self.settings.away_after is not None:
                return now.awake - seen
        return ZERO

    def watch(self, now: Now, wanted: timedelta | None) -> Watch:
        """Return what to watch for next; `wanted` is the idle that matters to the reminder."""
        if self.locked and not (isinstance(self.presence, Away) and not self.presence.measured):
            return Watch()
        match self.presence:
            case Sitting(quiet=True):
                return Watch(back=True)
            case Sitting():
                away_after = self.settings.away_after
                return Watch(
                    after=min((idle for idle in (wanted, away_after) if idle is not None), default=None)
                )
            case Away(measured=False):
                return Watch(after=ZERO)
            case TakingBreak(getting_up=getting_up, quiet=False):
                return Watch(after=ZERO) if now.awake >= getting_up else Watch()
        return Watch(back=True)

    def deadline(self, now: Now) -> timedelta | None:
        """Return the boot instant of the next transition that time alone causes."""
        match self.presence:
            case Sitting(asked=timedelta() as asked):
                return asked + CALL_ANSWER
            case Sitting():
                gone = self._gone_at(now)
                return None if gone is None else now.boot + (gone - now.awake)
            case Away(left=left):
                return left + self.settings.break_length
            case TakingBreak(untouched=untouched, getting_up=getting_up, quiet=quiet):
                if self._can_measure and not quiet:
                    return now.boot + (getting_up - now.awake)
                return untouched + self.settings.break_length
        return None

    # --- time ----------------------------------------------------------------------------------

    def settle(self, now: Now) -> None:
        """Apply the transitions that time alone causes."""
        if isinstance(self.presence, Sitting):
            self._check_absence(self.presence, now)
        match self.presence:
            case Away(left=left, asked_for=asked_for) as away:
                if now.boot - left >= self.settings.break_length:  # rule 6
                    self._take_break(away.counted, natural=not asked_for)
                    self.presence = OnBreak(left, away.noticed)
            case TakingBreak(since=since, untouched=untouched, quiet=quiet) as taking:
                if now.boot - untouched >= self.settings.break_length and (quiet or not self._can_measure):
                    self._take_break(taking.counted, natural=False)
                    self.presence = OnBreak(since, now.awake)
        if isinstance(self.presence, OnBreak) and not self.idle_known and not self.locked:  # rule 9
            self._sit_down(ZERO, now.awake)

    def slept(self, before: Now, now: Now) -> None:
        """Record a sleep somewhere between two moments."""
        self._last_sleep, self._has_slept = before.awake, True
        match self.presence:
            case Sitting(quiet=True, seen=timedelta() as seen) as sitting:
                self.presence = self._measured(self._leave(sitting, before, noticed=now.awake), seen)
            case Sitting() as sitting:
                self._leave(sitting, before, noticed=now.awake)
        self._trust_newer_input_only(now)

    # --- facts ---------------------------------------------------------------------------------

    def record(self, fact: inputs.SittingFact, now: Now) -> None:
        """Record a fact."""
        match fact:
            case inputs.Observed(idle=idle):
                self._observe(idle, now)
            case inputs.IdleSourceChanged(known=known):
                self._idle_source_changed(now, known=known)
            case inputs.ScreenLocked():
                self._lock(now)
            case inputs.ScreenUnlocked():
                self.locked = False
                self._prove_return(now.awake, now)
            case inputs.LockSourceLost():
                self.locked = False
                self._trust_newer_input_only(now)
            case inputs.CallChecked(call=call, film=film):
                self._call_checked(now, on=call or film)
            case inputs.SitbreakUsed():
                pass
            case _:
                assert_never(fact)

    def seen_in_call(self, now: Now) -> None:
        """Record that a call is on, according to a `BusyChecked`."""
        if isinstance(self.presence, Sitting) and self._call_proves(self.presence, now):
            self._see(self.presence, now.awake)

    def start_break(self, now: Now) -> None:
        """Stop the clock: they are getting up."""
        if isinstance(self.presence, Away):
            self.presence = replace(self.presence, asked_for=True)
        else:
            self.presence = TakingBreak(self.total(now), now.boot, now.boot, now.awake + GETTING_UP)
            self.events.append(Left())

    # --- internals -------------------------------------------------------------------------------

    @property
    def _can_measure(self) -> bool:
        return self.idle_known and not self.locked

    def _gone_at(self, now: Now) -> timedelta | None:
        """Return the awake instant at which quiet becomes an absence (rules 2 and 7)."""
        match self.presence:
            case Sitting(seen=timedelta() as seen, quiet=True) if self.settings.away_after is not None:
                gone = seen + self.settings.away_after
                if self.reminded is not None:
                    reminded = now.awake - (now.boot - self.reminded)
                    gone = min(gone, max(seen, reminded) + self.settings.break_length)
                return gone
        return None

    def _observe(self, idle: timedelta, now: Now) -> None:
        last_input = now.awake - idle
        match self.presence:
            case Sitting() as sitting:
                self._observe_sitting(sitting, last_input, now)
            case Away() as away:
                if not away.measured:
                    away = self._measured(away, last_input)
                    self.presence = away
                if self._is_back(last_input, away.noticed, now):
                    self._prove_return(max(last_input, away.noticed), now)
            case TakingBreak() as taking:
                self._observe_in_break(taking, last_input, now)
            case OnBreak(noticed=noticed):
                if self._is_back(last_input, noticed, now):
                    self._prove_return(max(last_input, noticed), now)
            case _:
                assert_never(self.presence)

    def _lock(self, now: Now) -> None:
        self.locked = True
        if isinstance(self.presence, Sitting):
            self._leave(self.presence, now, noticed=now.awake)

    def _call_checked(self, now: Now, *, on: bool) -> None:
        if not isinstance(self.presence, Sitting):
            return
        if on:
            self._see(self.presence, now.awake)
        elif self.presence.asked is not None:
            self._leave_at_last_proof(self.presence, now)

    def _idle_source_changed(self, now: Now, *, known: bool) -> None:
        self.idle_known = known
        match self.presence:
            case Sitting() as sitting:
                asked = sitting.asked if known else None
                self.presence = replace(sitting, quiet=sitting.quiet and known, asked=asked)
            case TakingBreak() as taking:
                self.presence = replace(taking, quiet=taking.quiet and known)
            case Away() | OnBreak() if not known and not self.locked:
                self._prove_return(now.awake, now)

    def _call_proves(self, sitting: Sitting, now: Now) -> bool:
        return sitting.last_input is None or now.awake - sitting.last_input < CALL_PROOF

    def _check_absence(self, sitting: Sitting, now: Now) -> None:
        gone = self._gone_at(now)
        if gone is None or now.awake < gone:
            return
        if sitting.asked is None and self._call_proves(sitting, now):  # rule 3
            self.presence = replace(sitting, asked=now.boot)
            self.events.append(CallCheckNeeded())
        elif sitting.asked is None or now.boot - sitting.asked >= CALL_ANSWER:
            self._leave_at_last_proof(sitting, now)

    def _observe_sitting(self, sitting: Sitting, last_input: timedelta, now: Now) -> None:
        if sitting.quiet and sitting.seen is not None and self.reminded is not None:
            reminded = now.awake - (now.boot - self.reminded)
            self._fall_short(last_input - max(sitting.seen, reminded), least=self.settings.break_length / 2)
        limit = min(self.settings.lull, self.settings.break_length, self.settings.away_after or LONGEST)
        self.presence = observed = replace(
            sitting,
            seen=last_input if sitting.seen is None else max(sitting.seen, last_input),
            last_input=last_input,
            quiet=now.awake - last_input >= limit,
        )
        gone = self._gone_at(now)
        if gone is None or now.awake < gone:  # a pending answer no longer matters
            self.presence = replace(observed, asked=None)

    def _see(self, sitting: Sitting, at: timedelta) -> None:
        """Record proof that they are there."""
        self.presence = replace(
            sitting, seen=at if sitting.seen is None else max(sitting.seen, at), asked=None
        )

    def _leave_at_last_proof(self, sitting: Sitting, now: Now) -> None:
        away = self._leave(sitting, now, noticed=now.awake)
        self.presence = self._measured(away, sitting.seen or now.awake)

    def _leave(self, sitting: Sitting, moment: Now, noticed: timedelta) -> Away:
        self.events.append(Left())
        self.presence = away = Away(
            was=replace(sitting, quiet=False, asked=None),
            left=moment.boot,
            left_awake=moment.awake,
            noticed=noticed,
            measured=not self.idle_known,
            asked_for=self.reminded is not None,
        )
        return away

    def _measured(self, away: Away, last_input: timedelta) -> Away:
        """Move the start of an absence back to the last input, but not before `seen` (rule 4)."""
        start = last_input if away.was.seen is None else max(last_input, away.was.seen)
        earlier = max(away.left_awake - start, ZERO)
        return replace(away, left=away.left - earlier, left_awake=away.left_awake - earlier, measured=True)

    def _is_back(self, last_input: timedelta, noticed: timedelta, now: Now) -> bool:
        """Whether this input proves the return (rule 5)."""
        slept = self._last_sleep is not None and last_input <= self._last_sleep
        fresh = now.awake - last_input < FRESH_INPUT and not slept
        return not self.locked and (last_input > noticed or fresh)

    def _trust_newer_input_only(self, now: Now) -> None:
        """Accept no input from before this moment as proof of the return (rule 5)."""
        match self.presence:
            case Away() | OnBreak() as absent:
                self.presence = replace(absent, noticed=now.awake)
                if not self.idle_known and not self.locked:  # rule 9: nothing else could prove it
                    self._prove_return(now.awake, now)
            case TakingBreak() as taking:
                self.presence = replace(taking, getting_up=now.awake, quiet=True)

    def _observe_in_break(self, taking: TakingBreak, last_input: timedelta, now: Now) -> None:
        if last_input > taking.getting_up and not self.locked:
            self._come_back_early(taking, last_input, now)
        elif not taking.quiet:  # rule 8
            self.presence = replace(
                taking,
                untouched=max(taking.untouched, now.boot - (now.awake - last_input)),
                quiet=now.awake >= taking.getting_up,
            )

    def _prove_return(self, at: timedelta, now: Now) -> None:
        """Record that someone has been there since the awake instant `at`."""
        self.settle(now)
        match self.presence:
            case Sitting() as sitting:
                self._see(sitting, at)
            case Away(left=left, asked_for=asked_for) as away:
                if asked_for:
                    absent = now.boot - (now.awake - at) - left
                    self._fall_short(absent, least=self.settings.break_length / 2)
                self._sit_down(away.counted, at)
            case TakingBreak(getting_up=getting_up) as taking if now.awake >= getting_up:
                self._come_back_early(taking, at, now)
            case OnBreak():
                self._sit_down(ZERO, at)

    def _come_back_early(self, taking: TakingBreak, at: timedelta, now: Now) -> None:
        self._fall_short(now.boot - (now.awake - at) - taking.untouched, least=ZERO)
        self._sit_down(taking.counted, at, early=True)

    def _fall_short(self, absent: timedelta, least: timedelta) -> None:
        """Report how much was missing for the break that was asked for (rule 10)."""
        if least <= absent < self.settings.break_length:
            self.events.append(FellShort(self.settings.break_length - absent))

    def _take_break(self, counted: timedelta, *, natural: bool) -> None:
        self.events.append(BreakTaken(counted, natural, visible=not (self.locked or self._has_slept)))

    def _sit_down(self, counted: timedelta, at: timedelta, *, early: bool = False) -> None:
        self.presence = Sitting(counted, since=at, seen=at, last_input=at)
        self._has_slept = False
        self.events.append(CameBack(early))
