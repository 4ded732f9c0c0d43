"""Stories about effects: what is shown, asked, played, saved and opened; and about parts that come late."""

import json
import re
import signal
import sqlite3
import time
from base64 import b64decode
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from sitbreak.core.commands import as_json
from sitbreak.core.effects import CheckBusy, CheckCall, Effect, OpenTip, PlaySound, Reply
from sitbreak.core.entries import EntryKind
from sitbreak.core.inputs import (
    HideTip,
    IconLookedFor,
    Input,
    Introduce,
    Open,
    Page,
    Pause,
    Quit,
    ReadTip,
    Resume,
    SetInterval,
    SetTipsToday,
    SetTopics,
    ShowHow,
    ShowTip,
    StartBreak,
    Ticked,
    TipForm,
)
from sitbreak.core.settings import Interval
from sitbreak.core.words.troubleshoot import advice
from sitbreak.desktop import dialogs
from sitbreak.desktop.late import LateSound, LateSurroundings
from sitbreak.remote.protocol import DONE, Answer
from sitbreak.storage.history import history_path, read
from tests.app.joined import Joined
from tests.conftest import Logged
from tests.fakes import FakeNotifications, FakeSound, FakeSurroundings, fake_desktop

MINUTE = timedelta(minutes=1)


# --- notifications ---------------------------------------------------------------------------------


