"""What `status` prints, and the programs that are sent it again whenever it changes."""

import json
import time
from dataclasses import dataclass
from typing import Any

from sitbreak.core.status import BACKENDS, status, what_changes
from sitbreak.desktop.desktop import Desktop
from sitbreak.loop import Loop
from sitbreak.remote.protocol import DONE, Answer, ClientLeft
from sitbreak.remote.server import OnAnswer

_MINUTE = 60.0
_LATE = 0.01
"""Seconds after a full minute, so that rounding cannot make it the minute before."""


@dataclass
class _Watcher:
    """A program that watches.

    Attributes:
        on_answer: sends it an answer.
        as_json: what it is sent.
        knows: what it was sent last, without what changes all the time.
    """

    on_answer: OnAnswer
    as_json: bool
    knows: object = None

    def show(self, table: dict[str, Any], changes: object) -> bool:
        """Send it the status, unless it knows it; return whether it still watches."""
        line = write_status(table, as_json=self.as_json)
        before, self.knows = self.knows, changes if self.as_json else line
        try:
            if self.knows != before:
                self.on_answer(Answer(DONE, line, more=True))
        except ClientLeft:
            return False
        return True


class StatusLines:
    """The status as lines. While somebody watches it is also a `Source`, for the minutes that are shown.

    Everything happens on the loop's thread. While nobody watches, this costs nothing.
    """

    def __init__(self, loop: Loop, desktop: Desktop) -> None:
        self._loop = loop
        self._desktop = desktop
        self._watchers: list[_Watcher] = []
        self._due: float | None = None

    def table(self) -> dict[str, Any]:
        """Return the fields of `status --json`."""
        found = {finding.what: finding.used for finding in self._desktop.findings()}
        backends = {what: found[what] for what in BACKENDS}
        return status(self._loop.planner.situation, self._loop.clock(), backends)

    def watch(self, on_answer: OnAnswer, *, as_json: bool) -> None:
        """Answer with the status, now and whenever it changes, for as long as somebody takes the answers."""
        if not self._watchers:
            self._loop.afterwards.append(self._look)
            self._desktop.waiter.add(self)
        self._watchers.append(_Watcher(on_answer, as_json))
        self._look()

    def fileno(self) -> int:
        """See `Source`: there is nothing to wait for but time."""
        return -1

    def due(self) -> float | None:
        """Return when the minutes change."""
        return self._due

    def ready(self) -> None:
        """Send the new minutes."""
        self._look()

    def _look(self) -> None:
        """Send the status to those who know another one; forget those who have left."""
        table = self.table()
        changes = what_changes(self._loop.planner.situation, table)
        self._watchers = [it for it in self._watchers if it.show(table, changes)]
        self._due = self._next_minute()
        if not self._watchers:
            self._loop.afterwards.remove(self._look)
            self._desktop.waiter.remove(self)

    def _next_minute(self) -> float | None:
        """Return when the minutes of sitting or standing change; None while they stand still."""
        situation, now = self._loop.planner.situation, self._loop.clock()
        if not (situation.sits or situation.stands):
            return None
        counted = situation.standing(now) if situation.stands else situation.total(now)
        return time.monotonic() + _MINUTE - counted.total_seconds() % _MINUTE + _LATE


def write_status(table: dict[str, Any], *, as_json: bool) -> str:
    """Return a status as a line."""
    return json.dumps(table) if as_json else str(table["tooltip"])
