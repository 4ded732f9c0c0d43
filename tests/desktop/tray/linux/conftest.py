"""A tray that runs in a thread of the test, and a panel without pixels."""

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak.core.inputs import Input, SitbreakUsed
from sitbreak.core.tray_view import TrayView
from sitbreak.desktop.desktop import Delays
from sitbreak.desktop.tray.linux import LinuxTray
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import Bus
from tests.desktop.tray.linux.host import Host, connect
from tests.desktop.tray.views import a_view, pixmaps
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

QUICK = Delays(watcher=0.2, host=0.2, retry=0.1)


class RunningTray:
    """A tray in a thread of its own.

    Attributes:
        current: the view that the tray gets when it asks for the current one.
        fail_next: the next click raises.
    """

    def __init__(self, connect_to: Callable[[], Bus], delays: Delays) -> None:
        self.current = a_view()
        self.posted: queue.Queue[Input] = queue.Queue()
        self.fail_next = False
        self._waiter = Waiter()
        self._stopped = False
        feed = Feed(self._post, pixmaps, lambda: self.current)
        self.tray = LinuxTray(feed, self._waiter, connect_to, delays)
        self.thread = threading.Thread(target=self.tray.run, args=(self._work,))

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self._waiter.soon(self._stop_work)
        self.thread.join(BUSY)
        assert not self.thread.is_alive(), "the tray stops"

    def wish(self) -> Input:
        """Wait for the wish that a click posts; hosts also report that they show the menu."""
        while (posted := self.posted.get(timeout=BUSY)) == SitbreakUsed():
            pass
        return posted

    def wait_for_name(self, name: str) -> None:
        until(lambda: self.tray.name == name, f"the tray is {name}")

    def _work(self) -> None:
        self._waiter.run(lambda: not self._stopped)
        self._waiter.close()

    def _stop_work(self) -> None:
        self._stopped = True

    def _post(self, wish: Input) -> None:
        if self.fail_next:
            self.fail_next = False
            raise RuntimeError("this click fails in this test")
        self.posted.put(wish)


RunTray = Callable[..., RunningTray]


@pytest.fixture
def run_tray(monkeypatch: pytest.MonkeyPatch) -> Iterator[RunTray]:
    """A function that starts a tray, with `view` already shown, on an X11 `display` or none."""
    started = []

    def run(
        connect_to: Callable[[], Bus],
        view: TrayView | None = None,
        display: str = "",
        delays: Delays = QUICK,
    ) -> RunningTray:
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        monkeypatch.setenv("DISPLAY", display)
        # Otherwise Xlib uses the real display's cookies.
        monkeypatch.setenv("XAUTHORITY", str(Path("/nonexistent")))
        running = RunningTray(connect_to, delays)
        if view is not None:
            running.tray.show(view)
        running.start()
        started.append(running)
        return running

    yield run
    for running in started:
        running.stop()


@pytest.fixture
def host(session_bus: SessionBus) -> Iterator[Host]:
    """A panel without pixels."""
    host = Host(connect(session_bus))
    yield host
    host.close()


@pytest.fixture
def running(session_bus: SessionBus, run_tray: RunTray) -> RunningTray:
    """A tray on the session bus, 17 minutes into sitting."""
    return run_tray(lambda: connect(session_bus))


@pytest.fixture
def item(host: Host, running: RunningTray) -> str:
    """The bus name of the icon that registered with the panel."""
    assert running.thread.is_alive()
    name = host.take_item()
    host.take_signals()  # forget what was sent until now
    return name
