"""What goes over the wire: one line of JSON each way.

A request is `{"content": {"command": "Snooze", "length": "10m"}, "version": "0.1.0", "token": ""}`,
an answer `{"exit": 0, "text": "..."}`. With `"more": true` in it, others follow, each when something changes.
"""

import json
from typing import Any

from sitbreak import __version__
from sitbreak.core.values import frozen

DONE, FAILED, USAGE_ERROR, NOT_RUNNING = range(4)
"""The exit statuses, which are also those of an answer."""

LONGEST_REQUEST = 4 * 1024 * 1024
"""Bytes: the longest tip that a file of the person's can have, as a window hands it over."""

LONGEST_ANSWER = 16 * 1024 * 1024
"""Bytes."""


class BadMessage(Exception):
    """A message that is not part of this protocol."""


class ClientLeft(Exception):
    """A client that was to be sent further answers has ended, or does not read them."""


@frozen
class Request:
    """A request.

    Attributes:
        content: the request itself, as JSON; the handler knows what it means.
        version: the client's.
        token: proves that the client belongs to the same person, where the socket itself cannot.
    """

    content: Any
    version: str = __version__
    token: str = ""

    def encode(self) -> bytes:
        """Return the request as a line to send."""
        return _line({"content": self.content, "version": self.version, "token": self.token})

    @classmethod
    def decode(cls, line: bytes) -> "Request":
        """Parse a request.

        Raises:
            BadMessage: it is not one.
        """
        match _read(line):
            case {"content": content, "version": str(version), "token": str(token)}:
                return cls(content, version, token)
        raise BadMessage("not a request")


@frozen
class Answer:
    """The result of a request.

    Attributes:
        status: an exit status for the shell.
        text: what to print.
        more: whether further answers follow, each when something has changed.
    """

    status: int
    text: str
    more: bool = False

    def encode(self) -> bytes:
        """Return the answer as a line to send."""
        return _line({"exit": self.status, "text": self.text} | ({"more": True} if self.more else {}))

    @classmethod
    def decode(cls, line: bytes) -> "Answer":
        """Parse an answer.

        Raises:
            BadMessage: it is not one.
        """
        match _read(line):
            case {"exit": int(status), "text": str(text), **others}:
                return cls(status, text, others.get("more") is True)
        raise BadMessage("not an answer")


def _line(message: dict[str, object]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _read(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadMessage("not JSON") from error