def test_an_introduction_knows_whether_a_tray_shows_the_icon_now(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifications = FakeNotifications()
    joined.desktop.notifications.use(notifications)
    joined.handle(IconLookedFor(shown=True))
    for name, title, where in (
        ("none", "sitbreak is running", "This desktop isn't showing its icon"),
        ("fake", "sitbreak is in your tray", " Click its icon"),
        ("status-notifier", "sitbreak is in your tray", " Right-click its icon"),
        ("xembed", "sitbreak is in your tray", " This tray has no menus: a click shows a tip."),
    ):
        monkeypatch.setattr(joined.tray, "name", name)
        answers: list[Answer] = []
        joined.answers.answer_request(as_json(Introduce()), answers.append)
        joined.settle()
        assert [answer.text for answer in answers] == ["sitbreak is already running."]
        assert notifications.on_screen is not None
        assert notifications.on_screen.title == title
        assert where in notifications.on_screen.body


def test_an_introduction_right_after_a_start_waits_until_a_tray_has_had_the_time(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    notifications = FakeNotifications()
    joined.desktop.notifications.use(notifications)
    monkeypatch.setattr(joined.tray, "name", "none")
    joined.answers.answer_request(as_json(Introduce()), lambda _answer: None)
    joined.settle()
    assert notifications.on_screen is None
    joined.handle(IconLookedFor(shown=True))
    assert notifications.on_screen is not None
    assert notifications.on_screen.title == "sitbreak is in your tray"


def test_a_bubble_that_nothing_can_show_yet_is_shown_later(joined: Joined) -> None:
    joined.handle(ShowTip())
    notifications = FakeNotifications()
    joined.desktop.notifications.use(notifications)
    assert notifications.on_screen is not None

    others = FakeNotifications()
    joined.desktop.notifications.use(others)
    assert notifications.closed
    assert others.on_screen is None
    assert joined.desktop.notifications.used is others


def test_a_bubble_that_was_withdrawn_early_is_never_shown(joined: Joined) -> None:
    joined.sit(31)
    joined.handle(Pause(None))
    notifications = FakeNotifications()
    joined.desktop.notifications.use(notifications)
    assert notifications.on_screen is None

    joined.handle(Resume())
    assert notifications.on_screen is not None
    joined.handle(Quit())
    assert notifications.on_screen is None


# --- what the desktop is busy with, and the sound ----------------------------------------------------


@pytest.mark.parametrize(("effect", "asked"), [(CheckBusy(), "busy"), (CheckCall(), "call")])
def test_a_check_that_nothing_can_answer_yet_is_made_later(
    joined: Joined, effect: Effect, asked: str
) -> None:
    surroundings = FakeSurroundings()
    late = LateSurroundings(lambda: surroundings)
    joined.use(replace(fake_desktop(joined.loop.post, joined.waiter), surroundings=late))
    joined.effects.perform(effect)
    assert surroundings.asked == []
    late.start()
    assert surroundings.asked == [asked]
    joined.effects.perform(effect)
    assert surroundings.asked == [asked] * 2


def test_a_reminder_due_at_the_start_waits_for_the_surroundings(
    joined: Joined,
) -> None:
    notifications = FakeNotifications()
    joined.use(fake_desktop(joined.loop.post, joined.waiter))
    joined.desktop.notifications.use(notifications)
    joined.sit(30)
    assert notifications.on_screen is None
    joined.desktop.surroundings.start()
    joined.settle()
    assert notifications.on_screen is not None


def test_surroundings_that_fail_at_every_check_hold_no_reminder_back(
    joined: Joined, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    notifications = FakeNotifications()
    joined.use(fake_desktop(joined.loop.post, joined.waiter))
    joined.desktop.notifications.use(notifications)
    for check in ("check_busy", "check_call"):
        monkeypatch.setattr(joined.desktop.surroundings, check, fail)
    for _ in range(33):
        joined.loop.keep_watch()
        joined.clocks.passed += MINUTE
    assert notifications.on_screen is not None
    assert logged() == ["CheckBusy() could not be done"]


def test_the_end_of_a_break_is_played(joined: Joined) -> None:
    sound = FakeSound()
    joined.use(replace(joined.desktop, sound=sound))
    joined.write_settings("sound = true\nbreak_length = 1\n")
    joined.pass_a_minute()
    joined.handle(StartBreak())
    assert sound.played == 0
    joined.clocks.passed = MINUTE
    joined.handle(Ticked())
    joined.settle()
    assert sound.played == 1


def test_the_player_is_made_when_it_is_first_needed(joined: Joined) -> None:
    made: list[FakeSound] = []

    def make() -> FakeSound:
        made.append(FakeSound())
        return made[-1]

    joined.use(replace(joined.desktop, sound=LateSound(make)))
    assert made == []
    for _ in range(2):
        joined.effects.perform(PlaySound())
    assert [sound.played for sound in made] == [2]


# --- files and pages -------------------------------------------------------------------------------


def test_a_wish_is_confirmed_only_once_it_is_saved(joined: Joined, logged: Logged) -> None:
    joined.handle(Pause(None))
    joined.folders.state.rename(joined.folders.state.with_name("moved away"))
    joined.folders.state.write_text("a file where the folder should be")
    wishes: list[tuple[Input, str]] = [
        (Resume(), "Reminders are back on."),
        (Resume(), "Reminders aren't paused."),
        (Pause(MINUTE), "Paused until "),
        (HideTip("sit-back"), "sit-back is hidden."),
        (SetTipsToday(("moving",)), "No stretches today"),
        (StartBreak(), "Enjoy your break"),
    ]
    for wish, reply in wishes:
        answer = joined.handle(wish)
        assert not answer.done
        assert answer.text.startswith(reply)
        assert answer.text.splitlines()[1].startswith("It can't be saved, so a restart would lose it: ")
    readings: list[Input] = [ReadTip(), ReadTip(form=TipForm.JSON), ShowTip(), Ticked()]
    assert all(joined.handle(reading).done for reading in readings)
    assert len([line for line in logged() if "It can't be saved" in line]) == 1
    assert len([line for line in logged() if "the history has to wait" in line]) == 1

    joined.folders.state.unlink()
    joined.loop.keep_watch()
    assert (joined.folders.state / "state.json").exists(), "it is tried again within a minute"
    kept = [entry.kind for entry in read(history_path(joined.folders.state)).entries]
    assert kept.count(EntryKind.TIP) == 4, "so is the history"
    assert joined.handle(Pause(None)) == Reply("Paused until you resume.")


def test_a_setting_that_cannot_be_written_is_not_in_force(joined: Joined, logged: Logged) -> None:
    joined.folders.config.parent.mkdir(exist_ok=True)
    joined.folders.config.write_text("a file where the folder should be")
    before = joined.situation.settings
    for wish in (SetInterval(Interval(MINUTE, MINUTE)), SetTopics(("moving",))):
        answer = joined.handle(wish)
        assert not answer.done
        assert "settings.toml cannot be" in answer.text
        assert joined.situation.settings == before
    assert len(logged()) >= 1


def test_help_settings_and_a_tip_open_as_files(joined: Joined) -> None:
    joined.handle(Open(Page.HELP))
    joined.handle(Open(Page.SETTINGS))
    assert joined.handle(ReadTip(form=TipForm.PAGE)).done
    opened = joined.launcher.opened
    assert [path.name for path in opened] == ["help.html", "settings.toml", "tip.html"]
    assert all(path.exists() for path in opened)


def test_a_wish_whose_file_cannot_open_is_answered_with_the_reason(joined: Joined, logged: Logged) -> None:
    joined.launcher.problem = "no program to open files with was found"
    for wish in (Open(Page.HELP), Open(Page.SETTINGS), ReadTip(form=TipForm.PAGE)):
        assert joined.handle(wish) == Reply(joined.launcher.problem, done=False)
    assert logged().count(joined.launcher.problem) == 1


def test_why_a_page_opens_in_place_of_a_window_is_logged_once(
    joined: Joined, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "unavailable_reason", lambda: "PySide6 is not installed")
    for _ in range(2):
        assert joined.handle(Open(Page.SETTINGS)).done
    assert len(joined.launcher.opened) == 2
    assert logged() == ["windows cannot open here: PySide6 is not installed"]


def test_a_tip_that_no_longer_exists_opens_nothing(joined: Joined) -> None:
    joined.effects.perform(OpenTip("gone"))
    assert joined.launcher.opened == []


# --- windows ---------------------------------------------------------------------------------------


@pytest.fixture
def with_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that windows need seems to be there."""
    monkeypatch.setattr(dialogs, "unavailable_reason", lambda: "")


@pytest.mark.usefixtures("with_qt")
def test_a_card_takes_the_focus_only_if_it_was_asked_for(joined: Joined) -> None:
    assert joined.handle(ReadTip(form=TipForm.CARD)) == Reply("Opening the tip.")
    assert joined.handle(ShowHow()).done
    (asked, _, _), (clicked, content, _) = joined.launcher.windows
    assert asked[-1] == "--focused"
    assert clicked[-2:] == [str(joined.folders.runtime), "en"]
    shown = json.loads(content)
    assert shown["tip"]["id"] == joined.situation.tip
    assert shown["tip"]["headings"]
    assert (shown["snooze"], shown["moving"]) == ("Snooze 5 min", True)
    assert joined.launcher.opened == []


@pytest.mark.usefixtures("with_qt")
def test_without_qt_the_page_opens_and_the_reason_is_logged_once(joined: Joined, logged: Logged) -> None:
    for _ in range(2):
        joined.handle(ReadTip(form=TipForm.CARD))
        joined.launcher.windows[-1][-1](
            dialogs.CANNOT_START, "noise\nQt does not start: libEGL.so.1: no such file\n"
        )
    assert [path.name for path in joined.launcher.opened] == ["tip.html"] * 2
    assert logged() == ["windows cannot open here: Qt does not start: libEGL.so.1: no such file"]
    finding = joined.pages.finding()
    assert finding.tried == (("qt", "Qt does not start: libEGL.so.1: no such file"),)


@pytest.mark.usefixtures("with_qt")
def test_the_settings_open_in_a_window_at_the_interval_if_that_is_wanted(joined: Joined) -> None:
    for page in (Page.SETTINGS, Page.INTERVAL):
        assert joined.handle(Open(page)).done
    (command, content, _), (_, at_interval, _) = joined.launcher.windows
    assert command[-4:] == ["settings", str(joined.folders.runtime), "en", "--focused"]
    shown = json.loads(content)
    assert (shown["config"], shown["at"]) == (str(joined.folders.config), "")
    assert shown["values"]["snooze"] == "5m"
    assert json.loads(at_interval)["at"] == "interval"
    assert joined.launcher.opened == []


@pytest.mark.usefixtures("with_qt")
def test_the_history_opens_in_a_window_with_what_goes_on(joined: Joined) -> None:
    joined.sit(7)
    assert joined.handle(Open(Page.HISTORY)).done
    ((command, content, ended),) = joined.launcher.windows
    assert command[-4:] == ["history", str(joined.folders.runtime), "en", "--focused"]
    shown = json.loads(content)
    assert len(shown["days"]) == 14
    assert 7 * 60 <= shown["days"][-1]["sums"][0] < 8 * 60
    assert (shown["interval"], shown["break_length_seconds"]) == ("20–30 minutes", 120)

    ended(dialogs.CANNOT_START, "Qt does not start: libEGL.so.1: no such file")
    (page,) = joined.launcher.opened
    assert page.name == "history.html"
    assert "7 min" in page.read_text(encoding="utf-8")


def test_without_pyside_the_history_opens_as_a_page(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "unavailable_reason", lambda: "PySide6 is not installed")
    assert joined.handle(Open(Page.HISTORY)).done
    assert [path.name for path in joined.launcher.opened] == ["history.html"]


def test_a_locked_history_is_answered_with_the_reason_at_once(joined: Joined) -> None:
    joined.sit(31)
    joined.handle(StartBreak())
    joined.clocks.passed += 3 * MINUTE
    joined.handle(Ticked())
    database = history_path(joined.folders.state)
    joined.history.close()  # as before anything was added in this run
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        answer = joined.handle(Open(Page.HISTORY))
        assert time.monotonic() - started < 1, "the loop waits with it"
    assert not answer.done
    assert "locked" in answer.text


def test_a_history_that_cannot_be_read_is_answered_with_the_reason(joined: Joined) -> None:
    history_path(joined.folders.state).mkdir(parents=True)
    answer = joined.handle(Open(Page.HISTORY))
    assert not answer.done
    assert "history.sqlite3" in answer.text


@pytest.mark.usefixtures("with_qt")
def test_where_qt_does_not_start_the_settings_file_opens(joined: Joined) -> None:
    joined.handle(Open(Page.SETTINGS))
    joined.launcher.windows[-1][-1](dialogs.CANNOT_START, "Qt does not start: libEGL.so.1: no such file\n")
    assert [path.name for path in joined.launcher.opened] == ["settings.toml"]


@pytest.mark.usefixtures("with_qt")
def test_the_settings_file_opens_as_a_file_all_the_same(joined: Joined) -> None:
    assert joined.handle(Open(Page.SETTINGS_FILE)).done
    assert [path.name for path in joined.launcher.opened] == ["settings.toml"]


@pytest.mark.usefixtures("with_qt")
def test_a_card_that_was_closed_or_killed_opens_no_page(joined: Joined) -> None:
    joined.handle(ReadTip(form=TipForm.CARD))
    for status in (0, -signal.SIGTERM, -signal.SIGSEGV):
        joined.launcher.windows[-1][-1](status, "qt.qpa.theme: a warning")
    assert joined.launcher.opened == []


@pytest.mark.usefixtures("with_qt")
def test_a_page_that_cannot_replace_a_card_is_logged(joined: Joined, logged: Logged) -> None:
    joined.launcher.problem = "no program to open files with was found"
    joined.handle(ReadTip(form=TipForm.CARD))
    joined.launcher.windows[-1][-1](
        -signal.SIGABRT, "qt.qpa.xcb: could not connect to display\nqt.qpa.plugin: so\n"
    )
    assert logged() == [
        "windows cannot open here: could not connect to display",
        joined.launcher.problem,
    ]


def test_without_pyside_the_page_opens_at_once(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "PathFinder", EmptyPath)
    monkeypatch.setenv("DISPLAY", ":nowhere")
    joined.handle(ReadTip(form=TipForm.CARD))
    assert [path.name for path in joined.launcher.opened] == ["tip.html"]
    assert joined.launcher.windows == []
    finding = joined.pages.finding()
    assert (finding.used, finding.tried) == ("page", (("qt", "PySide6 is not installed"),))
    assert "pipx inject sitbreak PySide6" in advice(finding.what, finding.used, "linux")


class EmptyPath:
    """A path on which nothing is installed."""

    @staticmethod
    def find_spec(name: str) -> None:
        assert name == "PySide6"


@pytest.mark.parametrize(("wanted", "moves"), [("true", True), ("false", False)])
def test_a_pages_pictures_move_only_if_that_is_wanted(joined: Joined, wanted: str, *, moves: bool) -> None:
    joined.write_settings(f"moving_pictures = {wanted}\n")
    joined.pass_a_minute()
    joined.effects.perform(OpenTip("sit-back", page=True))
    pictures = re.findall(r"data:image/webp;base64,([^\"]+)", joined.launcher.opened[0].read_text())
    assert len(pictures) == 3
    assert any(b"ANMF" in b64decode(picture) for picture in pictures) == moves


# --- sit and stand -----------------------------------------------------------------------------------


def test_standing_is_switched_on_in_the_settings_once_it_is_used(joined: Joined) -> None:
    joined.write_settings('# mine\ninterval = "25m"\n')
    joined.pass_a_minute()
    answer = joined.answer("stand")
    assert (answer.status, answer.text) == (DONE, "You're standing: no sitting time is counted.")
    assert joined.settings_file.read_text() == '# mine\ninterval = "25m"\nstanding_desk = true\n'
    assert joined.situation.settings.standing_desk
    joined.write_settings("standing_desk = false\n")
    joined.pass_a_minute()
    joined.answer("sit")
    assert joined.settings_file.read_text() == "standing_desk = false\n", "sitting changes nothing"


def test_settings_that_cannot_be_written_keep_nobody_from_standing(joined: Joined, logged: Logged) -> None:
    joined.write_settings("what is this?\n")
    answer = joined.answer("stand")
    assert (answer.status, answer.text) == (DONE, "You're standing: no sitting time is counted.")
    assert joined.situation.stands
    assert joined.settings_file.read_text() == "what is this?\n"
    assert any("nothing was changed" in line for line in logged())
