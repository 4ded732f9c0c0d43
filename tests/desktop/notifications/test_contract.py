"""What every implementation of the Notifications port promises, buttons aside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import pytest
from plyer.facades import Notification

from sitbreak.core.inputs import NotificationFailed
from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications
from sitbreak.desktop.notifications.native import NativeNotifications, present_with
from sitbreak.ports import Notifications
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import REMINDER, TIP
from tests.desktop.notifications.server import Loop, Server
from tests.rig.servers import SessionBus
from tests.until import until


class Stage(Protocol):
    """An implementation with a screen that can be looked at and broken."""

    notifications: Notifications

    def titles(self) -> list[str]:
        """Every title that has come to the screen, in order."""

    def break_down(self) -> None:
        """From now on nothing can be shown."""

    def mend(self) -> None:
        """From now on it can again."""

    def until(self, condition: Callable[[], object]) -> None:
        """Let time pass until the condition holds."""


class FreedesktopStage:
    def __init__(self, session_bus: SessionBus, loop: Loop) -> None:
        self._session_bus, self._loop = session_bus, loop
        self._servers = [Server(session_bus, loop)]
        self.until = loop.until
        self.notifications: Notifications = FreedesktopNotifications(
            loop.connect(session_bus), loop.posted.append
        )

    def titles(self) -> list[str]:
        self._loop.settle()
        return [bubble.summary for server in self._servers for bubble in server.notified]

    def break_down(self) -> None:
        self._servers[-1].quit()

    def mend(self) -> None:
        self._servers.append(Server(self._session_bus, self._loop))


@dataclass
class FakePlyer(Notification):
    """A plyer implementation that remembers, or fails as some do."""

    titles: list[str] = field(default_factory=list)
    is_broken: bool = False

    def _notify(self, **fields: Any) -> None:
        if self.is_broken:
            super()._notify(**fields)
        self.titles.append(fields["title"])


class NativeStage:
    def __init__(self, loop: Loop) -> None:
        self._plyer = FakePlyer()
        self.notifications: Notifications = NativeNotifications(
            loop.posted.append, lambda: present_with(self._plyer, None)
        )

    def titles(self) -> list[str]:
        return self._plyer.titles

    def break_down(self) -> None:
        self._plyer.is_broken = True

    def mend(self) -> None:
        self._plyer.is_broken = False

    def until(self, condition: Callable[[], object]) -> None:
        until(condition, "it comes to pass", 5)


@pytest.fixture(params=["freedesktop", "plyer"])
def stage(request: pytest.FixtureRequest, loop: Loop) -> Iterator[Stage]:
    made: Stage
    if request.param == "freedesktop":
        made = FreedesktopStage(request.getfixturevalue("session_bus"), loop)
    else:
        made = NativeStage(loop)
    assert made.notifications.name == request.param
    yield made
    made.notifications.close()


def test_a_bubble_comes_to_the_screen_without_a_word(stage: Stage, loop: Loop, logged: Logged) -> None:
    stage.notifications.show(REMINDER)
    stage.until(lambda: stage.titles() == [REMINDER.title])
    assert loop.posted == []
    assert logged() == []


def test_of_several_bubbles_the_last_one_stays(stage: Stage) -> None:
    for bubble in (REMINDER, TIP, REMINDER, TIP):
        stage.notifications.show(bubble)
    stage.until(lambda: stage.titles()[-1:] == [TIP.title])
    assert len(stage.titles()) < 4


def test_each_bubble_that_cannot_be_shown_is_reported_and_the_reason_is_told_once(
    stage: Stage, loop: Loop, logged: Logged
) -> None:
    stage.break_down()
    for number, bubble in enumerate((REMINDER, TIP, TIP), start=1):
        stage.notifications.show(bubble)
        stage.until(lambda: len(loop.posted) >= number)  # noqa: B023 - called before the next round
    assert loop.posted == [NotificationFailed(bubble.shown) for bubble in (REMINDER, TIP, TIP)]
    assert len(logged()) == 1


def test_what_is_mended_works_again_and_is_told_again_when_it_breaks_again(
    stage: Stage, loop: Loop, logged: Logged
) -> None:
    stage.break_down()
    stage.notifications.show(REMINDER)
    stage.until(lambda: loop.posted)
    stage.mend()
    stage.notifications.show(TIP)
    stage.until(lambda: TIP.title in stage.titles())
    stage.break_down()
    stage.notifications.show(REMINDER)
    stage.until(lambda: len(loop.posted) == 2)
    assert len(logged()) == 2


def test_withdrawing_and_closing_can_be_done_at_any_time(stage: Stage, loop: Loop) -> None:
    stage.notifications.withdraw()
    stage.notifications.show(REMINDER)
    stage.until(lambda: stage.titles() == [REMINDER.title])
    stage.notifications.withdraw()
    stage.notifications.withdraw()
    stage.notifications.close()
    stage.notifications.close()
    assert loop.posted == []
