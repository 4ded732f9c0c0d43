"""What only macOS does: other people's sessions, a log-off that Python does not notice, no session."""

import importlib
import threading
from collections.abc import Callable

import pytest

from sitbreak.core.inputs import Input, ScreenLocked, ScreenUnlocked
from sitbreak.ports import Session
from sitbreak.wires.macos import MacApi
from tests.desktop.frameworks import WILL_TERMINATE, Frameworks
from tests.desktop.idle.fake_macos import LOCKED, FakeMacOS
from tests.until import BUSY

AWAY, BACK = "NSWorkspaceSessionDidResignActiveNotification", "NSWorkspaceSessionDidBecomeActiveNotification"


class Mac:
    """A Mac on which a session is watched."""

    def __init__(self, frameworks: Frameworks, on_over: Callable[[], None] = lambda: None) -> None:
        self.posted: list[Input] = []
        self.api = FakeMacOS()
        module = importlib.import_module("sitbreak.desktop.session.macos")
        self.session: Session = module.MacSession(self.posted.append, on_over, MacApi(self.api.load))
        frameworks.settle()


def test_another_persons_session_on_the_screen_is_a_lock(frameworks: Frameworks) -> None:
    mac = Mac(frameworks)
    frameworks.workspace.send(AWAY)
    frameworks.between_programs.send("com.apple.screenIsLocked")
    assert mac.posted == [ScreenLocked()]
    frameworks.workspace.send(BACK)
    assert mac.posted == [ScreenLocked(), ScreenUnlocked()], "the password at the login window unlocks it"


def test_a_session_that_comes_back_locked_stays_locked(frameworks: Frameworks) -> None:
    mac = Mac(frameworks)
    frameworks.workspace.send(AWAY)
    mac.api.session = LOCKED
    frameworks.workspace.send(BACK)
    assert mac.posted == [ScreenLocked()]
    frameworks.between_programs.send("com.apple.screenIsUnlocked")
    assert mac.posted == [ScreenLocked(), ScreenUnlocked()]


def test_a_lock_before_anybody_listened_is_not_missed(frameworks: Frameworks) -> None:
    posted: list[Input] = []
    api = FakeMacOS()
    module = importlib.import_module("sitbreak.desktop.session.macos")
    module.MacSession(posted.append, lambda: None, MacApi(api.load))
    api.session = LOCKED
    frameworks.settle()
    assert posted == [ScreenLocked()]


def test_the_end_of_the_session_waits_until_everything_is_saved(frameworks: Frameworks) -> None:
    over = threading.Event()
    mac = Mac(frameworks, over.set)
    ending = threading.Thread(target=frameworks.inside.send, args=(WILL_TERMINATE,))
    ending.start()
    assert over.wait(BUSY)
    assert ending.is_alive(), "not everything is saved yet"
    mac.session.close()
    ending.join(BUSY)
    assert not ending.is_alive()


def test_over_ssh_there_is_no_session(frameworks: Frameworks) -> None:
    api = FakeMacOS()
    api.session = None
    module = importlib.import_module("sitbreak.desktop.session.macos")
    with pytest.raises(OSError, match="no graphical session"):
        module.MacSession(list[Input]().append, lambda: None, MacApi(api.load))
    assert frameworks.application.main.empty(), "AppKit is left alone"
