"""Dialogs on Wayland, where a compositor gives the keyboard to every new window, and may tile it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("Wayland is for Linux", allow_module_level=True)

from sitbreak.core.inputs import StartBreak
from sitbreak.core.tips import Tip
from sitbreak.desktop.dialogs import SHOWN, as_input, command
from tests.dialogs.cards import FakeInstance, closes_by_keys, open_card, shipped, status_with
from tests.rig.compositors import SWAY_SIZE, Compositor, kwin, mutter, sway
from tests.rig.programs import needs, needs_qt, run
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

STRETCH, WALK = shipped("piriformis-seated"), shipped("walk-a-little")
REMINDED = status_with("due")
Open = Callable[[Path, Mapping[str, str]], subprocess.Popen[str]]
Start = Callable[[Open], subprocess.Popen[str]]


@pytest.fixture(params=["sway", "kwin_wayland", "mutter"])
def compositor(request: pytest.FixtureRequest) -> Iterator[Compositor]:
    needs(request.param)
    needs_qt()
    match request.param:
        case "sway":
            needs("swaymsg", "wtype", "grim")
            started = sway()
        case "kwin_wayland":
            started = kwin()
        case _:
            bus: SessionBus = request.getfixturevalue("session_bus")
            started = mutter(bus)
    started.press("Return")  # now there is a keyboard, which a window can be given
    yield started
    started.end()


on_sway = pytest.mark.parametrize("compositor", ["sway"], indirect=True)


@pytest.fixture
def start(compositor: Compositor, runtime: Path) -> Iterator[Start]:
    """Start a dialog and wait for its first paint."""
    started: list[subprocess.Popen[str]] = []

    def start_dialog(open_it: Open) -> subprocess.Popen[str]:
        process = open_it(runtime, compositor.env | {"QT_QPA_PLATFORM": "wayland"})
        started.append(process)
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().strip() == SHOWN, process.stderr.read()
        return process

    yield start_dialog
    for process in started:
        process.kill()
        process.communicate()


def card(tip: Tip = STRETCH, *, focused: bool = False) -> Open:
    return partial(open_card, tip, focused=focused, status=REMINDED)


def diary(runtime: Path, env: Mapping[str, str]) -> subprocess.Popen[str]:
    with as_input("{}") as stdin:
        arguments = command("diary", runtime, focused=False)
        pipe = subprocess.PIPE
        return subprocess.Popen(arguments, env=env, stdin=stdin, stdout=pipe, stderr=pipe, text=True)


# --- what sway knows and draws -----------------------------------------------------------------------


def swaymsg(compositor: Compositor, *arguments: str) -> str:
    [socket] = Path(compositor.env["XDG_RUNTIME_DIR"]).glob("sway-ipc.*.sock")
    return run(["swaymsg", "-s", str(socket), *arguments], os.environ)


def windows(compositor: Compositor) -> list[dict[str, Any]]:
    """Return what sway knows of each window."""
    found = list[dict[str, Any]]()

    def look(node: dict[str, Any]) -> None:
        if node.get("app_id"):
            found.append(node)
        for child in (*node.get("nodes", ()), *node.get("floating_nodes", ())):
            look(child)

    look(json.loads(swaymsg(compositor, "-r", "-t", "get_tree")))
    return found


def shows(compositor: Compositor, title: str) -> bool:
    """Return whether there is one window, ours, with this title."""
    return [(node["name"], node["app_id"]) for node in windows(compositor)] == [(title, "sitbreak")]


def has(compositor: Compositor, count: int) -> bool:
    """Return whether there are so many windows."""
    return len(windows(compositor)) == count


def has_its_main_button(compositor: Compositor, window: dict[str, Any], screenshot: Path) -> bool:
    """Return whether the whole main button of a window is in sight: the lowest thing at its right edge."""
    from PySide6.QtGui import QColor, QImage

    from sitbreak.dialogs.colours import LIGHT

    run(["grim", str(screenshot)], os.environ | compositor.env)
    screen, place = QImage(str(screenshot)), window["rect"]
    right, bottom = place["x"] + place["width"], place["y"] + place["height"]
    button = QColor(LIGHT.accent)
    lower_half = [
        [screen.pixelColor(x, y) == button for y in range(bottom - place["height"] // 2, bottom)]
        for x in range(place["x"], right)
    ]
    return any(map(any, lower_half)) and not any(map(any, lower_half[-4:]))


# --- tests -------------------------------------------------------------------------------------------


@on_sway
def test_a_card_has_our_app_id_and_shows_what_is_asked_for_next(compositor: Compositor, start: Start) -> None:
    for tip in (STRETCH, WALK):
        latest = start(card(tip, focused=True))
        until(partial(shows, compositor, tip.title), "the card shows it")
    assert latest.wait(BUSY) == 0


@on_sway
def test_dialogs_lie_above_the_tiles_and_fit_the_tiles_that_they_are_given(
    compositor: Compositor, start: Start, tmp_path: Path
) -> None:
    for opened, dialog in enumerate((card(), diary), 1):
        start(dialog)
        until(partial(has, compositor, opened), "it is on the screen")
    assert {node["type"] for node in windows(compositor)} == {"floating_con"}
    assert all(node["rect"]["width"] < SWAY_SIZE[0] for node in windows(compositor)), "of their own size"
    swaymsg(compositor, "[app_id=sitbreak] floating disable")
    tiles = windows(compositor)
    assert [node["rect"]["width"] for node in tiles] == [SWAY_SIZE[0] // 2] * 2
    for tile in tiles:
        until(
            partial(has_its_main_button, compositor, tile, tmp_path / "screen.png"),
            f"{tile['name']} fits its tile",
        )


def test_what_is_typed_for_another_window_does_nothing_on_a_card(
    compositor: Compositor, start: Start, instance: FakeInstance
) -> None:
    instance.be("due")
    opened = start(card())
    for key in ("Return", "Tab", "Return", "Escape"):
        compositor.press(key)
    time.sleep(0.5)
    assert opened.poll() is None
    until(lambda: closes_by_keys(opened, compositor.press), "whoever turns to it can use the keys")
    assert instance.commands == []


def test_a_card_that_was_asked_for_has_the_keyboard(
    compositor: Compositor, start: Start, instance: FakeInstance
) -> None:
    instance.be("due")
    start(card(focused=True))

    def press_return() -> None:
        compositor.press("Return")
        time.sleep(0.5)

    # It may not have the keyboard yet.
    until(lambda: StartBreak() in instance.commands, "the break starts", meanwhile=press_return)
