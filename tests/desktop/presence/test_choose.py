"""Which presence source is taken, and why not the others."""

import subprocess
import sys

import pytest

from sitbreak.desktop.presence import sync
from sitbreak.desktop.presence.choose import Choice, choose
from sitbreak.ports import Watch
from tests.rig import XDisplay


def _choose() -> Choice:
    chosen = choose(lambda _: None, lambda: None)
    chosen.presence.close()
    return chosen


@pytest.fixture(autouse=True)
def _no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)


def test_on_x11_the_server_tells_by_alarms(x_display: XDisplay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    choice = _choose()
    assert choice.presence.name == "x11-sync"
    assert choice.passed_over == ()


def test_an_x_server_without_alarms_is_asked(x_display: XDisplay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    monkeypatch.setattr(sync, "EXTENSION", "NO-SUCH")
    choice = _choose()
    assert choice.presence.name == "x11-screensaver"
    assert choice.passed_over == (("x11-sync", "the X server has no NO-SUCH extension"),)


def test_an_x_server_without_the_idle_counter_is_asked(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    monkeypatch.setattr("sitbreak.desktop.presence.x11.IDLE_COUNTER", "NO-SUCH")
    choice = _choose()
    assert choice.presence.name == "x11-screensaver"
    assert choice.passed_over == (("x11-sync", "the X server has no NO-SUCH counter"),)


@pytest.mark.parametrize(
    ("variable", "value"), [("WAYLAND_DISPLAY", "wayland-0"), ("XDG_SESSION_TYPE", "wayland")]
)
def test_x11_is_never_asked_under_wayland(
    x_display: XDisplay, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    monkeypatch.setenv(variable, value)
    choice = _choose()
    assert choice.presence.name == "none"
    assert [name for name, _ in choice.passed_over] == ["x11-sync", "x11-screensaver"]


def test_without_a_display_nothing_is_known_and_python_xlib_not_loaded() -> None:
    code = (
        "import sys; from sitbreak.desktop.presence.choose import choose;"
        "print(choose(print, print).presence.name, 'Xlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "none False\n"


# python-xlib leaves the sockets of a connection that fails to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_display_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    choice = _choose()
    assert choice.presence.name == "none"
    assert "9999" in choice.passed_over[0][1]


def test_a_display_name_that_means_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "nonsense")
    choice = _choose()
    assert choice.presence.name == "none"
    assert "nonsense" in choice.passed_over[0][1]


def test_unknown_presence_takes_every_call_and_tells_nothing() -> None:
    presence = _choose().presence
    presence.watch(Watch(back=True))
    presence.ready()
    assert (presence.fileno(), presence.due()) == (-1, None)
