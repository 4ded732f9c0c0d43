"""What makes sense in a window at one moment, by the status of the running instance; without Qt."""

from typing import Any, NamedTuple

Status = dict[str, Any] | None
"""What `status --json` prints; None when no instance runs."""


class Moment(NamedTuple):
    """What makes sense at this moment.

    Attributes:
        runs: an instance is running.
        reminded: a reminder is out, and they have not started the break that it asks for.
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
        reminded = status["state"] == "sitting" and state in {"due", "overdue"}  # the break may be cut short
        return cls(True, reminded, status.get("can_snooze", bool(state)))
