"""What all notifications promise, buttons aside: the real ones, the ones that show nothing, and the fake."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Protocol

import pytest
from plyer.facades import Notification

from sitbreak.core.inputs import NotificationFailed
from sitbreak.desktop.notifications.native import NativeNotifications, PlyerScreen
from sitbreak.desktop.null import notifications_or_none
from sitbreak.ports import Notifications
from tests.conftest import Logged
from tests.desktop.frameworks import Frameworks
from tests.desktop.notifications.bubbles import REMINDER, TIP, buttons_aside
from tests.desktop.notifications.server import Server
from tests.desktop.services import InboxLoop
from tests.fakes import FakeNotifications
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

REAL = ["freedesktop", "plyer", "macos"]


class Stage(Protocol):
    """Notifications whose screen can be looked at and broken."""

    notifications: Notifications

    def titles(self) -> list[str]:
        """Return the titles that have been on the screen, in order."""

    def busy(self) -> AbstractContextManager[None]:
        """Show nothing new in the meantime."""

    def break_down(self) -> None:
        """Make every attempt fail from now on."""

    def repair(self) -> None:
        """Make every attempt succeed again."""

    def until(self, condition: Callable[[], object]) -> object:
        """Let time pass until the condition holds."""


class FreedesktopStage:
    def __init__(self, session_bus: SessionBus, loop: InboxLoop) -> None:
        from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications

        self._session_bus, self._loop = session_bus, loop
        self._servers = [Server(session_bus, loop)]
        self.until = loop.until
        self.busy = nullcontext  # nothing is shown before the loop runs
        bus = loop.connect(session_bus)
        self.notifications: Notifications = FreedesktopNotifications(bus, loop.posted.append)

    def titles(self) -> list[str]:
        self._loop.settle()
        return [bubble.summary for server in self._servers for bubble in server.notified]

    def break_down(self) -> None:
        self._servers[-1].quit()

    def repair(self) -> None:
        self._servers.append(Server(self._session_bus, self._loop))


@dataclass
class FakePlyer(Notification):
    """A plyer implementation that records its titles, or fails as some do."""

    titles: list[str] = field(default_factory=list)
    is_broken: bool = False
    is_free: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.is_free.set()

    def _notify(self, **fields: Any) -> None:
        self.is_free.wait(BUSY)
        if self.is_broken:
            super()._notify(**fields)
        self.titles.append(fields["title"])


class NativeStage:
    def __init__(self, loop: InboxLoop) -> None:
        self._plyer = FakePlyer()
        self.notifications: Notifications = NativeNotifications(
            buttons_aside(loop.posted.append), lambda: PlyerScreen(self._plyer, None)
        )

    def titles(self) -> list[str]:
        return self._plyer.titles

    @contextmanager
    def busy(self) -> Iterator[None]:
        self._plyer.is_free.clear()
        yield
        self._plyer.is_free.set()

    def break_down(self) -> None:
        self._plyer.is_broken = True

    def repair(self) -> None:
        self._plyer.is_broken = False

    def until(self, condition: Callable[[], object]) -> None:
        until(condition)


class MacStage:
    """The Notification Centre, of which the frameworks are faked."""

    def __init__(self, frameworks: Frameworks, loop: InboxLoop) -> None:
        from sitbreak.desktop.notifications.macos import macos_screen

        self._centre = frameworks.notifications
        self.notifications: Notifications = NativeNotifications(
            loop.posted.append, lambda: macos_screen(loop.posted.append), "macos"
        )

    def titles(self) -> list[str]:
        return self._centre.titles

    @contextmanager
    def busy(self) -> Iterator[None]:
        self._centre.free.clear()
        yield
        self._centre.free.set()

    def break_down(self) -> None:
        self._centre.problem = "Notifications are not allowed for this application"

    def repair(self) -> None:
        self._centre.problem = None

    def until(self, condition: Callable[[], object]) -> None:
        until(condition)


class FakeStage:
    """The fake, whose screen holds one bubble and never breaks."""

    def __init__(self) -> None:
        self._fake = FakeNotifications()
        self.notifications: Notifications = self._fake
        self.break_down = self.repair = pytest.fail
        self.busy = nullcontext

    def titles(self) -> list[str]:
        return [self._fake.on_screen.title] if self._fake.on_screen else []

    def until(self, condition: Callable[[], object]) -> None:
        assert condition()


def _make_stage(request: pytest.FixtureRequest, loop: InboxLoop) -> Stage:
    match request.param:
        case "freedesktop":
            if sys.platform != "linux":
                pytest.skip("the D-Bus library is installed on Linux only")
            return FreedesktopStage(request.getfixturevalue("session_bus"), loop)
        case "plyer":
            return NativeStage(loop)
        case "macos":
            return MacStage(request.getfixturevalue("frameworks"), loop)
        case _:
            return FakeStage()


@pytest.fixture
def stage(request: pytest.FixtureRequest, loop: InboxLoop) -> Iterator[Stage]:
    stage = _make_stage(request, loop)
    assert stage.notifications.name == request.param
    yield stage
    stage.notifications.close()


@pytest.mark.parametrize("stage", [*REAL, "fake"], indirect=True)
def test_a_bubble_is_shown_and_nothing_is_logged(stage: Stage, loop: InboxLoop, logged: Logged) -> None:
    stage.notifications.show(REMINDER)
    stage.until(lambda: stage.titles() == [REMINDER.title])
    assert loop.posted == []
    assert logged() == []


@pytest.mark.parametrize("stage", [*REAL, "fake"], indirect=True)
def test_of_several_bubbles_the_last_one_stays(stage: Stage) -> None:
    with stage.busy():
        for bubble in (REMINDER, TIP, REMINDER, TIP):
            stage.notifications.show(bubble)
    stage.until(lambda: stage.titles()[-1:] == [TIP.title])
    assert len(stage.titles()) < 4


@pytest.mark.parametrize("stage", REAL, indirect=True)
def test_each_failed_bubble_is_reported_and_the_reason_logged_once(
    stage: Stage, loop: InboxLoop, logged: Logged
) -> None:
    stage.break_down()
    bubbles = [REMINDER, TIP, TIP]
    while bubbles:
        stage.notifications.show(bubbles.pop(0))
        stage.until(lambda: len(loop.posted) + len(bubbles) == 3)
    assert loop.posted == [NotificationFailed(bubble.shown) for bubble in (REMINDER, TIP, TIP)]
    assert len(logged()) == 1
    assert stage.notifications.problem in logged()[0]

    stage.repair()
    stage.notifications.show(REMINDER)
    stage.until(lambda: stage.notifications.problem == "")
    assert stage.titles() == [REMINDER.title]


@pytest.mark.parametrize("stage", [*REAL, "fake"], indirect=True)
def test_withdraw_and_close_work_at_any_time(stage: Stage, loop: InboxLoop) -> None:
    stage.notifications.withdraw()
    stage.notifications.show(REMINDER)
    stage.until(lambda: stage.titles() == [REMINDER.title])
    stage.notifications.withdraw()
    stage.notifications.withdraw()
    stage.notifications.close()
    stage.notifications.close()
    assert loop.posted == []


def test_without_plyer_each_bubble_fails_and_the_reason_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, loop: InboxLoop, logged: Logged
) -> None:
    monkeypatch.setattr("sitbreak.desktop.null.find_spec", lambda _name: None)
    notifications = notifications_or_none(loop.posted.append, FakeNotifications)
    notifications.show(REMINDER)
    notifications.show(REMINDER)
    notifications.withdraw()
    notifications.close()
    assert notifications.problem == "plyer is not installed"
    assert loop.posted == [NotificationFailed(REMINDER.shown)] * 2
    assert logged() == ["no notifications: plyer is not installed"]
