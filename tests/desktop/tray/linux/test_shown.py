"""An icon that a tray has accepted, but perhaps does not show."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitbreak.core.finding import Finding
from sitbreak.desktop.desktop import Delays
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import PROPERTIES, method, request_name
from tests.desktop.tray.linux.conftest import RunningTray, RunTray
from tests.desktop.tray.linux.host import ITEM, WATCHER, Host, connect
from tests.rig.programs import Home, Program, needs
from tests.rig.servers import SessionBus
from tests.until import until


def test_an_icon_that_nobody_reads_is_not_shown_and_logged_once(
    session_bus: SessionBus, running: RunningTray, caplog: pytest.LogCaptureFixture
) -> None:
    blind = Host(connect(session_bus), reads="")
    item = blind.take_item()
    blind.wait_for(lambda: "nothing has read its picture" in caplog.text, "it is logged")
    finding = running.tray.finding()
    assert (finding.used, running.tray.name) == ("none", "none")
    assert "nothing has read its picture" in dict(finding.tried)["status-notifier"]
    assert len(caplog.messages) == 1

    blind.item_properties(item)  # at last
    running.wait_for_name("status-notifier")
    assert running.tray.finding() == Finding("tray", "status-notifier")
    blind.close()


def test_a_tray_that_has_only_accepted_the_icon_is_not_believed_yet(
    session_bus: SessionBus, run_tray: RunTray
) -> None:
    running = run_tray(lambda: connect(session_bus), delays=Delays(host=1e6))
    blind = Host(connect(session_bus), reads="")
    item = blind.take_item()
    assert running.tray.name == "none"
    assert "not read the icon yet" in dict(running.tray.finding().tried)["status-notifier"]
    blind.item_property(item, "IconPixmap")
    running.wait_for_name("status-notifier")
    blind.close()


def test_an_icon_whose_panel_ends_beside_a_living_watcher_is_no_longer_shown(
    session_bus: SessionBus, running: RunningTray
) -> None:
    """Plasma's watcher is a program of its own, and so is Cinnamon's."""
    watcher, panel = Host(connect(session_bus), reads=""), connect(session_bus)
    item = watcher.take_item()
    panel.send(method(item, "/StatusNotifierItem", PROPERTIES, "Get", "ss", ITEM, "IconPixmap"))
    until(lambda: running.tray.name == "status-notifier", "it is shown", meanwhile=panel.ready)
    watcher.take_signals()
    panel.close()
    watcher.wait_for(lambda: running.tray.name == "none", "it is no longer shown")
    assert ("NewIcon", ()) in watcher.take_signals(), "another panel would read it again"
    watcher.item_property(item, "IconPixmap")
    running.wait_for_name("status-notifier")
    watcher.close()


def test_a_watcher_that_refuses_the_icon_counts_as_none(
    session_bus: SessionBus, running: RunningTray, caplog: pytest.LogCaptureFixture
) -> None:
    refusing = Host(connect(session_bus), replies="refuses")
    refusing.take_item()
    refusing.wait_for(lambda: "refused the icon" in caplog.text, "it is logged")
    refusing.wait_for(lambda: running.tray.name == "none", "the tray has no name")
    refusing.close()


def test_a_watcher_that_has_its_name_before_it_can_be_called_is_called_again(
    session_bus: SessionBus, running: RunningTray
) -> None:
    watcher = Host(connect(session_bus), replies="not yet")
    watcher.take_item()
    watcher.wait_for(lambda: running.tray.name == "status-notifier", "it is shown")
    watcher.close()


def _why_not(running: RunningTray) -> str:
    """Return why the icon is not shown, as `troubleshoot` says it."""
    return dict(running.tray.finding().tried).get("status-notifier", "")


def _read(host: Host, panel: Bus, item: str, name: str = "IconPixmap") -> None:
    """Let a panel that is no watcher read a property of the icon, and wait until it has."""
    answers: list[object] = []
    panel.call(method(item, "/StatusNotifierItem", PROPERTIES, "Get", "ss", ITEM, name), "v", answers.append)
    until(lambda: answers, "the icon answers", meanwhile=panel.ready)
    host.take_signals()


# --- watchers ----------------------------------------------------------------------------------------


def test_a_watcher_that_does_not_answer_is_named_and_may_still_show_the_icon(
    session_bus: SessionBus, run_tray: RunTray
) -> None:
    hung = Host(connect(session_bus), replies="never", reads="")
    running = run_tray(lambda: connect(session_bus), delays=Delays(host=1e6))
    item = hung.take_item()
    hung.wait_for(lambda: "does not answer" in _why_not(running), "it is named")
    assert running.tray.name == "none"
    hung.item_property(item, "IconPixmap")
    running.wait_for_name("status-notifier")
    hung.close()


def test_an_icon_that_was_read_is_shown_whatever_its_watcher_answers_later(
    session_bus: SessionBus, running: RunningTray
) -> None:
    watcher = Host(connect(session_bus), replies="never")
    watcher.wait_for(lambda: running.tray.name == "status-notifier", "it is shown")
    watcher.refuse_late()
    assert running.tray.finding() == Finding("tray", "status-notifier")
    watcher.close()


def test_a_program_that_only_has_the_name_of_a_watcher_shows_no_icon(
    session_bus: SessionBus, running: RunningTray
) -> None:
    impostor = connect(session_bus)
    impostor.call(request_name(WATCHER), "u", lambda _: None)
    until(lambda: "UnknownObject" in _why_not(running), "it is found out", meanwhile=impostor.ready)
    assert running.tray.name == "none"
    impostor.close()


@pytest.mark.usefixtures("host")
def test_a_watcher_that_takes_over_the_name_gets_the_icon(
    session_bus: SessionBus, item: str, running: RunningTray
) -> None:
    running.wait_for_name("status-notifier")
    successor = Host(connect(session_bus), reads="", replaces=True)
    assert successor.take_item() == item
    successor.wait_for(lambda: "nothing has read" in _why_not(running), "it does not believe the first")
    successor.item_property(item, "IconPixmap")
    running.wait_for_name("status-notifier")
    successor.close()
    running.wait_for_name("none")
    assert "no StatusNotifier host" in _why_not(running)


# --- those that read ---------------------------------------------------------------------------------


def test_reading_everything_but_the_picture_shows_no_icon(
    session_bus: SessionBus, running: RunningTray
) -> None:
    blind = Host(connect(session_bus), reads="")
    item = blind.take_item()
    for name in ("Id", "Title", "Status", "IconName", "ToolTip", "Menu"):
        blind.item_property(item, name)
    blind.menu(item)
    blind.wait_for(lambda: "nothing has read its picture" in _why_not(running), "it is found out")
    blind.close()


def test_a_second_panel_still_shows_the_icon_when_the_first_ends(
    session_bus: SessionBus, running: RunningTray
) -> None:
    watcher, *panels = Host(connect(session_bus), reads=""), connect(session_bus), connect(session_bus)
    item = watcher.take_item()
    for panel in panels:
        _read(watcher, panel, item)
    running.wait_for_name("status-notifier")
    panels[0].close()
    watcher.wait_for(lambda: ("NewIcon", ()) in watcher.signals, "the others are asked to read it again")
    _read(watcher, panels[1], item)
    running.wait_for_name("status-notifier")
    panels[1].close()
    watcher.wait_for(lambda: running.tray.name == "none", "nobody shows it")
    watcher.close()


def test_a_program_that_has_only_looked_at_the_icon_does_not_show_it(
    session_bus: SessionBus, running: RunningTray
) -> None:
    watcher = Host(connect(session_bus), reads="")
    item = watcher.take_item()
    bus = running.tray._icon._bus.bus
    assert bus is not None
    watched = []
    for _ in range(3):
        looks = connect(session_bus)
        _read(watcher, looks, item)
        watched.append(len(bus._listeners))
        looks.close()
        watcher.wait_for(lambda: running.tray.name == "none", "it has gone")
    watcher.wait_for(lambda: "nothing has read its picture" in _why_not(running), "it is found out")
    assert len(set(watched)) == 1, "those that have gone are no longer watched"
    watcher.close()


# --- buses that forbid something ---------------------------------------------------------------------


@contextmanager
def _strict(home: Home, rules: str) -> Iterator[SessionBus]:
    needs("dbus-daemon", "dbus-send")
    bus = SessionBus(home, rules)
    yield bus
    bus.daemon.kill()


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    "rules",
    ['<deny own_prefix="org.kde.StatusNotifierItem"/>', f'<deny own="*"/><allow own="{WATCHER}"/>'],
    ids=["ours", "any"],
)
def test_the_icon_needs_no_name_that_a_bus_may_refuse(home: Home, run_tray: RunTray, rules: str) -> None:
    with _strict(home, rules) as bus:
        host = Host(connect(bus))
        running = run_tray(lambda: connect(bus))
        assert host.item_properties(host.take_item())["Id"] == "sitbreak"
        running.wait_for_name("status-notifier")
        running.stop()
        host.close()


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (
            f'<deny send_destination="{WATCHER}"/>',
            "refused the icon: org.freedesktop.DBus.Error.AccessDenied",
        ),
        (f'<deny send_interface="{WATCHER}"/>', "refused the icon: org.freedesktop.DBus.Error.AccessDenied"),
        (f'<deny send_interface="{PROPERTIES}"/>', "nothing has read its picture"),
        ('<deny send_path="/StatusNotifierItem"/>', "nothing has read its picture"),
    ],
)
def test_what_a_bus_forbids_between_icon_and_tray_is_said(
    home: Home, run_tray: RunTray, rules: str, why: str
) -> None:
    with _strict(home, rules) as bus:
        host = Host(connect(bus))
        running = run_tray(lambda: connect(bus))
        host.wait_for(lambda: why in _why_not(running), why)
        assert running.tray.name == "none"
        running.stop()
        host.close()


@pytest.fixture
def sandbox(home: Home, session_bus: SessionBus) -> Iterator[Callable[[str], Path]]:
    """Flatpak's way to the bus: a proxy that lets through what its option allows; returns its socket."""
    needs("xdg-dbus-proxy")
    socket = home.runtime / "sandbox"
    started: list[Program] = []

    def start(option: str) -> Path:
        command = ["xdg-dbus-proxy", session_bus.address, str(socket), "--filter", option]
        started.append(Program(command, home.env, home.folder / "proxy.log", socket.is_socket))
        started[0].start()
        return socket

    yield start
    for proxy in started:
        proxy.kill()


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("allowed", "why"),
    [("talk", ""), ("see", "refused the icon"), ("nothing", "no StatusNotifier host")],
)
def test_in_a_sandbox_the_icon_is_shown_or_said_not_to_be(
    sandbox: Callable[[str], Path], host: Host, run_tray: RunTray, allowed: str, why: str
) -> None:
    socket = sandbox("--log" if allowed == "nothing" else f"--{allowed}={WATCHER}")
    running = run_tray(lambda: Bus(str(socket)))
    if why:
        host.wait_for(lambda: why in _why_not(running), why)
        assert running.tray.name == "none"
    else:
        assert host.item_properties(host.take_item())["Id"] == "sitbreak"
        running.wait_for_name("status-notifier")
    running.stop()
