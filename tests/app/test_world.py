"""Stories about the world that does what the planner wants, on a loop that takes its turns in the test."""

import json
import re
import signal
import sys
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from sitbreak.app.troubleshoot import advice
from sitbreak.app.world import World
from sitbreak.core.effects import CheckBusy, CheckCall, Effect, OpenTip, PlaySound, Reply
from sitbreak.core.inputs import (
    IdleSourceChanged,
    OpenHelp,
    OpenSettings,
    Pause,
    Quit,
    ReadTip,
    Resume,
    SetAutostart,
    SetInterval,
    ShowHow,
    ShowTip,
    StartBreak,
    Ticked,
    TipForm,
)
from sitbreak.core.settings import Interval
from sitbreak.desktop import dialogs
from sitbreak.desktop.sound import choose
from tests.app.joined import Joined
from tests.conftest import Logged
from tests.fakes import FakeAlarm, FakeIdleSource, FakeNotifications, FakeSound, FakeSurroundings, FakeTray

MINUTE = timedelta(minutes=1)
FILE_EVENTS = {"open", "os.remove", "os.rename", "os.mkdir", "os.chmod", "os.listdir", "os.scandir"}


@contextmanager
def audited() -> Iterator[list[tuple[str, object]]]:
    """Note what this thread does to files. A hook stays for ever, but may fall silent."""
    events: list[tuple[str, object]] = []
    thread = threading.get_ident()
    is_on = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_on and event in FILE_EVENTS and threading.get_ident() == thread:
            events.append((event, arguments[0]))

    sys.addaudithook(hook)
    yield events
    is_on = False


# --- what lasts ------------------------------------------------------------------------------------


def test_the_trembling_of_the_clocks_sets_no_alarm(joined: Joined) -> None:
    alarm = joined.world.alarm = FakeAlarm()
    for _ in range(20):
        joined.tell(Ticked())
    assert len(alarm.settings) == 1

    joined.tell(SetInterval(Interval(10 * MINUTE, 10 * MINUTE)))
    assert len(alarm.settings) == 2
    assert alarm.daily == joined.loop.planner.clock_times


@pytest.mark.parametrize("moved", ["asleep", "stepped"])
def test_the_alarm_looks_again_after_a_sleep_and_a_stepped_wall_clock(joined: Joined, moved: str) -> None:
    alarm = joined.world.alarm = FakeAlarm()
    joined.tell(Ticked())
    joined.clocks.passed = 10 * MINUTE
    joined.tell(Ticked())
    assert alarm.looks == 0

    for hours in (1, -1 if moved == "stepped" else 2):
        setattr(joined.clocks, moved, timedelta(hours=hours))
        joined.tell(Ticked())
    assert alarm.looks == 2


def test_a_watch_is_set_on_whatever_measures_idle(joined: Joined) -> None:
    presence = joined.world.presence = FakeIdleSource(joined.loop.post, lambda: 0.0)
    joined.tell(IdleSourceChanged(known=True))
    assert presence.due() is not None


def test_the_tray_shows_what_is_new_and_nothing_else(joined: Joined) -> None:
    tray = joined.world.tray = FakeTray()
    for _ in range(3):
        joined.tell(Ticked())
    assert len(tray.views) == 1
    joined.tell(Pause(None))
    assert tray.views[-1].icon.name == "paused"
    assert len(tray.views) == 2
    assert joined.world.view().tooltip.startswith("Paused until you resume")


def test_time_alone_turns_the_ring_and_leaves_the_menu_to_whoever_opens_it(joined: Joined) -> None:
    joined.world.let_pass(joined.clocks())
    tray = joined.world.tray = FakeTray()
    joined.world.let_pass(joined.clocks())
    assert tray.views == [], "nothing was shown yet that could go on"

    joined.tell(Ticked())
    steps = set()
    for minute in range(1, 19):
        joined.clocks.passed = minute * MINUTE
        joined.world.let_pass(joined.clocks())
        steps.add(tray.views[-1].icon.step)
    assert steps == set(range(10))
    assert len(tray.views) == len(steps), "nothing is shown in between"
    assert tray.views[-1].tooltip.startswith("At the computer 17 min")
    assert tray.views[-1].menu is tray.views[0].menu

    joined.tell(Ticked())
    assert len(tray.views) == len(steps), "the same at the next input"
    joined.tell(Pause(None))
    assert tray.views[-1].menu != tray.views[0].menu


