"""Asks everything that can tell what the desktop is busy with: all at once, only when asked, never watching.

Everything is asked by a short-lived thread, one source after another, which hands the verdicts to the loop's
thread. Should a source hold it up, a second one goes on with those that are left. Whoever has not answered
in time is left out of the answer.
"""

import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.surroundings.asking import Connect, ask_buses
from sitbreak.desktop.surroundings.probes import PROBES
from sitbreak.desktop.surroundings.questions import bus_questions
from sitbreak.desktop.surroundings.signs import CannotTell, Probe, Question, Sign, Verdict
from sitbreak.ports import Post
from sitbreak.wires import dbus

PATIENCE = 1.5
"""Seconds until the answer is given without those who have not answered."""

_HELD_UP = 0.2
"""Of that patience: the time after which what is left is taken over by another thread."""

_CALL_SIGNS = frozenset({Sign.CALL, Sign.SCREEN_KEPT_ON, Sign.KEPT_AWAKE})
_REASONS = {
    Sign.CALL: BusyReason.CALL,
    Sign.FULLSCREEN: BusyReason.FULLSCREEN,
    Sign.PRESENTATION: BusyReason.PRESENTATION,
    Sign.DO_NOT_DISTURB: BusyReason.DO_NOT_DISTURB,
}
_BUSY_SIGNS = frozenset({*_REASONS, Sign.SCREEN_KEPT_ON})
_log = logging.getLogger(__name__)


class _Round:
    """One check: what is still awaited, and what has been found."""

    def __init__(self, names: Iterable[str], on_end: Callable[["_Round"], None]) -> None:
        self.awaited = set(names)
        self.deadline = time.monotonic() + PATIENCE
        self.on_end = on_end
        self.found: set[Sign] = set()
        self.told: set[Sign] = set()

    def take(self, name: str, sign: Sign, verdict: Verdict) -> None:
        if name not in self.awaited:
            return
        self.awaited.discard(name)
        if isinstance(verdict, bool):
            self.told.add(sign)
            if verdict:
                self.found.add(sign)


