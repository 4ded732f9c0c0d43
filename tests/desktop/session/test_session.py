"""Lock and sleep, from a small fake logind and fake screen savers on a private bus."""

import logging
import os
from collections.abc import Iterator

import pytest

from sitbreak.core.inputs import FellAsleep, LockSourceLost, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.desktop.session import logind as own_logind
from sitbreak.desktop.session.linux import LinuxSession
from tests.desktop.services import InboxLoop, Service
from tests.rig.servers import SessionBus

LOGIND = "org.freedesktop.login1"
MANAGER_PATH = "/org/freedesktop/login1"
OURS = f"{MANAGER_PATH}/session/_32"
THEIRS = f"{MANAGER_PATH}/session/c1"
KDE, GNOME = "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"
KDE_PATH, GNOME_PATH = "/org/freedesktop/ScreenSaver", "/org/gnome/ScreenSaver"


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    loop = InboxLoop()
    yield loop
    loop.close()


@pytest.fixture(autouse=True)
def in_session_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_SESSION_ID", "2")


class Manager(Service):
    """A fake logind, with a session for this process."""

    def __init__(self, loop: InboxLoop, session_bus: SessionBus, *, locked: bool = False) -> None:
        super().__init__(loop, session_bus, (LOGIND,))
        self.answer(MANAGER_PATH, "GetSession", "2", signature="o", values=(OURS,))
        self.add_session(OURS, os.getuid(), locked=locked)
        self.appear()

    def add_session(self, path: str, user: int, *, locked: bool = False) -> None:
        properties = {
            "User": ("(uo)", (user, f"{MANAGER_PATH}/user/_{user}")),
            "LockedHint": ("b", locked),
            "IdleHint": ("b", False),
        }
        self.answer(path, "GetAll", f"{LOGIND}.Session", signature="a{sv}", values=(properties,))

    def hint(self, path: str, **hints: bool) -> None:
        send_hints(self, path, **hints)

    def fall_asleep(self) -> None:
        self.signal(MANAGER_PATH, f"{LOGIND}.Manager", "PrepareForSleep", "b", True)

    def wake_up(self) -> None:
        self.signal(MANAGER_PATH, f"{LOGIND}.Manager", "PrepareForSleep", "b", False)


def send_hints(service: Service, path: str, **hints: bool) -> None:
    changed = {name: ("b", value) for name, value in hints.items()}
    properties = "org.freedesktop.DBus.Properties"
    service.signal(path, properties, "PropertiesChanged", "sa{sv}as", f"{LOGIND}.Session", changed, [])


def saver(loop: InboxLoop, bus: SessionBus, name: str, path: str, *, active: bool = False) -> Service:
    service = Service(loop, bus, (name,))
    service.answer(path, "GetActive", signature="b", values=(active,))
    return service.appear()


@pytest.fixture
def watch(loop: InboxLoop, session_bus: SessionBus) -> LinuxSession:
    """On a bus where nothing has been said yet."""
    return LinuxSession(loop.connect(session_bus), loop.connect(session_bus), loop.posted.append)


def used(watch: LinuxSession, what: str) -> list[str]:
    return [it.used for it in watch.findings() if it.what == what and not it.tried]


# --- logind ----------------------------------------------------------------------------------------


def test_lock_and_unlock_of_our_session_are_posted(
    loop: InboxLoop, session_bus: SessionBus, watch: LinuxSession
) -> None:
    manager = Manager(loop, session_bus)
    loop.settle()
    manager.hint(OURS, LockedHint=True)
    loop.settle()
    assert loop.posted == [ScreenLocked()]
    manager.hint(OURS, LockedHint=False)
    loop.settle()
    assert loop.posted == [ScreenLocked(), ScreenUnlocked()]
    assert used(watch, "lock") == ["logind"]
    assert used(watch, "sleep") == ["logind"]


def test_a_session_locked_at_the_start_is_posted(loop: InboxLoop, session_bus: SessionBus) -> None:
    Manager(loop, session_bus, locked=True)
    LinuxSession(None, loop.connect(session_bus), loop.posted.append)
    loop.settle()
    assert loop.posted == [ScreenLocked()]


@pytest.mark.usefixtures("watch")
def test_the_lock_of_another_session_is_ignored(loop: InboxLoop, session_bus: SessionBus) -> None:
    manager = Manager(loop, session_bus)
    loop.settle()
    manager.hint(THEIRS, LockedHint=True)
    manager.hint(OURS, IdleHint=True)
    manager.signal(OURS, f"{LOGIND}.Session", "Lock", "")  # only a request
    loop.settle()
    assert loop.posted == []


@pytest.mark.usefixtures("watch")
def test_signals_of_others_in_the_name_of_logind_are_ignored(
    loop: InboxLoop, session_bus: SessionBus
) -> None:
    Manager(loop, session_bus)
    somebody = Service(loop, session_bus, ("org.example.Somebody",)).appear()
    loop.settle()
    send_hints(somebody, OURS, LockedHint=True)
    somebody.signal(MANAGER_PATH, f"{LOGIND}.Manager", "PrepareForSleep", "b", True)
    loop.settle()
    assert loop.posted == []