def test_the_tooltip_tells_of_the_sitting_also_where_the_icon_has_no_ring(joined: Joined) -> None:
    tray = joined.world.tray = FakeTray()
    joined.tell(Pause(None))
    for minute in range(1, 61):
        joined.clocks.passed = minute * MINUTE
        joined.world.let_pass(joined.clocks())
    assert tray.views[-1].tooltip == "Paused until you resume – at the computer 1 h"
    assert tray.views[-1].icon.name == "paused"
    assert len(tray.views) == 1 + 32, "as often as a ring of half an hour would have changed"


# --- notifications ---------------------------------------------------------------------------------


def test_what_is_to_be_shown_before_anything_can_show_it_is_shown_later(joined: Joined) -> None:
    joined.tell(ShowTip())
    notifications = FakeNotifications()
    joined.world.use_notifications(notifications)
    assert notifications.on_screen is not None

    others = FakeNotifications()
    joined.world.use_notifications(others)
    assert notifications.closed
    assert others.on_screen is None
    assert joined.world.notifications is others


def test_what_was_withdrawn_before_anything_could_show_it_is_never_shown(joined: Joined) -> None:
    joined.clocks.passed = 31 * MINUTE
    joined.tell(Ticked())
    joined.tell(Pause(None))
    notifications = FakeNotifications()
    joined.world.use_notifications(notifications)
    assert notifications.on_screen is None

    joined.tell(Resume())
    assert notifications.on_screen is not None
    joined.tell(Quit())
    assert notifications.on_screen is None


# --- what the desktop is busy with -------------------------------------------------------------------


@pytest.mark.parametrize(("effect", "asked"), [(CheckBusy(), "busy"), (CheckCall(), "call")])
def test_what_is_asked_before_anything_can_answer_is_asked_later(
    joined: Joined, effect: Effect, asked: str
) -> None:
    world = World(joined.loop, joined.clocks, joined.world._memory, joined.world.files, joined.world.pages)
    world.perform(effect)
    surroundings = FakeSurroundings()
    world.use_surroundings(surroundings)
    assert surroundings.asked == [asked]
    world.perform(effect)
    assert surroundings.asked == [asked] * 2


def test_a_reminder_that_is_due_at_the_start_waits_until_somebody_can_tell_whether_it_may_come(
    joined: Joined,
) -> None:
    notifications = FakeNotifications()
    world = World(joined.loop, joined.clocks, joined.world._memory, joined.world.files, joined.world.pages)
    joined.loop.join(world)
    world.use_notifications(notifications)
    joined.clocks.passed = 31 * MINUTE
    joined.tell(Ticked())
    assert notifications.on_screen is None
    world.use_surroundings(None)
    joined.settle()
    assert notifications.on_screen is not None


def test_the_end_of_a_break_is_played(joined: Joined) -> None:
    sound = joined.world.sound = FakeSound()
    joined.write_settings("sound = true\nbreak_length = 1\n")
    joined.look_around()
    joined.tell(StartBreak())
    assert sound.played == 0
    joined.clocks.passed = MINUTE
    joined.tell(Ticked())
    joined.settle()
    assert sound.played == 1


def test_what_plays_is_made_when_it_is_wanted(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "choose", FakeSound)
    assert joined.world.sound is None
    joined.world.perform(PlaySound())
    assert isinstance(joined.world.sound, FakeSound)
    assert joined.world.sound.played == 1


# --- what nobody tells -----------------------------------------------------------------------------


OWN_TIP = """\
[[tip]]
id = "my-own"
topic = "moving"
title = "Walk to the window"
body = "Look out for a while."
source = "my physiotherapist"
"""
BAD_TIP = '[[tip]]\nid = "bad"\ntopic = "lunch"\ntitle = "B"\nbody = "B"\nsource = "me"\n'


def test_tips_edited_by_hand_are_used_within_a_minute_and_a_bad_one_is_named_once(
    joined: Joined, logged: Logged
) -> None:
    joined.write_tips(OWN_TIP)
    joined.look_around()
    assert joined.tell(ReadTip("moving")).text != ""
    read = {joined.tell(ReadTip("moving")).text.partition("\n")[0] for _ in range(5)}
    assert "Walk to the window" in read
    assert logged() == []

    joined.write_tips(BAD_TIP + OWN_TIP.replace("Walk to", "Stroll to"))
    for _ in range(3):
        joined.look_around()
    joined.write_tips(BAD_TIP + OWN_TIP.replace("Walk to", "Go to"))
    joined.look_around()
    assert len(logged()) == 1
    assert "tips.toml, line 3: tip \"bad\", topic: 'lunch' is none of" in logged()[0]
    read = {joined.tell(ReadTip("moving")).text.partition("\n")[0] for _ in range(5)}
    assert "Go to the window" in read


