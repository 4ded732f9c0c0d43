"""What every tray promises: the real ones, the one that shows nothing, and the fake."""

import importlib
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from sitbreak.desktop.null import NoTray, tray_or_none
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import Backend, NativeTray
from sitbreak.ports import Tray
from sitbreak.waiter import Waiter
from tests.desktop.tray.fake_icon import FakeIcon
from tests.desktop.tray.views import a_view, pixmaps
from tests.fakes import FakeTray
from tests.until import BUSY, until

FEED = Feed(lambda _: None, pixmaps, a_view)
REAL = [
    "windows",
    "macos",
    pytest.param("linux", marks=pytest.mark.skipif(sys.platform != "linux", reason="D-Bus")),
]
EVERY = ["fake", "none", *REAL]


@dataclass
class Stage:
    """A tray whose tooltip can be read, and the work that it runs with."""

    tray: Tray
    tooltip: Callable[[], str] = str

    def __post_init__(self) -> None:
        self.runs = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self.tray.run, args=(self.work,))

    def start(self) -> None:
        self._thread.start()
        until(lambda: self.runs, "the work runs")

    def stop(self) -> None:
        self.end_work()
        if self._thread.ident is not None:
            self._thread.join(BUSY)
        assert not self._thread.is_alive(), "the tray has returned"

    def work(self) -> None:
        self.runs += 1
        self._over.wait()

    def end_work(self) -> None:
        self._over.set()


class LinuxStage(Stage):
    """A tray whose work runs the waiter that it shares."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        from sitbreak.desktop.tray.linux import LinuxTray
        from tests.desktop.tray.linux.host import Host, connect

        request.getfixturevalue("monkeypatch").delenv("DISPLAY", raising=False)
        session_bus = request.getfixturevalue("session_bus")
        self._host = Host(connect(session_bus))
        self._waiter = Waiter()
        self._is_over = False
        super().__init__(LinuxTray(FEED, self._waiter, lambda: connect(session_bus)), self._read_tooltip)

    def stop(self) -> None:
        super().stop()
        self._host.close()
        self._waiter.close()

    def work(self) -> None:
        self.runs += 1
        self._waiter.run(lambda: not self._is_over)

    def end_work(self) -> None:
        def end() -> None:
            self._is_over = True

        self._waiter.soon(end)

    def _read_tooltip(self) -> str:
        self._host.wait_for(lambda: self._host.items, "an icon registers")
        return str(self._host.item_properties(self._host.items[0])["ToolTip"][2])


def _make_stage(request: pytest.FixtureRequest) -> Stage:
    match request.param:
        case "fake":
            fake = FakeTray()
            return Stage(fake, lambda: fake.views[-1].tooltip)
        case "none":
            return Stage(NoTray("there is no desktop"))
        case "windows":
            native = NativeTray(Backend("windows", FakeIcon, lambda _, action: action()), FEED)
            return Stage(native, lambda: str(native.icon.title))
        case "macos":
            frameworks = request.getfixturevalue("frameworks")
            module = importlib.import_module("sitbreak.desktop.tray.macos")
            return Stage(module.macos_tray(FEED), frameworks.tooltip)
        case _:
            return LinuxStage(request)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    stage = _make_stage(request)
    yield stage
    stage.stop()


@pytest.mark.parametrize("stage", EVERY, indirect=True)
def test_the_work_runs_once_and_ends_the_tray(stage: Stage) -> None:
    stage.start()
    stage.stop()
    assert stage.runs == 1


@pytest.mark.parametrize("stage", EVERY, indirect=True)
def test_it_can_be_shown_before_and_while_it_runs_from_any_thread(stage: Stage) -> None:
    stage.tray.show(a_view(18))
    stage.tray.show_time(a_view(19).icon, "Sitting 19 min")
    stage.start()
    stage.tray.show(a_view(20, extra=True))
    stage.tray.show_time(a_view(due=True).icon, "Sitting 21 min")
    stage.stop()


@pytest.mark.parametrize("stage", ["fake", *REAL], indirect=True)
def test_the_view_shown_last_is_the_one_on_the_screen(stage: Stage) -> None:
    stage.start()
    for minutes in (18, 19, 20):
        stage.tray.show(a_view(minutes))
    until(lambda: stage.tooltip() == "Sitting 20 min", "the tooltip follows")
    stage.tray.show_time(a_view(21).icon, "Sitting 21 min")
    until(lambda: stage.tooltip() == "Sitting 21 min", "the tooltip follows")


@pytest.mark.parametrize("stage", EVERY, indirect=True)
def test_it_has_a_name(stage: Stage) -> None:
    assert stage.tray.name in {"fake", "none", "windows", "macos"}


def test_a_toolkit_that_fails_leaves_no_tray(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> Tray:
        raise ImportError("no toolkit in this test")

    tray = tray_or_none(fail)
    assert tray.name == "none"
    assert "no tray icon: no toolkit in this test" in caplog.text
