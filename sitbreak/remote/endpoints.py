"""Where the running instance is reached: a unix socket; on Windows a loopback port with a token."""

import contextlib
import json
import logging
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Protocol

_BACKLOG = 64
_log = logging.getLogger(__name__)


class Endpoint(Protocol):
    """A place to listen at and to connect to, known from the runtime folder alone."""

    token: str

    def listen(self) -> socket.socket:
        """Start listening, in place of an instance that is gone.

        Raises:
            OSError: it cannot.
        """

    def connect(self, timeout: float) -> socket.socket:
        """Connect to the running instance, within `timeout` seconds.

        Raises:
            OSError: nobody listens.
        """

    def is_ours(self, connection: socket.socket) -> bool:
        """Tell whether the other side is the same person, as far as the socket knows."""

    def accepts(self, token: str) -> bool:
        """Tell whether a request with this token is the same person's."""

    def remove(self) -> None:
        """Stop being found."""


class LoopbackEndpoint:
    """A port of 127.0.0.1 chosen by the system; it and a random token stand in a file of the person's own.

    For Windows, whose Python has no unix sockets.
    """

    def __init__(self, folder: Path) -> None:
        """Use this runtime folder."""
        self._path = folder / "remote.json"
        self.token = ""

    def listen(self) -> socket.socket:
        """See `Endpoint`."""
        import secrets

        self.token = secrets.token_hex(32)
        listening = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        table = {"port": listening.getsockname()[1], "token": self.token}
        new = self._path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
            json.dump(table, file)
        new.replace(self._path)
        return listening

    def connect(self, timeout: float) -> socket.socket:
        """See `Endpoint`."""
        try:
            table = json.loads(self._path.read_bytes())
            port, self.token = int(table["port"]), str(table["token"])
        except (ValueError, KeyError, TypeError) as error:
            raise ConnectionRefusedError("nobody listens") from error
        return socket.create_connection(("127.0.0.1", port), timeout)

    def is_ours(self, connection: socket.socket) -> bool:  # noqa: ARG002  the token tells
        """See `Endpoint`."""
        return True

    def accepts(self, token: str) -> bool:
        """See `Endpoint`."""
        import hmac  # brings OpenSSL, and is only needed here

        return hmac.compare_digest(token.encode(errors="replace"), self.token.encode())

    def remove(self) -> None:
        """See `Endpoint`."""
        with contextlib.suppress(OSError):
            self._path.unlink()


if sys.platform == "win32":
    PlatformEndpoint = LoopbackEndpoint
else:

    class UnixEndpoint:
        """A unix socket in the runtime folder, which only its owner can enter."""

        token = ""

        def __init__(self, folder: Path) -> None:
            """Use this runtime folder."""
            self._path = folder / "remote.sock"

        def listen(self) -> socket.socket:
            """See `Endpoint`."""
            self.remove()
            listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                listening.bind(str(self._path))
                self._path.chmod(0o600)
                listening.listen(_BACKLOG)
            except OSError:
                listening.close()
                raise
            return listening

        def connect(self, timeout: float) -> socket.socket:
            """See `Endpoint`."""
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.settimeout(timeout)
                connection.connect(str(self._path))
            except OSError:
                connection.close()
                raise
            return connection

        def is_ours(self, connection: socket.socket) -> bool:
            """See `Endpoint`.

            Source: unix(7), SO_PEERCRED gives a struct ucred: pid, uid, gid.
            """
            if sys.platform != "linux":
                return True
            ucred = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            _, uid, _ = struct.unpack("3i", ucred)
            if uid != os.geteuid():
                _log.warning("user %d tried to use the remote control", uid)
            return bool(uid == os.geteuid())

        def accepts(self, token: str) -> bool:  # noqa: ARG002  the folder and the kernel tell
            """See `Endpoint`."""
            return True

        def remove(self) -> None:
            """See `Endpoint`."""
            with contextlib.suppress(OSError):
                self._path.unlink()

    PlatformEndpoint = UnixEndpoint
