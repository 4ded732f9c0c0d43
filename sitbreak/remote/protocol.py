"""What goes over the wire: one line of JSON there, one line of JSON back.

A request is `{"content": {"command": "Snooze", "length": "10m"}, "version": "0.1.0", "token": ""}`,
an answer `{"exit": 0, "text": "..."}`.
"""

import json
from typing import Any

from sitbreak import __version__
from sitbreak.core.values import frozen

LONGEST_REQUEST = 64 * 1024
"""Bytes."""

LONGEST_ANSWER = 16 * 1024 * 1024
"""Bytes."""


class BadMessage(Exception):
    """What came is none of ours."""


@frozen
class Request:
    """What a client asks for.

    Attributes:
        content: the request itself, as JSON; the handler knows what it means.
        version: of the program that asks.
        token: the proof of being the same person, where the socket itself is none.
    """

    content: Any
    version: str = __version__
    token: str = ""

    def encode(self) -> bytes:
        """Write the request as it is sent."""
        return _line({"content": self.content, "version": self.version, "token": self.token})

    @classmethod
    def decode(cls, line: bytes) -> "Request":
        """Read a request.

        Raises:
            BadMessage: it is none.
        """
        match _read(line):
            case {"content": content, "version": str(version), "token": str(token)}:
                return cls(content, version, token)
        raise BadMessage("not a request")


@frozen
class Answer:
    """What became of a request: the exit status for the shell, and what to print."""

    status: int
    text: str

    def encode(self) -> bytes:
        """Write the answer as it is sent."""
        return _line({"exit": self.status, "text": self.text})

    @classmethod
    def decode(cls, line: bytes) -> "Answer":
        """Read an answer.

        Raises:
            BadMessage: it is none.
        """
        match _read(line):
            case {"exit": int(status), "text": str(text)}:
                return cls(status, text)
        raise BadMessage("not an answer")


def _line(message: dict[str, object]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _read(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadMessage("not JSON") from error