@pytest.mark.parametrize("session_id", [None, "7"], ids=["unknown id", "somebody else's id"])
def test_without_its_id_the_session_is_found_by_our_process(
    loop: InboxLoop, session_bus: SessionBus, session_id: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = Manager(loop, session_bus)
    manager.add_session(THEIRS, os.getuid() + 1, locked=True)
    manager.answer(MANAGER_PATH, "GetSession", "7", signature="o", values=(THEIRS,))
    manager.answer(MANAGER_PATH, "GetSessionByPID", os.getpid(), signature="o", values=(OURS,))
    if session_id is None:
        monkeypatch.delenv("XDG_SESSION_ID")
    else:
        monkeypatch.setenv("XDG_SESSION_ID", session_id)
    LinuxSession(None, loop.connect(session_bus), loop.posted.append)
    loop.settle()
    assert loop.posted == []
    manager.hint(OURS, LockedHint=True)
    loop.settle()
    assert loop.posted == [ScreenLocked()]


def test_a_program_without_session_watches_that_of_the_display(
    loop: InboxLoop, session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_SESSION_ID")
    manager = Manager(loop, session_bus, locked=True)
    display = ("(so)", ("2", OURS))
    path = f"{MANAGER_PATH}/user/_{os.getuid()}"
    manager.answer(path, "Get", f"{LOGIND}.User", "Display", signature="v", values=(display,))
    LinuxSession(None, loop.connect(session_bus), loop.posted.append)
    loop.settle()
    assert loop.posted == [ScreenLocked()]


def test_without_any_session_findings_say_why(
    loop: InboxLoop, session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_SESSION_ID")
    manager = Service(loop, session_bus, (LOGIND,))
    path = f"{MANAGER_PATH}/user/_{os.getuid()}"
    nowhere = ("(so)", ("", "/"))
    manager.answer(path, "Get", f"{LOGIND}.User", "Display", signature="v", values=(nowhere,))
    manager.appear()
    watch = LinuxSession(None, loop.connect(session_bus), loop.posted.append)
    loop.settle()
    assert loop.posted == []
    assert used(watch, "sleep") == ["logind"]
    reasons = dict(source for it in watch.findings() if it.what == "lock" for source in it.tried)
    assert "our session was not found" in reasons["logind"]


@pytest.mark.usefixtures("watch")
def test_a_sleep_and_its_end_are_posted(loop: InboxLoop, session_bus: SessionBus) -> None:
    manager = Manager(loop, session_bus)
    loop.settle()
    manager.fall_asleep()
    manager.wake_up()
    loop.settle()
    assert loop.posted == [FellAsleep(), Ticked()]


@pytest.mark.usefixtures("watch")
def test_a_logind_that_restarts_is_followed_again(loop: InboxLoop, session_bus: SessionBus) -> None:
    manager = Manager(loop, session_bus, locked=True)
    loop.settle()
    manager.leave()
    loop.settle()
    assert loop.posted == [ScreenLocked(), LockSourceLost()]
    manager = Manager(loop, session_bus, locked=True)
    loop.settle()
    manager.hint(OURS, LockedHint=False)
    loop.settle()
    assert loop.posted[2:] == [ScreenLocked(), ScreenUnlocked()]


def test_a_hanging_logind_blocks_nothing(loop: InboxLoop, session_bus: SessionBus) -> None:
    manager = Manager(loop, session_bus)
    manager.hangs = True
    watch = LinuxSession(None, loop.connect(session_bus), loop.posted.append)
    loop.until(lambda: manager.asked)
    manager.fall_asleep()
    loop.until(lambda: loop.posted)
    assert loop.posted == [FellAsleep()]
    assert used(watch, "sleep") == ["logind"]


# --- screen savers ---------------------------------------------------------------------------------


def test_a_signal_sent_twice_counts_once(
    loop: InboxLoop, session_bus: SessionBus, watch: LinuxSession
) -> None:
    kde = saver(loop, session_bus, KDE, KDE_PATH)
    loop.settle()
    for active in (True, False):
        for path in (KDE_PATH, "/ScreenSaver"):
            for _ in range(2):
                kde.signal(path, KDE, "ActiveChanged", "b", active)
    loop.settle()
    assert loop.posted == [ScreenLocked(), ScreenUnlocked()]
    assert used(watch, "lock") == [KDE]


@pytest.mark.parametrize("path", [KDE_PATH, "/ScreenSaver"])
@pytest.mark.usefixtures("watch")
def test_a_screen_locked_at_the_start_is_posted(loop: InboxLoop, session_bus: SessionBus, path: str) -> None:
    saver(loop, session_bus, KDE, path, active=True)
    loop.settle()
    assert loop.posted == [ScreenLocked()]


@pytest.mark.usefixtures("watch")
def test_of_two_that_disagree_the_locked_one_wins(loop: InboxLoop, session_bus: SessionBus) -> None:
    manager = Manager(loop, session_bus)
    gnome = saver(loop, session_bus, GNOME, GNOME_PATH)
    loop.settle()
    gnome.signal(GNOME_PATH, GNOME, "ActiveChanged", "b", True)
    manager.hint(OURS, LockedHint=True)
    loop.settle()
    gnome.signal(GNOME_PATH, GNOME, "ActiveChanged", "b", False)
    loop.settle()
    assert loop.posted == [ScreenLocked()]
    manager.hint(OURS, LockedHint=False)
    loop.settle()
    assert loop.posted == [ScreenLocked(), ScreenUnlocked()]


def test_a_screen_saver_that_vanishes_is_no_unlock(
    loop: InboxLoop, session_bus: SessionBus, watch: LinuxSession
) -> None:
    gnome = saver(loop, session_bus, GNOME, GNOME_PATH, active=True)
    loop.settle()
    gnome.leave()
    loop.settle()
    assert loop.posted == [ScreenLocked(), LockSourceLost()]
    assert used(watch, "lock") == []


@pytest.mark.usefixtures("watch")
def test_signals_of_others_in_its_name_are_ignored(loop: InboxLoop, session_bus: SessionBus) -> None:
    saver(loop, session_bus, GNOME, GNOME_PATH)
    somebody = Service(loop, session_bus, ("org.example.Somebody",)).appear()
    loop.settle()
    somebody.signal(GNOME_PATH, GNOME, "ActiveChanged", "b", True)
    loop.settle()
    assert loop.posted == []


def test_a_screen_saver_that_cannot_be_asked_still_counts(
    loop: InboxLoop, session_bus: SessionBus, watch: LinuxSession
) -> None:
    gnome = Service(loop, session_bus, (GNOME,)).appear()
    loop.settle()
    assert used(watch, "lock") == []
    gnome.signal(GNOME_PATH, GNOME, "ActiveChanged", "b", True)
    loop.settle()
    assert loop.posted == [ScreenLocked()]
    assert used(watch, "lock") == [GNOME]


# --- at the start ----------------------------------------------------------------------------------


def test_the_start_waits_until_all_have_answered(loop: InboxLoop, session_bus: SessionBus) -> None:
    others = InboxLoop()
    Manager(others, session_bus, locked=True)
    saver(others, session_bus, KDE, "/ScreenSaver")
    saver(others, session_bus, GNOME, GNOME_PATH, active=True)
    watch = LinuxSession(loop.connect(session_bus), loop.connect(session_bus), loop.posted.append)
    with others.on_a_thread():
        watch.wait_until_known(5)
    assert loop.posted == [ScreenLocked()]
    assert used(watch, "lock") == ["logind", KDE, GNOME]
    others.close()


def test_the_start_waits_neither_for_missing_nor_hanging_ones(
    loop: InboxLoop, session_bus: SessionBus
) -> None:
    watch = LinuxSession(loop.connect(session_bus), loop.connect(session_bus), loop.posted.append)
    for_ever = 1e6
    watch.wait_until_known(for_ever)
    Manager(loop, session_bus)  # on this thread: it cannot answer before this test goes on
    LinuxSession(None, loop.connect(session_bus), loop.posted.append).wait_until_known(0.1)
    LinuxSession(None, None, loop.posted.append).wait_until_known(for_ever)
    assert loop.posted == []


# --- without buses ---------------------------------------------------------------------------------


def test_without_any_bus_nothing_is_posted_and_findings_say_why(loop: InboxLoop) -> None:
    watch = LinuxSession(None, None, loop.posted.append)
    assert {reason for it in watch.findings() for _, reason in it.tried} == {
        "there is no session bus",
        "there is no system bus",
    }
    assert used(watch, "lock") == used(watch, "sleep") == []
    watch.close()


def test_a_lost_bus_is_logged_once_and_its_successor_watched(
    loop: InboxLoop, session_bus: SessionBus, caplog: pytest.LogCaptureFixture
) -> None:
    saver(loop, session_bus, GNOME, GNOME_PATH, active=True)
    Manager(loop, session_bus)
    session, system = loop.connect(session_bus), loop.connect(session_bus)
    watch = LinuxSession(session, system, loop.posted.append)
    loop.settle()
    session.close()
    system.close()
    loop.settle()
    assert loop.posted == [ScreenLocked(), LockSourceLost()]
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 2, [record.getMessage() for record in warnings]
    watch.attach_session_bus(loop.connect(session_bus))
    watch.attach_system_bus(loop.connect(session_bus))
    loop.settle()
    assert loop.posted[2:] == [ScreenLocked()]
    assert used(watch, "sleep") == [own_logind.Logind.name]


def test_after_closing_nothing_is_posted_or_logged(
    loop: InboxLoop, session_bus: SessionBus, caplog: pytest.LogCaptureFixture
) -> None:
    manager = Manager(loop, session_bus, locked=True)
    bus = loop.connect(session_bus)
    watch = LinuxSession(None, bus, loop.posted.append)
    loop.settle()
    watch.close()
    manager.hint(OURS, LockedHint=False)
    manager.fall_asleep()
    loop.settle()
    bus.close()
    assert loop.posted == [ScreenLocked()]
    assert caplog.records == []
