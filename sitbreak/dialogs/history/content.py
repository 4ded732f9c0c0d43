"""What the history window shows: days on its standard input, and later those that it reads itself."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.core.history import Day
from sitbreak.core.values import frozen

if TYPE_CHECKING:  # what reads the database is loaded after the first paint
    from sitbreak.core.days import Ongoing


@frozen
class DaysRead:
    """What is known at one moment.

    Attributes:
        days: the last ones; the very last is today.
        problem: why the database cannot be read; empty if it can.
    """

    days: tuple[Day, ...]
    problem: str = ""


@frozen
class HistoryContent:
    """What a history window starts with.

    Attributes:
        days: what it shows first; the last one is today.
        interval: how long to sit before a reminder, in words.
        break_length: how long an absence has to be to count as a break.
        twelve_hours: whether the person's clock shows 4:44 PM or 16:44.
        state: the folder with the database.
    """

    days: tuple[Day, ...]
    interval: str
    break_length: timedelta
    twelve_hours: bool
    state: str

    @classmethod
    def parse(cls, text: str) -> "HistoryContent":
        """Parse what `sitbreak.app.pages` writes.

        Raises:
            ValueError: it is something else.
        """
        try:
            values = json.loads(text)
            days = tuple(map(Day.from_table, values["days"]))
            break_length = timedelta(seconds=values["break_length_seconds"])
            return cls(days, values["interval"], break_length, values["twelve_hours"], values["state"])
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("this is no history") from error

    def read(self, count: int, ongoing: "Ongoing | None") -> DaysRead:
        """Read this many days.

        Args:
            count: how many.
            ongoing: what the database does not have yet; None if no instance runs.
        """
        from sitbreak.core.days import Known, last_days
        from sitbreak.core.now import Now
        from sitbreak.core.words import history as words
        from sitbreak.disk import StorageError
        from sitbreak.storage.history import history_path, read_days

        wall = datetime.now(UTC)
        now = Now(timedelta(), timedelta(), wall, wall.astimezone().tzinfo or UTC)  # which day it is
        try:
            return DaysRead(read_days(history_path(Path(self.state)), count, ongoing, now))
        except StorageError as error:
            return DaysRead(last_days(count, Known(), ongoing, now), words.cannot_read(str(error)))
