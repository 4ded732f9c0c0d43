"""The back diary: once a day, how is your back?

1. It asks at the first return from a break after noon, if they have switched it on; no more than once a day,
   from 04:00 to 04:00, and not on a day that has its answer.
2. Before, the desktop is asked what it is busy with. While that is something a reminder waits for, in a
   pause, and in place of a notification that is needed, it does not ask; the next return may be better.
3. An answer is 0 to 10, or *not today*. It can be given and changed at any time of the day, and nothing
   judges it.
"""

from datetime import date, time, timedelta

from sitbreak.core.entries import day_of
from sitbreak.core.now import Now
from sitbreak.core.reminder import BUSY_ANSWER
from sitbreak.core.values import frozen

FROM = time(12, 0)
WORST = 10


@frozen
class DiaryDay:
    """What the diary has of one day.

    Attributes:
        day: which one.
        answered: whether there is an answer.
        pain: the answer, 0 to 10; None is *not today*.
    """

    day: date
    answered: bool = False
    pain: int | None = None


class Diary:
    """Decides when to ask; the planner asks.

    Attributes:
        last: the last day on which it has asked, or was answered.
    """

    def __init__(self) -> None:
        self.last: DiaryDay | None = None
        self._checked: timedelta | None = None

    def came_back(self, now: Now) -> bool:
        """Whether to find out if the desktop is busy: this return from a break is a moment to ask at."""
        is_late = now.local(now.wall).time() >= FROM or day_of(now.wall, now) < now.local(now.wall).date()
        self._checked = now.boot if is_late and self.today(now) is None else None
        return self._checked is not None

    def take_moment(self, now: Now) -> bool:
        """Whether an answer about the desktop belongs to a moment to ask at, which is over then."""
        checked, self._checked = self._checked, None
        return checked is not None and now.boot - checked < BUSY_ANSWER

    def asked(self, now: Now) -> None:
        """Record that it has asked."""
        self.last = DiaryDay(day_of(now.wall, now))

    def answer(self, pain: int | None, now: Now) -> date:
        """Record an answer; return the day that it is about."""
        self.last = DiaryDay(day_of(now.wall, now), answered=True, pain=pain)
        return self.last.day

    def today(self, now: Now) -> DiaryDay | None:
        """Return what it has of today."""
        return self.last if self.last is not None and self.last.day == day_of(now.wall, now) else None
