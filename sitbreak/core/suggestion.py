"""The suggestion to sit or walk, made to somebody who has been standing for a while.

1. It comes once in a standing, after `standing` of it, to somebody who is at the desk. It makes no sound and
   is not repeated: nobody has to stop standing.
2. Before, the desktop is asked what it is busy with. While that is something a reminder waits for, or while
   reminders are paused, the suggestion waits, without a bound; once they sit it is forgotten.
3. It is withdrawn when they sit, leave, take a break or pause, and does not come back.
"""

from collections.abc import Iterator
from datetime import timedelta

from sitbreak.core.now import Now
from sitbreak.core.reminder import ASK_AGAIN, BUSY_ANSWER


class Suggestion:
    """Decides when to make it; the planner shows it.

    Attributes:
        made: it has been made in this standing.
        asked: boot instant at which the desktop was asked, until it answers.
    """

    def __init__(self) -> None:
        self.made = False
        self.asked: timedelta | None = None
        self._ask_again: timedelta | None = None

    def start_again(self) -> None:
        """Forget everything: another standing begins, or none goes on."""
        self.made = False
        self.asked = self._ask_again = None

    def is_due(self, left: timedelta, now: Now) -> bool:
        """Whether to make it now, after asking the desktop; `left` is what is left of `standing`."""
        if self.made or self.asked is not None or left > timedelta():
            return False
        return self._ask_again is None or now.boot >= self._ask_again

    def deadlines(self, left: timedelta, now: Now) -> Iterator[timedelta]:
        """Yield boot instants at which it may be due, assuming that they go on standing and do not pause."""
        if self.made:
            return
        yield now.boot + left
        if self.asked is not None:
            yield self.asked + BUSY_ANSWER
        if self._ask_again is not None:
            yield self._ask_again

    def answer_overdue(self, now: Now) -> bool:
        """Whether the desktop has failed to answer in time."""
        return self.asked is not None and now.boot - self.asked >= BUSY_ANSWER

    def wait(self, now: Now) -> None:
        """Record that the desktop is busy."""
        self.asked, self._ask_again = None, now.boot + ASK_AGAIN
