"""Stories about parts of a Linux desktop that come and go, on a private session bus."""

import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("D-Bus is how desktops on Linux speak", allow_module_level=True)

from sitbreak.core.effects import Effect
from sitbreak.core.inputs import IdleSourceChanged, Input, ScreenLocked, ShowTip, Ticked
from sitbreak.core.now import Now
from sitbreak.core.presence import Away
from sitbreak.desktop import linux
from sitbreak.desktop.alarm import SchedulerAlarm
from sitbreak.desktop.desktop import Delays, Desktop, Wiring
from sitbreak.desktop.idle.mutter import MutterIdleSource
from sitbreak.desktop.idle.x11 import X11IdleSource
from sitbreak.waiter import Timer
from tests.app.joined import Joined
from tests.conftest import Logged
from tests.desktop.notifications.server import Server
from tests.desktop.services import InboxLoop, Service
from tests.rig.servers import SessionBus, XDisplay

MUTTER = ("org.gnome.Mutter.IdleMonitor",)
ANY_IDLE = (MutterIdleSource, X11IdleSource)


@pytest.fixture
def desktop(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A Linux desktop with short delays and a display that does not answer."""
    monkeypatch.setenv("XAUTHORITY", "/nonexistent")
    monkeypatch.setenv("DISPLAY", ":nowhere")
    delays = Delays(alarm=0, retry=0.05)
    wiring = Wiring(joined.loop.post, joined.waiter, joined.lasting.view, delays=delays)
    joined.use(linux.make_desktop(wiring))
    yield joined.desktop
    joined.desktop.close()


@pytest.fixture
def with_bus(session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch) -> SessionBus:
    """A session bus, named in the environment."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    return session_bus


def used(desktop: Desktop) -> dict[str, str]:
    return {finding.what: finding.used for finding in desktop.findings()}


def reported(joined: Joined) -> dict[str, dict[str, Any]]:
    """What `troubleshoot` reports about each part."""
    report = json.loads(joined.answer("troubleshoot", "--json").text)
    return {backend["what"]: backend for backend in report["backends"]}


def daemon_on(bus: SessionBus) -> tuple[InboxLoop, Server]:
    loop = InboxLoop()
    return loop, Server(bus, loop)


def until_shown(joined: Joined, daemon: Server) -> None:
    def is_shown() -> bool:
        daemon.loop.settle()
        return bool(daemon.notified)

    joined.until(is_shown, "the bubble is shown")


@pytest.mark.usefixtures("desktop")
def test_before_the_desktop_starts_nothing_is_in_use(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    in_use = {what: backend["used"] for what, backend in reported(joined).items()}
    assert in_use == dict.fromkeys(("tray", "notifications", "idle", "tip card"), "none")


def test_the_alarm_is_made_after_everything_else(joined: Joined, desktop: Desktop) -> None:
    desktop.start()
    assert desktop.alarm.used is None
    joined.until(lambda: isinstance(desktop.alarm.used, SchedulerAlarm), "the alarm is made")


def test_without_a_bus_and_a_display_the_desktop_is_missing(
    joined: Joined, desktop: Desktop, logged: Logged
) -> None:
    desktop.start()
    joined.settle()
    assert desktop.missing()
    expected = dict.fromkeys(used(desktop), "none") | {"notifications": "plyer"}
    assert used(desktop) == expected
    assert expected.keys() >= {"tray", "notifications", "idle", "lock", "sleep", "call"}
    assert len(logged()) == 1


def test_troubleshoot_says_why_the_last_notification_was_not_shown(
    joined: Joined, desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notify-send").write_text("#!/bin/sh\necho no bus >&2; exit 1\n")
    (tmp_path / "notify-send").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    desktop.start()
    joined.settle()
    joined.handle(ShowTip())
    joined.until(lambda: used(desktop)["notifications"] == "none", "the failure is known")
    found = reported(joined)["notifications"]
    assert found["tried"] == {"plyer": "notify-send ended with status 1: no bus"}
    assert "dunst" in found["advice"]


def test_a_bus_that_appears_later_is_used(
    joined: Joined, desktop: Desktop, with_bus: SessionBus, logged: Logged
) -> None:
    with_bus.daemon.kill()
    desktop.start()
    for _ in range(3):
        joined.until(lambda: len(joined.waiter.sources) > 1, "it tries again")
    assert desktop.missing()

    with_bus.daemon.start()
    joined.until(lambda: used(desktop)["notifications"] == "freedesktop", "the bus is used")
    assert not desktop.missing()
    assert len(logged()) == 1


def test_a_bus_that_comes_back_gets_the_bubble_again(
    joined: Joined, desktop: Desktop, with_bus: SessionBus
) -> None:
    desktop.start()
    loop, daemon = daemon_on(with_bus)
    joined.handle(ShowTip())

    until_shown(joined, daemon)
    loop.close()
    with_bus.daemon.kill()
    joined.until(desktop.missing, "the loss is noticed")

    with_bus.daemon.start()
    loop, daemon = daemon_on(with_bus)
    joined.until(lambda: not desktop.missing(), "the bus is back")
    until_shown(joined, daemon)
    loop.close()


def test_without_a_display_the_session_is_over_once_its_bus_stays_gone(
    joined: Joined, with_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":nowhere")
    over: list[str] = []
    delays = Delays(alarm=0, retry=0.05, over=0.3)
    wiring = Wiring(joined.loop.post, joined.waiter, on_over=lambda: over.append("over"), delays=delays)
    joined.use(linux.make_desktop(wiring))
    joined.desktop.start()
    with_bus.daemon.kill()
    joined.until(joined.desktop.missing, "the loss is noticed")
    with_bus.daemon.start()
    joined.until(lambda: joined.desktop.buses[0].bus, "the bus is back")
    joined.settle()
    assert not joined.desktop.running().is_over
    with_bus.daemon.kill()
    joined.until(lambda: over, "the session is over")
    assert joined.desktop.running().is_over
    joined.desktop.close()
    assert over == ["over"]


def test_a_locked_screen_is_known_before_anything_is_measured(
    joined: Joined,
    desktop: Desktop,
    with_bus: SessionBus,
    x_display: XDisplay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    joined.sit(31)  # the reminder is due, and nothing shows it yet
    loop, daemon = daemon_on(with_bus)
    savers_loop = InboxLoop()
    saver = Service(savers_loop, with_bus, ("org.gnome.ScreenSaver",))
    saver.answer("/org/gnome/ScreenSaver", "GetActive", signature="b", values=(True,))
    saver.appear()

    inputs: list[Input] = []
    handle = joined.loop.planner.handle

    def record(happened: Input, now: Now) -> list[Effect]:
        inputs.append(happened)
        return handle(happened, now)

    monkeypatch.setattr(joined.loop.planner, "handle", record)
    x_display.xdotool("key", "a")  # a wrong password
    with savers_loop.on_a_thread():
        desktop.start()
        joined.until(lambda: used(desktop)["notifications"] == "freedesktop", "the parts are there")
        joined.until(lambda: desktop.idle.name == "x11-sync", "idle is measured")
        for _ in range(3):
            joined.settle()
            daemon.loop.settle()
    facts = [happened for happened in inputs if happened != Ticked()]
    assert facts[:2] == [ScreenLocked(), IdleSourceChanged(known=True)]
    assert isinstance(joined.situation.presence, Away)
    assert daemon.notified == []
    savers_loop.close()
    loop.close()


def test_without_its_display_idle_is_no_longer_known(
    joined: Joined, desktop: Desktop, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    desktop.start()
    joined.until(lambda: used(desktop)["idle"] == "x11-sync", "idle is measured")
    assert joined.situation.idle_known

    monkeypatch.delenv("DISPLAY")  # a dead server is not tried again
    x_display.server.kill()
    joined.until(lambda: used(desktop)["idle"] == "none", "the loss is noticed")
    joined.settle()
    assert not joined.situation.idle_known


def test_a_better_idle_source_that_returns_is_used_again(
    joined: Joined,
    desktop: Desktop,
    with_bus: SessionBus,
    x_display: XDisplay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    loop = InboxLoop()
    mutter = Service(loop, with_bus, MUTTER).appear()
    desktop.start()
    joined.until(lambda: used(desktop)["idle"] == "mutter", "the best is used")
    mutter.leave()
    joined.until(lambda: used(desktop)["idle"] == "x11-sync", "the next best is used")

    Service(loop, with_bus, MUTTER).appear()
    joined.until(lambda: used(desktop)["idle"] == "mutter", "the better one is used again")
    joined.settle()
    assert [source.name for source in joined.waiter.sources if isinstance(source, ANY_IDLE)] == ["mutter"]
    loop.close()


def test_an_idle_source_that_appears_later_is_used(
    joined: Joined, desktop: Desktop, with_bus: SessionBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "not-there-yet")
    desktop.start()
    joined.settle()
    assert not joined.situation.idle_known

    loop = InboxLoop()
    Service(loop, with_bus, MUTTER).appear()
    joined.until(lambda: used(desktop)["idle"] == "mutter", "it is used")
    joined.until(lambda: joined.situation.idle_known, "idle is known")
    loop.close()


def test_nothing_is_looked_for_while_the_best_source_works(
    joined: Joined, desktop: Desktop, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    desktop.start()
    joined.until(lambda: desktop.alarm.used, "everything has been made")
    assert [source for source in joined.waiter.sources if isinstance(source, Timer)] == []


@pytest.mark.usefixtures("desktop")
def test_the_sound_is_reported_only_where_it_is_on(
    joined: Joined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert "sound" not in reported(joined)
    joined.write_settings("sound = true\n")
    joined.pass_a_minute()
    sound = reported(joined)["sound"]
    assert (sound["used"], sound["advice"].partition(".")[0]) == ("none", "Sounds can't be played here")
    (tmp_path / "pulse").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "pulse" / "native"))
        assert reported(joined)["sound"]["used"] == "pulseaudio"


def test_what_is_missing_comes_with_advice(joined: Joined) -> None:
    joined.tray.name = "xembed"
    joined.desktop.notifications.start()
    advice = {what: backend["advice"] for what, backend in reported(joined).items()}
    assert advice["tray"].startswith("This tray has no menus")
    assert advice["notifications"] == ""
    assert advice["idle"].startswith("Input can't be seen here")
