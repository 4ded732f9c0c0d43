"""Presence from the X server's screen saver, which can only be asked: the second choice.

The answers are read as they come, so a question costs 2 wake-ups.

Source: X11 Screen Saver Extension 1.0, QueryInfo: milliseconds since the last input.
"""

from collections.abc import Callable
from datetime import timedelta

from Xlib.ext import screensaver

from sitbreak.desktop.presence import PresenceUnavailable
from sitbreak.desktop.presence.connection import Connection
from sitbreak.desktop.presence.pacing import Pacing
from sitbreak.ports import Post, Watch


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
        self._pacing = Pacing(post, self._ask)
        self._asked: QueryInfo | None = None
        try:
            self._opcode = self._connection.extension(screensaver.extname).opcode
        except PresenceUnavailable:
            self._connection.close()
            raise

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        self._pacing.watch(watch)

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is closed."""
        return self._connection.fileno()

    def due(self) -> float | None:
        """Return when to ask again (time.monotonic() seconds)."""
        return self._pacing.due

    def ready(self) -> None:
        """Read the answer; ask when it is time."""
        self._take_answer()
        self._pacing.ready()

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def _ask(self) -> None:
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
            self._pacing.answered(idle)
