"""The alarm clock: APScheduler rings at wall-clock instants; the planner decides what that means."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import BuiltinFunctionType, FunctionType, MethodType, SimpleNamespace
from typing import NoReturn

from sitbreak.core.inputs import Ticked
from sitbreak.late_modules import Names, imported_when_used
from sitbreak.ports import Post


def _has_no_signature(_: object, **__: object) -> NoReturn:
    """Raise as `inspect.signature` may for a callable: APScheduler then takes it as it is."""
    raise ValueError


_SELDOM_USED: Mapping[str, Names] = {
    "asyncio": {"iscoroutinefunction": None},
    "concurrent.futures.process": {"BrokenProcessPool": OSError},
    "importlib.metadata": {
        "version": lambda _: "3",
        "entry_points": lambda **_: (),
        "PackageNotFoundError": OSError,
    },
    "inspect": {
        "isbuiltin": lambda it: isinstance(it, BuiltinFunctionType),
        "isclass": lambda it: isinstance(it, type),
        "iscoroutinefunction": None,
        "isfunction": lambda it: isinstance(it, FunctionType),
        "ismethod": lambda it: isinstance(it, MethodType),
        "signature": _has_no_signature,
    },
    "multiprocessing": {},
    # These two until APScheduler 3.10, in place of importlib.metadata and zoneinfo.
    "pkg_resources": {
        "DistributionNotFound": OSError,
        "get_distribution": lambda _: SimpleNamespace(version="3"),
        "iter_entry_points": lambda _: (),
    },
    "pytz": {"FixedOffset": None, "timezone": None, "utc": UTC},
    "tzlocal": {"get_localzone": None},
    "uuid": {"uuid4": None},
    "zoneinfo": {"ZoneInfo": type("ZoneInfo", (tzinfo,), {})},
}
"""What APScheduler imports for coroutines, pools of processes, its version and plug-ins, the signatures of
jobs, jobs without an id, and zones other than UTC: 6 MiB, and 0.1 s. It never calls for us what is None here.
"""

_DEADLINE = "deadline"
_TOLERANCE = timedelta(milliseconds=50)
_log = logging.getLogger(__name__)


class SchedulerAlarm:
    """APScheduler's BackgroundScheduler with one date job, for the next deadline.

    Making one imports APScheduler: do it once the icon shows.

    How versions 3.9 to 3.11 behave, and what is done about it (Source: their code, and experiments):
    - A job that is more than a second late is dropped, so nothing would ring after a suspend: there is no
      grace time, because a late bell is better than none.
    - A pool of threads would take a ring to another thread. A job runs in the scheduler's own: it only posts.
    - How long to wait is calculated once, from the wall clock: `recalculate` after that was stepped.
    - Triggers and executors given by name are looked up among the installed packages: objects are not.
    - Before 3.11.2, a cron job fires without end in the hour that comes twice in autumn: times of day are
      instants here, which the planner finds.
    """

    def __init__(self, post: Post) -> None:
        """Start the scheduler's thread.

        Args:
            post: gets a `Ticked` at each ring, on a thread of the scheduler.
        """
        with imported_when_used(_SELDOM_USED):
            from apscheduler.executors.debug import DebugExecutor
            from apscheduler.jobstores.base import JobLookupError
            from apscheduler.schedulers.background import BackgroundScheduler
            from apscheduler.triggers.date import DateTrigger

        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._post = post
        self._date_trigger = DateTrigger
        self._not_there = JobLookupError
        self._at: datetime | None = None
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": DebugExecutor()})
        self._scheduler.start()

    def set(self, at: datetime | None) -> None:
        """Ring at this aware instant, at once if it is past, and no longer at one set before.

        An instant calculated from three clocks differs by microseconds each time. If one that is almost the
        same is set already, it stays, so the scheduler's thread does not wake up. Should that ring too early,
        the next one is set exactly.
        """
        if at == self._at or (at and self._at and abs(at - self._at) < _TOLERANCE):
            return
        self._at = at
        try:
            self._set(at)
        except Exception:
            self._at = None  # so that the next call tries again
            raise

    def recalculate(self) -> None:
        """Recalculate when to ring, after a suspend or a clock step."""
        self._scheduler.wakeup()

    def close(self) -> None:
        """Never ring again."""
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()  # or a job that rings at this moment makes the thread fail
            self._scheduler.shutdown(wait=False)

    # --- internals -------------------------------------------------------------------------------

    def _set(self, at: datetime | None) -> None:
        if at is None:
            self._clear()
            return
        self._scheduler.add_job(
            lambda: self._ring(at),
            self._date_trigger(at.astimezone(UTC), timezone=UTC),
            id=_DEADLINE,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
        )

    def _ring(self, at: datetime) -> None:
        if self._at == at:  # so that setting the same instant again rings again
            self._at = None
        self._post(Ticked())

    def _clear(self) -> None:
        try:
            self._scheduler.remove_job(_DEADLINE)
        except self._not_there:
            _log.debug("the alarm has already rung")
