"""Presence from the X server's idle counter: it tells us, we never ask while nothing happens.

Source: X Synchronization Extension Protocol 3.1. The server's system counter IDLETIME is the time since the
last input in milliseconds. An alarm goes off on a *transition* of the counter, so what is already true when
it is set goes unnoticed: every new watch reads the counter once as well.
"""

from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.presence import PresenceUnavailable, sync
from sitbreak.desktop.presence.connection import Connection
from sitbreak.desktop.presence.lookout import Lookout
from sitbreak.ports import Post, Watch

IDLE_COUNTER = "IDLETIME"
_MILLISECOND = timedelta(milliseconds=1)
_LONGEST_MS = 0xFFFFFFFF


class X11Presence:
    """Two alarms on the idle counter: one for `after`, one for `back`. A `Presence` and a `Source`."""

    name = "x11-sync"

    def __init__(self, post: Post, on_lost: Callable[[], None]) -> None:
        """Connect to the server that DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the server is gone, from inside `watch` or `ready`.

        Raises:
            PresenceUnavailable: no server, or one without the extension or the counter.
        """
        self._connection = Connection(on_lost)
        self._lookout = Lookout(post)
        self._reading: sync.QueryCounter | None = None
        try:
            extension = self._connection.extension(sync.EXTENSION)
            self._opcode = extension.opcode
            self._connection.know_event(extension.first_event + sync.ALARM_NOTIFY, sync.AlarmNotify)
            self._counter = self._find_counter()
        except PresenceUnavailable:
            self._connection.close()
            raise
        self._after_alarm = self._new_alarm(sync.POSITIVE_TRANSITION)
        self._back_alarm = self._new_alarm(sync.NEGATIVE_TRANSITION)

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._lookout.watch:
            return
        self._lookout.set(watch)
        if watch != Watch():
            # Read before the alarms are set: the server compares them with the value it last looked at.
            self._reading = self._connection.send(
                sync.QueryCounter, opcode=self._opcode, counter=self._counter, defer=True
            )
        self._set_alarms()
        # python-xlib reads while it sends: the answer may be here already.
        self.ready()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def due(self) -> float | None:
        """Return None: the server tells."""
        return None

    def ready(self) -> None:
        """Read what the server tells."""
        events = [event for event in self._connection.events() if isinstance(event, sync.AlarmNotify)]
        if self._reading is not None and self._reading.value is not None:
            self._met(self._lookout.measured(self._reading.value * _MILLISECOND))
            self._reading = None
        for event in events:
            idle = event.value * _MILLISECOND
            if event.alarm == self._back_alarm:
                self._met(self._lookout.touched(idle))
            else:
                # Maybe late word of an alarm that has been set anew since: judged like any measurement.
                self._met(self._lookout.measured(idle))

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def _find_counter(self) -> int:
        self._connection.ask(sync.Initialize, opcode=self._opcode, major_version=3, minor_version=1)
        listed = self._connection.ask(sync.ListSystemCounters, opcode=self._opcode)
        for each in listed.counters:
            if each.name == IDLE_COUNTER:
                return int(each.counter)
        raise PresenceUnavailable(f"the X server has no {IDLE_COUNTER} counter")

    def _new_alarm(self, test_type: int) -> int:
        alarm = self._connection.new_id()
        self._send_alarm(sync.CreateAlarm, alarm, test_type, None)
        return alarm

    def _met(self, met: bool) -> None:  # noqa: FBT001 - one word says it
        if met:
            self._set_alarms()

    def _set_alarms(self) -> None:
        after = None if self._lookout.watch is None else self._lookout.watch.after
        newer = self._lookout.newer_below
        after_ms = None if after is None else -(-after // _MILLISECOND)
        newer_ms = None if newer is None else max(newer // _MILLISECOND, 0)
        self._send_alarm(sync.ChangeAlarm, self._after_alarm, sync.POSITIVE_TRANSITION, after_ms)
        self._send_alarm(sync.ChangeAlarm, self._back_alarm, sync.NEGATIVE_TRANSITION, newer_ms)
        self._connection.flush()

    def _send_alarm(
        self,
        request: type[sync.CreateAlarm | sync.ChangeAlarm],
        alarm: int,
        test_type: int,
        idle_ms: int | None,
    ) -> None:
        self._connection.send(
            request,
            opcode=self._opcode,
            alarm=alarm,
            counter=sync.NO_COUNTER if idle_ms is None else self._counter,
            value_low=min(idle_ms or 0, _LONGEST_MS),
            test_type=test_type,
            events=int(idle_ms is not None),
        )
