"""sitbreak talks to the desktop and to nobody else, reads no keys and starts no programs."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk import SOON
from tests.privacy import watched
from tests.privacy.rights import under_watch, without_network
from tests.rig.desktop import Desktop
from tests.rig.programs import Program, needs
from tests.rig.servers import XDisplay
from tests.running import COMMAND, Running
from tests.until import until

if sys.platform != "linux":
    pytest.skip("namespaces and strace are Linux's", allow_module_level=True)

_LOCAL = re.compile(r"AF_(UNIX|LOCAL),")
_KEYS = re.compile(rb"/dev/(input|uinput|uhid|hidraw|console|tty\d|vcs|mem|kmsg)|/proc/bus/input")


@pytest.fixture
def sitbreak(desktop: Desktop, xfce_notifyd: Program) -> Iterator[Running]:
    """A sitbreak on a desktop without a panel, not started yet."""
    assert xfce_notifyd.running
    sitbreak = Running(desktop.home, desktop.env)
    sitbreak.write_settings(SOON)
    yield sitbreak
    sitbreak.end()
    assert "Traceback" not in sitbreak.printed + sitbreak.complaints + sitbreak.log


def live(sitbreak: Running, desktop: Desktop, tray: str) -> None:
    """Use all of it but what opens a window or a page: those are programs of their own."""
    until(lambda: sitbreak.answers() or sitbreak.has_ended(), "sitbreak answers")
    assert not sitbreak.has_ended(), sitbreak.complaints
    in_use = {"tray": tray, "notifications": "freedesktop", "idle": "x11-sync"}
    until(lambda: sitbreak.status()["backends"] == in_use, "it is on the desktop")
    desktop.display.xdotool("key", "a")
    until(lambda: sitbreak.reminder() == "due", "the reminder is out")
    desktop.display.xdotool("key", "a")
    for command in ("snooze 10", "tip", "tip stretch", "pause 1h", "resume", "interval 20-30", "autostart on",
                    "settings set sound true", "troubleshoot", "autostart off", "break"):  # fmt: skip
        sitbreak.do(command)
    assert sitbreak.run("status").status == 0
    sitbreak.do("quit")
    assert sitbreak.wait() == 0, sitbreak.complaints


def test_it_needs_no_network_of_any_kind(sitbreak: Running, desktop: Desktop) -> None:
    desktop.start_xfce_panel()
    sitbreak.execute(without_network(COMMAND, sitbreak.env))
    live(sitbreak, desktop, "status-notifier")


@pytest.mark.parametrize("tray", ["status-notifier", "xembed"])
def test_it_opens_no_network_socket_reads_no_key_and_starts_no_program(
    sitbreak: Running, desktop: Desktop, tmp_path: Path, tray: str
) -> None:
    if tray == "xembed":
        needs("tint2")
        (tmp_path / "tint2rc").write_text("panel_items = S\npanel_size = 100% 30\nsystray_icon_size = 24\n")
        desktop.start(["tint2", "-c", str(tmp_path / "tint2rc")])
    else:
        desktop.start_xfce_panel()
    record = tmp_path / "record"
    sitbreak.execute(under_watch(COMMAND, watched.CALLS, record))
    live(sitbreak, desktop, tray)

    calls = list(watched.calls(record))
    sockets = [call.arguments for call in calls if call.name == "socket"]
    assert sockets
    assert [socket for socket in sockets if not _LOCAL.match(socket)] == []
    programs = [call for call in calls if call.name.startswith("execve")]
    assert len(programs) == 1, "itself"
    opened = [call.text for call in calls if call.name.startswith("open")]
    assert len(opened) > 100, "its own modules, at least"
    assert [path for path in opened if _KEYS.search(path)] == []
    streams = watched.sent_to_x(record)
    assert len(streams) > 1, "idle, and full screens"
    assert [found for stream in streams for found in watched.key_reading_requests(stream)] == []


def test_one_that_read_keys_would_be_found(x_display: XDisplay, tmp_path: Path) -> None:
    record = tmp_path / "record"
    script = (
        "import os; from Xlib import X, display; d = display.Display(); s = d.screen().root;"
        "s.grab_key(38, X.AnyModifier, True, X.GrabModeAsync, X.GrabModeAsync); d.query_keymap();"
        "s.change_attributes(event_mask=X.KeyPressMask); d.query_extension('XInputExtension'); d.sync()"
    )
    command = under_watch([sys.executable, "-c", script], watched.CALLS, record)
    x_display.run(*command)
    [stream] = watched.sent_to_x(record)
    found = set(watched.key_reading_requests(stream))
    assert found >= {"GrabKey", "QueryKeymap", "events 0x1", "XInputExtension"}
