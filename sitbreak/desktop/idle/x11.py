"""Idle from the X server: from alarms on its idle counter, or else from its screen saver.

Source: X Synchronization Extension Protocol 3.1. The server's counter IDLETIME is the time since the last
input in milliseconds. An alarm goes off on a *transition* of the counter, so what is already true when it is
set goes unnoticed: every new watch reads the counter once as well.
Source: X11 Screen Saver Extension 1.0, QueryInfo: milliseconds since the last input.
"""

import struct
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.idle.armed_watch import ArmedWatch
from sitbreak.desktop.idle.polled import Pace, PollSchedule
from sitbreak.ports import Post, Watch
from sitbreak.wires import NoServer
from sitbreak.wires.x11 import X11Connection
from sitbreak.wires.x11_sync import NEGATIVE_TRANSITION, POSITIVE_TRANSITION, SyncExtension

IDLE_COUNTER = "IDLETIME"

SCREEN_SAVER_PACE = Pace(longest=60.0)
"""More rarely than other sources are asked: each question to the screen saver costs two wake-ups."""

_SCREEN_SAVER = "MIT-SCREEN-SAVER"
_QUERY_INFO = 1
_MILLISECOND = timedelta(milliseconds=1)


class X11IdleSource:
    """An `IdleSource` and a `Source`: two alarms on the idle counter, one for `after`, one for `back`.

    The server reports changes, so this sleeps while somebody types and while nobody is there.
    """

    name = "x11-sync"

    def __init__(self, post: Post, on_lost: Callable[[], None]) -> None:
        """Connect to the server that DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the server is gone, from inside `watch` or `ready`.

        Raises:
            NoServer: no server, or one without the extension or the counter.
        """
        self._connection = X11Connection(on_lost)
        self._armed = ArmedWatch(post)
        self._readings = 0
        try:
            self._sync = SyncExtension(self._connection, IDLE_COUNTER, self._on_alarm)
        except (NoServer, struct.error):
            self._connection.close()
            raise
        self._after_alarm = self._sync.create_alarm(POSITIVE_TRANSITION)
        self._back_alarm = self._sync.create_alarm(NEGATIVE_TRANSITION)

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._armed.watch:
            return
        self._armed.set(watch)
        if watch != Watch():
            # Read before the alarms are set: the server compares them with the value it last looked at.
            self._read_counter()
        self._set_alarms()
        # Events for every client may have arrived, such as another keyboard's layout: they need not wake us.
        self.ready()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def due(self) -> float | None:
        """Return None: the server reports by itself."""
        return None

    def ready(self) -> None:
        """Read what the server reports."""
        self._connection.read()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _read_counter(self) -> None:
        self._readings += 1
        reading = self._readings

        def on_value(idle_ms: int) -> None:
            is_newest = reading == self._readings  # an answer to an earlier watch does not count
            if is_newest and self._armed.on_measured(idle_ms * _MILLISECOND):
                self._set_alarms()

        self._sync.query(on_value)

    def _on_alarm(self, alarm: int, idle_ms: int, seconds_ago: float) -> None:
        # An alarm may have been reset since it went off: then its event is a measurement like any other.
        judge = self._armed.on_input if alarm == self._back_alarm else self._armed.on_measured
        if judge(idle_ms * _MILLISECOND, timedelta(seconds=seconds_ago)):
            self._set_alarms()

    def _set_alarms(self) -> None:
        after = None if self._armed.watch is None else self._armed.watch.after
        newer = self._armed.newer_below
        self._sync.set_alarm(self._after_alarm, None if after is None else -(-after // _MILLISECOND))
        self._sync.set_alarm(self._back_alarm, None if newer is None else max(newer // _MILLISECOND, 0))


class XScreenSaverIdleSource:
    """An `IdleSource` and a `Source`: asks the screen saver, for servers without an idle counter.

    Answers are read as they arrive, so a question costs two wake-ups.
    """

    name = "x11-screensaver"

    def __init__(self, post: Post, on_lost: Callable[[], None], pace: Pace = SCREEN_SAVER_PACE) -> None:
        """Connect to the server that DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the server is gone, from inside `watch` or `ready`.
            pace: how often it asks about `back`.

        Raises:
            NoServer: no server, or one without the extension.
        """
        self._connection = X11Connection(on_lost)
        self._schedule = PollSchedule(post, self._ask, pace=pace)
        try:
            self._opcode = self._connection.extension(_SCREEN_SAVER).opcode
        except (NoServer, struct.error):
            self._connection.close()
            raise

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        self._schedule.watch(watch)

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def due(self) -> float | None:
        """Return when to ask again (time.monotonic() seconds)."""
        return self._schedule.due

    def ready(self) -> None:
        """Read the answer; ask if it is time."""
        self._connection.read()
        self._schedule.ready()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self) -> None:
        of_screen = struct.pack("=I", self._connection.root)
        self._connection.send(self._opcode, _QUERY_INFO, of_screen, self._on_reply)

    def _on_reply(self, reply: bytes) -> None:
        (idle_ms,) = struct.unpack_from("=16xI", reply)
        self._schedule.on_answer(timedelta(milliseconds=idle_ms))
