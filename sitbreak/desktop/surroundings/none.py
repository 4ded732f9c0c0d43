"""The surroundings where nothing can be seen of calls, full screens and the like."""

from collections.abc import Callable

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import BusyChecked, CallChecked
from sitbreak.ports import Post


class NoSurroundings:
    """Answers every check with no, so that reminders wait for nothing."""

    def __init__(self, post: Post) -> None:
        """Post the answers to `post`."""
        self._post = post

    def check_call(self) -> None:
        """Post that no call is on."""
        self._post(CallChecked(on=False))

    def check_busy(self) -> None:
        """Post that the desktop is busy with nothing."""
        self._post(BusyChecked(frozenset()))

    def look(self, then: Callable[[], None]) -> None:
        """Call `then`: there is nothing to ask."""
        then()

    def findings(self) -> tuple[Finding, ...]:
        """Return nothing."""
        return ()

    def close(self) -> None:
        """Do nothing."""
