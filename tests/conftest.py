"""Fixtures that start real parts of a desktop (see `rig`), and the count of tests that lacked them."""

import ctypes
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak.storage.log import HourlyFailures
from tests.rig.desktop import Desktop
from tests.rig.programs import Home, Program, install_line, needs
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.windows import not_there, registry

Logged = Callable[[], list[str]]
"""Returns the warnings and errors logged so far."""

_MOVED = 0x0001
"""MOUSEEVENTF_MOVE."""

_NEED_A_DESKTOP = {"x_display", "session_bus"}

# The name of a socket has room for 104 bytes, and the folders of tests lie below this one.
os.environ["LANGUAGE"] = "en"  # the tests speak English, whatever the person who runs them does
if os.name == "posix" and len(tempfile.gettempdir()) > 20:
    tempfile.tempdir = "/tmp"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "real_desktop: runs on real parts of a desktop, started by tests/rig")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _NEED_A_DESKTOP & set(getattr(item, "fixturenames", ())):
            item.add_marker("real_desktop")
        if sys.platform == "win32" and (reason := not_there.reason_to_skip(item.nodeid)):
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: "pytest.TerminalReporter") -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    tests = [report for report in skipped if isinstance(report, pytest.TestReport)]  # not whole modules
    count = sum("real_desktop" in report.keywords for report in tests)
    if count:
        were = "test was" if count == 1 else "tests were"
        terminalreporter.write_line(f"{count} real-desktop {were} skipped; to run them: {install_line()}")


if sys.platform == "win32":

    @pytest.fixture(scope="session", autouse=True)
    def _own_registry() -> Iterator[None]:
        """Keep the tests out of the person's registry, as `home` keeps them out of the folders."""
        registry.redirect()
        yield
        registry.remove()

    @pytest.fixture(autouse=True)
    def _somebody_is_there() -> None:
        """Touch the mouse: a sitbreak that starts at an empty desk is away, and idle is always known."""
        ctypes.windll.user32.mouse_event(_MOVED, 1, 0, 0, 0)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Logged]:
    """What the log would have of the test's warnings and errors."""
    hourly = HourlyFailures()
    caplog.handler.addFilter(hourly)
    yield lambda: [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    caplog.handler.removeFilter(hourly)


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new folder, not named after its test: the names of sockets in it must be short."""
    return tmp_path_factory.mktemp("t")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Private folders and an environment without display and bus."""
    return Home(tmp_path / "rig")


@pytest.fixture
def sitbreak(home: Home) -> Iterator[Running]:
    """A sitbreak that is not started yet, without a desktop; it must leave no traceback."""
    sitbreak = Running(home)
    yield sitbreak
    sitbreak.end()
    assert "Traceback" not in sitbreak.printed + sitbreak.complaints + sitbreak.log


@pytest.fixture
def x_display(home: Home) -> Iterator[XDisplay]:
    """An X server."""
    needs("Xvfb", "xdotool")
    display = XDisplay(home)
    yield display
    display.server.end()


@pytest.fixture
def session_bus(home: Home) -> Iterator[SessionBus]:
    """A session bus with nothing on it yet."""
    needs("dbus-daemon", "dbus-send")
    bus = SessionBus(home)
    yield bus
    bus.daemon.kill()


@pytest.fixture
def desktop(home: Home, x_display: XDisplay, session_bus: SessionBus) -> Iterator[Desktop]:
    """An X server with a window manager, and a session bus."""
    needs("xfwm4", "xprop")
    desktop = Desktop(home, x_display, session_bus)
    yield desktop
    desktop.end()


@pytest.fixture
def xfce_panel(desktop: Desktop) -> Program:
    """A panel with a tray and a clock at the bottom of the desktop."""
    needs("xfce4-panel", "xfconfd")
    return desktop.start_xfce_panel()


@pytest.fixture
def xfce_notifyd(desktop: Desktop) -> Program:
    """A notification daemon with buttons."""
    needs("xfce4-notifyd", "xfconfd")
    return desktop.start_xfce_notifyd()


@pytest.fixture
def dunst(desktop: Desktop) -> Program:
    """A notification daemon without buttons."""
    needs("dunst")
    return desktop.start_dunst()
