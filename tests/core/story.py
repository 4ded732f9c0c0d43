"""Tells stories to the real planner: a person, a computer and three clocks, all simulated; nothing waits.

    story = Story()
    story.sit(minutes(25))
    story.read(seconds(10))
    assert story.screen.title == "Time to get up – 25 minutes of sitting"

The simulated loop does what the real one does: it answers what the planner asks with the next input, sets the
alarm and the watch after every input, reads the clocks once a minute, saves, and keeps the heartbeat.
"""

import json
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from random import Random
from typing import Any

from sitbreak.app.command_line import parse
from sitbreak.core import effects, inputs
from sitbreak.core.commands import as_json, parse_json
from sitbreak.core.days import Known, Ongoing, last_days
from sitbreak.core.effects import Bubble
from sitbreak.core.entries import Entry, EntryKind
from sitbreak.core.history import Day
from sitbreak.core.inputs import BusyReason, Input, Shown
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.presence import AtDesk
from sitbreak.core.rotation import Rotation
from sitbreak.core.saved import LastAlive
from sitbreak.core.settings import Settings, parse_settings
from sitbreak.core.status import status
from sitbreak.core.tips import Library, Tip
from sitbreak.core.tray_view import Item, TrayIcon
from sitbreak.core.view import first_line, tray_icon, tray_view
from tests.fakes import FakeIdleSource

WATCHDOG = timedelta(minutes=1)
KEY_TO_KEY = timedelta(seconds=0.2)
"""How soon somebody who types touches the next key; only played out where that matters."""
ZONE = timezone(timedelta(hours=1))
MONDAY_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
BUSY_LOOP = 50
"""More inputs than this at one instant are an endless loop."""

LIBRARY = Library(
    (
        Tip("shoulders", "posture", "Let your shoulders drop", "Let them hang."),
        Tip("feet-flat", "posture", "Feet flat", "Put both feet on the floor."),
        Tip("lift-knees", "lifting", "Bend your knees", "Lift with your legs.", steps=("Squat.", "Rise.")),
        Tip("hamstring", "stretch", "Stretch the back of a leg", "Reach forward.", "Stop if it hurts."),
        Tip("walk", "moving", "Walk a little", "Once around the room."),
    )
)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


