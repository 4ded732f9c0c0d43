"""Whether Windows is locked and when it sleeps: a real thread, a simulated Windows."""

import queue
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import FellAsleep, Input, LockSourceLost, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.desktop.session.windows import WindowsSession
from sitbreak.wires.windows import WindowsApi
from tests.desktop.idle.fake_windows import FakeWindows
from tests.until import BUSY, until

LOCK, UNLOCK, REMOTE_CONTROL = 7, 8, 9
SUSPEND, RESUME_BY_USER, POWER_STATUS, RESUME = 4, 7, 10, 18

Open = Callable[[], WindowsSession]


class Inbox:
    """What was posted, from whatever thread."""

    def __init__(self) -> None:
        self._inputs: queue.Queue[Input] = queue.Queue()
        self.post = self._inputs.put

    def next(self) -> Input:
        return self._inputs.get(timeout=BUSY)

    def is_empty(self) -> bool:
        return self._inputs.empty()


@pytest.fixture
def windows() -> FakeWindows:
    return FakeWindows()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def over() -> threading.Event:
    """Set when the session has ended."""
    return threading.Event()


@pytest.fixture
def open_session(windows: FakeWindows, inbox: Inbox, over: threading.Event) -> Iterator[Open]:
    sessions: list[WindowsSession] = []

    def open_session() -> WindowsSession:
        sessions.append(WindowsSession(inbox.post, over.set, WindowsApi(windows.load)))
        return sessions[-1]

    yield open_session
    for session in sessions:
        session.close()
        assert not session._thread.is_alive()


def test_lock_and_unlock_are_posted_once_each(windows: FakeWindows, inbox: Inbox, open_session: Open) -> None:
    session = open_session()
    for change in (LOCK, LOCK, REMOTE_CONTROL, UNLOCK, UNLOCK, LOCK):
        windows.change_session(change)
    assert [inbox.next() for _ in range(3)] == [ScreenLocked(), ScreenUnlocked(), ScreenLocked()]
    assert inbox.is_empty()
    assert session.findings() == (
        Finding.of_source("lock", "windows-session"),
        Finding.of_source("sleep", "windows-power"),
    )


def test_a_screen_locked_at_the_start_is_posted_first(
    windows: FakeWindows, inbox: Inbox, open_session: Open
) -> None:
    windows.flags = 0
    open_session()
    assert not inbox.is_empty(), "it is posted before anything else can be"
    assert inbox.next() == ScreenLocked()
    windows.change_session(UNLOCK)
    assert inbox.next() == ScreenUnlocked()


def test_a_lock_whose_end_would_go_unnoticed_is_dropped(
    windows: FakeWindows, inbox: Inbox, open_session: Open
) -> None:
    windows.flags = 0
    windows.broken = {"CreateWindowExW"}
    open_session()
    assert [inbox.next(), inbox.next()] == [ScreenLocked(), LockSourceLost()]


@pytest.mark.parametrize(("level", "flags"), [(1, 1), (1, -1), (0, 0)])
def test_a_screen_not_reported_as_locked_is_unlocked(
    windows: FakeWindows, inbox: Inbox, open_session: Open, level: int, flags: int
) -> None:
    windows.level, windows.flags = level, flags
    session = open_session()
    for change in (UNLOCK, LOCK):
        windows.change_session(change)
    assert inbox.next() == ScreenLocked()
    session.close()
    assert inbox.is_empty()
    assert "WTSFreeMemory" in windows.calls


def test_the_screen_may_be_unknown_at_the_start(
    windows: FakeWindows, inbox: Inbox, open_session: Open
) -> None:
    windows.broken = {"WTSQuerySessionInformationW"}
    windows.flags = 0
    session = open_session()
    windows.change_session(LOCK)
    assert inbox.next() == ScreenLocked()
    assert inbox.is_empty()
    assert session.findings()[0].tried == ()