def test_tips_that_nobody_edited_are_read_only_once(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    joined.write_tips(OWN_TIP)
    joined.look_around()
    monkeypatch.setattr("sitbreak.tips.files.load_own_library", None)
    for _ in range(3):
        joined.look_around()
    joined.write_tips("")
    with pytest.raises(TypeError):
        joined.look_around()


def test_settings_edited_by_hand_take_effect_within_a_minute(joined: Joined, logged: Logged) -> None:
    joined.write_settings('interval = "33m"\nlull = "soon"\n')
    joined.look_around()
    joined.look_around()
    assert joined.world.situation.settings.interval == Interval(33 * MINUTE, 33 * MINUTE)
    assert logged() == ["settings.toml:2: lull: 'soon' is not a duration; write it like 90s, 25m or 1h30m"]

    joined.write_settings('interval = "3')
    joined.look_around()
    assert joined.world.situation.settings.interval == Interval(33 * MINUTE, 33 * MINUTE)
    assert len(logged()) == 2


def test_the_interval_of_this_run_outlives_an_edit_but_not_a_choice(joined: Joined) -> None:
    of_this_run = joined.world.interval = Interval(MINUTE, MINUTE)
    joined.write_settings("lull = 9\n")
    joined.look_around()
    assert joined.world.situation.settings.interval == of_this_run
    assert joined.world.situation.settings.lull == timedelta(seconds=9)

    chosen = Interval(25 * MINUTE, 25 * MINUTE)
    assert joined.tell(SetInterval(chosen)).done
    joined.look_around()
    assert joined.world.situation.settings.interval == chosen
    assert joined.settings_file.read_text() == 'lull = 9\ninterval = "25m"\n'


def test_a_quiet_minute_opens_two_files_and_makes_none(joined: Joined) -> None:
    joined.tell(Ticked())
    joined.look_around()
    with audited() as events:
        joined.world.let_pass(joined.clocks())
        joined.world.look_around(joined.clocks())
    opened = [Path(str(path)).name for event, path in events if event == "open"]
    assert opened == ["heartbeat.json", "sitbreak.desktop"]
    assert [event for event, _ in events if event != "open"] == []


def test_an_entry_that_appears_or_goes_is_seen_within_a_minute(joined: Joined, home_config: Path) -> None:
    joined.look_around()
    assert joined.world.situation.autostart is False
    joined.tell(SetAutostart(on=True))
    assert joined.world.situation.autostart is True
    (home_config / "autostart" / "sitbreak.desktop").unlink()
    joined.look_around()
    assert joined.world.situation.autostart is False


def test_login_entries_that_cannot_be_read_are_told_of_once(
    joined: Joined, home_config: Path, logged: Logged
) -> None:
    (home_config / "autostart").write_text("a file where the folder should be")
    for _ in range(3):
        joined.look_around()
    assert joined.world.situation.autostart is None
    assert len(logged()) == 1
    assert not joined.tell(SetAutostart(on=True)).done
    joined.world.mend_autostart()
    assert "cannot be mended" in logged()[-1]


# --- files and pages -------------------------------------------------------------------------------


def test_a_state_that_cannot_be_saved_is_told_once_and_fails_no_wish(joined: Joined, logged: Logged) -> None:
    joined.folders.state.rename(joined.folders.state.with_name("moved away"))
    joined.folders.state.write_text("a file where the folder should be")
    assert joined.tell(Pause(None)).done
    assert joined.tell(Resume()).done
    assert len(logged()) == 1
    assert "a restart would forget" in logged()[0]

    joined.folders.state.unlink()
    assert joined.tell(Pause(None)).done
    assert (joined.folders.state / "state.json").exists()


def test_help_settings_and_a_tip_open_as_files(joined: Joined) -> None:
    joined.tell(OpenHelp())
    joined.tell(OpenSettings())
    assert joined.tell(ReadTip(form=TipForm.PAGE)).done
    opened = joined.launcher.opened
    assert [path.name for path in opened] == ["help.html", "settings.toml", "tip.html"]
    assert all(path.exists() for path in opened)


def test_what_cannot_be_opened_is_told_to_whoever_asked(joined: Joined, logged: Logged) -> None:
    joined.launcher.problem = "no program to open files with was found"
    for wish in (OpenHelp(), OpenSettings(), ReadTip(form=TipForm.PAGE)):
        assert joined.tell(wish) == Reply(joined.launcher.problem, done=False)
    assert logged() == [joined.launcher.problem] * 3


def test_a_tip_that_has_gone_opens_nothing(joined: Joined) -> None:
    joined.world.perform(OpenTip("gone"))
    assert joined.launcher.opened == []


# --- windows ---------------------------------------------------------------------------------------


@pytest.fixture
def with_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    """There seems to be all that windows need."""
    monkeypatch.setattr(dialogs, "unavailable_reason", lambda: "")


@pytest.mark.usefixtures("with_qt")
def test_a_tip_opens_as_a_card_that_takes_the_focus_only_for_whoever_typed(joined: Joined) -> None:
    assert joined.tell(ReadTip(form=TipForm.CARD)) == Reply("Opening the tip.")
    assert joined.tell(ShowHow()).done
    (asked, _), (clicked, _) = joined.launcher.windows
    assert asked[-1] == "--focused"
    told = json.loads(clicked[-1])
    assert told["tip"]["id"] == joined.world.situation.tip
    assert told["tip"]["headings"]
    assert (told["snooze"], told["moving"]) == ("Snooze 5 min", True)
    assert joined.launcher.opened == []


@pytest.mark.usefixtures("with_qt")
def test_where_qt_does_not_start_the_page_opens_and_the_reason_is_told_once(
    joined: Joined, logged: Logged
) -> None:
    for _ in range(2):
        joined.tell(ReadTip(form=TipForm.CARD))
        joined.launcher.windows[-1][1](
            dialogs.CANNOT_START, "noise\nQt does not start: libEGL.so.1: no such file\n"
        )
    assert [path.name for path in joined.launcher.opened] == ["tip.html"] * 2
    assert logged() == [
        "tips open in the browser, not in a window: Qt does not start: libEGL.so.1: no such file"
    ]
    finding = joined.world.pages.finding()
    assert finding.tried == (("qt", "Qt does not start: libEGL.so.1: no such file"),)


@pytest.mark.usefixtures("with_qt")
def test_a_card_that_was_closed_or_killed_opens_no_page(joined: Joined) -> None:
    joined.tell(ReadTip(form=TipForm.CARD))
    for status in (0, -signal.SIGTERM, -signal.SIGSEGV):
        joined.launcher.windows[-1][1](status, "qt.qpa.theme: a warning")
    assert joined.launcher.opened == []


@pytest.mark.usefixtures("with_qt")
def test_a_page_that_cannot_open_in_place_of_a_card_is_told_in_the_log(
    joined: Joined, logged: Logged
) -> None:
    joined.launcher.problem = "no program to open files with was found"
    joined.tell(ReadTip(form=TipForm.CARD))
    joined.launcher.windows[-1][1](
        -signal.SIGABRT, "qt.qpa.xcb: could not connect to display\nqt.qpa.plugin: so\n"
    )
    assert logged() == [
        "tips open in the browser, not in a window: could not connect to display",
        joined.launcher.problem,
    ]


def test_without_pyside_the_page_opens_at_once(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "PathFinder", EmptyPath)
    monkeypatch.setenv("DISPLAY", ":nowhere")
    joined.tell(ReadTip(form=TipForm.CARD))
    assert [path.name for path in joined.launcher.opened] == ["tip.html"]
    assert joined.launcher.windows == []
    finding = joined.world.pages.finding()
    assert (finding.used, finding.tried) == ("page", (("qt", "PySide6 is not installed"),))
    assert "pip install" in advice(finding)


class EmptyPath:
    """Where nothing is installed."""

    @staticmethod
    def find_spec(name: str) -> None:
        assert name == "PySide6"


@pytest.mark.parametrize(("wanted", "moves"), [("true", True), ("false", False)])
def test_the_pictures_of_a_page_move_only_for_whoever_wants_that(
    joined: Joined, wanted: str, *, moves: bool
) -> None:
    joined.write_settings(f"moving_pictures = {wanted}\n")
    joined.look_around()
    joined.world.perform(OpenTip("sit-back", page=True))
    pictures = re.findall(r"data:image/webp;base64,([^\"]+)", joined.launcher.opened[0].read_text())
    assert len(pictures) == 3
    assert any(b"ANMF" in b64decode(picture) for picture in pictures) == moves
