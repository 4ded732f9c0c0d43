"""Idle from GNOME's compositor over D-Bus, which reports it without being asked.

Source: org.gnome.Mutter.IdleMonitor as Mutter 43 has it. An idle watch goes off whenever idle becomes that
long, and at once if it already is; an active watch goes off at the next input, once. While somebody inhibits
idle (a film is on) idle watches stay silent, but the idle time goes on: where only input matters, Mutter is
asked for it as soon as it can have become long enough.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from sitbreak.core.sitting import CALL_PROOF
from sitbreak.desktop.idle.armed_watch import ArmedWatch
from sitbreak.ports import Post, Watch
from sitbreak.waiter import wait_readable
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Answer, CallFailed, session_bus
from sitbreak.wires.dbus_messages import Message, method, signal_rule

BUS_NAME = "org.gnome.Mutter.IdleMonitor"
START_PATIENCE = 1.0
"""Seconds that the session bus gets to say whether Mutter is there."""

_PATH = "/org/gnome/Mutter/IdleMonitor/Core"
_PATIENCE = 3600.0
"""Seconds for an answer: long, because nothing waits for it and a Mutter that hangs may recover."""
_MILLISECOND = timedelta(milliseconds=1)
_log = logging.getLogger(__name__)


class MutterIdleSource:
    """An `IdleSource` and a `Source`: an idle watch for `after`, an active watch for `back`.

    Its bus connection is its own: the loop distinguishes sources by their descriptors.
    """

    name = "mutter"

    def __init__(self, post: Post, on_lost: Callable[[], None], film_proof: timedelta = CALL_PROOF) -> None:
        """Connect to the session bus and find Mutter on it.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when Mutter or the bus is gone, from inside `watch` or `ready`.
            film_proof: without input for so long, a film no longer proves that somebody is there.

        Raises:
            NoServer: no bus, or no Mutter on it.
        """
        deadline = time.monotonic() + START_PATIENCE
        self._bus = session_bus()
        self._armed = ArmedWatch(post)
        self._film_proof = film_proof
        self._fired: dict[int, Callable[[], bool]] = {}
        """What to do when Mutter's watch of this id goes off; returns whether that has met ours."""
        self._stoppers: list[Callable[[], None]] = []
        self._owner: str | None = None
        self._held_until: float | None = None
        """Until then a film may have held a watch that was not about input alone; None: none was replaced."""
        self._on_lost: Callable[[], None] | None = None
        self._bus.watch_name(BUS_NAME, self._on_owner)
        self._wait_for_owner(deadline)
        self._bus.listen(signal_rule(BUS_NAME, "WatchFired", path=_PATH), "u", self._on_fired)
        self._bus.on_close(self._lose)
        self._on_lost = on_lost

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._armed.watch:
            return
        self._stop()
        before = self._armed.watch
        if watch.input_only and before is not None and before.after and not before.input_only:
            self._held_until = time.monotonic()
        self._armed.set(watch)
        if watch != Watch():
            self._measure()
        if watch.after and not watch.input_only:
            after = watch.after
            ms = -(-after // _MILLISECOND)
            self._add(_call("AddIdleWatch", "t", ms), lambda: self._armed.on_measured(after))
            # A film may have been left running: after this time it proves nothing, and the core decides.
            self._stoppers.append(self._bus.after(self._film_proof.total_seconds(), self._measure))
        if watch.back:
            self._add(_call("AddUserActiveWatch"), lambda: self._armed.on_input(timedelta()))

    def fileno(self) -> int:
        """Return the bus connection's descriptor, -1 once it is closed."""
        return self._bus.fileno()

    def due(self) -> float | None:
        """Return when the bus has something to do (time.monotonic() seconds)."""
        return self._bus.due()

    def ready(self) -> None:
        """Read what has arrived from the bus."""
        self._bus.ready()

    def close(self) -> None:
        """Leave the bus: Mutter drops the watches of a client that has left."""
        self._on_lost = None
        self._bus.close()

    # --- internals -------------------------------------------------------------------------------

    def _wait_for_owner(self, deadline: float) -> None:
        while self._owner is None and self._bus.fileno() != -1:
            if not wait_readable(self._bus, deadline):
                break
            self._bus.ready()
        if not self._owner:
            self._bus.close()
            silent = self._owner is None
            raise NoServer("the session bus does not answer" if silent else f"nobody owns {BUS_NAME}")

    def _on_owner(self, owner: str) -> None:
        if self._owner is None:
            self._owner = owner
        elif owner != self._owner:  # its watches are gone with it
            self._bus.close()

    def _lose(self) -> None:
        if self._on_lost is not None:
            on_lost, self._on_lost = self._on_lost, None
            _log.warning("Mutter has gone from the session bus")
            on_lost()

    def _measure(self) -> None:
        """Ask for idle; an answer that arrives after `_stop` is ignored."""
        asked_for = self._armed.watch
        self._armed.start_measuring()

        def on_answer(answer: Answer) -> None:
            if isinstance(answer, CallFailed):
                self._log_failure("return idle", answer)
            elif asked_for is not None and self._armed.watch is asked_for:
                self._on_idletime(answer[0] * _MILLISECOND, asked_for)

        self._bus.call(_call("GetIdletime"), "t", on_answer, _PATIENCE)

    def _on_idletime(self, idle: timedelta, watch: Watch) -> None:
        if watch.input_only and self._held_until is not None:
            idle = min(idle, timedelta(seconds=time.monotonic() - self._held_until))
        if self._armed.on_measured(idle):
            self._stop()
        elif watch.after and watch.input_only:
            self._stoppers.append(self._bus.after((watch.after - idle).total_seconds(), self._measure))

    def _add(self, request: Message, on_fired: Callable[[], bool]) -> None:
        """Make Mutter watch; `on_fired` returns whether that has met our watch."""
        wanted = [True]
        self._stoppers.append(wanted.clear)

        def on_answer(answer: Answer) -> None:
            if isinstance(answer, CallFailed):
                self._log_failure("watch", answer)
            elif wanted:
                self._fired[answer[0]] = on_fired
                self._stoppers.append(lambda: self._remove(answer[0]))
            else:
                self._remove(answer[0])

        self._bus.call(request, "u", on_answer, _PATIENCE)

    def _log_failure(self, what: str, failure: CallFailed) -> None:
        if self.fileno() != -1:  # otherwise the loss has already been logged
            _log.warning("Mutter does not %s: %s", what, failure)

    def _remove(self, number: int) -> None:
        self._fired.pop(number, None)
        self._bus.send(_call("RemoveWatch", "u", number))

    def _on_fired(self, message: Message) -> None:
        on_fired = self._fired.get(message.body[0])
        if on_fired is not None:
            self._stop_if(met=on_fired())

    def _stop_if(self, *, met: bool) -> None:
        if met:
            self._stop()

    def _stop(self) -> None:
        """Remove all of our watches from Mutter."""
        stoppers, self._stoppers = self._stoppers, []
        for stop in stoppers:
            stop()


def _call(name: str, signature: str = "", *values: object) -> Message:
    return method(BUS_NAME, _PATH, BUS_NAME, name, signature, *values)
