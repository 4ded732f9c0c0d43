"""Which idle source is used on which desktop, and why not the better ones."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from sitbreak.desktop.idle.best import Choice, choose
from sitbreak.desktop.idle.candidates import FREE_DESKTOPS
from sitbreak.ports import Watch
from tests.desktop.idle.fake_compositor import EXT, KDE
from tests.rig import compositors
from tests.rig.compositors import Compositor
from tests.rig.programs import needs
from tests.rig.servers import SessionBus, XDisplay
from tests.until import until

pytestmark = pytest.mark.usefixtures("no_desktop")


def _choose() -> Choice:
    chosen = choose(FREE_DESKTOPS, lambda _: None, lambda: None)
    chosen.source.close()
    return chosen


def _use(compositor: Compositor, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in compositor.env.items():
        monkeypatch.setenv(name, value)


# --- GNOME -----------------------------------------------------------------------------------------


@pytest.mark.real_desktop
def test_gnome_uses_mutter(mutter: Compositor, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(mutter, monkeypatch)
    choice = _choose()
    assert choice.source.name == "mutter"
    assert choice.passed_over == ()


def test_after_mutter_dies_its_x_server_is_used(
    session_bus: SessionBus, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("mutter")
    compositor = compositors.mutter(session_bus)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    monkeypatch.setenv("DISPLAY", x_display.name)
    choices: list[Choice] = []

    def choose_another() -> None:
        choices.append(choose(FREE_DESKTOPS, lambda _: None, choose_another))

    def another_is_chosen() -> bool:
        choices[0].source.ready()
        return len(choices) == 2

    choose_another()
    choices[0].source.watch(Watch(back=True))
    compositor.end()
    until(another_is_chosen, "another source is chosen")
    choices[1].source.close()
    assert [choice.source.name for choice in choices] == ["mutter", "x11-sync"]
    assert dict(choices[1].passed_over)["mutter"] == "nobody owns org.gnome.Mutter.IdleMonitor"


# --- Wayland ---------------------------------------------------------------------------------------


@pytest.mark.real_desktop
def test_kwin_uses_the_newer_protocol(kwin: Compositor, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(kwin, monkeypatch)
    choice = _choose()
    assert choice.source.name == "wayland-idle-notify"
    assert [name for name, _ in choice.passed_over] == ["mutter"]


@pytest.mark.parametrize(
    ("fake_compositor", "taken"),
    [({EXT: 1, KDE: 1}, "wayland-idle-notify"), ({KDE: 1}, "wayland-kde-idle"), ({}, "none")],
    indirect=["fake_compositor"],
)
@pytest.mark.usefixtures("fake_compositor")
def test_a_compositor_decides_by_what_it_offers(taken: str) -> None:
    choice = _choose()
    assert choice.source.name == taken
    if taken != "wayland-idle-notify":
        reasons = dict(choice.passed_over)
        assert reasons["wayland-idle-notify"] == "the compositor has no ext_idle_notifier_v1"


@pytest.fixture
def xwayland() -> Iterator[Compositor]:
    """A sway with a real Xwayland; DISPLAY names it."""
    needs("sway", "Xwayland")
    compositor = compositors.sway(xwayland=True)
    try:
        display = compositor.folder / "display"
        compositor.env["DISPLAY"] = until(
            lambda: display.read_text().strip() if display.exists() else "", "Xwayland runs"
        )
        yield compositor
    finally:
        compositor.end()


@pytest.mark.real_desktop
def test_x11_is_never_used_beside_xwayland(xwayland: Compositor, monkeypatch: pytest.MonkeyPatch) -> None:
    _use(xwayland, monkeypatch)
    assert _choose().source.name.startswith("wayland-")
    os.kill(xwayland.server.pid, signal.SIGSTOP)
    choice = _choose()
    os.kill(xwayland.server.pid, signal.SIGCONT)
    assert choice.source.name == "none"
    assert {name for name, reason in choice.passed_over if "this is a Wayland session" in reason} == {
        "x11-sync",
        "x11-screensaver",
    }


# --- X11 -------------------------------------------------------------------------------------------


@contextmanager
def display_without(name: bytes, whole: XDisplay) -> Iterator[str]:
    """Serve, one client after another, an X server that does not know a name; yield its DISPLAY."""

    def serve() -> None:
        with suppress(OSError):  # the test is over
            while True:
                client, _ = listener.accept()
                with client, socket.socket(socket.AF_UNIX) as server:
                    server.connect(f"/tmp/.X11-unix/X{whole.name.removeprefix(':')}")
                    pass_on({client: server, server: client})

    def pass_on(other_end: dict[socket.socket, socket.socket]) -> None:
        while True:
            for end in select.select(list(other_end), [], [])[0]:
                if not (data := end.recv(65536)):
                    return
                other_end[end].sendall(data.replace(name, b"?" * len(name)))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve)
        serving.start()
        yield f"127.0.0.1:{listener.getsockname()[1] - 6000}"
        listener.shutdown(socket.SHUT_RDWR)
        serving.join()


def test_x11_uses_alarms(x_display: XDisplay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    choice = _choose()
    assert choice.source.name == "x11-sync"
    assert choice.passed_over == (
        ("mutter", "no session bus: DBUS_SESSION_BUS_ADDRESS is not set"),
        ("wayland-idle-notify", "WAYLAND_DISPLAY is not set"),
        ("wayland-kde-idle", "WAYLAND_DISPLAY is not set"),
    )


def test_without_alarms_the_x_servers_screen_saver_is_polled(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    with display_without(b"SYNC", x_display) as display:
        monkeypatch.setenv("DISPLAY", display)
        choice = _choose()
    assert choice.source.name == "x11-screensaver"
    assert choice.passed_over[-1] == ("x11-sync", "the X server has no SYNC extension")


def test_without_an_idle_counter_the_screen_saver_is_polled(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    with display_without(b"IDLETIME", x_display) as display:
        monkeypatch.setenv("DISPLAY", display)
        choice = _choose()
    assert choice.source.name == "x11-screensaver"
    assert choice.passed_over[-1] == ("x11-sync", "the X server has no IDLETIME counter")


@pytest.mark.parametrize(
    ("variable", "value"), [("WAYLAND_DISPLAY", "wayland-0"), ("XDG_SESSION_TYPE", "wayland")]
)
def test_x11_is_never_used_under_wayland(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    monkeypatch.setenv(variable, value)
    choice = _choose()
    assert choice.source.name == "none"
    assert "Wayland" in dict(choice.passed_over)["x11-sync"]
    assert "Wayland" in dict(choice.passed_over)["x11-screensaver"]


# --- nothing ---------------------------------------------------------------------------------------


def test_without_a_display_idle_is_unknown_and_xlib_not_loaded() -> None:
    code = (
        "import sys; from sitbreak.desktop.idle.best import choose;"
        "from sitbreak.desktop.idle.candidates import FREE_DESKTOPS;"
        "print(choose(FREE_DESKTOPS, print, print).source.name, 'Xlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "none False\n"


def test_a_missing_display_is_named_in_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    choice = _choose()
    assert choice.source.name == "none"
    assert "9999" in dict(choice.passed_over)["x11-sync"]


def test_a_malformed_display_is_named_in_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "nonsense")
    choice = _choose()
    assert choice.source.name == "none"
    assert "nonsense" in dict(choice.passed_over)["x11-sync"]


def test_the_null_source_accepts_every_call() -> None:
    source = _choose().source
    source.watch(Watch(back=True))
    source.ready()
    assert (source.fileno(), source.due()) == (-1, None)
