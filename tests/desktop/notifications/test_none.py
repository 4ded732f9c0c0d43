"""Notifications where plyer is not installed."""

import pytest

from sitbreak.core.inputs import Input, NotificationFailed, Shown
from sitbreak.desktop.notifications.none import notifications_or_none
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import REMINDER
from tests.fakes import FakeNotifications


def test_without_plyer_every_bubble_is_reported_as_failed(
    monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    monkeypatch.setattr("sitbreak.desktop.notifications.none.find_spec", lambda _name: None)
    posted: list[Input] = []
    notifications = notifications_or_none(posted.append, FakeNotifications)
    notifications.show(REMINDER)
    notifications.show(REMINDER)
    notifications.withdraw()
    notifications.close()
    assert notifications.name == "none"
    assert posted == [NotificationFailed(Shown.REMINDER)] * 2
    assert logged() == ["no notifications: plyer is not installed"]
