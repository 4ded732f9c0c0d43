"""The examples of docs/STATUS-BARS.md on real status bars."""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from sitbreak.app.command_line import COMMANDS
from sitbreak.core.inputs import BusyReason
from sitbreak.core.pauses import PauseReason
from sitbreak.core.tray_view import IconName
from tests.desktop.screen import Screen
from tests.rig.compositors import SWAY_SIZE, Compositor, sway
from tests.rig.desktop import Desktop
from tests.rig.programs import Home, Program, needs, run
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.until import until

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="status bars of Linux"),
    pytest.mark.real_desktop,
]
ROOT = Path(__file__).resolve().parents[1]
RED = 0xC0, 0x1C, 0x28
"""Of a reminder, in the example for waybar."""
BAR_HEIGHT = 30
_DUE = "--interval", "1s"


def example(name: str) -> str:
    """Return the code block with this name."""
    text = (ROOT / "docs/STATUS-BARS.md").read_text(encoding="utf-8")
    [block] = re.findall(rf"^```\w+ {name}\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(block)


@pytest.fixture
def person(sitbreak: Running) -> Running:
    """Somebody with the `sitbreak` command in the PATH."""
    return command_in_path(sitbreak)


def command_in_path(sitbreak: Running) -> Running:
    programs = sitbreak.home.folder / "bin"
    programs.mkdir()
    write_program(programs / "sitbreak", f'#!/bin/sh\nexec {sys.executable} -P -m sitbreak "$@"\n')
    sitbreak.env["PATH"] = f"{programs}:{sitbreak.env['PATH']}"
    return sitbreak


def write_program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


def says_something(bar: Image.Image) -> bool:
    """Whether there is more than two colours in it."""
    return len(bar.getcolors(bar.width * bar.height) or ()) > 2


def start(home: Home, env: dict[str, str], *command: str) -> Program:
    program = Program(command, env, home.folder / f"{Path(command[0]).name}.log", lambda: True)
    program.start()
    return program


# --- bars that draw ----------------------------------------------------------------------------------


@pytest.fixture
def compositor() -> Iterator[Compositor]:
    needs("sway", "waybar", "grim")
    compositor = sway()
    yield compositor
    compositor.end()


def waybar(person: Running, compositor: Compositor, bus: SessionBus) -> Program:
    """Start waybar with our example in the middle of the screen's upper edge; from 0.12 on it needs a bus."""
    config = f'{{"height": {BAR_HEIGHT}, "modules-center": ["custom/sitbreak"], {example("waybar")}}}'
    style = "* { font-family: DejaVu Sans; font-size: 13px; }\n" + example("waybar-style")
    for name, text in (("config", config), ("style.css", style)):
        (person.config.parent / "waybar").mkdir(exist_ok=True)
        (person.config.parent / "waybar" / name).write_text(text)
    display = f"{compositor.env['XDG_RUNTIME_DIR']}/{compositor.env['WAYLAND_DISPLAY']}"
    on_screen = {"WAYLAND_DISPLAY": display, "GDK_BACKEND": "wayland"}
    return start(person.home, person.env | on_screen | {"DBUS_SESSION_BUS_ADDRESS": bus.address}, "waybar")


def test_waybar_shows_each_change_and_a_click_snoozes(
    person: Running, compositor: Compositor, session_bus: SessionBus, tmp_path: Path
) -> None:
    def look() -> Image.Image:
        assert bar.running, bar.log
        picture = tmp_path / "screen.png"
        run(["grim", str(picture)], compositor.env)
        with Image.open(picture) as opened:
            return opened.convert("RGB")

    def is_red() -> bool:
        screen = look()
        return sum(screen.getpixel((x, BAR_HEIGHT // 2)) == RED for x in range(screen.width)) > 20

    def click() -> None:
        compositor.click(SWAY_SIZE[0] // 2, BAR_HEIGHT // 2, 3)
        time.sleep(1)

    bar = waybar(person, compositor, session_bus)
    try:
        person.start(*_DUE)
        until(is_red, "the bar is red")
        assert person.reminder() == "due"
        # The first click may come before waybar knows that there is a mouse.
        until(lambda: person.reminder() == "snoozed", "the click snoozes", meanwhile=click)
        until(lambda: not is_red(), "the bar is calm")
        for change in (lambda: person.do("quit"), person.start):
            before = look()
            change()
            until(lambda: look() != before, "the bar follows")  # noqa: B023 - waited for at once
    finally:
        bar.kill()


_POLYBAR = """
[bar/top]
width = 100%
height = {height}
background = #ffffff
foreground = #000000
font-0 = DejaVu Sans:size=11;3
modules-center = sitbreak
override-redirect = true

{module}
"""


def polybar(person: Running, x_display: XDisplay) -> Program:
    """Start polybar with our example in the middle of the screen's upper edge."""
    config = person.home.folder / "polybar.ini"
    config.write_text(_POLYBAR.format(height=BAR_HEIGHT, module=example("polybar")))
    env = person.env | {"DISPLAY": x_display.name}
    return start(person.home, env, "polybar", "-c", str(config), "top")


def test_polybar_shows_each_change_and_a_click_snoozes(
    person: Running, x_display: XDisplay, tmp_path: Path
) -> None:
    needs("polybar", "import")
    screen = Screen(x_display, tmp_path)

    def bar() -> Image.Image:
        return screen.look().crop((0, 0, 1024, BAR_HEIGHT))

    empty = bar()
    program = polybar(person, x_display)
    try:
        until(lambda: says_something(bar()), "the bar says something")
        assert bar() != empty
        stopped = bar()
        person.start(*_DUE)
        until(lambda: person.reminder() == "due", "a reminder")
        until(lambda: bar() != stopped, "the bar follows")
        screen.click(512, BAR_HEIGHT // 2, 3)
        until(lambda: person.reminder() == "snoozed", "the click snoozes")
    finally:
        program.kill()


_GENMON = """Command={command}
UseLabel=0
Text=
UpdatePeriod=86400000
Font=DejaVu Sans 11
"""


def test_xfces_panel_shows_each_change(person: Running, desktop: Desktop, tmp_path: Path) -> None:
    needs("xfce4-panel", "jq")
    screen = Screen(desktop.display, tmp_path)

    def end_of_panel() -> Image.Image:
        return screen.look().crop((700, 570, 1024, 600))

    desktop.env["PATH"] = person.env["PATH"]
    monitor = write_program(tmp_path / "genmon", example("genmon"))
    push = write_program(tmp_path / "push", example("genmon-push").replace("genmon-1", "genmon-3"))
    folder = person.home.config / "xfce4" / "panel"
    folder.mkdir(parents=True)
    (folder / "genmon-3.rc").write_text(_GENMON.format(command=monitor))
    panel = desktop.start_xfce_panel(last="genmon")
    # From 4.2 on the monitor keeps its settings in xfconf, and reads them when it starts.
    for name, kind, value in (("command", "string", str(monitor)), ("update-period", "int", "86400000")):
        place = ["-c", "xfce4-panel", "-p", f"/plugins/plugin-3/{name}"]
        desktop.run("xfconf-query", *place, "-n", "-t", kind, "-s", value)
    panel.kill()
    panel.start()
    until(lambda: says_something(end_of_panel()), "the panel says something")
    pushing = start(person.home, desktop.env, str(push))
    try:
        for change in (person.start, lambda: person.do("pause"), lambda: person.do("resume")):
            before = end_of_panel()
            change()
            until(lambda: end_of_panel() != before, "the panel follows")  # noqa: B023 - waited for at once
    finally:
        pushing.kill()


# --- bars that print ---------------------------------------------------------------------------------


def test_i3blocks_prints_each_change_and_a_click_snoozes(person: Running, tmp_path: Path) -> None:
    needs("i3blocks")
    config = tmp_path / "i3blocks"
    config.write_text(example("i3blocks"))
    clicks = tmp_path / "clicks"
    os.mkfifo(clicks)
    i3bar = f"exec i3blocks -c {config} < {clicks}"
    program = start(person.home, person.env, "/bin/sh", "-c", i3bar)
    try:
        with clicks.open("w") as mouse:
            until(lambda: "sitbreak isn't running" in program.log, "it says so")
            person.start(*_DUE)
            until(lambda: "time to get up" in program.log, "the reminder is there")
            print("[", json.dumps({"name": "sitbreak-button", "button": 1}), sep="\n", file=mouse, flush=True)
            until(lambda: person.reminder() == "snoozed", "the click snoozes")
            until(lambda: "snoozed until" in program.log, "the snooze is there")
    finally:
        program.kill()


def test_i3status_has_sitbreak_before_its_line(person: Running, tmp_path: Path) -> None:
    needs("i3status")
    (person.home.config / "i3status").mkdir()
    settings = 'general { output_format = "none" interval = 1 }\norder = "tztime local"\n'
    (person.home.config / "i3status/config").write_text(settings + 'tztime local { format = "now" }\n')
    script = write_program(tmp_path / "status", example("i3status"))
    program = start(person.home, person.env, str(script))
    try:
        until(lambda: "sitbreak isn't running | now\n" in program.log, "both are in one line")
        person.start(*_DUE)
        until(lambda: "time to get up | now\n" in program.log, "the reminder is there")
    finally:
        program.kill()


def test_the_script_for_argos_prints_a_line_and_a_menu(person: Running, tmp_path: Path) -> None:
    needs("jq")
    script = write_program(tmp_path / "argos", example("argos"))
    person.start()
    person.do("pause")
    line, separator, *menu = run([str(script)], person.env).splitlines()
    assert (line, separator) == ("Paused until you resume", "---")
    assert menu[0] == person.do("status")
    commands = re.findall(r"bash='sitbreak (\w+)", "\n".join(menu[1:]))
    assert set(commands) <= set(COMMANDS)
    assert len(commands) == 3


# --- the document ------------------------------------------------------------------------------------


def test_every_field_is_explained_and_nothing_else(person: Running) -> None:
    person.start()
    text = (ROOT / "docs/STATUS-BARS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", text.partition("## The fields")[2], re.MULTILINE)
    explained = re.findall(r"\w+", "".join(rows))
    assert explained == list(person.status())
    assert all(f"`{name}`" in text for name in (*IconName, *PauseReason, *BusyReason))
