"""Presence from the X server's screen saver, which can only be asked: the second choice.

The answers are read as they come, so a question costs 2 wake-ups.

Source: X11 Screen Saver Extension 1.0, QueryInfo: milliseconds since the last input.
"""

import struct
from collections.abc import Callable
from datetime import timedelta

from sitbreak.desktop.idle.pacing import Pacing
from sitbreak.ports import Post, Watch
from sitbreak.wires import NoServer
from sitbreak.wires.x11 import Connection

_EXTENSION = "MIT-SCREEN-SAVER"
_QUERY_INFO = 1

LONGEST_BACK = 60.0
"""Seconds between two questions about the return of somebody who has long been gone: each is 2 wake-ups."""


class XScreenSaverIdleSource:
    """Asks for idle when it may matter. A `Presence` and a `Source`."""

    name = "x11-screensaver"

    def __init__(self, post: Post, on_lost: Callable[[], None]) -> None:
        """Connect to the server that DISPLAY names.

        Args:
            post: gets an `Observed` whenever the watch is met.
            on_lost: called once when the server is gone, from inside `watch` or `ready`.

        Raises:
            NoServer: no server, or one without the extension.
        """
        self._connection = Connection(on_lost)
        self._pacing = Pacing(post, self._ask, longest_back=LONGEST_BACK)
        try:
            self._opcode = self._connection.extension(_EXTENSION).opcode
        except NoServer:
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
        self._connection.read()
        self._pacing.ready()

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()

    def _ask(self) -> None:
        of_screen = struct.pack("=I", self._connection.root)
        self._connection.send(self._opcode, _QUERY_INFO, of_screen, self._told)

    def _told(self, reply: bytes) -> None:
        (idle_ms,) = struct.unpack_from("=16xI", reply)
        self._pacing.answered(timedelta(milliseconds=idle_ms))
