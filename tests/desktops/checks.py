"""What is looked at on every desktop: each check starts sitbreak, and raises AssertionError if it fails."""

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from PIL import Image

from sitbreak.core.tray_view import IconName
from sitbreak.tips.files import load_library
from tests.desktops import film, sight
from tests.desktops.kind import Part, Reply
from tests.desktops.sight import Line
from tests.desktops.stage import Stage
from tests.until import BUSY, until

AT_ONCE = 'interval = "2s-4s"\nlull = "1s"\nrepeat_every = "12s"\n'
"""Settings that bring a reminder within seconds, and again: bubbles may expire before somebody looks."""
_STATES = (("pause 1h", IconName.PAUSED), ("resume", IconName.SITTING), ("break", IconName.BREAK))
_SITTING = (IconName.SITTING, IconName.WINDOW)
_TOUCHES = 8
"""Movements of the mouse, a second apart: input that goes on is a return."""


@dataclass(frozen=True)
class Check:
    """Something to look at.

    Attributes:
        name: what it is, as a row of the page.
        look: looks at it, and returns what was seen.
    """

    name: str
    look: Callable[[Stage], str]


# --- the icon --------------------------------------------------------------------------------------


def icon_shown(stage: Stage) -> str:
    stage.start()
    icon = stage.wait_for_icon(*_SITTING)
    return f"{icon.box.width} pixels, {stage.sitbreak.status()['backends']['tray']}"


def left_click(stage: Stage) -> str:
    return _click(stage, 1, stage.kind.left)


def right_click(stage: Stage) -> str:
    assert stage.kind.right is not None
    return _click(stage, 3, stage.kind.right)


def _click(stage: Stage, button: int, reply: Reply) -> str:
    stage.start()
    if reply is Reply.MENU:
        with stage.menu(button) as menu:
            return f"{reply}, {len(menu.lines)} lines of text"
    icon = stage.wait_for_icon()
    before = stage.rest()
    assert stage.sitbreak.status()["tip"] is None
    stage.click(icon.box.middle, button)
    until(lambda: stage.sitbreak.status()["tip"], "a tip is shown")
    until(lambda: stage.appeared(before), "the tip is on the screen")
    return reply


def submenu(stage: Stage) -> str:
    stage.start()
    with stage.menu(_menu_button(stage)) as menu:
        menu.open("Pause reminders", shows="1 hour")
        menu.choose("1 hour")
    stage.wait_for_icon(IconName.PAUSED)
    assert len(stage.sitbreak.status()["pauses"]) == 1
    return "a pause was chosen in it"


def radio(stage: Stage) -> str:
    return _mark(stage, "Remind me", "After 25 min", 'interval = "25m"')


def check(stage: Stage) -> str:
    return _mark(stage, "Tips about", "Lifting", 'topics = ["posture", "stretch", "moving"]')


def _mark(stage: Stage, submenu: str, label: str, saved: str) -> str:
    stage.start()
    button = _menu_button(stage)
    with stage.menu(button) as menu:
        menu.open(submenu, shows=label)
        menu.keep("menu")
        before = menu.mark(label)
        menu.choose(label)
    until(lambda: saved in stage.sitbreak.settings, f"{saved} is in the settings")
    with stage.menu(button) as menu:
        menu.open(submenu, shows=label)
        assert sight.change(before, menu.mark(label)), "its mark looks as before"
    return "its mark changed, and the setting"


def icon_changes(stage: Stage) -> str:
    stage.start()
    stage.wait_for_icon(*_SITTING)
    for command, name in _STATES:
        stage.sitbreak.do(command)
        stage.wait_for_icon(name)
    return "sitting, paused, on a break"


def tooltip_changes(stage: Stage) -> str:
    stage.start()
    for command, text in (("status", "Sitting"), ("pause 1h", "Paused")):
        stage.sitbreak.do(command)
        until(partial(_tooltip_says, stage, text), f"the tooltip says {text!r}", seconds=2 * BUSY)
    return "sitting, paused"


def _tooltip_says(stage: Stage, text: str) -> bool:
    """Point at the icon; a tooltip vanishes by itself, on a busy computer before it was read."""
    before = stage.rest()
    stage.point(stage.wait_for_icon().box.middle)
    with suppress(AssertionError):
        stage.wait_for_text(text, before, seconds=_AT_ONCE)
        return True
    return False


def host_restarted(stage: Stage) -> str:
    stage.start()
    stage.wait_for_icon()
    stage.remove_host()
    stage.no_icon()
    stage.restore_host()
    stage.wait_for_icon()
    return "the icon is back" + _what_was_off(stage)


def started_before(stage: Stage) -> str:
    stage.stop()
    stage.remove_host()
    stage.start()
    assert stage.icon() is None
    stage.restore_host()
    stage.wait_for_icon()
    return "the icon comes with the panel" + _what_was_off(stage)


def _what_was_off(stage: Stage) -> str:
    return ", after only what shows it was off" if stage.kind.host else ""


