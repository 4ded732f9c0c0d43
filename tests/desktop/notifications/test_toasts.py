"""Toasts: the text that Windows gets, what a click means, and that balloons take over without WinRT."""

import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import cast
from xml.etree import ElementTree as ET

import pytest

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import Input, ShowHow, Shown, SitbreakUsed, Snooze, StartBreak
from sitbreak.desktop.notifications.toasts import Toasts, click, payload
from tests.desktop.notifications.bubbles import BREAK, REMINDER, STANDING, TIP


def test_a_reminder_has_its_texts_its_picture_and_three_buttons() -> None:
    picture = cast("Path", PureWindowsPath(r"C:\Program Files\sitbreak\ä.png"))
    assert payload(REMINDER, picture) == (
        '<toast launch="click">'
        '<visual><binding template="ToastGeneric">'
        "<text>Time to get up – 25 minutes of sitting</text>"
        "<text>Stand up &amp; stretch: &lt;slowly&gt;, knees bent.</text>"
        '<image placement="appLogoOverride" src="file:///C:/Program%20Files/sitbreak/%C3%A4.png"/>'
        "</binding></visual><actions>"
        '<action content="Start break" arguments="0" activationType="foreground"/>'
        '<action content="Snooze 5 min" arguments="1" activationType="foreground"/>'
        '<action content="Show me how" arguments="2" activationType="foreground"/>'
        "</actions></toast>"
    )


def test_a_break_stays_on_the_screen_without_a_sound() -> None:
    toast = ET.fromstring(payload(BREAK, None))
    assert toast.get("scenario") == "reminder"
    assert toast.find("audio[@silent='true']") is not None
    assert [text.text for text in toast.iter("text")] == [BREAK.title, BREAK.body]


def test_without_a_button_windows_would_ignore_the_scenario() -> None:
    assert "scenario" not in payload(Bubble(Shown.BREAK, "Break until 16:44", "", lasts=True), None)


@pytest.mark.parametrize("bubble", [REMINDER, TIP])
def test_a_reminder_sounds_as_the_person_has_chosen(bubble: Bubble) -> None:
    assert "audio" not in payload(bubble, None)


@pytest.mark.parametrize("text", ["a\0b", "\x1b[31m", "\ud800", "\"'<>&", "\N{SLIGHTLY SMILING FACE}"])
def test_every_text_makes_xml_that_can_be_read(text: str) -> None:
    ET.fromstring(payload(Bubble(Shown.TIP, text, text), None).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("arguments", "wish"),
    [("0", StartBreak()), ("1", Snooze()), ("2", ShowHow("hamstring")), ("click", ShowHow("hamstring"))],
)
def test_a_click_posts_the_wish_of_its_button(arguments: str, wish: Input) -> None:
    posted: list[Input] = []
    click(REMINDER.buttons, arguments, posted.append)
    assert posted == [wish]


def test_a_click_on_what_opens_nothing_only_proves_use() -> None:
    posted: list[Input] = []
    click(STANDING.buttons, "click", posted.append)
    click((), "7", posted.append)
    assert posted == [SitbreakUsed()] * 2


LOADED = """
import sys
from sitbreak.desktop.notifications import winrt_parts
assert winrt_parts.load().ToastNotificationManager
print(sorted({"asyncio", "ssl", "winrt"} & set(sys.modules)))
"""


@pytest.mark.skipif(sys.platform != "win32", reason="the packages are for Windows")
def test_winrt_brings_no_asyncio() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("['winrt']", "")


@pytest.mark.skipif(sys.platform == "win32", reason="the packages are installed on Windows")
def test_without_the_packages_there_are_no_toasts() -> None:
    with pytest.raises(ImportError):
        Toasts("sitbreak", None, list[Input]().append)
