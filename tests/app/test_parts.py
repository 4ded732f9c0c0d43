"""Stories about parts of the desktop that come, go and come back, on a private session bus."""

import socket
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("D-Bus is how desktops on Linux speak", allow_module_level=True)

from sitbreak.app import parts as parts_module
from sitbreak.app.parts import Parts
from sitbreak.app.troubleshoot import advice
from sitbreak.core.effects import Effect
from sitbreak.core.inputs import IdleSourceChanged, Input, ScreenLocked, ShowTip, Ticked
from sitbreak.core.now import Now
from sitbreak.core.presence import Away
from sitbreak.desktop.alarm import SchedulerAlarm
from sitbreak.desktop.idle.mutter import MutterIdleSource
from sitbreak.desktop.idle.x11 import X11IdleSource
from sitbreak.waiter import Timer
from tests.app.joined import Joined
from tests.conftest import Logged
from tests.desktop.notifications.server import Server
from tests.desktop.services import Service, Turns
from tests.fakes import FakeNotifications, FakeTray
from tests.rig.servers import SessionBus, XDisplay

MUTTER = ("org.gnome.Mutter.IdleMonitor",)
ANY_IDLE = (MutterIdleSource, X11IdleSource)


@pytest.fixture
def parts(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """The parts of a desktop, impatient ones."""
    monkeypatch.setattr(parts_module, "ALARM_AFTER", 0.0)
    monkeypatch.setenv("XAUTHORITY", "/nonexistent")
    parts = Parts(joined.loop, joined.world, retry=0.05)
    yield parts
    parts.close()


@pytest.fixture
def with_bus(session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch) -> SessionBus:
    """A session bus that the environment tells of."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    return session_bus


def used(parts: Parts) -> dict[str, str]:
    return {finding.what: finding.used for finding in parts.findings()}


def daemon_on(bus: SessionBus) -> tuple[Turns, Server]:
    loop = Turns()
    return loop, Server(bus, loop)


def until_shown(joined: Joined, daemon: Server) -> None:
    def is_shown() -> bool:
        daemon.turns.settle()
        return bool(daemon.notified)

    joined.until(is_shown, "the bubble is shown")


def test_before_anything_is_made_nothing_is_in_use(parts: Parts) -> None:
    assert used(parts) == dict.fromkeys(("tray", "notifications", "idle", "tip card"), "none")


def test_the_alarm_is_made_after_everything_else(joined: Joined, parts: Parts) -> None:
    parts.start_in_terminal()
    assert joined.world.alarm is None
    joined.until(lambda: isinstance(joined.world.alarm, SchedulerAlarm), "the alarm is made")


def test_without_a_bus_and_a_display_no_desktop_answers(joined: Joined, parts: Parts, logged: Logged) -> None:
    parts.start()
    joined.settle()
    assert not parts.desktop_answers
    expected = dict.fromkeys(used(parts), "none") | {"notifications": "plyer"}
    assert used(parts) == expected
    assert expected.keys() >= {"tray", "notifications", "idle", "lock", "sleep", "call"}
    assert len(logged()) == 1


def test_a_bus_that_comes_later_is_used(
    joined: Joined, parts: Parts, with_bus: SessionBus, logged: Logged
) -> None:
    with_bus.daemon.kill()
    parts.start()
    for _ in range(3):
        joined.until(lambda: len(joined.waiter.sources) > 1, "it tries again")
    assert not parts.desktop_answers

    with_bus.daemon.start()
    joined.until(lambda: used(parts)["notifications"] == "freedesktop", "the bus is used")
    assert parts.desktop_answers
    assert len(logged()) == 1


def test_a_bus_that_is_lost_and_comes_back_gets_the_bubble_that_was_out(
    joined: Joined, parts: Parts, with_bus: SessionBus
) -> None:
    parts.start()
    loop, daemon = daemon_on(with_bus)
    joined.tell(ShowTip())

    until_shown(joined, daemon)
    loop.close()
    with_bus.daemon.kill()
    joined.until(lambda: not parts.desktop_answers, "the loss is noticed")

    with_bus.daemon.start()
    loop, daemon = daemon_on(with_bus)
    joined.until(lambda: parts.desktop_answers, "the bus is back")
    until_shown(joined, daemon)
    loop.close()


def test_a_screen_that_is_locked_at_the_start_is_known_before_anything_is_measured_or_shown(
    joined: Joined, parts: Parts, with_bus: SessionBus, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    joined.clocks.passed = timedelta(minutes=31)
    joined.tell(Ticked())  # the reminder is due, and nothing shows it yet
    loop, daemon = daemon_on(with_bus)
    desktop = Turns()
    saver = Service(desktop, with_bus, ("org.gnome.ScreenSaver",))
    saver.answer("/org/gnome/ScreenSaver", "GetActive", signature="b", values=(True,))
    saver.appear()

    inputs: list[Input] = []
    handle = joined.loop.planner.handle

    def record(happened: Input, now: Now) -> list[Effect]:
        inputs.append(happened)
        return handle(happened, now)

    monkeypatch.setattr(joined.loop.planner, "handle", record)
    x_display.xdotool("key", "a")  # a wrong password
    with desktop.on_a_thread():
        parts.start()
        joined.until(lambda: used(parts)["notifications"] == "freedesktop", "the parts are there")
        joined.until(
            lambda: any(isinstance(it, X11IdleSource) for it in joined.waiter.sources), "idle is measured"
        )
        for _ in range(3):
            joined.settle()
            daemon.turns.settle()
    assert inputs[:2] == [ScreenLocked(), IdleSourceChanged(known=True)]
    assert isinstance(joined.world.situation.presence, Away)
    assert daemon.notified == []
    desktop.close()
    loop.close()


def test_when_the_display_is_lost_idle_is_not_known_any_more(
    joined: Joined, parts: Parts, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    parts.start()
    joined.settle()
    assert used(parts)["idle"] == "x11-sync"
    assert joined.world.situation.idle_known

    monkeypatch.delenv("DISPLAY")  # python-xlib leaves sockets open when it is told to try a dead server
    x_display.server.kill()
    joined.until(lambda: used(parts)["idle"] == "none", "the loss is noticed")
    joined.settle()
    assert not joined.world.situation.idle_known


def test_a_better_source_of_idle_that_returns_is_used_again(
    joined: Joined, parts: Parts, with_bus: SessionBus, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    desktop = Turns()
    mutter = Service(desktop, with_bus, MUTTER).appear()
    parts.start()
    assert used(parts)["idle"] == "mutter"
    mutter.leave()
    joined.until(lambda: used(parts)["idle"] == "x11-sync", "the next best is used")

    Service(desktop, with_bus, MUTTER).appear()
    joined.until(lambda: used(parts)["idle"] == "mutter", "the better one is used again")
    joined.settle()
    assert [source.name for source in joined.waiter.sources if isinstance(source, ANY_IDLE)] == ["mutter"]
    desktop.close()


def test_a_source_of_idle_that_comes_later_than_sitbreak_is_used(
    joined: Joined, parts: Parts, with_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "not-there-yet")
    parts.start()
    joined.settle()
    assert not joined.world.situation.idle_known

    desktop = Turns()
    Service(desktop, with_bus, MUTTER).appear()
    joined.until(lambda: used(parts)["idle"] == "mutter", "it is used")
    joined.until(lambda: joined.world.situation.idle_known, "idle is known")
    desktop.close()


def test_nothing_is_looked_for_again_while_the_best_that_ever_worked_does(
    joined: Joined, parts: Parts, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    parts.start_in_terminal()
    joined.until(lambda: joined.world.alarm, "everything has been made")
    assert [source for source in joined.waiter.sources if isinstance(source, Timer)] == []


def test_the_sound_is_spoken_of_only_where_it_is_wanted(
    joined: Joined, parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert "sound" not in used(parts)
    joined.write_settings("sound = true\n")
    joined.look_around()
    [sound] = [finding for finding in parts.findings() if finding.what == "sound"]
    assert (sound.used, advice(sound).partition(".")[0]) == ("none", "Breaks end in silence here")
    (tmp_path / "pulse").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "pulse" / "native"))
        assert used(parts)["sound"] == "pulseaudio"


def test_what_is_amiss_comes_with_advice(joined: Joined, parts: Parts) -> None:
    tray = joined.world.tray = FakeTray()
    tray.name = "xembed"
    joined.world.use_notifications(FakeNotifications())
    given = {finding.what: advice(finding) for finding in parts.findings()}
    assert given["tray"].startswith("This tray has no menus")
    assert given["notifications"] == ""
    assert given["idle"].startswith("Typing cannot be seen here")
