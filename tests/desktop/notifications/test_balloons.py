"""Balloons on our own icon: what the icon is given, and what a click means."""

from collections.abc import Callable

import pytest

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import Input, SetAutostart, ShowHow, Shown, SitbreakUsed
from sitbreak.desktop.notifications.balloons import Balloons
from tests.desktop.notifications.bubbles import BREAK, REMINDER, STANDING, TIP


class FakeIcon:
    """An icon that shows balloons, with the limits of Windows."""

    def __init__(self) -> None:
        self.on_balloon_click: Callable[[], None] = lambda: None
        self.balloons: list[tuple[str, str, bool]] = []

    def show_balloon(self, title: str, body: str, *, quiet: bool) -> None:
        for text, units in ((title, 64), (body, 256)):
            if len(text.encode("utf-16-le")) // 2 >= units:
                raise ValueError("string too long")
        self.balloons.append((title, body, quiet))


@pytest.fixture
def icon() -> FakeIcon:
    return FakeIcon()


def test_a_balloon_has_title_and_body_and_replaces_the_one_before(icon: FakeIcon) -> None:
    balloons = Balloons(icon, list[Input]().append)
    balloons.present(REMINDER)
    balloons.present(TIP)
    balloons.remove()
    assert icon.balloons == [
        (REMINDER.title, REMINDER.body, False),
        (TIP.title, TIP.body, False),
        ("", "", True),
    ]


@pytest.mark.parametrize("bubble", [BREAK, STANDING])
def test_what_is_quiet_makes_no_sound(icon: FakeIcon, bubble: Bubble) -> None:
    Balloons(icon, list[Input]().append).present(bubble)
    [(_, _, quiet)] = icon.balloons
    assert quiet


def test_a_title_alone_is_shown_as_the_body_which_windows_requires(icon: FakeIcon) -> None:
    Balloons(icon, list[Input]().append).present(Bubble(Shown.BREAK, "Break until 16:44", ""))
    assert icon.balloons == [("", "Break until 16:44", False)]


def test_a_click_opens_what_a_button_would_open(icon: FakeIcon) -> None:
    posted: list[Input] = []
    balloons = Balloons(icon, posted.append)
    balloons.present(REMINDER)
    icon.on_balloon_click()
    balloons.present(TIP)
    icon.on_balloon_click()
    assert posted == [ShowHow("hamstring"), ShowHow("lift")]


@pytest.mark.parametrize("bubble", [STANDING, None])
def test_a_click_on_what_opens_nothing_only_proves_use(icon: FakeIcon, bubble: Bubble | None) -> None:
    posted: list[Input] = []
    balloons = Balloons(icon, posted.append)
    balloons.present(bubble or TIP)
    if bubble is None:
        balloons.remove()
    icon.on_balloon_click()
    assert posted == [SitbreakUsed()]


def test_a_click_never_changes_a_setting(icon: FakeIcon) -> None:
    posted: list[Input] = []
    Balloons(icon, posted.append).present(
        Bubble(Shown.INTRODUCTION, "sitbreak is in your tray", "", (Button("", SetAutostart(on=True)),))
    )
    icon.on_balloon_click()
    assert posted == [SitbreakUsed()]


def test_texts_too_long_for_a_balloon_are_cut_after_a_word(icon: FakeIcon) -> None:
    balloons = Balloons(icon, list[Input]().append)
    balloons.present(Bubble(Shown.TIP, "\N{SLIGHTLY SMILING FACE} " * 40, "stretch " * 40))
    [(title, body, _)] = icon.balloons
    assert title == " ".join(["\N{SLIGHTLY SMILING FACE}"] * 21) + "…"
    assert body == " ".join(["stretch"] * 31) + "…"
