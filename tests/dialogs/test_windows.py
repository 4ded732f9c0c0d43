"""Cards as processes, on a real X server with a window manager."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("X11 is for Linux", allow_module_level=True)

from sitbreak.core.tips import Tip
from sitbreak.desktop.dialogs import CANNOT_START, SHOWN
from tests.dialogs.cards import open_card, shipped
from tests.dialogs.screen_reader import LAUNCHER, Part, ScreenReader
from tests.rig.desktop import Desktop
from tests.rig.programs import Home, Program, needs, needs_qt
from tests.rig.servers import XDisplay
from tests.until import BUSY, until

STRETCH, WALK = shipped("piriformis-seated"), shipped("walk-a-little")

AT_ONCE = 4
"""Seconds after the first paint in which a desktop may activate a window by itself, on a busy machine."""

REST = 1.5
"""Seconds without a key after which whoever has activated a card can use them."""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(desktop: Desktop, runtime: Path) -> Iterator[Start]:
    """Start a card and wait for its first paint."""
    needs_qt()
    started: list[subprocess.Popen[str]] = []

    def start_card(tip: Tip, *, focused: bool = False, **variables: str) -> subprocess.Popen[str]:
        process = open_card(tip, runtime, desktop.env | variables, focused=focused)
        started.append(process)
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().strip() == SHOWN, process.stderr.read()
        return process

    yield start_card
    for process in started:
        process.kill()
        process.communicate()


def titles(desktop: Desktop, window_class: str = "") -> list[str]:
    """Return the titles of the windows on the screen, of this class if one is given."""
    needs("wmctrl")
    listed = subprocess.run(["wmctrl", "-lx"], env=desktop.env, capture_output=True, text=True, check=False)
    lines = [line.split(maxsplit=4) for line in listed.stdout.splitlines()]  # none before the first window
    return [line[4] for line in lines if window_class in line[2]]


def windows(desktop: Desktop) -> list[str]:
    """Return the titles of the cards on the screen."""
    return titles(desktop, "sitbreak.sitbreak")


def focused_title(desktop: Desktop) -> str:
    """Return the title of the window that has the focus; empty between two of them."""
    return active_title(desktop.display)


def active_title(display: XDisplay) -> str:
    try:
        return display.xdotool("getactivewindow", "getwindowname").strip()
    except AssertionError:  # what xdotool says then
        return ""


def someone_types(desktop: Desktop) -> None:
    """Open another program's window, which has the focus."""
    needs("xmessage")
    desktop.start(["xmessage", "-title", "A letter", "Dear Ann"], lambda: "A letter" in titles(desktop))
    desktop.display.run("wmctrl", "-a", "A letter")
    until(lambda: focused_title(desktop) == "A letter", "someone types")


def test_a_card_takes_the_focus_only_if_the_person_asked_for_it(desktop: Desktop, start: Start) -> None:
    someone_types(desktop)
    start(STRETCH)
    until(lambda: windows(desktop) == [STRETCH.title], "the card is on the screen")
    assert focused_title(desktop) == "A letter"
    start(STRETCH, focused=True)
    until(lambda: focused_title(desktop) == STRETCH.title, "the card has the focus")


def test_a_person_who_turns_to_a_card_can_use_the_keyboard(desktop: Desktop, start: Start) -> None:
    someone_types(desktop)
    card = start(STRETCH)
    time.sleep(AT_ONCE)
    desktop.display.run("wmctrl", "-a", STRETCH.title)
    until(lambda: focused_title(desktop) == STRETCH.title, "the card has the focus")
    until(lambda: closes_by_return(card, desktop.display), "the keys are the card's")


def closes_by_return(card: subprocess.Popen[str], display: XDisplay) -> bool:
    """Let the keyboard rest, then close the card; return whether that works."""
    with suppress(subprocess.TimeoutExpired):
        card.wait(REST)
    display.xdotool("key", "Return")
    with suppress(subprocess.TimeoutExpired):
        card.wait(REST)
    return card.returncode == 0


@pytest.fixture
def manager(request: pytest.FixtureRequest, x_display: XDisplay, home: Home) -> Iterator[str]:
    """A window manager with this name, on a display of its own."""
    needs_qt()
    needs(request.param, "xprop")
    config = home.folder / "i3.conf"
    config.write_text("font fixed\n")  # without a file of its own i3 asks whether to make one
    options = ["-c", str(config)] if request.param == "i3" else []
    program = Program(
        [request.param, *options],
        x_display.env,
        home.folder / "manager.log",
        lambda: "window id" in x_display.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
    )
    program.start()
    yield request.param
    program.kill()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("manager", ["fluxbox", "icewm"], indirect=True)  # IceWM 4 asks first
