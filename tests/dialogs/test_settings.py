"""The settings window: what it shows, what it writes, and what it says about what it cannot."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak import disk
from sitbreak.core.commands import Question
from sitbreak.core.durations import LONGEST, SHORTEST
from sitbreak.core.inputs import Asked, SetAutostart, SitbreakUsed
from sitbreak.core.settings import GROUPS, LONGEST_KEPT, Settings
from sitbreak.core.words import settings as names
from sitbreak.core.words import settings_window as words
from sitbreak.desktop.launcher import Launcher
from sitbreak.remote.protocol import Answer
from tests.dialogs.cards import FakeInstance
from tests.dialogs.settings_process import MISTAKES
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from sitbreak.dialogs import sound
from sitbreak.dialogs.colours import DARK
from sitbreak.dialogs.settings.checks import Check
from sitbreak.dialogs.settings.document import default, field_keys
from sitbreak.dialogs.settings.own_tips.editor import OwnTipsEditor
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.settings.step_field import parse_days, step_days, step_length
from sitbreak.dialogs.settings.window import SettingsWindow
from tests.dialogs.settings_window import Opened
from tests.dialogs.shown import until

Open = Callable[..., Opened]


@pytest.fixture
def open_settings(application: QApplication, runtime: Path, tmp_path: Path) -> Iterator[Open]:
    """Open the window on a settings file with this text."""
    opened = []

    def open_window(text: str | None = None, at: str = "") -> Opened:
        config = tmp_path / "config"
        config.mkdir(exist_ok=True)
        if text is not None:
            (config / "settings.toml").write_text(text, encoding="utf-8")
        opened.append(Opened(runtime, config, at))
        return opened[-1]

    yield open_window
    for window in opened:
        window.end()
    application.processEvents()


# --- what it shows ----------------------------------------------------------------------------------


def test_a_language_is_chosen_by_its_own_name(open_settings: Open) -> None:
    window = open_settings()
    choice = window.field("language").findChild(QComboBox)
    assert choice is not None
    offered = [choice.itemText(number) for number in range(choice.count())]
    assert offered[:2] == ["That of the desktop", "English"]
    assert "Deutsch" in offered
    choice.setFocus()
    QTest.keyClicks(choice, "Deu")
    window.press(Qt.Key.Key_Return)
    assert window.text == 'language = "de"\n'
    window.file.write_text('language = "tlh"\n')
    window.window.refresh()
    until(lambda: choice.currentText() == "tlh", "a language without a translation is shown, too")


def test_every_setting_is_in_one_group() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(Settings.__annotations__)


def test_every_setting_has_a_field_that_shows_it(open_settings: Open) -> None:
    window = open_settings()
    settings = [field for section in window.window._form.sections for field in section.settings]
    assert [field.key for field in settings] == [key for group in GROUPS for key in field_keys(group)]
    for field in settings:
        assert field.editor.value == default(field.key), field.key


def test_it_shows_what_is_in_force(open_settings: Open) -> None:
    window = open_settings(
        'interval = "25m-1h30m"\naway_after = "never"\ntopics = ["moving"]\nlull = 90\ntray_icon = "dark"\n'
        "[wait_during]\ncall = false\nfullscreen = '45m'\n"
    )
    assert window.shown("interval") == ["25 min", "1 h 30 min"]
    assert window.shown("lull") == ["1 min 30 s"]
    assert window.shown("away_after") == []
    assert window.shown("topics") == ["Moving"]
    assert window.shown("tray_icon") == ["Dark"]
    assert window.shown("wait_during.call") == []
    assert window.shown("wait_during.fullscreen") == ["A full screen", "45 min"]
    assert window.shown("wait_during.presentation") == ["A presentation", "2 h"]


def test_it_opens_at_a_setting(open_settings: Open) -> None:
    window = open_settings(at="interval")
    assert QApplication.focusWidget() is window.lines("interval")[0]
    assert window.lines("interval")[0].selectedText() == "20 min", "to be replaced by what is typed"
    assert "interval" in window.visible


def test_an_open_window_rests(open_settings: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    arrange, arranged = SettingsWindow._arrange, []

    def count(window: SettingsWindow) -> None:
        arranged.append(window)
        arrange(window)

    window = open_settings()
    for group in map(names.group, GROUPS):
        window.turn_to(group)
        QTest.qWait(100)
        with monkeypatch.context() as patched:
            patched.setattr(SettingsWindow, "_arrange", count)
            QTest.qWait(300)
    assert arranged == []


def test_whatever_can_be_used_has_a_name_for_a_screen_reader(open_settings: Open) -> None:
    window = open_settings()
    for group in map(names.group, GROUPS):
        window.turn_to(group)
        for part in (*window.window.findChildren(QAbstractButton), *window.window.findChildren(QLineEdit)):
            said = QAccessible.queryAccessibleInterface(part)
            assert not part.isVisible() or said.text(QAccessible.Text.Name), (group, part)


def test_the_tab_key_follows_the_eye(open_settings: Open) -> None:
    window = open_settings('snooze = "7m"\n')
    window.window._side.search.setFocus()
    stops = []
    for _ in range(10):
        stops.append(QApplication.focusWidget())
        window.press(Qt.Key.Key_Tab)
    back, _, close = window.window._row.buttons
    fields = [line for key in ("interval", "lull", "snooze", "repeat_every") for line in window.lines(key)]
    assert stops[:9] == [window.window._side.search, window.window._side.groups, *fields, back, close]
    assert stops[9] is stops[0]


def test_the_tab_key_goes_round_in_every_group(open_settings: Open) -> None:
    window = open_settings('snooze = "7m"\n')
    for group in map(names.group, GROUPS):
        window.turn_to(group)
        search = window.window._side.search
        search.setFocus()
        stops: list[QWidget | None] = []
        while not stops or QApplication.focusWidget() is not search:
            stops.append(QApplication.focusWidget())
            assert len(stops) < 60, (group, stops[-8:])
            window.press(Qt.Key.Key_Tab)
        assert len(stops) == len(set(stops)), group
        assert stops[-1] is window.window._row.buttons[-1], group
        content = window.window._form.content
        inside = [stop for stop in stops if stop and content.isAncestorOf(stop)]
        heights = [stop.mapTo(content, stop.rect().center()).y() for stop in inside]
        assert all(below >= above - 10 for above, below in pairwise(heights)), group


def test_it_follows_a_desktop_that_turns_dark(open_settings: Open) -> None:
    window = open_settings()
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window.window.grab().toImage().pixelColor(2, 2) == QColor(DARK.sheet)
    for check in window.window.findChildren(Check):
        assert check.colours is DARK
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)


# --- a change counts at once ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "written"),
    [
        ("snooze", "10", 'snooze = "10m"'),
        ("snooze", "10 min", 'snooze = "10m"'),
        ("lull", "8 s", 'lull = "8s"'),
        ("repeat_every", "1 h 30 min", 'repeat_every = "1h30m"'),
        ("break_length", "3 minutes", 'break_length = "3m"'),
        ("history.keep_days", "400", "\n[history]\nkeep_days = 400"),
        ("history.keep_days", "1 day", "\n[history]\nkeep_days = 1"),
    ],
)
def test_a_length_is_typed_as_people_write_it(
    open_settings: Open, key: str, typed: str, written: str
) -> None:
    window = open_settings("# mine\n")
    window.type(key, typed)
    assert window.text == f"# mine\n{written}\n"
    assert not window.problem(key)


def test_nothing_counts_before_it_is_finished(open_settings: Open) -> None:
    window = open_settings()
    window.type("snooze", "1", finish=False)
    assert window.text == ""
    window.press(Qt.Key.Key_Tab)
    assert window.text == 'snooze = "1m"\n'


def test_the_running_instance_looks_at_the_file_at_once(open_settings: Open, instance: FakeInstance) -> None:
    window = open_settings()
    window.check("sound")
    assert window.text == "sound = true\n"
    until(lambda: SitbreakUsed() in instance.asked, "the instance is asked to look")


def test_closing_lets_a_change_count_that_is_under_way(open_settings: Open) -> None:
    window = open_settings()
    window.type("snooze", "7", finish=False)
    window.window.close()
    assert window.text == 'snooze = "7m"\n'


def test_escape_takes_back_what_is_being_typed_and_then_closes(open_settings: Open) -> None:
    window = open_settings()
    window.type("snooze", "7", finish=False)
    window.press(Qt.Key.Key_Escape)
    assert window.shown("snooze") == ["5 min"]
    assert window.window.isVisible()
    window.press(Qt.Key.Key_Escape)
    until(lambda: window.was_closed, "the window is closed")
    assert window.text == ""


def test_keys_step_a_length_and_the_other_end_of_an_interval_goes_along(
    open_settings: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitbreak.dialogs.settings.step_field._REST", 2000)  # a busy machine presses slowly
    window = open_settings(at="interval")
    for _ in range(11):
        window.press(Qt.Key.Key_Up)
    assert window.text == "", "a key that is held down writes once"
    assert window.shown("interval") == ["35 min", "35 min"]
    until(lambda: window.text, "the change counts")
    assert window.text == 'interval = "35m"\n'


def test_buttons_step_a_length(open_settings: Open) -> None:
    window = open_settings()
    window.turn_to("Reminders")
    window.click("+", window.field("snooze"))
    until(lambda: window.text, "the change counts")
    assert window.text == 'snooze = "6m"\n'


def test_a_bare_number_in_a_field_of_seconds_is_seconds(open_settings: Open) -> None:
    window = open_settings()
    window.type("lull", "9")
    assert window.text == 'lull = "9s"\n'
    window.type("lull", "2 min")
    window.type("lull", "3")
    assert window.text == 'lull = "3m"\n'
    window.type("interval", "5 s")
    window.type("interval", "90", line=1)
    assert 'interval = "5s-1h30m"' in window.text, "the second field has minutes"


def test_what_a_reminder_waits_for_is_a_check_and_a_bound(open_settings: Open) -> None:
    window = open_settings()
    window.type("wait_during.call", "45")
    assert window.text == '[wait_during]\ncall = "45m"\n'
    window.check("wait_during.call")
    assert window.text == "[wait_during]\ncall = false\n"
    assert window.shown("wait_during.call") == []
    window.check("wait_during.call")
    assert window.text == '[wait_during]\ncall = "45m"\n'
    window.type("wait_during.call", "2 h")
    assert window.text == "[wait_during]\ncall = true\n"


def test_away_after_can_be_never(open_settings: Open) -> None:
    window = open_settings()
    window.check("away_after")
    assert window.text == 'away_after = "never"\n'
    window.check("away_after")
    assert window.text == 'away_after = "3m"\n'


def test_topics_and_icons_are_chosen(open_settings: Open) -> None:
    window = open_settings()
    window.check("topics", "Lifting")
    window.check("tray_icon", "Light")
    assert window.text == 'topics = ["posture", "stretch", "moving"]\ntray_icon = "light"\n'


def test_arrow_keys_choose_among_the_icons(open_settings: Open) -> None:
    window = open_settings()
    window.turn_to("This computer")
    window.field("tray_icon").take_focus()
    window.press(Qt.Key.Key_Right)
    assert window.shown("tray_icon") == ["Light"]
    assert window.text == 'tray_icon = "light"\n'


def test_the_sound_can_be_tried_out(open_settings: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    played = []
    monkeypatch.setattr(sound, "unavailable_reason", lambda: "there is no sound server")
    monkeypatch.setattr(sound, "play", lambda: played.append(True))
    window = open_settings()
    window.turn_to("Sounds and breaks")
    field = window.field("sound")
    window.click("Play", field)
    said = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert "Sounds can't be played here: there is no sound server." in said
    assert not played
    monkeypatch.setattr(sound, "unavailable_reason", lambda: "")
    window.click("Play", field)
    assert played == [True]
    assert not any(
        "can't be played" in label.text() for label in field.findChildren(QLabel) if label.isVisible()
    )


# --- what cannot be used ----------------------------------------------------------------------------


def test_a_wrong_length_is_explained_and_the_last_good_one_stays(open_settings: Open) -> None:
    window = open_settings('snooze = "10m"\n')
    window.turn_to("Reminders")
    window.type("snooze", "soon")
    assert window.problem("snooze").startswith("“soon” is not a length of time.")
    assert window.shown("snooze") == ["soon"], "to be put right"
    [line] = window.lines("snooze")
    assert line.accessibleDescription().startswith("“soon” is not a length of time.")
    assert window.text == 'snooze = "10m"\n'
    window.type("snooze", "5 h")
    assert window.problem("snooze") == "It has to be between 1 second and 4 hours."
    window.type("snooze", "9", finish=False)
    assert window.problem("snooze") == ""
    window.press(Qt.Key.Key_Return)
    assert window.text == 'snooze = "9m"\n'
    assert line.accessibleDescription() == names.explanation("snooze")


@pytest.mark.parametrize("typed", ["0", "40000", "some days", "3 weeks", "-3"])
def test_a_wrong_number_of_days_is_explained(open_settings: Open, typed: str) -> None:
    window = open_settings()
    window.turn_to("History")
    window.type("history.keep_days", typed)
    assert window.problem("history.keep_days") == f"“{typed}” is not a number of days from 1 to 36500."
    assert window.text == ""


def test_escape_takes_a_complaint_back(open_settings: Open) -> None:
    window = open_settings()
    window.type("snooze", "soon")
    assert window.problem("snooze")
    window.press(Qt.Key.Key_Escape)
    assert (window.problem("snooze"), window.shown("snooze")) == ("", ["5 min"])


def test_an_interval_ends_after_it_starts(open_settings: Open) -> None:
    window = open_settings(at="interval")
    window.type("interval", "40")
    assert window.problem("interval") == "The second time can't be shorter than the first."
    assert window.text == ""
    window.type("interval", "50", line=1)
    assert window.problem("interval") == ""
    assert window.text == 'interval = "40m-50m"\n'


def test_the_last_topic_stays(open_settings: Open) -> None:
    window = open_settings('topics = ["moving"]\n')
    window.turn_to("Tips")
    window.check("topics", "Moving")
    assert window.problem("topics") == "Keep at least one topic."
    assert window.shown("topics") == ["Moving"]
    assert window.text == 'topics = ["moving"]\n'


# --- the file and the window at once ----------------------------------------------------------------


def test_fields_follow_the_file_but_not_under_the_hands_of_the_person(open_settings: Open) -> None:
    window = open_settings('snooze = "10m"\nlull = "7s"\n')
    window.type("snooze", "12", finish=False)
    window.file.write_text('# by hand\nsnooze = "15m"\nlull = "9s"\nsurprise = 1\n', encoding="utf-8")
    until(lambda: window.shown("lull") == ["9 s"], "the window follows the file")
    assert window.shown("snooze") == ["12"]
    window.press(Qt.Key.Key_Return)
    assert window.text == '# by hand\nsnooze = "12m"\nlull = "9s"\nsurprise = 1\n'


# --- the week and own tips --------------------------------------------------------------------------


def test_working_hours_are_typed_for_a_day(open_settings: Open) -> None:
    window = open_settings('# mine\n[working_hours]\ntuesday = ["09:00-12:00"]  # short\n')
    window.turn_to("Quiet times")
    window.type("working_hours", "9:00-12:30, 13:30-18:00", line=0)
    assert window.text == (
        '# mine\n[working_hours]\ntuesday = ["09:00-12:00"]  # short\n'
        'monday = ["09:00-12:30", "13:30-18:00"]\n'
    )


def test_closing_asks_once_before_a_tip_that_was_begun_is_lost(open_settings: Open) -> None:
    window = open_settings()
    window.turn_to("Tips")
    editor = window.field("own_tips").editor
    assert isinstance(editor, OwnTipsEditor)
    editor.add()
    assert editor.form
    editor.form.findChildren(QLineEdit)[0].setText("Rock your pelvis")
    assert editor.has_unsaved_changes
    window.turn_to("Reminders")
    window.click("Close")
    assert window.window.isVisible()
    assert window.message == "Your tip isn't saved yet. Closing again discards it."
    assert "own_tips" in window.visible
    editor.form.findChildren(QLineEdit)[0].setText("Rock your pelvis slowly")
    window.click("Close")
    assert window.window.isVisible(), "there is more to lose now"
    window.click("Close")
    until(lambda: window.was_closed, "the window is closed")


@pytest.mark.parametrize("end", ["Save tip", "Cancel"])
def test_no_warning_of_an_unsaved_tip_outlives_it(open_settings: Open, end: str) -> None:
    window = open_settings()
    window.turn_to("Tips")
    editor = window.field("own_tips").editor
    assert isinstance(editor, OwnTipsEditor)
    for _ in range(2):
        editor.add()
        assert editor.form
        for field in ("title", "body", "source"):
            QTest.keyClicks(editor.form.fields[field], "Rock your pelvis")
        window.click("Close")
        assert "isn't saved yet" in window.message, "the second tip is not the first"
        [button] = [it for it in editor.form.findChildren(QPushButton) if it.text().replace("&", "") == end]
        button.click()
        assert not editor.is_editing
        assert window.message == ""


# --- this computer ----------------------------------------------------------------------------------


@pytest.fixture
def login_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the login entry is, once there is one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg" / "autostart" / "sitbreak.desktop"


def test_starting_at_login_is_switched_here_if_no_instance_runs(
    open_settings: Open, login_entry: Path
) -> None:
    window = open_settings()
    [switch] = window.field("autostart").findChildren(Check)
    until(switch.isEnabled, "the login entry was looked at")
    assert window.shown("autostart") == []
    window.check("autostart")
    until(login_entry.exists, "the login entry is made")
    window.check("autostart")
    until(lambda: not login_entry.exists(), "the login entry is removed")


def test_starting_at_login_is_switched_by_the_running_instance(
    open_settings: Open, instance: FakeInstance, login_entry: Path
) -> None:
    instance.answers[SetAutostart(True)] = Answer(1, "The folder is read-only.")
    window = open_settings()
    window.turn_to("This computer")
    window.check("autostart")
    until(lambda: window.problem("autostart"), "it is said why that did not work")
    assert window.problem("autostart") == "The folder is read-only."
    assert window.shown("autostart") == [], "it shows what is true"
    assert not login_entry.exists()


@pytest.fixture
def application_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the application entry is, once there is one."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("application entries are for Linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "usr"))
    return tmp_path / "data" / "applications" / "sitbreak.desktop"


def test_it_can_be_put_into_the_applications_menu_and_out_again(
    open_settings: Open, application_entry: Path
) -> None:
    window = open_settings()
    [switch] = window.field("applications_menu").findChildren(Check)
    until(switch.isEnabled, "the application entry was looked at")
    assert window.shown("applications_menu") == []
    window.check("applications_menu")
    assert application_entry.exists()
    assert window.shown("applications_menu") == ["Show in the applications menu"]
    window.check("applications_menu")
    assert not application_entry.exists()

    application_entry.parent.parent.mkdir(exist_ok=True)
    application_entry.parent.write_text("a file where the folder should be")
    window.check("applications_menu")
    assert f"{application_entry} cannot be " in window.problem("applications_menu")
    assert window.shown("applications_menu") == [], "it shows what is true"


def test_an_application_entry_that_cannot_be_read_is_named(
    open_settings: Open, application_entry: Path
) -> None:
    application_entry.mkdir(parents=True)
    window = open_settings()
    window.turn_to("This computer")
    [switch] = window.field("applications_menu").findChildren(Check)
    until(lambda: window.problem("applications_menu"), "it is said why nothing is known")
    assert f"{application_entry} cannot be read: " in window.problem("applications_menu")
    assert not switch.isEnabled()


def test_the_application_entry_of_a_package_cannot_be_switched(
    open_settings: Open, application_entry: Path, tmp_path: Path
) -> None:
    assert not application_entry.exists()
    packaged = tmp_path / "usr" / "applications" / "sitbreak.desktop"
    packaged.parent.mkdir(parents=True)
    packaged.touch()
    window = open_settings()
    [switch] = window.field("applications_menu").findChildren(Check)
    until(switch.isChecked, "the application entry was looked at")
    assert not switch.isEnabled()


def test_the_file_opens_in_the_persons_editor(open_settings: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(Launcher, "open", lambda _, path: opened.append(path))
    window = open_settings()
    window.click("Open settings file", window.field("settings_file"))
    assert opened == [window.file]
    assert window.file.exists()


def test_what_cannot_be_written_is_said_and_does_not_count(open_settings: Open) -> None:
    window = open_settings("sound = false\n")
    window.turn_to("Sounds and breaks")
    window.file.unlink()
    window.file.mkdir()
    window.check("sound")
    assert "settings.toml cannot be" in window.problem("sound")
    assert window.shown("sound") == []
    window.type("standing", "40")
    assert "settings.toml cannot be" in window.problem("standing")
    window.file.rmdir()
    window.check("sound")
    assert (window.text, window.problem("sound")) == ("sound = true\n", "")
    assert "settings.toml cannot be" in window.problem("standing"), "40 minutes still don't count"
    window.type("standing", "45")
    assert (window.text, window.problem("standing")) == ('sound = true\nstanding = "45m"\n', "")


def test_a_save_of_an_editor_and_a_change_at_the_same_moment_are_both_kept(
    open_settings: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_settings('snooze = "5m"\n')
    write = disk.write

    def write_after_editor(path: Path, *args: Any, **kwargs: Any) -> disk.Signature:
        monkeypatch.setattr(disk, "write", write)
        path.write_text('snooze = "5m"\nlull = "9s"  # by hand\n', encoding="utf-8")
        return write(path, *args, **kwargs)

    monkeypatch.setattr(disk, "write", write_after_editor)
    window.type("snooze", "8")
    assert window.text == 'snooze = "8m"\nlull = "9s"  # by hand\n'
    assert window.shown("lull") == ["9 s"]


def test_what_is_wrong_below_a_field_scrolls_into_sight(open_settings: Open, instance: FakeInstance) -> None:
    instance.answers[Question(Asked.PAUSES, as_json=True)] = Answer(0, "[]")
    window = open_settings(at="planned_pauses")
    editor: Any = window.field("planned_pauses").editor
    until(editor.plan_button.isEnabled, "the instance has answered")
    editor.line.setFocus()
    QTest.keyClicks(editor.line, "9-8\r")
    line = editor.findChild(ProblemView)
    until(lambda: line.isVisible() and line.height() > editor.line.height() / 2, "the pause is refused")
    until(lambda: line.visibleRegion().boundingRect() == line.rect(), "all of it is in sight")


# --- defaults, undo and search ----------------------------------------------------------------------


def test_a_group_goes_back_to_its_defaults_and_that_can_be_undone(open_settings: Open) -> None:
    window = open_settings('snooze = "10m"  # mine\nsound = true\n', at="interval")
    assert not window.button("Undo").isEnabled()
    window.click("Back to defaults")
    assert window.text == 'snooze = "5m"  # mine\nsound = true\n'
    assert window.message == "Reminders: back to the defaults."
    assert not window.button("Back to defaults").isEnabled()
    window.click("Undo")
    assert window.text == 'snooze = "10m"  # mine\nsound = true\n'
    assert window.shown("snooze") == ["10 min"]
    assert not window.button("Undo").isEnabled()


def test_changes_are_undone_one_by_one_unless_somebody_has_changed_more(open_settings: Open) -> None:
    window = open_settings()
    window.type("snooze", "10")
    window.check("sound")
    window.type("lull", "9 s")
    window.click("Undo")
    assert window.text == 'snooze = "10m"\nsound = true\n'
    window.file.write_text('snooze = "10m"\nsound = false\n', encoding="utf-8")
    until(lambda: window.shown("sound") == [], "the window follows the file")
    window.click("Undo")
    assert window.text == "sound = false\n", "what was changed by hand is not undone"
    assert not window.button("Undo").isEnabled()


def test_undo_leaves_alone_what_was_changed_by_hand_a_moment_ago(open_settings: Open) -> None:
    window = open_settings()
    window.type("snooze", "10")
    window.file.write_text('snooze = "11m"\n', encoding="utf-8")
    window.window._undo()  # before the window looks
    assert window.text == 'snooze = "11m"\n'
    assert window.shown("snooze") == ["11 min"]
    assert "nothing was changed" in window.message
    assert not window.button("Undo").isEnabled()


def test_undo_brings_a_mistake_back_that_was_put_right_or_written_over(open_settings: Open) -> None:
    mistakes = 'snooze = soon\nlull = "for ever"\n'
    window = open_settings(mistakes, at="lull")
    window.click("Put it right", window.field("snooze"))
    window.type("lull", "9 s")
    assert window.text == '# snooze = soon\nlull = "9s"\n'
    window.click("Undo")
    assert window.text == '# snooze = soon\nlull = "for ever"\n'
    assert "for ever" in window.problem("lull")
    window.click("Undo")
    assert window.text == mistakes
    assert "snooze = soon" in window.problem("snooze")
    assert not window.button("Undo").isEnabled()


# --- problems in the file ---------------------------------------------------------------------------


def test_mistakes_in_the_file_are_shown_at_their_fields_with_line_and_text(open_settings: Open) -> None:
    window = open_settings(MISTAKES)
    window.turn_to("Reminders")
    assert window.problem("snooze").startswith(
        "Line 1 of the settings file, “snooze = soon”: this line can't be read"
    )
    assert window.problem("lull").startswith(
        'Line 2 of the settings file, “lull = "6 parsecs"    # how long?”: '
    )
    assert [text.partition("”")[0] for text in window.problems_above] == [
        "Line 3 of the settings file, “pause = 3",
        "Line 7 of the settings file, “this is no setting",
    ]
    window.turn_to("Quiet times")
    assert window.problem("wait_during.call").startswith("Line 5 of the settings file, “call = yes”: ")


def test_each_mistake_is_put_right_by_a_button(open_settings: Open) -> None:
    window = open_settings(MISTAKES)
    window.turn_to("Reminders")
    while window.problems_above:
        window.click("Put it right", next(view for view in window.window._form._problems if view.text))
    for key in ("lull", "snooze"):
        while window.problem(key):
            window.click("Put it right", window.field(key))
    window.turn_to("Quiet times")
    window.click("Put it right", window.field("wait_during.call"))
    assert (
        window.text
        == """\
