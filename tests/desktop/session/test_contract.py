"""What all sessions promise: those of Linux, Windows and macOS, over simulated systems."""

import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from sitbreak.core.inputs import FellAsleep, Input, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.ports import Session
from sitbreak.wires.macos import MacApi
from sitbreak.wires.windows import WindowsApi
from tests.desktop.frameworks import Frameworks
from tests.desktop.idle.fake_macos import LOCKED, FakeMacOS
from tests.desktop.idle.fake_windows import FakeWindows
from tests.desktop.services import InboxLoop
from tests.until import until


@dataclass
class Stage:
    """A computer on which a session is watched."""

    posted: list[Input]
    open: Callable[[], Session]
    lock: Callable[[], object]
    unlock: Callable[[], object]
    fall_asleep: Callable[[], object]
    wake_up: Callable[[], object]
    start_locked: Callable[[], object]
    settle: Callable[[], object]

    def until_posted(self, *expected: Input) -> None:
        def is_posted() -> bool:
            self.settle()
            return len(self.posted) >= len(expected)

        until(is_posted)
        assert self.posted == list(expected)


def linux_stage(request: pytest.FixtureRequest) -> Stage:
    if sys.platform != "linux":
        pytest.skip("D-Bus")
    from sitbreak.desktop.session.linux import LinuxSession
    from tests.desktop.session import test_session

    request.getfixturevalue("monkeypatch").setenv("XDG_SESSION_ID", "2")
    bus, loop = request.getfixturevalue("session_bus"), InboxLoop()
    request.addfinalizer(loop.close)
    managers: list[test_session.Manager] = []

    def manager(*, locked: bool = False) -> test_session.Manager:
        if not managers:
            managers.append(test_session.Manager(loop, bus, locked=locked))
        return managers[0]

    def open_session() -> Session:
        manager()
        session = LinuxSession(None, loop.connect(bus), loop.posted.append)
        loop.settle()
        return session

    return Stage(
        loop.posted,
        open_session,
        lock=lambda: manager().hint(test_session.OURS, LockedHint=True),
        unlock=lambda: manager().hint(test_session.OURS, LockedHint=False),
        fall_asleep=lambda: manager().fall_asleep(),
        wake_up=lambda: manager().wake_up(),
        start_locked=lambda: manager(locked=True),
        settle=loop.settle,
    )


def windows_stage(_request: pytest.FixtureRequest) -> Stage:
    from sitbreak.desktop.session.windows import WindowsSession

    windows, posted = FakeWindows(), list[Input]()
    lock, unlock, suspend, resume = 7, 8, 4, 18

    def change_power(change: int) -> None:
        if windows.power is not None:
            windows.power(change)

    return Stage(
        posted,
        lambda: WindowsSession(posted.append, lambda: None, WindowsApi(windows.load)),
        lock=lambda: windows.change_session(lock),
        unlock=lambda: windows.change_session(unlock),
        fall_asleep=lambda: change_power(suspend),
        wake_up=lambda: change_power(resume),
        start_locked=lambda: setattr(windows, "flags", 0),
        settle=lambda: None,
    )


def macos_stage(request: pytest.FixtureRequest) -> Stage:
    frameworks: Frameworks = request.getfixturevalue("frameworks")
    module = importlib.import_module("sitbreak.desktop.session.macos")
    mac, posted = FakeMacOS(), list[Input]()

    def open_session() -> Session:
        session: Session = module.MacSession(posted.append, lambda: None, MacApi(mac.load))
        frameworks.settle()
        return session

    return Stage(
        posted,
        open_session,
        lock=lambda: frameworks.between_programs.send("com.apple.screenIsLocked"),
        unlock=lambda: frameworks.between_programs.send("com.apple.screenIsUnlocked"),
        fall_asleep=lambda: frameworks.workspace.send("NSWorkspaceWillSleepNotification"),
        wake_up=lambda: frameworks.workspace.send("NSWorkspaceDidWakeNotification"),
        start_locked=lambda: setattr(mac, "session", LOCKED),
        settle=frameworks.settle,
    )


@pytest.fixture(params=[linux_stage, windows_stage, macos_stage], ids=["linux", "windows", "macos"])
def stage(request: pytest.FixtureRequest) -> Stage:
    stage: Stage = request.param(request)
    return stage


@pytest.fixture
def session(stage: Stage) -> Iterator[Session]:
    session = stage.open()
    yield session
    session.close()


@pytest.mark.usefixtures("session")
def test_each_lock_and_unlock_is_posted_once(stage: Stage) -> None:
    for _ in range(2):
        stage.lock()
    stage.unlock()
    stage.until_posted(ScreenLocked(), ScreenUnlocked())


@pytest.mark.usefixtures("session")
def test_a_sleep_and_its_end_are_posted(stage: Stage) -> None:
    stage.fall_asleep()
    stage.wake_up()
    stage.until_posted(FellAsleep(), Ticked())


def test_a_screen_locked_at_the_start_is_posted(stage: Stage) -> None:
    stage.start_locked()
    session = stage.open()
    stage.until_posted(ScreenLocked())
    stage.unlock()
    stage.until_posted(ScreenLocked(), ScreenUnlocked())
    session.close()


def test_each_names_what_reports_locks_and_sleeps(session: Session) -> None:
    used = {finding.what for finding in session.findings() if finding.used != "none"}
    assert used == {"lock", "sleep"}


def test_after_closing_nothing_is_posted(stage: Stage) -> None:
    session = stage.open()
    session.close()
    session.close()
    stage.settle()
    stage.lock()
    stage.fall_asleep()
    stage.settle()
    assert stage.posted == []