def _menu_button(stage: Stage) -> int:
    return 1 if stage.kind.left is Reply.MENU else 3


# --- the desktop -----------------------------------------------------------------------------------


def idle(stage: Stage) -> str:
    film = _film_is_on(stage, stage.kind.film) if stage.kind.film else ""
    stage.start(_AWAY_SOON)
    until(lambda: stage.sitbreak.status()["state"] == "away", "they are away")
    stage.wait_for_icon(IconName.AWAY)
    for touch in range(_TOUCHES):
        stage.point((300 + touch, 300))
        time.sleep(1)
    until(lambda: stage.sitbreak.status()["state"] == "sitting", "they are back")
    return f"away and back{film}, {stage.sitbreak.status()['backends']['idle']}"


_AWAY_SOON = 'away_after = "3s"\n'


def _film_is_on(stage: Stage, film: Part) -> str:
    stage.stop()
    with stage.program(film):
        stage.start(_AWAY_SOON)
        for _ in range(_TOUCHES):
            time.sleep(1)
            assert stage.sitbreak.status()["state"] == "sitting", "they are away during a film"
    return ", not during a film"


def lock(stage: Stage) -> str:
    assert stage.kind.lock is not None
    stage.start()
    stage.run(stage.kind.lock.on)
    until(lambda: stage.sitbreak.status()["state"] == "away", "it is locked")
    stage.run(stage.kind.lock.off)
    until(lambda: stage.sitbreak.status()["state"] == "sitting", "it is unlocked")
    stage.wait_for_icon(*_SITTING)
    return "away while it is locked"


def do_not_disturb(stage: Stage) -> str:
    assert stage.kind.silence is not None
    stage.stop()
    stage.run(stage.kind.silence.on)
    try:
        stage.start(AT_ONCE)
        return _waits_for(stage, "do_not_disturb")
    finally:
        stage.run(stage.kind.silence.off)


def full_screen(stage: Stage) -> str:
    stage.stop()
    of_x11 = {"QT_QPA_PLATFORM": "xcb"} if stage.kind.has_xwayland else {}
    with stage.program(Part((sys.executable, "-m", film.__name__), env=of_x11)):
        until(lambda: _is_filled(film.COLOUR, stage.look()), "the screen is full")
        stage.start(AT_ONCE)
        return _waits_for(stage, "fullscreen") + ", if it is an X11 program's" * bool(of_x11)


def _is_filled(colour: tuple[int, int, int], picture: Image.Image) -> bool:
    """Return whether a picture has this colour, but for traces of what was there before."""
    pixels = picture.width * picture.height
    counts = {found: count for count, found in picture.getcolors(pixels) or []}
    return counts.get(colour, 0) > _MOST_OF_IT * pixels


_MOST_OF_IT = 0.9
"""Some bars stay above a full screen."""


def _waits_for(stage: Stage, reason: str) -> str:
    until(stage.sitbreak.reminder, "it is time")
    until(lambda: stage.sitbreak.reminder() in ("waiting", "due"), "it waits, or does not")
    reminder = stage.sitbreak.status()["reminder"]
    assert reminder["state"] == "waiting", f"it is {reminder['state']}"
    assert reminder["waiting_for"] == [reason]
    return "the reminder waits for its end"


# --- notifications ---------------------------------------------------------------------------------


def reminder_shown(stage: Stage) -> str:
    before, lines = _remind(stage)
    assert sight.says("of sitting", lines)
    stage.keep("reminder", before, [stage.strip])
    return f"{len(lines)} lines"


def answered(stage: Stage) -> str:
    button = stage.kind.click_on_bubble
    if button is None:
        return _answered_by_button(stage)
    if stage.kind.has_buttons_too:
        return f"{_answered_by_button(stage)}; {_answered_by_click(stage, button)}"
    return _answered_by_click(stage, button)


def _answered_by_button(stage: Stage) -> str:
    for _ in range(_TRIES):
        before = _click_snooze(stage)
        with suppress(AssertionError):
            until(lambda: stage.sitbreak.reminder() == "snoozed", "it is snoozed", seconds=_AT_ONCE)
            break
    assert stage.sitbreak.reminder() == "snoozed", f"{_TRIES} clicks on the button did nothing"
    until(lambda: not stage.appeared(before), "the reminder is gone")
    return "a button was clicked, and it is gone"


def _answered_by_click(stage: Stage, button: int) -> str:
    before, lines = _remind(stage)
    stage.click(lines[0].box.middle, button)
    stage.wait_for_text("From the article", before)
    return "a click opens the tip"


def _click_snooze(stage: Stage) -> Image.Image:
    """Wait for a reminder and click its button to snooze; return what was on the screen before."""
    before, lines = _remind(stage)
    if (button := _snooze_button(lines)) is None:
        button = _snooze_button(_unfold(stage, before, lines))
    assert button is not None, "there is no button to snooze"
    stage.click(button.box.middle)
    return before