# snooze = soon
# lull = "6 parsecs"    # how long?
# pause = 3
[wait_during]
call = true
fullscreen = false
# this is no setting
"""
    )
    window.type("snooze", "7")
    assert 'snooze = "7m"' in window.text


def test_a_file_that_cannot_be_read_is_reported(open_settings: Open) -> None:
    window = open_settings("#" * 200_000)
    [problem] = window.problems_above
    assert "larger than 100 kB" in problem


def test_the_groups_show_that_they_have_the_focus_during_a_search(open_settings: Open) -> None:
    window = open_settings()
    window.search("sound")
    groups = window.window._side.groups
    before = groups.grab().toImage()
    groups.setFocus()
    assert groups.grab().toImage() != before


def test_a_search_shows_what_matches_in_every_group(open_settings: Open) -> None:
    window = open_settings()
    window.search("sound")
    assert window.visible == list(GROUPS["sounds_and_breaks"])
    window.press(Qt.Key.Key_Escape)
    window.search("do_not_disturb")
    assert window.visible == ["wait_during.do_not_disturb"]
    window.press(Qt.Key.Key_Escape)
    assert window.visible == field_keys("reminders")
    window.search("sound")
    window.window._side.groups.setFocus()
    window.press(Qt.Key.Key_Down)
    assert window.visible == [field.key for field in window.window._form.sections[1].fields], (
        "a group was chosen"
    )
    window.search("xyz")
    assert window.visible == []
    assert window.window._form._nothing.accessibleName() == "No setting matches “xyz”."


# --- steps ------------------------------------------------------------------------------------------


@given(st.integers(1, 4 * 3600), st.integers(-9, 9))
def test_a_step_leads_to_a_round_number_within_the_limits(length: int, steps: int) -> None:
    before, after = timedelta(seconds=length), step_length(timedelta(seconds=length), steps)
    assert SHORTEST <= after <= LONGEST
    assert (after > before) == (steps > 0 and before < LONGEST)
    assert (after < before) == (steps < 0 and before > SHORTEST)
    if steps and after >= timedelta(minutes=1):
        assert after % timedelta(minutes=1) == timedelta()


@pytest.mark.parametrize(
    ("length", "steps", "after"), [(6, 1, 7), (58, 1, 60), (60, -1, 55), (1500, 1, 1560)]
)
def test_short_lengths_have_short_steps(length: int, steps: int, after: int) -> None:
    assert step_length(timedelta(seconds=length), steps) == timedelta(seconds=after)


@given(st.integers(1, LONGEST_KEPT), st.integers(-99, 99))
def test_days_step_within_their_limits(days: int, steps: int) -> None:
    after = step_days(days, steps)
    assert 1 <= after <= LONGEST_KEPT
    assert parse_days(words.days(after)) == after
