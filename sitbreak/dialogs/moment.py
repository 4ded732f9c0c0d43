"""What makes sense in a window at one moment, by the status of the running instance; without Qt."""

from typing import Any, NamedTuple

Status = dict[str, Any] | None
"""What `status --json` prints; None when no instance runs."""


class Moment(NamedTuple):
    """What makes sense at this moment.

    Attributes:
        runs: an instance is running.
        reminded: a reminder is out.
        can_snooze: there is a reminder to snooze.
    """

    runs: bool = False
    reminded: bool = False
    can_snooze: bool = False

    @classmethod
    def of(cls, status: Status) -> "Moment":
        """Return the moment with this status, which another version of sitbreak may have written."""
        if status is None:
            return cls()
        state = (status["reminder"] or {"state": ""})["state"]
        return cls(True, state in {"due", "overdue"}, status.get("can_snooze", bool(state)))
