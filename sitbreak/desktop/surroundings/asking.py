"""Asks every source of the surroundings at once, only when a check is due; nothing is watched.

A short-lived thread asks one source after another and hands the verdicts to the loop's thread. If a source
holds it up, a second thread takes over the rest. What has not answered in time is left out of the answer.
"""

import logging
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Protocol

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.surroundings.signs import NoVerdict, Probe, Sign, Verdict
from sitbreak.ports import Post

PATIENCE = 1.5
"""Seconds until a check is answered without those sources that have not answered."""

_HELD_UP = 0.2
"""The part of the patience after which a second thread helps."""
_NO_THREAD = 10
"""How many times the patience passes until a thread is started again that could not start."""

_CALL_SIGNS = frozenset({Sign.CALL, Sign.SCREEN_KEPT_ON})
_REASONS = {
    Sign.CALL: BusyReason.CALL,
    Sign.FULLSCREEN: BusyReason.FULLSCREEN,
    Sign.PRESENTATION: BusyReason.PRESENTATION,
    Sign.DO_NOT_DISTURB: BusyReason.DO_NOT_DISTURB,
}
_BUSY_SIGNS = frozenset({*_REASONS, Sign.SCREEN_KEPT_ON})
_log = logging.getLogger(__name__)


class Asked(Protocol):
    """A source, as `signs` describes it."""

    @property
    def name(self) -> str:
        """Its name, as `troubleshoot` shows it."""

    @property
    def sign(self) -> Sign:
        """What it sees."""


OnVerdict = Callable[[str, Verdict], None]
"""Gets the name of a source and its verdict."""


class Together(Protocol):
    """Sources that are asked over one connection."""

    @property
    def sources(self) -> Sequence[Asked]:
        """All of them."""

    def ask(self, names: frozenset[str], on_verdict: OnVerdict, timeout: float) -> None:
        """Ask those with these names, and return when all have answered, each within that many seconds."""


class _Check:
    """A check that the core has asked for, while its sources are being asked.

    Attributes:
        unanswered: names of the sources that have yet to answer.
        deadline: when it is answered without them (time.monotonic() seconds).
        on_end: called with this check once it is complete or late.
        known: the signs that a source could judge.
        seen: those among them that a source sees.
    """

    def __init__(self, sources: Iterable[Asked], deadline: float, on_end: Callable[["_Check"], None]) -> None:
        self.unanswered = {source.name for source in sources}
        self.deadline = deadline
        self.on_end = on_end
        self.known: set[Sign] = set()
        self.seen: set[Sign] = set()

    def add(self, source: Asked, verdict: Verdict) -> None:
        if source.name not in self.unanswered:
            return
        self.unanswered.discard(source.name)
        if isinstance(verdict, bool):
            self.known.add(source.sign)
            if verdict:
                self.seen.add(source.sign)


