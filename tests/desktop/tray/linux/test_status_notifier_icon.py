"""The icon over D-Bus: what hosts see, and trays that start and stop."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sitbreak.core.inputs import ShowTip
from sitbreak.desktop.desktop import Delays
from sitbreak.desktop.tray.linux import LinuxTray
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.waiter import Waiter
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Bus, CallFailed
from sitbreak.wires.dbus_messages import method
from tests.desktop.tray.linux.conftest import RunningTray, RunTray
from tests.desktop.tray.linux.host import ITEM, Host, connect
from tests.desktop.tray.views import a_view, pixmaps
from tests.rig.servers import SessionBus
from tests.until import until

_LOADED = """
import os, sys
from sitbreak.desktop.tray.linux import LinuxTray
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.waiter import Waiter
LinuxTray(Feed(lambda wish: None, lambda icon: (), lambda: None), Waiter())
print(*sorted({"PIL", "Xlib", "asyncio", "importlib.metadata", "pystray._xorg"} & set(sys.modules)))
print(os.environ.get("PYSTRAY_BACKEND"))
"""


def _no_bus() -> Bus:
    raise NoServer("no bus in this test")


def _activate(host: Host, item: str) -> None:
    """Click on the icon as Plasma, LXQt, MATE and Cinnamon report it."""
    host.answer(method(item, "/StatusNotifierItem", ITEM, "Activate", "ii", 10, 10))


def test_a_host_gets_every_property_it_asks_for(host: Host, item: str) -> None:
    properties = host.item_properties(item)
    fixed = ("Category", "Id", "Title", "Status", "ItemIsMenu", "Menu")
    assert {name: properties[name] for name in fixed} == {
        "Category": "ApplicationStatus",
        "Id": "sitbreak",
        "Title": "sitbreak",
        "Status": "Active",
        "ItemIsMenu": True,
        "Menu": "/MenuBar",
    }
    assert item.startswith(":"), "a sandbox, or GNOME's extension, may stumble over any other name"
    assert properties["ToolTip"] == ("", [], "Sitting 17 min", "")
    assert properties["IconAccessibleDesc"] == "Sitting 17 min"
    assert properties["IconName"] == properties["IconThemePath"] == ""
    assert [width for width, _, _ in properties["IconPixmap"]] == [16, 22, 24, 32, 48, 96]
    width, height, pixels = properties["IconPixmap"][0]
    assert (width, height, bytes(pixels[:4])) == (16, 16, b"\xff\xff\x00\xff")


def test_a_single_property_is_returned_and_an_unknown_one_is_an_error(host: Host, item: str) -> None:
    assert host.item_property(item, "Id") == ("s", "sitbreak")
    assert host.item_property(item, "XAyatanaOrderingIndex") == ("u", 0)
    for unknown in ("Colour", "XAyatanaLabel"):  # with a label, an empty one even, mate-panel shows no icon
        with pytest.raises(CallFailed, match="UnknownProperty"):
            host.item_property(item, unknown)


@pytest.mark.parametrize("desktop", ["KDE", "COSMIC", "ubuntu:GNOME"])
def test_where_it_is_needed_to_open_the_menu_a_left_click_is_refused(
    host: Host, item: str, monkeypatch: pytest.MonkeyPatch, desktop: str
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    with pytest.raises(CallFailed, match="UnknownMethod"):
        _activate(host, item)


@pytest.mark.parametrize("desktop", ["LXQt", "MATE", "X-Cinnamon", ""])
def test_elsewhere_a_left_click_runs_the_default_item(
    host: Host, item: str, running: RunningTray, monkeypatch: pytest.MonkeyPatch, desktop: str
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    _activate(host, item)
    assert running.wish() == ShowTip()


def test_a_panel_that_starts_late_gets_the_icon(session_bus: SessionBus, running: RunningTray) -> None:
    assert running.tray.name == "none"
    late = Host(connect(session_bus))
    assert late.item_properties(late.take_item())["Id"] == "sitbreak"
    running.wait_for_name("status-notifier")
    late.close()


def test_a_restarted_panel_gets_the_icon_again(
    session_bus: SessionBus, host: Host, item: str, running: RunningTray
) -> None:
    host.close()
    running.wait_for_name("none")
    restarted = Host(connect(session_bus))
    assert restarted.take_item() == item
    assert restarted.items == [], "registered once"
    restarted.close()


def test_a_new_picture_and_tooltip_are_one_signal_each(host: Host, item: str, running: RunningTray) -> None:
    host.take_signals()
    running.tray.show(a_view(21, due=True))
    host.wait_for(lambda: ("NewToolTip", ()) in host.signals, "the tooltip changes")
    assert [name for name, _ in host.take_signals() if name.startswith("New")] == ["NewIcon", "NewToolTip"]
    properties = host.item_properties(item)
    assert properties["ToolTip"][2] == "Sitting 21 min"
    assert bytes(properties["IconPixmap"][0][2][:4]) == b"\xff\x00\xff\x00"


def test_a_ring_step_is_two_signals_and_leaves_the_menu_alone(
    host: Host, item: str, running: RunningTray
) -> None:
    running.tray.show(a_view())
    running.tray.show_time(a_view(due=True).icon, "Sitting 21 min")
    host.wait_for(lambda: ("NewToolTip", ()) in host.signals, "the tooltip changes")
    assert [name for name, _ in host.take_signals()] == ["NewIcon", "NewToolTip"]
    properties = host.item_properties(item)
    assert properties["ToolTip"][2] == properties["IconAccessibleDesc"] == "Sitting 21 min"
    assert bytes(properties["IconPixmap"][0][2][:4]) == b"\xff\x00\xff\x00"
    assert host.menu(item).lines[0].label == "Sitting 17 min"

    running.current = a_view(21, due=True)
    host.ask(item, "AboutToShow", "i", 0)
    assert host.menu(item).lines[0].label == "Sitting 21 min"


def test_a_host_that_always_reads_everything_gets_one_signal_for_both(
    session_bus: SessionBus, running: RunningTray
) -> None:
    host = Host(connect(session_bus), reads="GetAll")
    item = host.take_item()
    running.tray.show(a_view())
    host.item_properties(item)
    host.take_signals()
    running.tray.show_time(a_view(due=True).icon, "Sitting 21 min")
    host.wait_for(lambda: host.signals, "the icon changes")
    assert host.take_signals() == [("NewIcon", ())]
    assert host.item_properties(item)["ToolTip"][2] == "Sitting 21 min"
    host.close()


def test_a_host_beside_it_that_reads_one_by_one_still_gets_each_signal(
    host: Host, item: str, running: RunningTray
) -> None:
    running.tray.show(a_view())
    host.item_properties(item)
    host.item_property(item, "ToolTip")
    host.take_signals()
    running.tray.show_time(a_view(due=True).icon, "Sitting 21 min")
    host.wait_for(lambda: ("NewToolTip", ()) in host.signals, "the tooltip changes")
    assert [name for name, _ in host.take_signals()] == ["NewIcon", "NewToolTip"]


def test_no_change_means_no_signal(host: Host, item: str, running: RunningTray) -> None:
    host.take_signals()
    running.tray.show(a_view())
    host.menu(item)  # answered after the view was shown
    assert host.take_signals() == []


def test_the_tray_sleeps_while_nothing_happens(running: RunningTray, host: Host, item: str) -> None:
    thread = Path(f"/proc/self/task/{running.thread.native_id}/status")

    def wake_ups() -> str:
        return next(line for line in thread.read_text().splitlines() if line.startswith("voluntary"))

    host.menu(item)
    before = ""
    while before != (before := wake_ups()):
        time.sleep(0.05)
    time.sleep(0.5)
    assert wake_ups() == before


@pytest.mark.usefixtures("item")
def test_a_restarted_session_bus_gets_the_icon_again(session_bus: SessionBus, running: RunningTray) -> None:
    session_bus.daemon.kill()
    running.wait_for_name("none")
    running.tray.show(a_view(25))
    Path(session_bus.address.removeprefix("unix:path=")).unlink(missing_ok=True)
    session_bus.daemon.start()
    restarted = Host(connect(session_bus))
    assert restarted.item_properties(restarted.take_item())["ToolTip"][2] == "Sitting 25 min"
    restarted.close()


def test_without_any_tray_it_waits_and_logs_why_once(
    run_tray: RunTray, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        running = run_tray(_no_bus)
        until(lambda: caplog.messages, "the reason is logged")
        running.tray.show(a_view(due=True))
        running.stop()
    assert running.tray.name == "none"
    assert len(caplog.messages) == 1
    assert "StatusNotifier" in caplog.text
    assert "`sitbreak help`" in caplog.text


def test_the_tray_ends_when_its_work_does() -> None:
    waiter = Waiter()
    tray = LinuxTray(Feed(lambda _: None, pixmaps, a_view), waiter)
    tray.run(waiter.close)
    assert tray.name == "none"


def test_a_signal_is_handled_although_nothing_else_wakes_the_tray() -> None:
    waiter = Waiter()
    for_ever = Delays(watcher=1e6, retry=1e6)
    tray = LinuxTray(Feed(lambda _: None, pixmaps, a_view), waiter, _no_bus, for_ever)
    handled: list[threading.Thread] = []

    def on_signal(*_: object) -> None:
        handled.append(threading.current_thread())

    before = signal.signal(signal.SIGUSR1, on_signal)
    sender = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1))
    sender.start()
    try:
        tray.run(lambda: waiter.run(lambda: not handled))
    finally:
        sender.join()
        signal.signal(signal.SIGUSR1, before)
        waiter.close()
    assert handled == [threading.main_thread()]


def test_it_loads_neither_pillow_nor_xlib_and_leaves_no_variable() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["", "None"]
