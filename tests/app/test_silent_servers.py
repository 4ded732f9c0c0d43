"""Servers that hang, drip or flood never hold sitbreak up: it answers commands and ends on a signal."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("X servers and buses are for free desktops", allow_module_level=True)

import resource

from tests.desktop.tray.linux.xembed_tray import XEmbedTray
from tests.rig.servers import SessionBus, XDisplay
from tests.running import COMMAND, Running
from tests.until import a_moment, until

NUMBER = 64_900
"""Of an X display whose socket is abstract, as no file has it."""

A_CORE = 0.8
"""The part of a core that something has which never rests."""


class Silent:
    """Listens, and does with every client what a misbehaving server does."""

    def __init__(self, address: str, treat: Callable[[socket.socket], object]) -> None:
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(address)
        self._listening.listen(64)
        self._treat = treat
        self._kept = ExitStack()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._kept.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client = self._kept.enter_context(self._listening.accept()[0])
                threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client: socket.socket) -> None:
        with suppress(OSError):
            self._treat(client)


def drip(client: socket.socket) -> None:
    while True:
        client.sendall(b"\1")
        a_moment()


def flood(client: socket.socket) -> None:
    while True:
        client.sendall(b"\1" * 65536)


def say_nothing(_client: socket.socket) -> None:
    """Leave the client waiting."""


def end_promptly(sitbreak: Running) -> None:
    """End it with a signal; it has to save and leave, not to be ended by the timer."""
    sitbreak.process.send_signal(signal.SIGTERM)
    assert sitbreak.wait() == 0


@pytest.fixture
def opened() -> Iterator[list[Silent]]:
    opened: list[Silent] = []
    yield opened
    for server in opened:
        server.close()


@pytest.mark.parametrize("treat", [say_nothing, drip, flood])
def test_servers_that_misbehave_hold_nothing_up(
    sitbreak: Running, opened: list[Silent], treat: Callable[[socket.socket], object]
) -> None:
    runtime = Path(sitbreak.env["XDG_RUNTIME_DIR"])
    (runtime / "pulse").mkdir()
    places = [str(runtime / name) for name in ("bus", "system-bus", "wayland-9", "pulse/native")]
    opened += [Silent(place, treat) for place in places]
    opened.append(Silent(f"\0/tmp/.X11-unix/X{NUMBER}", treat))
    sitbreak.env |= {
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={runtime}/system-bus",
        "XAUTHORITY": "/nonexistent",
    }
    for display in ({"DISPLAY": f":{NUMBER}"}, {"WAYLAND_DISPLAY": "wayland-9"}):
        sitbreak.env = {k: v for k, v in sitbreak.env.items() if "DISPLAY" not in k} | display
        sitbreak.start()
        assert "idle" in sitbreak.do("troubleshoot")
        assert sitbreak.status()["backends"]["idle"] == "none"
        end_promptly(sitbreak)


def test_a_display_that_stops_at_any_time_holds_nothing_up(
    sitbreak: Running, x_display: XDisplay, session_bus: SessionBus
) -> None:
    sitbreak.env |= x_display.env | session_bus.env
    tray = XEmbedTray(x_display.name)
    for taken in range(3):
        sitbreak.start()
        if taken:
            tray.take_icon()
            until(lambda: sitbreak.status()["backends"]["tray"] == "xembed", "it is docked")
        os.kill(x_display.server.pid, signal.SIGSTOP)
        try:
            for words in ("snooze 5", "skip", "status", "troubleshoot"):
                assert sitbreak.do(words)
            end_promptly(sitbreak)
        finally:
            os.kill(x_display.server.pid, signal.SIGCONT)
    tray.close()


def test_a_bus_that_stops_holds_nothing_up_and_is_used_again(
    sitbreak: Running, x_display: XDisplay, session_bus: SessionBus
) -> None:
    sitbreak.env |= x_display.env | session_bus.env
    sitbreak.start()
    os.kill(session_bus.daemon.pid, signal.SIGSTOP)
    try:
        for _ in range(20):
            assert sitbreak.do("tip")
            assert sitbreak.do("interval 20")
            assert sitbreak.do("interval 20-30")
    finally:
        os.kill(session_bus.daemon.pid, signal.SIGCONT)
    until(lambda: sitbreak.status()["backends"]["notifications"] == "freedesktop", "the bus is used")
    end_promptly(sitbreak)


# --- descriptors -------------------------------------------------------------------------------------

_WITH_MANY_OPEN = f"""
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
for _ in range(1500):
    os.set_inheritable(os.dup(0), True)
os.execv(sys.executable, {COMMAND!r})
"""


def used_seconds(process: int) -> float:
    """Return the CPU time that a process has used. Source: proc(5), utime and stime."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rests(process: int) -> bool:
    """Return whether a process uses hardly any CPU time for a while."""
    before = used_seconds(process)
    for _ in range(50):
        a_moment()
    return used_seconds(process) - before < A_CORE * 0.5


def test_a_parent_that_leaks_descriptors_does_no_harm(sitbreak: Running, session_bus: SessionBus) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 4096:
        pytest.skip("this process may not open that many files")
    sitbreak.env |= session_bus.env | {"DISPLAY": ":nowhere"}
    sitbreak.execute([sys.executable, "-c", _WITH_MANY_OPEN])
    until(sitbreak.answers, "it answers")
    assert sitbreak.do("status")
    assert rests(sitbreak.process.pid)
    end_promptly(sitbreak)


def test_without_a_free_descriptor_it_waits(sitbreak: Running) -> None:
    sitbreak.start()
    process = sitbreak.process.pid
    until(lambda: "Press Ctrl-C to stop." in sitbreak.printed, "the history has been looked at, by a thread")
    until(lambda: len(list(Path(f"/proc/{process}/task").iterdir())) > 1, "the alarm has been imported")
    usual = resource.prlimit(process, resource.RLIMIT_NOFILE)
    taken = max(int(path.name) for path in Path(f"/proc/{process}/fd").iterdir()) + 1
    resource.prlimit(process, resource.RLIMIT_NOFILE, (taken, usual[1]))
    with ExitStack() as crowd:
        for _ in range(30):
            client = crowd.enter_context(socket.socket(socket.AF_UNIX))
            client.setblocking(False)
            client.connect(str(sitbreak.runtime / "remote.sock"))
        until(lambda: "could not accept" in sitbreak.log, "it is out of descriptors")
        assert rests(process)
        resource.prlimit(process, resource.RLIMIT_NOFILE, usual)
    until(sitbreak.answers, "it answers again")
    assert sitbreak.log.count("could not accept") == 1
    end_promptly(sitbreak)


# --- a loop that hangs -------------------------------------------------------------------------------

_HANGING = """
import time
from sitbreak import cli, loop
loop.Loop.keep_watch = lambda self: time.sleep(600)
cli.main([])
"""


def test_a_loop_that_hangs_is_ended_by_a_timer(sitbreak: Running) -> None:
    sitbreak.execute([sys.executable, "-c", _HANGING])
    until((sitbreak.runtime / "remote.sock").exists, "it has started")
    sitbreak.process.send_signal(signal.SIGTERM)
    assert sitbreak.wait() in (-signal.SIGALRM, -signal.SIGTERM)