class AskedSurroundings:
    """The `Surroundings` port, and a `Source` for the loop; all methods are called on the loop's thread."""

    def __init__(
        self,
        post: Post,
        probes: Sequence[Probe],
        together: Together | None = None,
        patience: float = PATIENCE,
    ) -> None:
        """Ask nothing yet.

        Args:
            post: gets the answers.
            probes: sources that are asked one by one.
            together: further ones, if there are any.
            patience: seconds until a check is answered without the sources that have not answered.
        """
        self._post = post
        self._patience = patience
        self._together = together
        self._probes = {probe.name: probe for probe in probes}
        asked_together = () if together is None else together.sources
        sources: tuple[Asked, ...] = (*asked_together, *probes)
        self._sources = {source.name: source for source in sources}
        self._unavailable_reasons = dict.fromkeys(self._sources, "not asked yet")
        self._being_asked: set[str] = set()
        self._checks: list[_Check] = []
        self._jobs: deque[Callable[[], None]] = deque()
        self._verdicts: deque[tuple[str, Verdict]] = deque()
        self._help_at = 0.0  # time.monotonic() seconds
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def check_call(self) -> None:
        """Find out whether a call or a film is on; post a `CallChecked` within two seconds."""
        self._ask(
            _CALL_SIGNS,
            lambda check: self._post(CallChecked(Sign.CALL in check.seen, Sign.SCREEN_KEPT_ON in check.seen)),
        )

    def check_busy(self) -> None:
        """Find out what the desktop is busy with; post a `BusyChecked` within two seconds."""
        self._ask(_BUSY_SIGNS, lambda check: self._post(BusyChecked(_reasons(check))))

    def look(self, then: Callable[[], None]) -> None:
        """Ask every source, post nothing, and call `then` when all have answered or timed out."""
        self._ask(frozenset(Sign), lambda _: then())

    def findings(self) -> tuple[Finding, ...]:
        """Return which sources answered when they were last asked, and why the others did not."""
        return tuple(
            [
                Finding.of_source(source.sign, name, self._unavailable_reasons[name])
                for name, source in self._sources.items()
            ]
        )

    def close(self) -> None:
        """Post nothing more. A thread that hangs ends with the program."""
        self._checks.clear()
        self._reader.close()
        self._writer.close()

    # --- as a source ---------------------------------------------------------------------------

    def fileno(self) -> int:
        """Return the descriptor by which threads wake the loop, -1 once closed."""
        return self._reader.fileno()

    def due(self) -> float | None:
        """Return when a check must be answered or a thread needs help (time.monotonic() seconds)."""
        deadlines = [check.deadline for check in self._checks]
        return min([*deadlines, self._help_at] if self._jobs else deadlines, default=None)

    def ready(self) -> None:
        """Collect the verdicts, and answer the checks that are complete or late."""
        with suppress(OSError):
            while self._reader.recv(4096):
                pass
        while self._verdicts:
            self._handle(*self._verdicts.popleft())
        if self._jobs and time.monotonic() >= self._help_at:
            self._start_thread()
        self._finish_checks()

    # --- asking --------------------------------------------------------------------------------

    def _ask(self, signs: frozenset[Sign], on_end: Callable[[_Check], None]) -> None:
        sources = [source for source in self._sources.values() if source.sign in signs]
        self._checks.append(_Check(sources, time.monotonic() + self._patience, on_end))
        # A source that is being asked already answers both checks at once.
        new = [source.name for source in sources if source.name not in self._being_asked]
        self._being_asked.update(new)
        self._jobs.extend(partial(self._look_at, self._probes[name]) for name in new if name in self._probes)
        names = frozenset(new).difference(self._probes)
        if self._together is not None and names:
            timeout = 2 * self._patience
            self._jobs.append(partial(self._together.ask, names, self._hand_over, timeout))
        if new:
            self._start_thread()

    def _start_thread(self) -> None:
        self._help_at = time.monotonic() + _HELD_UP * self._patience
        try:
            threading.Thread(target=self._work, name="surroundings", daemon=True).start()
        except RuntimeError as failure:  # there are too many
            self._help_at = time.monotonic() + _NO_THREAD * self._patience
            _log.warning("what the desktop is busy with cannot be asked: %s", failure)

    # --- on the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        """Do the jobs that are left, and wake the loop's thread."""
        with suppress(IndexError):  # no job is left
            while True:
                self._jobs.popleft()()
        with suppress(OSError):  # the buffer is full, so the loop wakes up anyway; or it is closed
            self._writer.send(b"\0")

    def _look_at(self, probe: Probe) -> None:
        verdict: Verdict
        try:
            verdict = probe.look()
        except NoVerdict as reason:
            verdict = str(reason)
        except Exception as failure:
            _log.debug("%s failed", probe.name, exc_info=True)
            verdict = f"it failed: {failure!r}"
        self._hand_over(probe.name, verdict)

    def _hand_over(self, name: str, verdict: Verdict) -> None:
        self._verdicts.append((name, verdict))

    # --- answers -------------------------------------------------------------------------------

    def _handle(self, name: str, verdict: Verdict) -> None:
        self._being_asked.discard(name)
        self._unavailable_reasons[name] = "" if isinstance(verdict, bool) else verdict
        for check in self._checks:
            check.add(self._sources[name], verdict)

    def _finish_checks(self) -> None:
        """Answer every check that is complete or late."""
        now = time.monotonic()
        over = [check for check in self._checks if not check.unanswered or check.deadline <= now]
        self._checks = [check for check in self._checks if check not in over]
        for check in over:
            for name in check.unanswered:
                self._unavailable_reasons[name] = f"no answer within {self._patience:g} s"
                _log.warning("what the desktop is busy with: no answer from %s", name)
            check.on_end(check)


def _reasons(check: _Check) -> frozenset[BusyReason]:
    reasons = {_REASONS[sign] for sign in check.seen if sign in _REASONS}
    if Sign.SCREEN_KEPT_ON in check.seen and Sign.FULLSCREEN not in check.known:
        # Where no program can see full screens (most of GNOME's Wayland), this comes closest.
        reasons.add(BusyReason.PRESENTATION)
    return frozenset(reasons)