def test_the_end_of_the_session_waits_until_everything_is_saved(
    windows: FakeWindows, inbox: Inbox, open_session: Open, over: threading.Event
) -> None:
    session = open_session()
    windows.change_session(LOCK)
    inbox.next()  # its window is there
    ending = threading.Thread(target=windows.end_session)
    ending.start()
    assert over.wait(BUSY)
    assert ending.is_alive(), "not everything is saved yet"
    session.close()
    ending.join(BUSY)
    assert not ending.is_alive()


def test_an_end_of_the_session_that_is_called_off_ends_nothing(
    windows: FakeWindows, inbox: Inbox, open_session: Open, over: threading.Event
) -> None:
    open_session()
    windows.change_session(LOCK)
    inbox.next()
    assert windows.end_session(called_off=True), "we never veto it"
    assert not over.is_set()


def test_falling_asleep_and_every_wake_up_are_posted(
    windows: FakeWindows, inbox: Inbox, open_session: Open
) -> None:
    open_session()
    assert windows.power is not None
    for change in (POWER_STATUS, SUSPEND, RESUME, RESUME_BY_USER):
        windows.power(change)
    assert [inbox.next(), inbox.next()] == [FellAsleep(), Ticked()]
    assert inbox.is_empty()


def test_power_changes_are_posted_from_any_thread(
    windows: FakeWindows, inbox: Inbox, open_session: Open
) -> None:
    open_session()
    assert windows.power is not None
    thread = threading.Thread(target=windows.power, args=(SUSPEND,))
    thread.start()
    assert inbox.next() == FellAsleep()
    thread.join()


def test_closing_releases_everything_and_ends_the_thread(
    windows: FakeWindows, inbox: Inbox, open_session: Open
) -> None:
    for _ in range(3):
        session = open_session()
        windows.change_session(LOCK)
        inbox.next()
        power = windows.power
        assert power is not None
        session.close()
        session.close()
        assert (windows.power, windows.window_class) == (None, None)
        power(SUSPEND)
    released = ["WTSUnRegisterSessionNotification", "DestroyWindow", "UnregisterClassW"]
    assert windows.calls[-3:] == released
    assert inbox.is_empty()


def test_closing_right_after_the_start_ends_the_thread_too(open_session: Open) -> None:
    for _ in range(20):
        open_session().close()


@pytest.mark.parametrize("broken", ["RegisterClassW", "CreateWindowExW", "WTSRegisterSessionNotification"])
def test_without_lock_changes_the_rest_works(
    windows: FakeWindows,
    inbox: Inbox,
    open_session: Open,
    caplog: pytest.LogCaptureFixture,
    broken: str,
) -> None:
    windows.broken = {broken}
    session = open_session()
    session._thread.join(BUSY)
    assert windows.power is not None
    windows.power(SUSPEND)
    assert inbox.next() == FellAsleep()
    [(_, why_not)] = session.findings()[0].tried
    assert why_not == f"{broken.removesuffix('W')} failed: error 0"
    assert [record.message for record in caplog.records] == [f"a locked screen goes unnoticed: {why_not}"]
    assert windows.window_class is None


def test_without_power_changes_the_rest_works(
    windows: FakeWindows, inbox: Inbox, open_session: Open, caplog: pytest.LogCaptureFixture
) -> None:
    windows.broken = {"PowerRegisterSuspendResumeNotification"}
    session = open_session()
    windows.change_session(LOCK)
    assert inbox.next() == ScreenLocked()
    [(_, why_not)] = session.findings()[1].tried
    assert why_not == "PowerRegisterSuspendResumeNotification failed: error 87"
    assert [record.message for record in caplog.records] == [f"a sleep may be noticed late: {why_not}"]


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has its libraries")
def test_the_real_windows_accepts_every_call(inbox: Inbox) -> None:
    session = WindowsSession(inbox.post, lambda: None)
    assert session._power is not None
    until(lambda: session._window, "there is a window for the messages")
    session.close()
    assert not session._thread.is_alive()
    assert [finding.tried for finding in session.findings()] == [(), ()]