def test_a_window_manager_that_gives_every_new_window_the_keyboard_gives_it_to_no_card(
    x_display: XDisplay, home: Home, runtime: Path
) -> None:
    with a_window(x_display, home, "A letter"):
        x_display.run("wmctrl", "-a", "A letter")
        until(lambda: active_title(x_display) == "A letter", "someone types")
        card = open_card(STRETCH, runtime, x_display.env)
        try:
            until(lambda: find_window(x_display, STRETCH.title), "it is on the screen")
            time.sleep(AT_ONCE)
            assert active_title(x_display) != STRETCH.title
            x_display.run("wmctrl", "-a", STRETCH.title)
            until(lambda: active_title(x_display) == STRETCH.title, "they turn to it")
            until(lambda: closes_by_return(card, x_display), "the keys are the card's")
        finally:
            card.kill()
            card.communicate()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("manager", ["i3"], indirect=True)
def test_a_tiling_window_manager_lets_it_float(x_display: XDisplay, runtime: Path) -> None:
    card = open_card(STRETCH, runtime, x_display.env)
    try:
        window = until(lambda: find_window(x_display, STRETCH.title), "it is on the screen")
        assert "= 1" in x_display.run("xprop", "-id", window, "I3_FLOATING_WINDOW")
    finally:
        card.kill()
        card.communicate()


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("manager", ["i3"], indirect=True)  # it shows no other window beside a full screen
def test_a_command_does_not_wait_for_the_end_of_a_full_screen(x_display: XDisplay, home: Home) -> None:
    with a_window(x_display, home, "A game"):
        x_display.run("wmctrl", "-r", "A game", "-b", "add,fullscreen")
        opened = x_display.run(sys.executable, "-m", "sitbreak", "tip", "--card")
        assert opened == "Opening the tip.\n"
        assert not cards_on(x_display)
    until(lambda: len(cards_on(x_display)) == 1, "now there is room for it")
    x_display.run(sys.executable, "-m", "sitbreak", "tip", "--card")
    assert len(cards_on(x_display)) == 1, "it shows the next tip"


@contextmanager
def a_window(display: XDisplay, home: Home, title: str) -> Iterator[None]:
    """Open another program's window."""
    needs("xmessage", "wmctrl")
    show = ["xmessage", "-title", title, "Dear Ann"]
    program = Program(show, display.env, home.folder / "xmessage.log", lambda: find_window(display, title))
    program.start()
    try:
        yield
    finally:
        program.kill()


def cards_on(display: XDisplay) -> list[str]:
    """Return the ids of the visible windows of ours."""
    try:
        return display.xdotool("search", "--onlyvisible", "--class", "sitbreak").split()
    except AssertionError:  # what xdotool says while there are none
        return []


@pytest.mark.usefixtures("manager")
@pytest.mark.parametrize("manager", ["icewm"], indirect=True)  # it corrects no position
def test_a_card_as_high_as_the_screen_has_its_title_bar_on_it(x_display: XDisplay, runtime: Path) -> None:
    needs("xwininfo")
    card = open_card(STRETCH, runtime, x_display.env)
    try:
        window = until(lambda: find_window(x_display, STRETCH.title), "it is on the screen")
        extents = until(lambda: frame_extents(x_display, window), "it has a frame")
        assert upper_edge(x_display, window) >= extents[2]
    finally:
        card.kill()
        card.communicate()


def frame_extents(display: XDisplay, window: str) -> list[int]:
    """Return the width of a window's frame on the left, right, top and bottom; nothing while it has none."""
    _, _, numbers = display.run("xprop", "-id", window, "_NET_FRAME_EXTENTS").partition("=")
    return [int(number) for number in numbers.split(",")] if numbers else []


def upper_edge(display: XDisplay, window: str) -> int:
    """Return how far below the screen's edge a window's content begins."""
    _, _, rest = display.run("xwininfo", "-id", window).partition("Absolute upper-left Y:")
    return int(rest.split()[0])


def find_window(display: XDisplay, title: str) -> str:
    """Return the id of the visible window with this title, "" while there is none."""
    try:
        return display.xdotool("search", "--onlyvisible", "--name", title).strip()
    except AssertionError:  # what xdotool says then
        return ""


def test_a_second_request_shows_its_tip_on_the_open_card(desktop: Desktop, start: Start) -> None:
    card = start(STRETCH)
    until(lambda: windows(desktop) == [STRETCH.title], "the card is on the screen")
    second = start(WALK, focused=True)
    assert second.wait(BUSY) == 0
    until(lambda: windows(desktop) == [WALK.title], "it shows the other tip")
    until(lambda: focused_title(desktop) == WALK.title, "it has come to the front")
    desktop.display.xdotool("key", "Escape")
    assert card.wait(BUSY) == 0
    assert start(STRETCH).poll() is None, "after that a new card opens"


def test_a_tip_of_any_length_opens_and_is_on_no_command_line(start: Start) -> None:
    card = start(replace(WALK, steps=("Stand up. " * 14_000,)))
    assert b"Stand up" not in Path(f"/proc/{card.pid}/cmdline").read_bytes()


def test_two_cards_at_once_become_one(desktop: Desktop, runtime: Path) -> None:
    needs_qt()
    cards = [open_card(tip, runtime, desktop.env) for tip in (STRETCH, WALK)]
    try:
        until(lambda: [card.poll() for card in cards].count(0) == 1, "one has handed over")
        until(lambda: len(windows(desktop)) == 1, "one window is left")
    finally:
        for card in cards:
            card.kill()
            card.communicate()


