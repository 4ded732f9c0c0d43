"""Stories about sitbreak on a session bus, with a fake panel and notification daemon."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("D-Bus is how desktops on Linux speak", allow_module_level=True)

from sitbreak.core.commands import as_json
from sitbreak.core.inputs import Introduce, ShowTip
from sitbreak.core.words import terminal as said
from sitbreak.desktop.terminal import tray_screen
from sitbreak.remote.client import ask
from tests.desktop.notifications.server import Server
from tests.desktop.services import InboxLoop, Service
from tests.desktop.tray.linux.host import Host, connect
from tests.rig.programs import needs_qt
from tests.rig.servers import SessionBus
from tests.running import FOREGROUND, Running, Terminal
from tests.until import BUSY, until

NOTHING_THERE = ":nowhere"
SOON = 'interval = "1s"\n'


@pytest.fixture
def sitbreak_on_bus(sitbreak: Running, session_bus: SessionBus) -> Running:
    """A sitbreak, not started yet, with a session bus and a display that does not answer."""
    sitbreak.env |= session_bus.env | {"DISPLAY": NOTHING_THERE, "XAUTHORITY": "/nonexistent"}
    return sitbreak


@pytest.fixture
def panel(session_bus: SessionBus) -> Iterator[Host]:
    """A fake panel."""
    panel = Host(connect(session_bus))
    yield panel
    panel.close()


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    """The loop that the notification daemon runs in."""
    loop = InboxLoop()
    yield loop
    loop.close()


@pytest.fixture
def daemon(session_bus: SessionBus, loop: InboxLoop) -> Server:
    """A fake notification daemon, with buttons."""
    return Server(session_bus, loop)


def until_used(sitbreak: Running, **backends: str) -> None:
    def are_used() -> bool:
        in_use = sitbreak.status()["backends"]
        return all(in_use[what] == name for what, name in backends.items())

    until(are_used, f"{backends} are in use")


def test_a_reminder_is_sent_and_snoozed_with_its_button(sitbreak_on_bus: Running, daemon: Server) -> None:
    sitbreak_on_bus.write_settings(SOON)
    sitbreak_on_bus.start()
    daemon.loop.until(lambda: daemon.notified)
    [bubble] = daemon.notified
    assert bubble.summary.startswith("Time to get up – ")
    assert list(bubble.keys) == ["Start break", "Snooze 5 min", "Show me how"]
    assert sitbreak_on_bus.reminder() == "due"

    daemon.click(bubble, "Snooze 5 min")
    until(lambda: sitbreak_on_bus.reminder() == "snoozed", "the reminder is snoozed")
    assert sitbreak_on_bus.status()["backends"] == {
        "tray": "none", "notifications": "freedesktop", "idle": "none",
    }  # fmt: skip


def test_a_breaks_end_is_announced_until_the_next_reminder(sitbreak_on_bus: Running, daemon: Server) -> None:
    sitbreak_on_bus.write_settings(
        'interval = "1h"\nbreak_length = "1s"\nannounce_break_end = true\nsound = true\n'
    )
    sitbreak_on_bus.start()
    assert sitbreak_on_bus.do("break").startswith("Enjoy your break")
    daemon.loop.until(lambda: len(daemon.notified) == 2)
    running, bubble = daemon.notified
    assert running.summary.startswith("Break until ")
    assert (bubble.summary, bubble.body) == ("Break complete", "Stay away as long as you like.")
    sitbreak_on_bus.do("interval 1s")
    daemon.loop.until(lambda: len(daemon.notified) == 3)
    assert daemon.notified[2].summary.startswith("Time to get up –")
    assert list(daemon.on_screen) == [bubble.id]
    assert "Sounds can't be played here" in sitbreak_on_bus.do("troubleshoot")
    assert sitbreak_on_bus.log.count("the sound could not be played") == 1


def test_the_menu_of_the_icon_pauses_and_quits(sitbreak_on_bus: Running, panel: Host) -> None:
    sitbreak_on_bus.start()
    item = panel.take_item()
    menu = panel.menu(item)
    assert " – reminder " in menu.lines[0].label
    panel.click(item, menu.find("Until I resume").number)
    until(lambda: sitbreak_on_bus.status()["pauses"], "reminders are paused")
    panel.click(item, menu.find("Quit").number)
    assert sitbreak_on_bus.wait() == 0


def test_help_and_settings_open_from_the_menu(sitbreak_on_bus: Running, panel: Host) -> None:
    opened = sitbreak_on_bus.record_opened()
    sitbreak_on_bus.start()
    item = panel.take_item()
    for label, file in (("Help", "help.html"), ("Settings…", "settings.toml")):
        panel.click(item, panel.menu(item).find(label).number)
        until(lambda: opened.exists() and file in opened.read_text(), f"{label} opens")  # noqa: B023
    assert sitbreak_on_bus.settings


def test_somebody_impatient_who_starts_it_twice_is_introduced_once(
    sitbreak_on_bus: Running, daemon: Server
) -> None:
    sitbreak_on_bus.is_new = True
    sitbreak_on_bus.start()
    ask(sitbreak_on_bus.runtime, as_json(ShowTip()))
    daemon.loop.until(lambda: daemon.notified)
    ask(sitbreak_on_bus.runtime, as_json(Introduce()))
    daemon.loop.until(lambda: len(daemon.notified) > 1)
    daemon.loop.pass_time(0.5)
    assert [bubble.summary for bubble in daemon.notified[1:]] == ["sitbreak is running"]


def test_a_reminder_from_before_a_crash_is_not_lost(sitbreak_on_bus: Running, daemon: Server) -> None:
    sitbreak_on_bus.write_settings(SOON)
    sitbreak_on_bus.start()
    daemon.loop.until(lambda: daemon.notified)
    note = sitbreak_on_bus.home.runtime / "sitbreak" / "bubble"
    until(note.exists, "it knows the id of its bubble")
    sitbreak_on_bus.kill()
    sitbreak_on_bus.start()
    daemon.loop.until(lambda: len(daemon.notified) == 2)
    left, shown_again = daemon.notified
    assert shown_again.replaces_id == left.id, "the dead process's bubble is still there, too"
    assert list(daemon.on_screen) == [left.id]
    sitbreak_on_bus.do("quit")
    daemon.loop.until(lambda: not daemon.on_screen)


def test_a_reminder_from_before_a_crash_waits_while_busy(
    sitbreak_on_bus: Running, daemon: Server, session_bus: SessionBus, services_loop: InboxLoop
) -> None:
    sitbreak_on_bus.write_settings(SOON)
    sitbreak_on_bus.start()
    daemon.loop.until(lambda: daemon.notified)
    sitbreak_on_bus.kill()
    centre = Service(services_loop, session_bus, (SWAYNC,))
    centre.answer(SWAYNC_PATH, "GetDnd", signature="b", values=(True,))
    centre.appear()
    sitbreak_on_bus.start()
    services_loop.until(lambda: "GetDnd" in centre.asked)
    services_loop.settle()
    until(lambda: sitbreak_on_bus.reminder() == "waiting", "the reminder waits")
    daemon.loop.settle()
    assert len(daemon.notified) == 1


def test_a_terminal_says_where_the_icon_is_and_can_end_it(
    sitbreak_on_bus: Running, panel: Host, terminal: Terminal
) -> None:
    process = terminal.run(sitbreak_on_bus, FOREGROUND)
    panel.take_item()
    until(lambda: terminal.shows(said.in_tray()), "it says where it is")
    assert terminal.shows("At the computer less than a minute – reminder at ")
    terminal.type("\x03")
    assert process.wait(BUSY) == 0
    assert not terminal.shows("Traceback")


# --- what is missing, or goes ----------------------------------------------------------------------


def test_troubleshoot_says_why_there_is_no_icon(sitbreak_on_bus: Running) -> None:
    sitbreak_on_bus.start()

    reason = "not xembed: the X11 display does not answer"
    until(lambda: reason in sitbreak_on_bus.do("troubleshoot"), "the other kind of tray was tried")
    assert "not status-notifier: no StatusNotifier host" in sitbreak_on_bus.do("troubleshoot")


def test_with_a_stale_display_the_terminal_is_used(sitbreak: Running) -> None:
    sitbreak.env |= {"DISPLAY": NOTHING_THERE, "XAUTHORITY": "/nonexistent"}
    sitbreak.start("--interval", "1s", typing=True)
    until(lambda: "Time to get up – " in sitbreak.printed, "the reminder is printed")
    assert sitbreak.printed.splitlines()[1] == said.desktop_out_of_reach()
    assert sitbreak.status()["backends"] == {"tray": "none", "notifications": "terminal", "idle": "none"}
    sitbreak.type("quit\n")
    assert sitbreak.wait() == 0


def test_the_loss_of_the_session_bus_ends_nothing(
    sitbreak_on_bus: Running, panel: Host, session_bus: SessionBus
) -> None:
    sitbreak_on_bus.write_settings(SOON)
    sitbreak_on_bus.start()
    panel.take_item()
    until_used(sitbreak_on_bus, tray="status-notifier", notifications="freedesktop")
    session_bus.daemon.kill()
    until_used(sitbreak_on_bus, tray="none")
    until(lambda: sitbreak_on_bus.reminder() == "due", "the reminder")
    assert sitbreak_on_bus.do("snooze 10")
    assert sitbreak_on_bus.do("troubleshoot")
    sitbreak_on_bus.do("quit")
    assert sitbreak_on_bus.wait() == 0


SCREEN_SAVER, SCREEN_SAVER_PATH = "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"
SWAYNC, SWAYNC_PATH = "org.erikreider.swaync.cc", "/org/erikreider/swaync/cc"


@pytest.fixture
def services_loop() -> Iterator[InboxLoop]:
    """The loop that small services run in."""
    services_loop = InboxLoop()
    yield services_loop
    services_loop.close()


def test_a_locked_screen_is_away_and_an_unlock_the_return(
    sitbreak_on_bus: Running, daemon: Server, session_bus: SessionBus, services_loop: InboxLoop
) -> None:
    assert daemon.notified == []
    saver = Service(services_loop, session_bus, (SCREEN_SAVER,))
    saver.answer(SCREEN_SAVER_PATH, "GetActive", signature="b", values=(False,))
    saver.appear()
    sitbreak_on_bus.start()
    services_loop.until(lambda: "GetActive" in saver.asked)
    assert sitbreak_on_bus.status()["state"] == "sitting"
    for locked, state in ((True, "away"), (False, "sitting")):
        saver.signal(SCREEN_SAVER_PATH, SCREEN_SAVER, "ActiveChanged", "b", locked)
        services_loop.settle()
        until(lambda: sitbreak_on_bus.status()["state"] == state, f"they are {state}")  # noqa: B023


def test_do_not_disturb_holds_the_reminder_back_and_says_so(
    sitbreak_on_bus: Running, daemon: Server, session_bus: SessionBus, services_loop: InboxLoop
) -> None:
    centre = Service(services_loop, session_bus, (SWAYNC,))
    centre.answer(SWAYNC_PATH, "GetDnd", signature="b", values=(True,))
    centre.appear()
    sitbreak_on_bus.write_settings(SOON)
    sitbreak_on_bus.start()
    services_loop.until(lambda: "GetDnd" in centre.asked)
    services_loop.settle()
    until(lambda: sitbreak_on_bus.reminder() == "waiting", "the reminder waits")
    assert sitbreak_on_bus.do("status").endswith("waiting until do-not-disturb ends")
    assert daemon.notified == []


def test_troubleshoot_without_an_instance_sees_panel_and_daemon(
    sitbreak_on_bus: Running, panel: Host, daemon: Server
) -> None:
    assert panel.items == []
    assert daemon.notified == []
    report = sitbreak_on_bus.run("troubleshoot").out
    assert "tray            status-notifier" in report
    assert "notifications   freedesktop" in report


def test_troubleshoot_without_an_instance_asks_every_source(
    sitbreak_on_bus: Running, session_bus: SessionBus, services_loop: InboxLoop
) -> None:
    sitbreak_on_bus.env["DBUS_SYSTEM_BUS_ADDRESS"] = session_bus.address
    saver = Service(services_loop, session_bus, (SCREEN_SAVER,))
    saver.answer(SCREEN_SAVER_PATH, "GetActive", signature="b", values=(False,))
    centre = Service(services_loop, session_bus, (SWAYNC,))
    centre.answer(SWAYNC_PATH, "GetDnd", signature="b", values=(True,))
    logind = Service(services_loop, session_bus, ("org.freedesktop.login1",))
    for service in (saver, centre, logind):
        service.appear()
    with services_loop.on_a_thread():
        done = sitbreak_on_bus.run("troubleshoot", "--json")
        text = sitbreak_on_bus.run("troubleshoot").out
    found = {backend["what"]: backend for backend in json.loads(done.out)["backends"]}
    assert found["lock"]["used"] == SCREEN_SAVER
    assert found["lock"]["tried"]["org.mate.ScreenSaver"] == "nobody owns it"
    assert "our session was not found" in found["lock"]["tried"]["logind"]
    assert found["sleep"]["used"] == "logind"
    assert found["do not disturb"]["used"] == "swaync"
    assert "dunst" in found["do not disturb"]["tried"]
    assert done.err == ""
    assert f"lock            {SCREEN_SAVER}" in text


def test_troubleshoot_does_not_wait_for_a_service_that_hangs(
    sitbreak_on_bus: Running, session_bus: SessionBus, services_loop: InboxLoop
) -> None:
    for name in (SCREEN_SAVER, SWAYNC):  # they own their names but never answer
        Service(services_loop, session_bus, (name,)).appear()
    done = sitbreak_on_bus.run("troubleshoot", "--json")
    assert (done.status, done.err) == (0, "")
    found = {backend["what"]: backend for backend in json.loads(done.out)["backends"]}
    assert "no answer within" in found["do not disturb"]["tried"]["swaync"]


def test_troubleshoot_names_what_is_missing_on_the_bus(sitbreak_on_bus: Running) -> None:
    report = sitbreak_on_bus.run("troubleshoot").out
    assert "not status-notifier: nobody owns org.kde.StatusNotifierWatcher on the session bus" in report
    assert "not freedesktop: nobody owns org.freedesktop.Notifications on the session bus" in report
    assert "A notification daemon does, such as dunst" in report


def test_a_terminal_does_not_mention_an_icon_without_a_tray() -> None:
    assert said.in_tray() in tray_screen("Sitting 1 s", "status-notifier")
    assert said.in_tray() not in tray_screen("Sitting 1 s", "none")


def test_without_libegl_the_page_opens_and_the_reason_is_logged_once(
    sitbreak_on_bus: Running, daemon: Server, tmp_path: Path
) -> None:
    needs_qt()
    opened = sitbreak_on_bus.record_opened()
    (tmp_path / "libEGL.so.1").touch()  # found first, but not a library
    sitbreak_on_bus.env |= {"LD_LIBRARY_PATH": str(tmp_path), "DISPLAY": ":nowhere"}
    sitbreak_on_bus.write_settings(SOON)
    sitbreak_on_bus.start()
    daemon.loop.until(lambda: daemon.notified)
    daemon.click(daemon.notified[0], "Show me how")
    until(opened.exists, "the page opens")
    assert sitbreak_on_bus.ask("tip --card").text == "Opening the tip."
    until(lambda: opened.read_text().count("tip.html") == 2, "another page opens")
    assert sitbreak_on_bus.log.count("windows cannot open here: Qt does not start: ") == 1
    report = sitbreak_on_bus.do("troubleshoot")
    assert "not qt: Qt does not start: " in report
    assert "libEGL" in report
    assert "libegl1" in report, "what to install"
