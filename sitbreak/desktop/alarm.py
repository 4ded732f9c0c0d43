"""The alarm clock: APScheduler rings at wall-clock instants; the planner decides what that means."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from sitbreak.core.inputs import Ticked
from sitbreak.ports import Post

_DEADLINE = "deadline"
_TOLERANCE = timedelta(milliseconds=50)
_log = logging.getLogger(__name__)


class SchedulerAlarm:
    """APScheduler's BackgroundScheduler: a date job for the next deadline, cron jobs for times of day.

    Making one imports APScheduler (60 ms of CPU, 12 MiB): do it once the icon shows.

    How version 3.11 behaves, and what is done about it (Source: its code, and experiments):
    - A job that is more than a second late is dropped, so nothing would ring after a suspend: there is no
      grace time, because a late bell is better than none.
    - A job that is replaced while it runs is refused if only one instance is allowed: three are.
    - How long to wait is calculated once, from the wall clock: `recalculate` after that was stepped.
    - Triggers and executors given by name are looked up among the installed packages: objects are not.
    """

    def __init__(self, post: Post) -> None:
        """Start the scheduler's thread.

        Args:
            post: gets a `Ticked` at each ring, on a thread of the scheduler.
        """
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.jobstores.base import JobLookupError
        from apscheduler.schedulers.background import BackgroundScheduler
        from apscheduler.triggers.cron import CronTrigger
        from apscheduler.triggers.date import DateTrigger

        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._post = post
        self._zone: tzinfo = UTC
        self._date_trigger, self._cron_trigger = DateTrigger, CronTrigger
        self._not_there = JobLookupError
        self._at: datetime | None = None
        self._daily: frozenset[time] = frozenset()
        self._scheduler = BackgroundScheduler(
            timezone=UTC, executors={"default": ThreadPoolExecutor(max_workers=1)}
        )
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

    def set_daily(self, times: frozenset[time], zone: tzinfo) -> None:
        """Ring every day when clocks in this zone show these times, and no longer at others."""
        for gone in self._daily - times:
            self._remove(_daily_id(gone))
        for clock_time in times - self._daily if zone == self._zone else times:
            self._add_daily(clock_time, zone)
        self._daily, self._zone = times, zone

    def recalculate(self) -> None:
        """Recalculate when to ring, after a suspend or a clock step."""
        for clock_time in self._daily:
            self._add_daily(clock_time, self._zone)
        self._scheduler.wakeup()

    def close(self) -> None:
        """Never ring again."""
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()  # or a job that rings at this moment makes the thread fail
            self._scheduler.shutdown(wait=False)

    # --- internals -------------------------------------------------------------------------------

    def _set(self, at: datetime | None) -> None:
        if at is None:
            self._remove(_DEADLINE)
        else:
            trigger = self._date_trigger(at.astimezone(UTC), timezone=UTC)
            self._add(_DEADLINE, trigger, lambda: self._ring(at))

    def _ring(self, at: datetime) -> None:
        if self._at == at:  # so that setting the same instant again rings again
            self._at = None
        self._post(Ticked())

    def _add_daily(self, clock_time: time, zone: tzinfo) -> None:
        trigger = self._cron_trigger(
            hour=clock_time.hour, minute=clock_time.minute, second=clock_time.second, timezone=zone
        )
        self._add(_daily_id(clock_time), trigger, lambda: self._post(Ticked()))

    def _add(self, name: str, trigger: Any, ring: Callable[[], None]) -> None:
        self._scheduler.add_job(
            ring,
            trigger,
            id=name,
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=3,
        )

    def _remove(self, name: str) -> None:
        try:
            self._scheduler.remove_job(name)
        except self._not_there:
            _log.debug("%s has already rung", name)


def _daily_id(clock_time: time) -> str:
    return f"daily-{clock_time:%H:%M:%S}"
