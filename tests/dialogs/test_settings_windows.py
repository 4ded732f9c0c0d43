"""The settings window as a process, on a real X server with a window manager."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("X11 is for Linux", allow_module_level=True)

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import own_tips as tip_words
from sitbreak.core.words import settings as names
from sitbreak.core.words import settings_window as words
from sitbreak.core.words import week as week_words
from sitbreak.desktop.dialogs import SHOWN
from sitbreak.tips.files import load_library
from tests.dialogs.screen_reader import LAUNCHER, Part, ScreenReader
from tests.dialogs.settings_process import open_settings
from tests.dialogs.test_windows import focused_title, windows
from tests.rig.desktop import Desktop
from tests.rig.programs import needs, needs_qt
from tests.until import BUSY, until

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(desktop: Desktop, runtime: Path, tmp_path: Path) -> Iterator[Start]:
    """Open the settings window, and wait for its first paint."""
    needs_qt()
    started: list[subprocess.Popen[str]] = []

    def start_window(at: str = "", **variables: str) -> subprocess.Popen[str]:
        process = open_settings(tmp_path, runtime, desktop.env | variables, at=at)
        started.append(process)
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().strip() == SHOWN, process.stderr.read()
        return process

    yield start_window
    for process in started:
        process.kill()
        process.communicate()


def test_it_is_used_with_the_keyboard_alone(desktop: Desktop, start: Start, tmp_path: Path) -> None:
    window = start()
    until(lambda: focused_title(desktop) == words.title(), "the window has the focus")
    file = tmp_path / "settings.toml"

    def press(*keys: str) -> None:
        desktop.display.xdotool("key", *keys)

    press("ctrl+f")
    desktop.display.xdotool("type", "snooze")
    press("Tab", "Tab")  # over the list of groups
    desktop.display.xdotool("key", "ctrl+a")
    desktop.display.xdotool("type", "12")
    press("Tab")
    until(lambda: file.exists() and 'snooze = "12m"' in file.read_text(), "the change counts")
    press("alt+u")
    until(lambda: "snooze" not in file.read_text(), "it is undone")
    press("alt+c")
    assert window.wait(BUSY) == 0


def test_what_is_not_in_sight_at_first_is_not_loaded_before_the_first_paint() -> None:
    needs_qt()
    code = "import sys, sitbreak.dialogs.__main__, sitbreak.dialogs.settings.window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    later = {"week", "own_tips", "planned_pauses", "this_computer", "tray_pictures"}
    assert not loaded & {f"sitbreak.dialogs.settings.{name}" for name in later}
    assert not loaded & {
        "tomllib",
        "tomlkit",
        "sqlite3",
        "PIL",
        "sitbreak.core.planner",
        "sitbreak.desktop.launcher",
        "sitbreak.dialogs.sound",
    }


def test_a_command_opens_it_without_an_instance(desktop: Desktop) -> None:
    needs_qt()
    run = [sys.executable, "-m", "sitbreak", "settings", "open"]
    done = subprocess.run(run, env=desktop.env, capture_output=True, text=True, check=False, timeout=BUSY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Opening the settings.\n", "")
    until(lambda: focused_title(desktop) == words.title(), "the window has the focus")
    desktop.display.xdotool("key", "Escape")
    until(lambda: not windows(desktop), "it is closed")


def test_a_second_request_shows_its_setting_in_the_open_window(desktop: Desktop, start: Start) -> None:
    window = start()
    until(lambda: windows(desktop) == [words.title()], "the window is on the screen")
    assert start("interval").wait(BUSY) == 0
    assert window.poll() is None
    assert windows(desktop) == [words.title()]


def test_a_screen_reader_gets_every_field_with_its_name_and_explanation(
    desktop: Desktop, start: Start
) -> None:
    needs(LAUNCHER)
    desktop.start_owner("org.a11y.Bus", LAUNCHER, "--launch-immediately")
    start(QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    reader = ScreenReader(desktop.bus.address)
    try:
        parts = until(lambda: every_group(reader), "every group is on the accessibility bus")
    finally:
        reader.close()

    found = {(part.role, part.name): part.description for part in parts}
    assert ("text", "Search") in found
    assert found["text", "Remind me after sitting, from"] == names.explanation("interval")
    assert found["text", "Remind me after sitting, to"] == names.explanation("interval")
    assert found["text", "Snooze for"] == names.explanation("snooze")
    assert found["check box", "Away after"] == names.explanation("away_after")
    assert found["text", "Away after: how long"] == names.explanation("away_after")
    assert found["check box", "Posture"] == "Tips about"
    assert found["radio button", "Light"] == "Tray icon"
    assert ("check box", "Start at login") in found
    assert found["text", "Keep every break for"] == names.explanation("history.keep_days")
    listed = [part.name for part in parts if part.role == "list item"]
    assert listed[: len(GROUPS)] == list(map(names.group, GROUPS))
    assert {"That of the desktop", "English", "Deutsch"} <= set(listed)
    assert found["combo box", "That of the desktop"] == names.explanation("language")


@pytest.fixture
def reader(desktop: Desktop) -> Iterator[ScreenReader]:
    needs(LAUNCHER)
    desktop.start_owner("org.a11y.Bus", LAUNCHER, "--launch-immediately")
    reader = ScreenReader(desktop.bus.address)
    yield reader
    reader.close()


def test_working_hours_are_painted_with_a_real_mouse_and_real_keys(
    desktop: Desktop, reader: ScreenReader, start: Start, tmp_path: Path
) -> None:
    start("working_hours", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    until(lambda: focused_title(desktop) == words.title(), "the window has the focus")
    parts = until(lambda: every_group(reader), "every group is on the accessibility bus")
    week = next(part for part in parts if part.name == "Working hours" and "Arrow keys" in part.description)
    file = tmp_path / "settings.toml"

    def point(minute: int) -> tuple[str, str]:
        """Return a place in the last column, on the screen; the week may have been scrolled."""
        left, top, width, height = reader.place_of(week)
        return str(round(left + 0.93 * width)), str(round(top + height * minute / 1440))

    mouse = desktop.display.xdotool
    mouse("mousemove", *point(605), "mousedown", "1", "mousemove", *point(660), "mousemove", *point(710))
    mouse("mouseup", "1")
    until(lambda: file.exists() and 'sunday = ["10:00-12:00"]' in file.read_text(), "Sunday is painted")
    mouse("key", "Left", "shift+Page_Down", "space")
    until(lambda: "saturday = [" in file.read_text(), "Saturday is painted")
    mouse("key", "alt+u")
    until(lambda: 'saturday = ["' not in file.read_text(), "it is undone")
    mouse("mousemove", *point(665), "mousedown", "1", "mousemove", *point(700), "mousemove", *point(740))
    mouse("mouseup", "1")
    until(lambda: 'sunday = ["10:00-11:00"]' in file.read_text(), "an hour is erased")


def test_a_screen_reader_gets_the_week_and_the_form_of_a_tip(
    desktop: Desktop, reader: ScreenReader, start: Start, tmp_path: Path
) -> None:
    start("own_tips", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    until(lambda: focused_title(desktop) == words.title(), "the window has the focus")
    parts = until(lambda: every_group(reader), "every group is on the accessibility bus")
    found = {(part.role, part.name): part.description for part in parts}
    for day in range(7):
        assert "22:00-06:00" in found["text", week_words.hours_of(day)]
    assert ("push button", "Mon–Fri") in found
    assert found["push button", "Every day"] == "Use Monday's hours on:"
    assert ("text", "New pause") in found

    desktop.display.xdotool("key", "space")  # on what adds a tip

    def form() -> dict[tuple[str, str], str]:
        shown = {(part.role, part.name): part.description for part in reader.parts_of("sitbreak")}
        return shown if ("push button", "Save tip") in shown else {}

    fields = until(form, "the form is on the accessibility bus")
    for name in ("title", "body", "caution", "steps", "hold_seconds", "source"):
        assert fields["text", tip_words.field_label(name)] == tip_words.field_help(name)
    assert ("text", tip_words.field_label("picture")) in fields
    for name, chosen in (("topic", "Posture"), ("sides", "No left or right"), ("place", "Anywhere")):
        assert ("label", tip_words.field_label(name)) in fields, "it is the combo box's name"
        assert fields["combo box", chosen] == tip_words.field_help(name)
    desktop.display.xdotool("type", "Look up")
    desktop.display.xdotool("key", "Return")
    until(
        lambda: any(part.name == tip_words.needed("body") for part in reader.parts_of("sitbreak")),
        "what is missing is on the accessibility bus",
    )
    file = tmp_path / "tips.toml"
    assert not file.exists()
    for text in ("Your eyes rest, too.", "me"):  # the focus is in what is missing
        desktop.display.xdotool("type", text)
        desktop.display.xdotool("key", "ctrl+s")
    until(file.exists, "the tip is saved")
    own = load_library(file)[0].find("look-up")
    assert own
    assert (own.title, own.body, own.source) == ("Look up", "Your eyes rest, too.", "me")


def every_group(reader: ScreenReader) -> list[Part]:
    """Return all parts once every group is made, which comes after the first paint."""
    parts = reader.parts_of("sitbreak")
    headings = {part.name for part in parts if part.role == "heading"}
    return parts if headings >= set(map(names.group, GROUPS)) else []
