"""Stand-ins that fit the ports and obey the same contracts as the real adapters."""

from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.presence.lookout import Lookout
from sitbreak.ports import Post, Watch


class FakePresence:
    """A keyboard that a story types on, on the story's own clock.

    Whenever the clock has moved to `due`, or past it, call `ready`.
    """

    name = "fake"

    def __init__(self, post: Post, clock: Callable[[], float]) -> None:
        """`clock` tells seconds; the last input so far was at its present."""
        self._lookout = Lookout(post, clock)
        self._clock = clock
        self._last_input = clock()

    def type(self) -> None:
        """Somebody touches a key now."""
        self._last_input = self._clock()
        self._lookout.touched(timedelta())

    def watch(self, watch: Watch) -> None:
        if watch != self._lookout.watch:
            self._lookout.set(watch)
            self.ready()

    def due(self) -> float | None:
        """When idle will be as long as the watch wants, if nobody types."""
        if self._lookout.watch is None or self._lookout.watch.after is None:
            return None
        return self._last_input + self._lookout.watch.after.total_seconds()

    def ready(self) -> None:
        idle = timedelta(seconds=self._clock() - self._last_input)
        self._lookout.look()
        self._lookout.measured(idle)

    def close(self) -> None:
        self._lookout.set(Watch())
