"""Presence from the X server's screen saver, which can only be asked: the second choice.

Asked as seldom as the watch allows: for `after`, when idle can have become that long at the earliest; for
`back`, every 5 s at first and every 15 s once nobody has touched anything for a minute. With the answers
being read as they come that is 2 wake-ups a question: less than one a minute while only `away_after` is
watched, at most 24 a minute.

Source: X11 Screen Saver Extension 1.0, QueryInfo: milliseconds since the last input.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from Xlib.ext import screensaver

from sitbreak.desktop.presence import PresenceUnavailable
from sitbreak.desktop.presence.connection import Connection
from sitbreak.desktop.presence.lookout import Lookout
from sitbreak.ports import Post, Watch

SHORTEST_BACK = 5.0
LONGEST_BACK = 15.0
_GRANULARITY = 0.001


class QueryInfo(screensaver.QueryInfo):  # type: ignore[misc]
    """The question; `value` is None until the reply has come."""

    @property
    def value(self) -> int | None:
        """Idle in milliseconds."""
        return None if self._data is None else int(self.idle)


class XScreenSaverPresence:
    """Asks for idle when it may matter. A `Presence` and a `Source`."""

    name = "x11-screensaver"

    def __init__(self, post: Post, on_lost: Callable[[], None]) -> None:
        """Connect to the server that DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the server is gone, from inside `watch` or `ready`.

        Raises:
            PresenceUnavailable: no server, or one without the extension.
        """
        self._connection = Connection(on_lost)
        self._lookout = Lookout(post)
        self._asked: QueryInfo | None = None
        self._due: float | None = None
        try:
            self._opcode = self._connection.extension(screensaver.extname).opcode
        except PresenceUnavailable:
            self._connection.close()
            raise

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        if watch == self._lookout.watch:
            return
        self._due = None
        self._lookout.set(watch)
        if watch != Watch():
            self._ask()

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def due(self) -> float | None:
        """Return when to ask again (time.monotonic() seconds)."""
        return self._due

    def ready(self) -> None:
        """Read the answer; ask when it is time."""
        self._take_answer()
        if self._due is not None and self._due <= time.monotonic():
            self._ask()

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def _ask(self) -> None:
        self._due = None
        self._lookout.look()
        self._asked = self._connection.send(
            QueryInfo, opcode=self._opcode, drawable=self._connection.root, defer=True
        )
        self._connection.flush()
        # python-xlib reads while it sends: the answer may be here already.
        self._take_answer()

    def _take_answer(self) -> None:
        self._connection.events()
        if self._asked is not None and self._asked.value is not None:
            idle = timedelta(milliseconds=self._asked.value)
            self._asked = None
            self._due = None if self._lookout.measured(idle) else self._next_question(idle)

    def _next_question(self, idle: timedelta) -> float | None:
        waits = []
        watch = self._lookout.watch or Watch()
        if watch.after is not None:
            waits.append((watch.after - idle).total_seconds() + _GRANULARITY)
        if watch.back:
            waits.append(min(max(idle.total_seconds() / 4, SHORTEST_BACK), LONGEST_BACK))
        return time.monotonic() + min(waits) if waits else None
