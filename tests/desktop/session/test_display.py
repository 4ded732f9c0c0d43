"""The display of a graphical session: an X server, and a compositor that may come back."""

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("displays that end are for free desktops", allow_module_level=True)

from sitbreak.core.graphical import StartedIn
from sitbreak.desktop.session.display import LinuxDisplay
from sitbreak.waiter import Waiter
from tests.rig.compositors import Compositor, kwin, sway
from tests.rig.programs import needs
from tests.rig.servers import XDisplay
from tests.until import until


class FakeCompositor:
    """A socket that accepts clients, at first those of one compositor, later perhaps those of the next."""

    def __init__(self, path: Path) -> None:
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()

    def crash(self) -> None:
        """Hang up; the socket stays with the wrapper that started it."""
        self._listening.accept()[0].close()

    def end(self) -> None:
        """Hang up, with the wrapper."""
        self._listening.close()


class Watched:
    """A display that is watched."""

    def __init__(self) -> None:
        self.over = 0
        self._waiter = Waiter()
        self.display = LinuxDisplay(self._waiter, self._end)
        self.display.start()

    def settle(self) -> None:
        done: list[str] = []
        self._waiter.later(0.02, lambda: done.append("all"))
        self._waiter.run(lambda: not done)

    def close(self) -> None:
        self.display.close()
        assert self._waiter.sources == []
        self._waiter.close()

    def _end(self) -> None:
        self.over += 1


@pytest.fixture(autouse=True)
def no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XAUTHORITY", "/nonexistent")


@pytest.fixture
def socket_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-3")
    return tmp_path / "wayland-3"


@pytest.fixture
def compositor(socket_path: Path) -> Iterator[FakeCompositor]:
    compositor = FakeCompositor(socket_path)
    yield compositor
    compositor.end()


def test_a_session_lasts_as_long_as_its_x_server(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", f"unix{x_display.name}.0")
    watched = Watched()
    assert watched.display.started_in == StartedIn(x_display.name, x11=x_display.name)
    x_display.run("xset", "-r", "38")  # the server reports it to all its clients
    watched.settle()
    assert not watched.display.is_over()

    x_display.server.kill()
    until(lambda: watched.over, meanwhile=watched.settle)
    assert watched.display.is_over()
    watched.settle()
    assert watched.over == 1
    watched.close()


@pytest.mark.usefixtures("compositor")
def test_a_wayland_session_is_that_of_its_compositor(
    socket_path: Path, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/bus")
    watched = Watched()
    path = str(socket_path)
    assert watched.display.started_in == StartedIn(path, path, x_display.name, "unix:path=/bus")
    watched.close()


def test_a_compositor_that_crashes_and_returns_ends_nothing(compositor: FakeCompositor) -> None:
    watched = Watched()
    for _ in range(3):
        compositor.crash()
        watched.settle()
        assert not watched.display.is_over()
    watched.close()


@pytest.mark.parametrize("successor", [True, False])
def test_a_session_ends_with_the_compositors_socket(
    compositor: FakeCompositor, socket_path: Path, *, successor: bool
) -> None:
    watched = Watched()
    socket_path.unlink()
    following = FakeCompositor(socket_path) if successor else None
    compositor.crash()
    compositor.end()
    assert watched.display.is_over()
    assert watched.over == 1
    watched.close()
    if following is not None:
        following.end()


@pytest.mark.real_desktop
@pytest.mark.parametrize("make", [sway, kwin])
def test_a_session_ends_with_a_real_compositor(
    make: Callable[[], Compositor], monkeypatch: pytest.MonkeyPatch
) -> None:
    needs({sway: "sway", kwin: "kwin_wayland"}[make])
    compositor = make()
    try:
        for name, value in compositor.env.items():
            monkeypatch.setenv(name, value)
        watched = Watched()
        assert watched.display.started_in.display.endswith(compositor.env["WAYLAND_DISPLAY"])
        compositor.move_mouse()
        watched.settle()
        assert not watched.display.is_over()
        compositor.server.kill()
        until(lambda: watched.over, "the session is over", meanwhile=watched.settle)
        watched.close()
    finally:
        compositor.end()


def test_a_display_that_does_not_answer_is_named_only(
    socket_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":64999")
    watched = Watched()
    assert watched.display.started_in == StartedIn("", str(socket_path), ":64999")
    assert not watched.display.is_over()
    watched.close()


@pytest.mark.parametrize("name", ["nowhere", "", ":x"])
def test_a_name_that_is_none_is_no_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", name)
    watched = Watched()
    assert watched.display.started_in == StartedIn()
    watched.close()


@pytest.mark.usefixtures("compositor")
def test_a_display_is_watched_once_and_until_it_is_closed() -> None:
    watched = Watched()
    watched.display.start()
    watched.close()
    assert not watched.display.is_over()
    assert watched.over == 0