class Story:
    """One person's day. Verbs make time pass; properties are what can be seen."""

    def __init__(
        self,
        *,
        idle_known: bool = True,
        idle: timedelta = timedelta(),
        at: datetime = MONDAY_NINE,
        library: Library = LIBRARY,
        **settings: Any,
    ) -> None:
        self.settings = with_settings(**settings)
        self.library = library
        self.idle_known = idle_known
        self.now = Now(hours(5), hours(7), at.astimezone(UTC), at.tzinfo or ZONE)
        self._keyboard = self._new_keyboard()
        self._keyboard.last_input -= idle.total_seconds()
        self.on_call = False
        self.film = False
        self.busy: frozenset[BusyReason] = frozenset()
        self.desktop_answers = True
        self.locked = False
        self.effects: list[effects.Effect] = []
        self.shown: list[tuple[Now, Bubble]] = []
        self.screen: Bubble | None = None
        self.diary: list[str] = []
        self.history: dict[tuple[EntryKind, datetime], list[Entry]] = {}
        self.sounds: list[Now] = []
        self.reply = effects.Reply("")
        self.ended = False
        self._disk: tuple[str, Now, int] | None = None
        self._heartbeat: tuple[Now, int] | None = None
        self._boot_number = 1
        self._start()

    # --- what the person does ------------------------------------------------------------------

    def sit(self, length: timedelta) -> None:
        """Sit and type without a lull."""
        self._touch()
        self._pass(length, typing=True)

    def read(self, length: timedelta) -> None:
        """Sit without touching anything."""
        self._pass(length)

    leave = read
    """Walk away: to the computer, that is the same."""

    def lock(self, length: timedelta | None = None) -> None:
        """Lock the screen; unlock it after `length`, if that is given."""
        self._post(inputs.ScreenLocked())
        self.locked = True
        if length is not None:
            self._pass(length)
            self.unlock()

    def unlock(self) -> None:
        """Type the password."""
        self.locked = False
        self._touch()
        self._post(inputs.ScreenUnlocked())

    def lose_lock_source(self) -> None:
        """Let the screen saver, or its bus, die behind the locked screen."""
        self.locked = False
        self._post(inputs.LockSourceLost())

    def sleep(self, length: timedelta, *, announced: bool = True) -> None:
        """Put the computer to sleep and wake it up, with nobody there yet."""
        if announced:
            self._post(inputs.FellAsleep())
        self.now = replace(self.now, boot=self.now.boot + length, wall=self.now.wall + length)
        if announced:
            self._post(inputs.Ticked())

    def stand_still(self, length: timedelta, *, typed: timedelta = timedelta()) -> None:
        """Stop sitbreak (or the machine) for a while; `typed` is the part at the end in which they type."""
        self._move(length)
        self._keyboard.report_late()
        if typed:
            self._keyboard.last_input = self.now.awake.total_seconds()
            self._keyboard.ready()
        self._post(inputs.Ticked())

    def knock(self) -> None:
        """Knock the desk, so that the mouse moves once."""
        self._touch()

    def look_at_menu(self) -> None:
        """Take some seconds to find the icon, look at the menu, and move the mouse away."""
        self.sit(seconds(5))
        self.open_menu()
        self.sit(seconds(5))

    def call(self, length: timedelta) -> None:
        """Talk into the microphone without touching anything."""
        self.on_call = True
        self._pass(length)
        self.on_call = False

    def watch_film(self, length: timedelta) -> None:
        """Watch a film, in a window, without touching anything."""
        self.film = True
        self._pass(length)
        self.film = False

    def click(self, label: str) -> None:
        """Click a button of the notification."""
        assert self.screen is not None, "there is no notification"
        (button,) = [button for button in self.screen.buttons if button.label == label]
        self._use_sitbreak()
        self._post(button.wish)

    def choose(self, *labels: str) -> None:
        """Click through the menu."""
        item = self.item(*labels)
        assert item.enabled, f"{labels} is disabled"
        assert item.wish is not None
        self.open_menu()
        self._use_sitbreak()
        self._post(item.wish)

    def open_menu(self) -> None:
        """Click the icon: the panel asks for the menu before it shows it."""
        self._use_sitbreak()

    def _use_sitbreak(self) -> None:
        """Move the mouse and click on something of ours."""
        self._touch()
        self._post(inputs.SitbreakUsed())

    def say(self, command: str) -> str:
        """Type a command somewhere else (input here proves nothing); return the answer."""
        typed = parse(command.split())
        assert isinstance(typed, inputs.Wish)
        wish = parse_json(json.loads(json.dumps(as_json(typed))))
        assert isinstance(wish, inputs.Wish)
        self.wish(wish)
        return self.reply.text

    def wish(self, wish: Input) -> None:
        """Post anything."""
        self._post(wish)

    def set(self, **settings: Any) -> None:
        """Edit settings.toml."""
        self.settings = replace(self.settings, **_fields(settings))
        self._post(inputs.SettingsChanged(self.settings))

    @property
    def sees_absence(self) -> bool:
        """Whether input shows who is there; otherwise time at the computer is sitting."""
        return self.idle_known and self.settings.away_after is not None

    @property
    def last_input(self) -> timedelta:
        """When a key was last touched, on the awake clock."""
        return timedelta(seconds=self._keyboard.last_input)

    # --- what the computer does ----------------------------------------------------------------

    def step_wall_clock(self, by: timedelta) -> None:
        """Set the wall clock, by hand or by NTP."""
        self.now = replace(self.now, wall=self.now.wall + by)

    def move_zone(self, zone: tzinfo) -> None:
        """Travel."""
        self.now = replace(self.now, zone=zone)

    def idle_source(self, *, known: bool) -> None:
        """Lose the idle source, or get another one."""
        self.idle_known = known
        self._keyboard = self._new_keyboard(self._keyboard.last_input)
        self._post(inputs.IdleSourceChanged(known))

    def restart(self, down: timedelta = timedelta(seconds=2)) -> list[str]:
        """Quit, and start again after a while; return the damaged parts of what was saved."""
        self._post(inputs.Quit())
        return self.crash(down)

    def crash(self, down: timedelta = timedelta(seconds=2)) -> list[str]:
        """Be killed, and start again after a while."""
        self._move(down)
        return self._start()

    def reboot(self, down: timedelta) -> list[str]:
        """Be killed by a power cut, and start again after a reboot."""
        self._boot_number += 1
        self._heartbeat = None
        self.now = replace(self.now, awake=seconds(20), boot=seconds(20), wall=self.now.wall + down)
        self._keyboard.last_input = (self.now.awake - minutes(1)).total_seconds()
        return self._start()

    def lose_heartbeat(self) -> None:
        """Delete the runtime folder."""
        self._heartbeat = None

    def damage(self, part: str, value: object) -> None:
        """Write nonsense into a part of the saved state."""
        assert self._disk is not None
        text, at, boot = self._disk
        self._disk = json.dumps({**json.loads(text), part: value}), at, boot

    # --- what can be seen ----------------------------------------------------------------------

    @property
    def line(self) -> str:
        return first_line(self.planner.situation, self.now)

    @property
    def icon(self) -> TrayIcon:
        return tray_icon(self.planner.situation, self.now)

    @property
    def status(self) -> dict[str, Any]:
        backends = {"tray": "none", "notifications": "none", "idle": "none"}
        table: dict[str, Any] = json.loads(json.dumps(status(self.planner.situation, self.now, backends)))
        return table

    @property
    def state(self) -> str:
        return str(self.status["state"])

    @property
    def reminder(self) -> str | None:
        """The state of the reminder, in one word."""
        table = self.status["reminder"]
        return None if table is None else str(table["state"])

    @property
    def sitting(self) -> timedelta:
        return self.planner.situation.total(self.now)

    @property
    def reminders(self) -> list[str]:
        """The titles of all reminders shown."""
        return [bubble.title for _, bubble in self.shown if bubble.shown is Shown.REMINDER]

    @property
    def state_saved(self) -> dict[str, Any]:
        table: dict[str, Any] = json.loads(json.dumps(self.planner.state))
        return table

    def days(self, count: int = 1) -> tuple[Day, ...]:
        """The last days, as the history shows them now; today is the last."""
        entries = tuple(entry for entries in self.history.values() for entry in entries)
        there = isinstance(self.planner.situation.presence, AtDesk)
        ongoing = Ongoing(self.planner.unfinished(self.now), there)
        return last_days(count, Known(entries), ongoing, self.now)

    @property
    def today(self) -> Day:
        return self.days()[0]

    def item(self, *labels: str) -> Item:
        """Find a line of the menu."""
        lines = tray_view(self.planner.situation, self.now).menu
        for label in labels:
            (item,) = [line for line in lines if isinstance(line, Item) and line.label == label]
            lines = item.items
        return item

    # --- the loop --------------------------------------------------------------------------------

    def _start(self) -> list[str]:
        self.planner = Planner(self.settings, Rotation(self.library, Random(1)), self.now)
        damaged = self._restore()
        self._keyboard = self._new_keyboard(self._keyboard.last_input)
        self.screen = None
        self.ended = False
        self._inbox: deque[Input] = deque()
        self._post(inputs.ScreenLocked() if self.locked else inputs.Ticked())
        self._post(inputs.IdleSourceChanged(self.idle_known))
        return damaged

    def _restore(self) -> list[str]:
        if self._disk is None:
            return []
        text, saved_at, saved_boot = self._disk
        moments = [(saved_at, saved_boot), *([self._heartbeat] if self._heartbeat else [])]
        at, boot = max(moments, key=lambda moment: moment[0].wall)
        alive = LastAlive(at, same_boot=boot == self._boot_number, by_heartbeat=self._heartbeat is not None)
        return self.planner.restore(json.loads(text), alive)

    def _new_keyboard(self, last_input: float | None = None) -> FakeIdleSource:
        def post(observed: Input) -> None:
            self._inbox.append(observed)

        def awake() -> float:
            return self.now.awake.total_seconds()

        keyboard = FakeIdleSource(post, awake)
        if last_input is not None:
            keyboard.last_input = last_input
        return keyboard

    def _post(self, happened: Input) -> None:
        self._inbox.append(happened)
        self._drain()

    def _drain(self) -> None:
        for _ in range(BUSY_LOOP):
            if not self._inbox or self.ended:
                return
            self._handle(self._inbox.popleft())
        raise AssertionError(f"still not settled after {BUSY_LOOP} inputs at one instant: {self._inbox}")

    def _handle(self, happened: Input) -> None:
        self.handled = happened, self.now
        before = self._lasts()
        quiet = isinstance(happened, inputs.Ticked) and self.planner.absorb_tick(self.now)
        done = self.planner.handle(happened, self.now)
        if quiet:
            assert done == [], "a quiet minute has no effects"
            assert self._lasts() == before, "a quiet minute changes nothing"
        self.effects += done
        for effect in done:
            if isinstance(effect, effects.AddToHistory):
                self._keep(effect.entries)
            else:
                self._perform(effect)
        assert self.planner.deadline > self.now.wall, "there is always a next wake-up"
        self._alarm = self.now.awake + (self.planner.deadline - self.now.wall)
        self._watchdog = self.now.awake + WATCHDOG
        if self.idle_known:
            self._keyboard.watch(self.planner.watch)
        if self._heartbeat is None or self.now.boot - self._heartbeat[0].boot >= WATCHDOG:
            self._heartbeat = self.now, self._boot_number

    def _lasts(self) -> tuple[object, ...]:
        """Return everything that lasts: what the loop keeps the desktop in step with."""
        planner = self.planner
        watch = planner.watch if self.idle_known else None  # nothing watches then
        return planner.state, planner.situation, planner._find_deadline(), watch

    def _perform(self, effect: effects.Effect) -> None:
        match effect:
            case effects.Show(bubble=bubble):
                self._show(bubble)
            case effects.Withdraw():
                assert self.screen is not None, "there is something to withdraw"
                self.screen = None
            case effects.PlaySound():
                self._check_announcement()
                self.sounds.append(self.now)
            case effects.Save(state=state):
                self._disk = json.dumps(state), self.now, self._boot_number
                self._heartbeat = self.now, self._boot_number
            case effects.ChangeSetting(key=key, value=value):
                self.settings = replace(self.settings, **_fields({key: value}))
                self._inbox.append(inputs.SettingsChanged(self.settings))
            case effects.Record(text=text):
                self.diary.append(text)
            case effects.CheckCall() | effects.CheckBusy() if self.desktop_answers:
                self._inbox.append(self._look(effect))
            case effects.Reply():
                self.reply = effect
            case effects.End():
                self.ended = True

    def _keep(self, entries: tuple[Entry, ...]) -> None:
        """Do what the database does: what is there already is replaced, on whichever days it lies."""
        new = {(entry.kind, entry.opened) for entry in entries}
        self.history.update({identity: [] for identity in new})
        for entry in entries:
            self.history[entry.kind, entry.opened].append(entry)

    def _look(self, asked: effects.CheckCall | effects.CheckBusy) -> Input:
        if isinstance(asked, effects.CheckCall):
            return inputs.CallChecked(self.on_call, self.film)
        call = {BusyReason.CALL} if self.on_call else set()
        return inputs.BusyChecked(self.busy | call)

    def _show(self, bubble: Bubble) -> None:
        if bubble.shown is Shown.REMINDER:
            situation = self.planner.situation
            assert situation.sits, "only somebody who sits is reminded"
            assert not self.locked, "nobody is reminded behind a locked screen"
            assert not situation.active_pauses(self.now), "nobody is reminded in a pause"
        if bubble.shown is Shown.BREAK:
            assert self.state in ("break", "away"), "nobody who sits is on a break"
            assert not self.locked, "no break is shown behind a locked screen"
        if bubble.shown is Shown.STANDING:
            assert self.state == "standing", "only somebody who stands is told to sit"
            assert not self.locked, "nobody sees that behind a locked screen"
            assert not self.planner.situation.active_pauses(self.now), "a pause is a pause"
        if bubble.shown is Shown.BREAK_END:
            self._check_announcement()
        self.screen = bubble
        self.shown.append((self.now, bubble))

    def _check_announcement(self) -> None:
        assert self.state == "break" or not self.sees_absence, "somebody who is back knows it"
        assert not self.locked, "nothing is announced behind a locked screen"
        assert not self.planner.situation.active_pauses(self.now), "nothing is announced in a pause"

    # --- time ------------------------------------------------------------------------------------

    def _touch(self) -> None:
        """Press a key."""
        self._keyboard.type()
        self._drain()

    def _pass(self, length: timedelta, *, typing: bool = False) -> None:
        end = self.now.awake + length
        while self.now.awake < end:
            due = None if typing else self._keyboard.due()
            moments = [
                end,
                self._alarm,
                self._watchdog,
                *([timedelta(seconds=due)] if due is not None else []),
                *([self.now.awake + KEY_TO_KEY] if typing and self._keyboard.waits_for_input else []),
            ]
            self._move(max(min(moments), self.now.awake) - self.now.awake)
            if typing:
                self._keyboard.type()
            self._keyboard.ready()
            self._drain()
            if self.now.awake >= min(self._alarm, self._watchdog):
                self._post(inputs.Ticked())

    def _move(self, by: timedelta) -> None:
        now = self.now
        self.now = replace(now, awake=now.awake + by, boot=now.boot + by, wall=now.wall + by)


def reminded(after: float = 25, **settings: Any) -> Story:
    """Return the story of someone who has just been reminded at a lull, after so many minutes."""
    story = Story(**settings)
    story.sit(minutes(after))
    story.read(seconds(6))
    assert len(story.reminders) == 1
    return story


def with_settings(**settings: Any) -> Settings:
    """Return the default settings with some of them as settings.toml would write them."""
    return replace(Settings(), **_fields(settings))


def _fields(settings: dict[str, Any]) -> dict[str, Any]:
    read, problems = parse_settings(settings)
    assert not problems
    return {name: getattr(read, name) for name in settings}
