"""Asks everything that can tell what the desktop is busy with: all at once, only when asked, never watching.

D-Bus answers come through the loop. What may block (a sound server, an X server, the files of other
processes) is looked at on short-lived threads, which hand their verdicts to the loop's thread. Whoever has
not answered in time is left out of the answer.
"""

import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.dbus import Answer, Bus, CallFailed
from sitbreak.desktop.source_state import SourceState
from sitbreak.desktop.surroundings.probes import PROBES
from sitbreak.desktop.surroundings.questions import bus_questions
from sitbreak.desktop.surroundings.signs import CannotTell, Probe, Question, Sign
from sitbreak.ports import Post

PATIENCE = 1.5
"""Seconds until the answer is given without those who have not answered."""

_CALL_SIGNS = frozenset({Sign.CALL, Sign.SCREEN_KEPT_ON, Sign.KEPT_AWAKE})
_REASONS = {
    Sign.CALL: BusyReason.CALL,
    Sign.FULLSCREEN: BusyReason.FULLSCREEN,
    Sign.PRESENTATION: BusyReason.PRESENTATION,
    Sign.DO_NOT_DISTURB: BusyReason.DO_NOT_DISTURB,
}
_BUSY_SIGNS = frozenset({*_REASONS, Sign.SCREEN_KEPT_ON})
_log = logging.getLogger(__name__)

Verdict = bool | str
"""Yes or no, or why it cannot be told."""


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
        session_bus: Bus | None,
        system_bus: Bus | None,
        post: Post,
        probes: tuple[Probe, ...] = PROBES,
    ) -> None:
        """Ask on these connected buses, None where there is none.

        Attributes `session_bus` and `system_bus` may be set anew at any time.
        """
        self.session_bus = session_bus
        self.system_bus = system_bus
        self._post = post
        sources: tuple[Question | Probe, ...] = (*bus_questions(), *probes)
        self._sources = {it.name: it for it in sources}
        self._why_not = dict.fromkeys(self._sources, "not asked yet")
        self._under_way: set[str] = set()
        self._rounds: list[_Round] = []
        self._said: set[str] = set()
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

    def look(self) -> None:
        """Ask everything and post nothing, so that `findings` knows."""
        self._ask(frozenset(Sign), lambda _it: None)

    def findings(self) -> tuple[SourceState, ...]:
        """Tell of each source whether it could tell when it was asked last, and why not."""
        return tuple(
            SourceState(source.sign.value, name, self._why_not[name])
            for name, source in self._sources.items()
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
        """Return when the first check has to be answered (time.monotonic() seconds)."""
        return min((it.deadline for it in self._rounds), default=None)

    def ready(self) -> None:
        """Take the verdicts that have come, and answer the checks that are complete or late."""
        with suppress(OSError):
            while self._reader.recv(4096):
                pass
        while self._verdicts:
            self._take(*self._verdicts.popleft())
        self._finish()

    # --- asking --------------------------------------------------------------------------------

    def _ask(self, signs: frozenset[Sign], on_end: Callable[[_Round], None]) -> None:
        sources = [it for it in self._sources.values() if it.sign in signs]
        self._rounds.append(_Round((it.name for it in sources), on_end))
        for source in sources:
            if source.name not in self._under_way:  # otherwise one answer serves both
                self._under_way.add(source.name)
                self._start(source)
        self._finish()

    def _start(self, source: Question | Probe) -> None:
        if isinstance(source, Probe):
            threading.Thread(target=self._run, args=(source,), name=source.name, daemon=True).start()
            return
        bus = self.system_bus if source.system else self.session_bus
        if bus is None:
            self._take(source.name, f"there is no {'system' if source.system else 'session'} bus")
        else:
            bus.call(source.message, partial(self._answered, source), timeout=2 * PATIENCE)

    def _run(self, probe: Probe) -> None:
        """Look, on a thread of its own, and hand the verdict to the loop's thread."""
        verdict: Verdict
        try:
            verdict = probe.look()
        except CannotTell as why_not:
            verdict = str(why_not)
        except Exception as failure:
            _log.debug("%s failed", probe.name, exc_info=True)
            verdict = f"it failed: {failure!r}"
        self._verdicts.append((probe.name, verdict))
        with suppress(OSError):  # full: the loop wakes up anyway; closed: there is no loop any more
            self._writer.send(b"\0")

    def _answered(self, source: Question, answer: Answer) -> None:
        verdict: Verdict
        if isinstance(answer, CallFailed):
            verdict = False if answer.name in source.defaults else str(answer)
        else:
            try:
                verdict = source.says_yes(answer)
            except (LookupError, TypeError, ValueError):
                verdict = f"its answer makes no sense: {answer}"
        self._take(source.name, verdict)
        self._finish()

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