def _unfold(stage: Stage, before: Image.Image, lines: list[Line]) -> list[Line]:
    """Point at a bubble, which GNOME unfolds then; return what can be read on it."""
    stage.point(lines[0].box.middle)
    return stage.appeared(before)


_TRIES = 3
_AT_ONCE = 5
"""Seconds; on a busy computer a bubble may have gone before it was read and clicked."""


def _snooze_button(lines: list[Line]) -> Line | None:
    return sight.line_like("Snooze 5 min", lines) or sight.line_like("Later", lines)


def replaced(stage: Stage) -> str:
    before, _ = _remind(stage)
    first = stage.sitbreak.status()["tip"]
    stage.sitbreak.do("tip")
    until(lambda: stage.sitbreak.status()["tip"] != first, "there is another tip")
    lines = stage.wait_for_bubble("Time to get up", before)
    times = sum(sight.line_like("Time to get up", [line]) is not None for line in lines)
    assert times == 1, f"{times} notifications"
    return "one notification, another tip"


def withdrawn(stage: Stage) -> str:
    before, _ = _remind(stage)
    stage.sitbreak.do("skip")
    until(lambda: not stage.appeared(before), "the reminder is gone")
    stage.sitbreak.do("break")
    stage.wait_for_bubble("Break until", before)
    stage.sitbreak.do("quit")
    until(lambda: not stage.appeared(before), "a running break is gone when sitbreak quits")
    return "a reminder, and a running break"


def _remind(stage: Stage, settings: str = "") -> tuple[Image.Image, list[Line]]:
    """Wait for a reminder; return what was on the screen before, and what is written on it."""
    before = stage.start(AT_ONCE + settings)
    return before, stage.wait_for_bubble("Time to get up", before)


_OWN_TIP = """
[[tip]]
id = "by-hand"
topic = "lifting"
title = "Knees & <back>"
body = "Bend & straighten."
source = "a test"
"""


def markup(stage: Stage) -> str:
    before = stage.start('topics = ["lifting"]\nlull = "1s"\nrepeat_every = "12s"\n', _OWN_TIP)
    for tip in load_library(None)[0].tips:
        if tip.topic == "lifting":
            stage.sitbreak.do(f"tips hide {tip.id}")
    stage.sitbreak.do("interval 3s")
    lines = stage.wait_for_bubble("Knees & <back>", before)
    assert sight.says("Knees & <back>. Bend & straighten", lines), [line.text for line in lines]
    return "& and < as they are"


def caution(stage: Stage) -> str:
    before, lines = _remind(stage, settings='topics = ["stretch"]\n')
    tip = stage.sitbreak.status()["tip"]
    said = next(it.caution for it in load_library(None)[0].tips if it.id == tip)
    first = said.split(".")[0]
    unfolded = ""
    if not sight.says(first, lines):
        lines, unfolded = _unfold(stage, before, lines), ", with the mouse on it"
    assert sight.says(first, lines), f"{first!r} is not among {[line.text for line in lines]}"
    return f"\N{LEFT DOUBLE QUOTATION MARK}{first}\N{RIGHT DOUBLE QUOTATION MARK} was read{unfolded}"


def daemon_restarted(stage: Stage) -> str:
    daemon = stage.bubbles or stage.panel
    before, _ = _remind(stage)
    daemon.kill()
    until(lambda: not stage.appeared(before), "the reminder went with it")
    daemon.start()
    until(
        lambda: sight.line_like("Time to get up", stage.appeared(before)),
        "the reminder is shown again",
        seconds=2 * BUSY,
        meanwhile=stage.rest,  # GNOME's shell starts with a bubble of its own, until somebody moves
    )
    return "the reminder is shown again"


def no_daemon(stage: Stage) -> str:
    assert stage.bubbles is not None
    stage.start(AT_ONCE)
    stage.bubbles.kill()
    stage.wait_for_icon(IconName.DUE)
    return "the icon says that it is time"


ICON = (
    Check("icon shown", icon_shown),
    Check("left click", left_click),
    Check("right click", right_click),
    Check("submenu", submenu),
    Check("radio button", radio),
    Check("check box", check),
    Check("icon changes with the state", icon_changes),
    Check("tooltip changes with the state", tooltip_changes),
    Check("panel killed and restarted", host_restarted),
    Check("started before the panel", started_before),
)
DESKTOP = (
    Check("idle", idle),
    Check("lock", lock),
    Check("do-not-disturb", do_not_disturb),
    Check("full screen", full_screen),
)
NOTIFICATIONS = (
    Check("reminder shown", reminder_shown),
    Check("button or click", answered),
    Check("replaced in place", replaced),
    Check("withdrawn", withdrawn),
    Check("markup", markup),
    Check("caution readable", caution),
    Check("daemon killed and restarted", daemon_restarted),
    Check("no daemon at all", no_daemon),
)
ALL = ICON + DESKTOP + NOTIFICATIONS
