"""Which notifications a computer gets."""

import pytest

from sitbreak.core.inputs import Input, NotificationFailed, Shown
from sitbreak.desktop.notifications.choose import choose
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import REMINDER
from tests.desktop.services import Turns
from tests.rig.servers import SessionBus


def test_a_session_bus_is_spoken_to_directly(session_bus: SessionBus, turns: Turns) -> None:
    assert choose(turns.connect(session_bus), turns.posted.append).name == "freedesktop"


def test_without_a_bus_plyer_itself_is_used() -> None:
    assert choose(None, list[Input]().append).name == "plyer"


def test_without_plyer_every_bubble_is_reported_and_the_reason_told_once(
    monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    monkeypatch.setattr("sitbreak.desktop.notifications.choose.find_spec", lambda _name: None)
    posted: list[Input] = []
    notifications = choose(None, posted.append)
    notifications.show(REMINDER)
    notifications.show(REMINDER)
    notifications.withdraw()
    notifications.close()
    assert notifications.name == "none"
    assert posted == [NotificationFailed(Shown.REMINDER)] * 2
    assert logged() == ["no notifications: plyer is not installed"]
