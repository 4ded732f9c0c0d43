"""A connection to the X server that never waits for it once it stands, and never raises.

python-xlib's `Xlib.display` loads all its extensions and the keyboard map: 3 MiB. Its protocol layer alone
does what presence needs, in 1 MiB.
"""

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from Xlib import error
from Xlib.protocol import display, event, rq

from sitbreak.desktop.presence import PresenceUnavailable

_log = logging.getLogger(__name__)

_FAILURES = (
    error.ConnectionClosedError,
    error.DisplayError,
    error.XError,
    error.XauthError,
    error.ResourceIDError,
    OSError,
    # python-xlib's words for a stream that makes no sense any more.
    RuntimeError,
    AssertionError,
)


@dataclass(frozen=True)
class Extension:
    """Where the server has put an extension: its request code and its first event code."""

    opcode: int
    first_event: int


class _QueryExtension(rq.ReplyRequest):  # type: ignore[misc]
    """Source: X Window System Protocol, QueryExtension (98)."""

    _request = rq.Struct(
        rq.Opcode(98), rq.Pad(1), rq.RequestLength(), rq.LengthOf("name", 2), rq.Pad(2), rq.String8("name")
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card8("present"),
        rq.Card8("opcode"),
        rq.Card8("first_event"),
        rq.Card8("first_error"),
        rq.Pad(20),
    )


class _Display(display.Display):  # type: ignore[misc]
    """python-xlib's protocol layer with plain numbers for windows."""

    resource_classes: ClassVar[Mapping[str, type]] = {}

    def __init__(self) -> None:
        # python-xlib keeps one table for all connections of a process; event codes differ between servers.
        self.event_classes = event.event_class.copy()
        super().__init__()


class Connection:
    """One connection to the server that DISPLAY names.

    A server that goes away is logged once, `on_lost` is called once, and nothing more comes.
    """

    def __init__(self, on_lost: Callable[[], None]) -> None:
        """Connect.

        Raises:
            PresenceUnavailable: there is no server, or it does not let us in.
        """
        try:
            self._display = _Display()
        except _FAILURES as failure:
            raise PresenceUnavailable(str(failure)) from failure
        self._display.set_error_handler(_log_error)
        self._on_lost = on_lost
        self._open = True
        self.root: int = self._display.info.roots[self._display.default_screen].root
        # Hundreds of visuals, of which nobody here draws with any: 0.2 MB.
        self._display.info.roots.clear()

    def extension(self, name: str) -> Extension:
        """Find an extension of the server.

        Raises:
            PresenceUnavailable: the server does not have it.
        """
        found = self.ask(_QueryExtension, name=name)
        if not found.present:
            raise PresenceUnavailable(f"the X server has no {name} extension")
        return Extension(found.opcode, found.first_event)

    def know_event(self, code: int, event_class: type) -> None:
        """Read events with this code as `event_class`."""
        self._display.add_extension_event(code, event_class)

    def new_id(self) -> int:
        """Return an id for a new resource."""
        return int(self._display.allocate_resource_id())

    def ask(self, request: type[rq.ReplyRequest], **fields: object) -> Any:
        """Send a request and wait for the reply; only for the start.

        Raises:
            PresenceUnavailable: it brought an error, or the server is gone.
        """
        try:
            return request(display=self._display, **fields)
        except _FAILURES as failure:
            raise PresenceUnavailable(str(failure)) from failure

    def send(self, request: type, **fields: object) -> Any:
        """Queue a request for `flush`; a reply is there once `events` has read it. None: server gone."""
        return self._attempt(lambda: request(display=self._display, **fields))

    def flush(self) -> None:
        """Send what is queued."""
        self._attempt(self._display.flush)

    def events(self) -> list[Any]:
        """Read what has come, without waiting, and return the events among it."""
        return self._attempt(self._read_events) or []

    def fileno(self) -> int:
        """Return the socket's descriptor, -1 once the server is gone or the connection closed."""
        return int(self._display.fileno()) if self._open else -1

    def close(self) -> None:
        """Close the connection."""
        self._open = False
        # A server that is gone needs no goodbye.
        with contextlib.suppress(*_FAILURES):
            self._display.close()

    def _read_events(self) -> list[Any]:
        return [self._display.next_event() for _ in range(self._display.pending_events())]

    def _attempt(self, step: Callable[[], Any]) -> Any:
        if not self._open:
            return None
        try:
            return step()
        except _FAILURES as failure:
            self.close()
            _log.warning("the X server is gone: %s", failure)
            self._on_lost()
            return None


def _log_error(failure: Exception, _request: object) -> None:
    _log.warning("the X server refused a request: %s", failure)
