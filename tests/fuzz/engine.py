"""Tries cases of a target, made by Hypothesis, and watches what each of them does to the process.

A case has failed if it raises, if it makes sitbreak log a traceback, or if it takes longer than a second; a
target has failed if cases leave something behind: memory, descriptors or threads.
"""

import gc
import logging
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

from sitbreak.storage.log import start_log

SLOW = 1.0
"""Seconds that a case may take."""

TIMES = 3
"""How often a slow case is tried again."""

HANGS = 20.0
"""Seconds after which a case is interrupted, on a busy computer too."""

KEPT = 1000
"""How many cases are tried again, to see whether they leave something behind."""

LOOKS = 20
"""How often descriptors and threads are counted."""

ENOUGH = 200
"""How many cases in a row tell growth from caches that fill."""

MOST_BLOCKS = 0.5
"""Blocks of memory that a case may leave behind on average: some caches still fill."""

Case = Any
Try = Callable[[Case], None]
"""Tries a case; raises if something does not hold."""


@dataclass(frozen=True)
class Target:
    """Something that reads what comes from outside.

    Attributes:
        name: its name.
        cases: what may come.
        open: prepares what tries the cases, in an empty folder.
    """

    name: str
    cases: SearchStrategy[Case]
    open: Callable[[Path], AbstractContextManager[Try]]


class Fault(AssertionError):
    """A case has not failed by an exception, but by what else it did."""


@dataclass
class Outcome:
    """What the cases of a target have come to so far.

    Attributes:
        cases: how many were tried.
        slowest: seconds that the slowest took.
        blocks: of memory that each left behind on average.
        failure: what failed, in words; "" if nothing did.
        case: the simplest case that failed.
    """

    cases: int = 0
    slowest: float = 0.0
    blocks: float = 0.0
    failure: str = ""
    case: Case = None


class Tracebacks(logging.Handler):
    """Collects what was logged with a traceback: an exception that nobody expected."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self.seen.append(record)


@contextmanager
def trial(target: Target) -> Iterator["Trial"]:
    """Prepare a target, in a folder of its own, with a log as sitbreak has it."""
    with tempfile.TemporaryDirectory() as folder, _log_in(Path(folder)) as tracebacks:
        inside = Path(folder, "target")
        inside.mkdir(mode=0o700)
        with target.open(inside) as try_case:
            yield Trial(target, try_case, tracebacks)


class Trial:
    """Tries cases of a target.

    Attributes:
        outcome: what they have come to.
    """

    def __init__(self, target: Target, try_case: Try, tracebacks: Tracebacks) -> None:
        """Try cases by `try_case`; `tracebacks` collects what is logged."""
        self.outcome = Outcome()
        self._target = target
        self._try_case = try_case
        self._tracebacks = tracebacks
        self._kept: list[Case] = []

    def draw(self, number: int, count: int) -> None:
        """Try so many cases that Hypothesis draws from this seed; stop at a failure, and simplify it."""

        @seed(number)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(self._target.cases)
        def every_case(case: Case) -> None:
            self.attempt(case)

        with suppress(Exception):  # `attempt` has recorded it
            every_case()

    def attempt(self, case: Case) -> None:
        """Try one case, and record what it did.

        Raises:
            Exception: it has failed.
        """
        if not self.outcome.failure:
            self.outcome.cases += 1
            if len(self._kept) < KEPT:
                self._kept.append(case)
        try:
            with _interrupted_when_it_hangs():
                start = time.perf_counter()
                self._watch(case)
                took = time.perf_counter() - start
                if took > SLOW:
                    took = self._time_again(case)
            self.outcome.slowest = max(self.outcome.slowest, took)
        except Exception:
            self.outcome.failure = traceback.format_exc()
            self.outcome.case = case  # the last one is the simplest that Hypothesis has found
            raise

    def measure_growth(self) -> None:
        """Try some of the cases again in four equal parts; the last two must leave nothing behind."""
        part = len(self._kept) // 4
        if not part or self.outcome.failure:
            return
        held = []
        for start in range(0, 4 * part, part):
            for case in self._kept[start : start + part]:
                self._watch(case)
            gc.collect()
            held.append((sys.getallocatedblocks(), _fewest_open()))
        (before, open_before), (after, open_after) = held[1], held[3]
        self.outcome.blocks = (after - before) / (2 * part)
        if open_before < open_after:
            self.outcome.failure = f"descriptors and threads were {open_before}, are {open_after}"
        elif part >= ENOUGH and self.outcome.blocks > MOST_BLOCKS:
            self.outcome.failure = f"each case has left {self.outcome.blocks:.2f} blocks of memory behind"

    def _time_again(self, case: Case) -> float:
        """Return how many seconds a case takes, without those for which it waits for a processor.

        Of some times the shortest counts: the disk may keep a case waiting, too.

        Raises:
            Fault: these are too many.
        """
        times = []
        for _ in range(TIMES):
            start, waited = time.perf_counter(), _waited_for_a_processor()
            self._watch(case)
            times.append(time.perf_counter() - start - (_waited_for_a_processor() - waited))
        if min(times) > SLOW:
            raise Fault(f"it took {min(times):.2f} s")
        return min(times)

    def _watch(self, case: Case) -> None:
        """Try a case; fail if a traceback is logged."""
        self._try_case(case)
        if self._tracebacks.seen:
            record = self._tracebacks.seen[0]
            self._tracebacks.seen.clear()
            assert record.exc_info is not None
            raise Fault(f"logged: {record.getMessage()}") from record.exc_info[1]


def _fewest_open() -> int:
    """Return how many descriptors and threads there are, once the other side of the last case has let go."""
    seen = []
    for _ in range(LOOKS):
        time.sleep(0.01)
        seen.append(len(list(Path("/proc/self/fd").iterdir())) + threading.active_count())
    return min(seen)


def _waited_for_a_processor() -> float:
    """Return for how many seconds this thread could have run and had no processor.

    Source: Documentation/scheduler/sched-stats.rst of Linux, /proc/pid/schedstat.
    """
    try:
        return int(Path("/proc/thread-self/schedstat").read_bytes().split()[1]) / 1e9
    except OSError:
        return 0.0


@contextmanager
def _interrupted_when_it_hangs() -> Iterator[None]:
    """Raise in a case that goes on for too long, unless pytest does that."""
    if signal.getsignal(signal.SIGALRM) not in (signal.SIG_DFL, _interrupt):
        yield
        return
    signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Fault(f"it still runs after {HANGS:g} s")


@contextmanager
def _log_in(folder: Path) -> Iterator[Tracebacks]:
    """Log as sitbreak does, to a file in this folder, and restore the logging of before."""
    root, raises = logging.getLogger(), logging.raiseExceptions
    level, handlers = root.level, root.handlers[:]
    root.handlers.clear()
    tracebacks = Tracebacks()
    root.addHandler(tracebacks)
    problem = start_log(folder / "log" / "sitbreak.log")
    assert problem is None, problem
    logging.raiseExceptions = True
    try:
        yield tracebacks
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.raiseExceptions = raises