def test_a_card_opens_after_another_was_killed(desktop: Desktop, start: Start) -> None:
    card = start(STRETCH)
    until(lambda: windows(desktop), "it is on the screen")
    card.kill()
    card.wait()
    start(WALK)
    until(lambda: windows(desktop) == [WALK.title], "the new card is on the screen")


def test_a_screen_reader_gets_every_part_of_the_card(desktop: Desktop, start: Start) -> None:
    needs(LAUNCHER)
    desktop.start_owner("org.a11y.Bus", LAUNCHER, "--launch-immediately")
    start(STRETCH, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    reader = ScreenReader(desktop.bus.address)
    try:
        parts = until(lambda: named(reader, "graphic"), "the card is on the accessibility bus")
    finally:
        reader.close()

    parts_found = [(part.role, part.name) for part in parts]
    assert ("dialog", STRETCH.title) in parts_found
    assert ("graphic", "Sitting, one ankle on the other knee, leaning forward") in parts_found
    assert ("progress bar", "Hold countdown") in parts_found
    assert ("heading", STRETCH.title) in parts_found
    read = [STRETCH.title, STRETCH.body, "Take care: stop if it hurts.", *STRETCH.steps, "Close"]
    assert [name for _, name in parts_found if name in read] == [STRETCH.title, *read], "in this order"
    assert [name for role, name in parts_found if "button" in role] == [
        "Start", "Don't show again", "Another tip", "Snooze 5 min", "Close",
    ]  # fmt: skip
    ring = next(part for part in parts if part.role == "progress bar")
    assert ring.description == "Right side, 1 of 2: hold for 20 seconds"


def test_each_tip_has_its_own_heading(desktop: Desktop, start: Start) -> None:
    needs(LAUNCHER)
    desktop.start_owner("org.a11y.Bus", LAUNCHER, "--launch-immediately")
    card = start(STRETCH, focused=True, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1")
    reader = ScreenReader(desktop.bus.address)
    title = STRETCH.title
    try:
        until(lambda: named(reader, "graphic"), "the card is on the accessibility bus")
        for _ in range(4):
            before = title
            desktop.display.xdotool("key", "alt+a")
            [title] = until(partial(other_titles, desktop, before), "another tip is shown")
            headings = [part.name for part in reader.parts_of("sitbreak") if part.role == "heading"]
            assert headings == [title]
        assert card.poll() is None
    finally:
        reader.close()


def other_titles(desktop: Desktop, title: str) -> list[str]:
    """Return the titles of cards that do not have this one."""
    return [other for other in windows(desktop) if other != title]


def named(reader: ScreenReader, role: str) -> list[Part]:
    """Return all parts once the one with this role has its name, which it gets after the first paint."""
    parts = reader.parts_of("sitbreak")
    return parts if any(part.role == role and part.name for part in parts) else []


def test_a_window_loads_little_of_sitbreak_before_its_first_paint() -> None:
    needs_qt()
    code = "import sys, sitbreak.dialogs.__main__, sitbreak.dialogs.card.window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours = {module for module in done.stdout.split() if module.startswith("sitbreak.")}
    assert {module for module in ours if not module.startswith("sitbreak.dialogs")} == {
        "sitbreak.core", "sitbreak.core.outside", "sitbreak.core.words", "sitbreak.core.words.card",
        "sitbreak.core.words.files", "sitbreak.core.words.language", "sitbreak.disk",
        "sitbreak.desktop", "sitbreak.desktop.dialogs", "sitbreak.desktop.language", "sitbreak.late_modules",
        "sitbreak.tips", "sitbreak.tips.pictures",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["card", "diary", "history", "settings"])
def test_the_modules_of_a_window_load_none_of_the_enumerations_of_qt(kind: str) -> None:
    needs_qt()
    code = f"import sitbreak.dialogs.{kind}.window; from PySide6 import QtCore; print('Qt' in vars(QtCore))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n", "they take a tenth of the time to the first paint"


def test_the_reason_is_printed_when_qt_does_not_start(runtime: Path, tmp_path: Path) -> None:
    needs_qt()
    (tmp_path / "libEGL.so.1").touch()
    card = open_card(STRETCH, runtime, os.environ | {"LD_LIBRARY_PATH": str(tmp_path)}, focused=True)
    _, complaint = card.communicate()
    assert card.returncode == CANNOT_START
    assert complaint.startswith("Qt does not start: ")
    assert "libEGL" in complaint


@pytest.mark.parametrize("content", [b"", b"{}", json.dumps({"tip": {}}).encode(), b"\xff"])
def test_a_command_without_a_tip_says_why_it_opens_nothing(runtime: Path, content: bytes) -> None:
    needs_qt()
    command = [sys.executable, "-m", "sitbreak.dialogs", "card", str(runtime), "en"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, input=content, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stderr
