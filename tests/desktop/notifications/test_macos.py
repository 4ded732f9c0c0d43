"""Notifications on macOS: what the Notification Centre is asked, and osascript where there is none."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import (
    ButtonsLookedFor,
    Input,
    NotificationFailed,
    ShowHow,
    Shown,
    SitbreakUsed,
    StartBreak,
)
from sitbreak.desktop.notifications import macos
from sitbreak.desktop.notifications.macos import NotificationCentre, macos_screen
from sitbreak.desktop.notifications.native import NativeNotifications, Screen
from tests.conftest import Logged
from tests.desktop.frameworks import Frameworks
from tests.desktop.notifications.bubbles import BREAK, REMINDER, STANDING, TIP
from tests.until import until

ITSELF = "the notification itself"


@pytest.fixture
def posted() -> list[Input]:
    return []


@pytest.fixture
def centre(frameworks: Frameworks, posted: list[Input]) -> Screen:
    assert frameworks.bundle
    screen = macos_screen(posted.append)
    assert isinstance(screen, NotificationCentre)
    return screen


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "_FOR_PERMISSION", 0.1)


def test_a_reminder_has_its_texts_and_its_buttons(frameworks: Frameworks, centre: Screen) -> None:
    centre.present(REMINDER)
    content, buttons = frameworks.notifications.on_screen()
    content.setTitle_.assert_called_once_with(REMINDER.title)
    content.setBody_.assert_called_once_with(REMINDER.body)
    content.setSound_.assert_called_once()
    assert [label for _, label in buttons] == ["Start break", "Snooze 5 min", "Show me how"]


@pytest.mark.parametrize("bubble", [BREAK, STANDING])
def test_what_is_to_be_quiet_has_no_sound(frameworks: Frameworks, centre: Screen, bubble: Bubble) -> None:
    centre.present(bubble)
    content, _ = frameworks.notifications.on_screen()
    content.setSound_.assert_not_called()


def test_the_next_one_takes_the_place_and_removing_empties_it(frameworks: Frameworks, centre: Screen) -> None:
    centre.present(REMINDER)
    centre.present(TIP)
    content, _ = frameworks.notifications.on_screen()
    content.setTitle_.assert_called_once_with(TIP.title)
    centre.remove()
    assert frameworks.notifications.shown == {}


def test_a_click_posts_the_wish_of_its_button(
    frameworks: Frameworks, centre: Screen, posted: list[Input]
) -> None:
    centre.present(REMINDER)
    _, [(start_break, _), *_] = frameworks.notifications.on_screen()
    for clicked in (start_break, ITSELF, "something else"):
        frameworks.notifications.click(clicked)
    assert posted == [StartBreak(), ShowHow("hamstring"), SitbreakUsed()]


def test_a_click_on_one_that_was_replaced_only_proves_use(
    frameworks: Frameworks, centre: Screen, posted: list[Input]
) -> None:
    centre.present(REMINDER)
    _, [(start_break, _), *_] = frameworks.notifications.on_screen()
    centre.present(STANDING)
    for clicked in (start_break, ITSELF):
        frameworks.notifications.click(clicked)
    assert posted == [SitbreakUsed()] * 2


def test_one_that_the_person_forbids_fails_and_is_not_shown_in_another_way(
    frameworks: Frameworks, posted: list[Input], logged: Logged
) -> None:
    frameworks.notifications.permission = False
    notifications = NativeNotifications(posted.append, lambda: macos_screen(posted.append))
    notifications.show(REMINDER)
    until(lambda: posted, "the failure is reported")
    assert posted == [NotificationFailed(Shown.REMINDER)]
    assert notifications.name == "notification-centre"
    assert "do not allow" in notifications.problem
    assert len(logged()) == 1

    frameworks.notifications.permission = True
    notifications.show(REMINDER)
    until(lambda: frameworks.notifications.titles, "the person has changed their mind")


@pytest.mark.usefixtures("impatient")
def test_one_that_nobody_has_allowed_yet_fails_until_somebody_does(
    frameworks: Frameworks, posted: list[Input]
) -> None:
    frameworks.notifications.permission = None
    centre = macos_screen(posted.append)
    with pytest.raises(OSError, match="nobody has allowed"):
        centre.present(REMINDER)
    frameworks.notifications.permission = True
    centre.present(REMINDER)
    assert frameworks.notifications.titles == [REMINDER.title]


def without_bundle(frameworks: Frameworks) -> None:
    frameworks.bundle = None


def unsigned(frameworks: Frameworks) -> None:
    frameworks.notifications.may_ask = False


def without_the_framework(_frameworks: Frameworks) -> None:
    sys.modules["UserNotifications"] = None  # type: ignore[assignment]


@pytest.mark.parametrize("lack", [without_bundle, unsigned, without_the_framework])
def test_a_python_that_may_not_ask_uses_osascript(
    frameworks: Frameworks,
    posted: list[Input],
    lack: Callable[[Frameworks], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(macos, "run_briefly", commands.append)
    lack(frameworks)
    notifications = NativeNotifications(posted.append, lambda: macos_screen(posted.append))
    notifications.show(REMINDER)
    until(lambda: commands, "it is shown")
    assert notifications.name == "osascript"
    assert posted == [ButtonsLookedFor(drawn=False)]
    assert commands == [
        ["/usr/bin/osascript", "-e", f'display notification "{REMINDER.body}" with title "{REMINDER.title}"']
    ]


def test_a_text_is_a_literal_of_applescript_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(macos, "run_briefly", commands.append)
    macos.Osascript().notify('" & (do shell script "id") & "', "C:\\now\nthen")
    [[*_, script]] = commands
    assert script == (
        'display notification "C:\\\\now\nthen" with title "\\" & (do shell script \\"id\\") & \\""'
    )


@pytest.mark.skipif(sys.platform != "darwin", reason="only macOS has it")
def test_the_real_osascript_is_there() -> None:
    assert Path("/usr/bin/osascript").exists()
