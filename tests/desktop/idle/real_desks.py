"""Desks at which real time passes, under real servers and a fake one; on Linux only."""

import os
import select
import signal
import time
from collections.abc import Callable

from sitbreak.desktop.idle.candidates import SelectableIdleSource
from sitbreak.desktop.idle.mutter import BUS_NAME, MutterIdleSource
from sitbreak.desktop.idle.wayland import WaylandIdleSource
from sitbreak.desktop.idle.x11 import X11IdleSource, XScreenSaverIdleSource
from sitbreak.ports import Post
from sitbreak.wires.dbus_messages import method
from tests.desktop.idle.desks import MANY, Reports, reported_idle, watch
from tests.rig.servers import XDisplay
from tests.until import until

_LIMIT = 10.0
"""Seconds that a server gets to answer, however busy the computer is."""


class RealDesk(Reports):
    def __init__(
        self,
        touch: Callable[[], object],
        make: Callable[[Post, Callable[[], None]], SelectableIdleSource],
        *,
        remembers: bool,
    ) -> None:
        super().__init__()
        self.remembers = remembers
        self.losses = 0
        self._touch = touch
        self._began = time.monotonic()
        self._asked_for = 0.0
        """Seconds that everything since then would have taken on a computer that is never late."""
        self.source = make(self._post, self._lose)

    def _lose(self) -> None:
        self.losses += 1

    def type(self) -> None:
        self._began, self._asked_for = time.monotonic(), 0.0
        self._touch()

    def sit_still(self, seconds: float, until_reported: int = MANY) -> None:
        start = time.monotonic()
        end = start + seconds
        while (
            len(self.reported) < until_reported
            and (now := time.monotonic()) < end
            and self.source.fileno() != -1
        ):
            due = self.source.due()
            wake = end if due is None else min(due, end)
            readable, _, _ = select.select([self.source.fileno()], [], [], max(wake - now, 0))
            if readable or (due is not None and due <= time.monotonic()):
                self.wake_ups += 1
                self.source.ready()
        now = time.monotonic()
        self._asked_for += seconds if until_reported == MANY else min(now - start, self.wanted)
        self.lateness = max(now - self._began - self._asked_for, 0)

    def settle(self) -> None:
        """Make two round trips: an answer of the first may make the source ask again."""
        for _ in range(2):
            _round_trip(self.source)


class XDesk(RealDesk):
    def __init__(
        self, display: XDisplay, make: Callable[[Post, Callable[[], None]], SelectableIdleSource]
    ) -> None:
        super().__init__(lambda: display.xdotool("key", "a"), make, remembers=True)


def _round_trip(source: SelectableIdleSource) -> None:
    """Send a request after all that the source has sent, and read up to its answer."""
    get_input_focus = 43
    answers: list[object] = []
    match source:
        case X11IdleSource() | XScreenSaverIdleSource():
            source._connection.send(get_input_focus, 0, on_reply=answers.append)
        case MutterIdleSource():
            path = "/org/gnome/Mutter/IdleMonitor/Core"
            source._bus.call(method(BUS_NAME, path, BUS_NAME, "GetIdletime"), "t", answers.append, _LIMIT)
        case WaylandIdleSource():
            source._timers._connection.round_trip(time.monotonic() + _LIMIT)
            return

    def read() -> None:
        select.select([source.fileno()], [], [], 0.1)
        source.ready()

    until(lambda: answers, f"{source.name} has its answers", meanwhile=read)


def wake_ups_while_typing(desk: RealDesk) -> int:
    """Type ten keys, once the source has all its answers; return how often that woke us."""
    desk.settle()
    desk.wake_ups = 0
    for _ in range(10):
        desk.type()
        desk.sit_still(0.02)
    return desk.wake_ups


def nobody_waits_while_it_hangs(desk: RealDesk, server: int) -> None:
    """Stop the server (its process id): nothing is reported, nothing waits for it, nothing is lost."""
    os.kill(server, signal.SIGSTOP)
    watch(desk, after=0)
    desk.sit_still(0.1)
    assert desk.reported == []
    os.kill(server, signal.SIGCONT)
    reported_idle(desk)
    assert desk.losses == 0