class Surroundings:
    """Answers `CheckCall` and `CheckBusy`. A `Source`: the loop waits for it like for a bus.

    All methods are called on the loop's thread, where also everything is posted.
    """

    def __init__(
        self,
        post: Post,
        probes: tuple[Probe, ...] = PROBES,
        session_bus: Connect = dbus.session_bus,
        system_bus: Connect = dbus.system_bus,
    ) -> None:
        """Post the answers; the buses are connected to anew at each asking."""
        self._session_bus = session_bus
        self._system_bus = system_bus
        self._post = post
        sources: tuple[Question | Probe, ...] = (*bus_questions(), *probes)
        self._sources = {it.name: it for it in sources}
        self._why_not = dict.fromkeys(self._sources, "not asked yet")
        self._under_way: set[str] = set()
        self._rounds: list[_Round] = []
        self._said: set[str] = set()
        self._jobs: deque[Callable[[], None]] = deque()
        self._help_at = 0.0  # when they should long have been done
        self._verdicts: deque[tuple[str, Verdict]] = deque()
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def check_call(self) -> None:
        """Find out whether a call or a film is on, and post a `CallChecked`, within two seconds."""
        self._ask(_CALL_SIGNS, lambda it: self._post(CallChecked(on=bool(it.found))))

    def check_busy(self) -> None:
        """Find out what the desktop is busy with, and post a `BusyChecked`, within two seconds."""
        self._ask(_BUSY_SIGNS, lambda it: self._post(BusyChecked(_reasons(it))))

    def look(self, then: Callable[[], None]) -> None:
        """Ask everything and post nothing, so that `findings` knows; then call `then`."""
        self._ask(frozenset(Sign), lambda _it: then())

    def findings(self) -> tuple[Finding, ...]:
        """Tell of each source whether it could tell when it was asked last, and why not."""
        return tuple(
            [
                Finding.of_source(source.sign.value, name, self._why_not[name])
                for name, source in self._sources.items()
            ]
        )

    def close(self) -> None:
        """Post nothing any more. A thread that hangs ends with the program."""
        self._rounds.clear()
        self._reader.close()
        self._writer.close()

    # --- as a source ---------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the descriptor by which threads wake the loop; -1 once closed."""
        return self._reader.fileno()

    def due(self) -> float | None:
        """Return when a check has to be answered or a thread needs help (time.monotonic() seconds)."""
        dues = [it.deadline for it in self._rounds]
        return min([*dues, self._help_at] if self._jobs else dues, default=None)

    def ready(self) -> None:
        """Take the verdicts that have come, and answer the checks that are complete or late."""
        with suppress(OSError):
            while self._reader.recv(4096):
                pass
        while self._verdicts:
            self._take(*self._verdicts.popleft())
        if self._jobs and time.monotonic() >= self._help_at:
            self._start_thread()
        self._finish()

    # --- asking --------------------------------------------------------------------------------

    def _ask(self, signs: frozenset[Sign], on_end: Callable[[_Round], None]) -> None:
        sources = [it for it in self._sources.values() if it.sign in signs]
        self._rounds.append(_Round((it.name for it in sources), on_end))
        free = [it for it in sources if it.name not in self._under_way]  # otherwise one answer serves both
        self._under_way.update(it.name for it in free)
        self._jobs.extend(partial(self._look_at, it) for it in free if isinstance(it, Probe))
        if questions := [it for it in free if isinstance(it, Question)]:
            self._jobs.append(partial(self._ask_buses, questions))
        if free:
            self._start_thread()

    def _start_thread(self) -> None:
        self._help_at = time.monotonic() + _HELD_UP * PATIENCE
        threading.Thread(target=self._work, name="surroundings", daemon=True).start()

    # --- on the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        """Do what is left to do, and wake the loop's thread."""
        with suppress(IndexError):  # another thread may have taken the last one
            while True:
                self._jobs.popleft()()
        with suppress(OSError):  # full: the loop wakes up anyway; closed: there is no loop any more
            self._writer.send(b"\0")

    def _look_at(self, probe: Probe) -> None:
        verdict: Verdict
        try:
            verdict = probe.look()
        except CannotTell as why_not:
            verdict = str(why_not)
        except Exception as failure:
            _log.debug("%s failed", probe.name, exc_info=True)
            verdict = f"it failed: {failure!r}"
        self._hand_over(probe.name, verdict)

    def _ask_buses(self, questions: list[Question]) -> None:
        ask_buses(questions, self._session_bus, self._system_bus, self._hand_over, 2 * PATIENCE)

    def _hand_over(self, name: str, verdict: Verdict) -> None:
        self._verdicts.append((name, verdict))

    # --- answers -------------------------------------------------------------------------------

    def _take(self, name: str, verdict: Verdict) -> None:
        self._under_way.discard(name)
        self._why_not[name] = "" if isinstance(verdict, bool) else verdict
        for it in self._rounds:
            it.take(name, self._sources[name].sign, verdict)

    def _finish(self) -> None:
        """Answer every check that is complete or late."""
        now = time.monotonic()
        over = [it for it in self._rounds if not it.awaited or it.deadline <= now]
        self._rounds = [it for it in self._rounds if it not in over]
        for it in over:
            for name in it.awaited:
                self._say_late(name)
            it.on_end(it)

    def _say_late(self, name: str) -> None:
        self._why_not[name] = f"no answer within {PATIENCE:g} s"
        if name not in self._said:
            self._said.add(name)
            _log.warning("what the desktop is busy with: %s gave no answer within %g s", name, PATIENCE)


def _reasons(it: _Round) -> frozenset[BusyReason]:
    reasons = {_REASONS[sign] for sign in it.found if sign in _REASONS}
    if Sign.SCREEN_KEPT_ON in it.found and Sign.FULLSCREEN not in it.told:
        # Where no program may see a full screen (GNOME's and KDE's Wayland), this is the nearest to it.
        reasons.add(BusyReason.PRESENTATION)
    return frozenset(reasons)
