"""Presence from the X server's idle counter: it tells us, we never ask while nothing happens.

Source: X Synchronization Extension Protocol 3.1. The server's system counter IDLETIME is the time since the
last input in milliseconds. An alarm goes off on a *transition* of the counter, so what is already true when
it is set goes unnoticed: every new watch reads the counter once as well.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from sitbreak.desktop.idle.lookout import Lookout
from sitbreak.ports import Post, Watch
from sitbreak.wires import NoServer
from sitbreak.wires import x11_sync as sync
from sitbreak.wires.x11 import Connection

IDLE_COUNTER = "IDLETIME"
_MILLISECOND = timedelta(milliseconds=1)


class X11IdleSource:
    """Two alarms on the idle counter: one for `after`, one for `back`. A `Presence` and a `Source`."""

    name = "x11-sync"

    def __init__(self, post: Post, on_lost: Callable[[], None]) -> None:
        """Connect to the server that DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the server is gone, from inside `watch` or `ready`.

        Raises:
            NoServer: no server, or one without the extension or the counter.
        """
        self._connection = Connection(on_lost)
        self._lookout = Lookout(post)
        self._readings = 0
        try:
            extension = self._connection.extension(sync.EXTENSION)
            self._opcode = extension.opcode
            self._counter = self._find_counter()
        except NoServer:
            self._connection.close()
            raise
        self._connection.listen(extension.first_event + sync.ALARM_NOTIFY, self._rang)
        self._after_alarm = self._new_alarm(sync.POSITIVE_TRANSITION)
        self._back_alarm = self._new_alarm(sync.NEGATIVE_TRANSITION)

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._lookout.watch:
            return
        self._lookout.set(watch)
        if watch != Watch():
            # Read before the alarms are set: the server compares them with the value it last looked at.
            self._read_counter()
        self._set_alarms()
        # News for every client may have come, such as another keyboard's layout: it need not wake us.
        self.ready()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def due(self) -> float | None:
        """Return None: the server tells."""
        return None

    def ready(self) -> None:
        """Read what the server tells."""
        self._connection.read()

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def _find_counter(self) -> int:
        self._connection.ask(self._opcode, sync.INITIALIZE, sync.version())
        listed = self._connection.ask(self._opcode, sync.LIST_SYSTEM_COUNTERS)
        counter = dict(sync.counters(listed)).get(IDLE_COUNTER)
        if counter is None:
            raise NoServer(f"the X server has no {IDLE_COUNTER} counter")
        return counter

    def _new_alarm(self, test_type: int) -> int:
        alarm = self._connection.new_id()
        self._send_alarm(sync.CREATE_ALARM, alarm, test_type, None)
        return alarm

    def _read_counter(self) -> None:
        self._readings += 1
        asked = partial(self._told, self._readings)
        self._connection.send(self._opcode, sync.QUERY_COUNTER, sync.counter(self._counter), asked)

    def _told(self, reading: int, reply: bytes) -> None:
        if reading == self._readings:  # an answer to an earlier watch says nothing about this one
            self._met(self._lookout.measured(sync.value(reply) * _MILLISECOND))

    def _rang(self, event: bytes) -> None:
        alarm, idle_ms = sync.alarm_notify(event)
        idle = idle_ms * _MILLISECOND
        if alarm == self._back_alarm:
            self._met(self._lookout.touched(idle))
        else:
            # Maybe late word of an alarm that has been set anew since: judged like any measurement.
            self._met(self._lookout.measured(idle))

    def _met(self, met: bool) -> None:  # noqa: FBT001 - one word says it
        if met:
            self._set_alarms()

    def _set_alarms(self) -> None:
        after = None if self._lookout.watch is None else self._lookout.watch.after
        newer = self._lookout.newer_below
        after_ms = None if after is None else -(-after // _MILLISECOND)
        newer_ms = None if newer is None else max(newer // _MILLISECOND, 0)
        self._send_alarm(sync.CHANGE_ALARM, self._after_alarm, sync.POSITIVE_TRANSITION, after_ms)
        self._send_alarm(sync.CHANGE_ALARM, self._back_alarm, sync.NEGATIVE_TRANSITION, newer_ms)

    def _send_alarm(self, request: int, alarm: int, test_type: int, idle_ms: int | None) -> None:
        body = sync.alarm(alarm, self._counter, test_type, idle_ms)
        self._connection.send(self._opcode, request, body)
