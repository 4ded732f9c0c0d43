"""Where the running instance listens: a Unix socket; on Windows a loopback port and a token."""

import contextlib
import json
import logging
import os
import socket
import struct
import sys
from pathlib import Path
from typing import Protocol

from sitbreak import disk
from sitbreak.core.words import files as words

_BACKLOG = 64
_LARGEST = 4096
"""Bytes of the file with a port and a token, at most."""
_PATIENCE = 1.0
_log = logging.getLogger(__name__)


class Endpoint(Protocol):
    """A place to listen on and connect to; the runtime folder alone determines it.

    Attributes:
        token: proves that a request comes from the same person, where the socket itself cannot.
    """

    token: str

    def listen(self) -> socket.socket:
        """Start listening, replacing what an earlier instance left behind.

        Raises:
            OSError: listening failed.
        """

    def connect(self, timeout: float) -> socket.socket:
        """Connect to the running instance, within `timeout` seconds.

        Raises:
            OSError: nobody is listening.
        """

    def process(self) -> int:
        """Return the id of the process that listens; 0 if nobody does, or that cannot be known."""

    def instance(self) -> str:
        """Return what distinguishes the instance that listens from every other; empty if nobody does."""

    def is_ours(self, connection: socket.socket, /) -> bool:
        """Whether the other side belongs to the same person, as far as the socket can prove it."""

    def accepts(self, token: str, /) -> bool:
        """Whether this token proves that a request comes from the same person."""

    def is_in_place(self) -> bool:
        """Whether the file by which clients find the endpoint exists."""

    def remove(self) -> None:
        """Remove the file by which clients find the endpoint."""


class LoopbackEndpoint:
    """A port on 127.0.0.1 chosen by the system; a private file holds its number and a random token.

    For Windows, whose Python has no Unix sockets.
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
        disk.write(self._path, json.dumps(table).encode(), durable=False)
        return listening

    def connect(self, timeout: float) -> socket.socket:
        """See `Endpoint`."""
        try:
            table = json.loads(disk.read(self._path, _LARGEST) or b"")
            port, self.token = range(0x10000)[table["port"]], str(table["token"])
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise ConnectionRefusedError("nobody is listening") from error
        return socket.create_connection(("127.0.0.1", port), timeout)

    def process(self) -> int:
        """See `Endpoint`; a port does not say who listens."""
        return 0

    def instance(self) -> str:
        """See `Endpoint`."""
        try:
            self.connect(_PATIENCE).close()
        except OSError:
            return ""
        return self.token

    def is_ours(self, _connection: socket.socket, /) -> bool:
        """See `Endpoint`; the token proves it."""
        return True

    def accepts(self, token: str, /) -> bool:
        """See `Endpoint`."""
        import hmac  # brings OpenSSL, and only Windows needs it

        return hmac.compare_digest(token.encode(errors="replace"), self.token.encode())

    def is_in_place(self) -> bool:
        """See `Endpoint`."""
        return self._path.exists()

    def remove(self) -> None:
        """See `Endpoint`."""
        with contextlib.suppress(OSError):
            self._path.unlink()


if sys.platform == "win32":
    PlatformEndpoint = LoopbackEndpoint
else:

    class UnixEndpoint:
        """A Unix socket in the runtime folder, which only its owner can enter."""

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
            except OSError as error:
                listening.close()
                raise OSError(words.unusable(self._path, error.strerror or error)) from error
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

        def process(self) -> int:
            """See `Endpoint`."""
            try:
                with self.connect(_PATIENCE) as connection:
                    return _peer(connection)[0]
            except OSError:
                return 0

        def instance(self) -> str:
            """See `Endpoint`: each binds a socket of its own."""
            try:
                self.connect(_PATIENCE).close()
                found = self._path.stat()
            except OSError:
                return ""
            return f"{found.st_ino} {found.st_ctime_ns}"

        def is_ours(self, connection: socket.socket, /) -> bool:
            """See `Endpoint`."""
            _, uid = _peer(connection)
            if uid != os.geteuid():
                _log.warning("user %d tried to use the remote control", uid)
            return bool(uid == os.geteuid())

        def accepts(self, _token: str, /) -> bool:
            """See `Endpoint`; the folder and the kernel prove it."""
            return True

        def is_in_place(self) -> bool:
            """See `Endpoint`."""
            return self._path.exists()

        def remove(self) -> None:
            """See `Endpoint`."""
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _peer(connection: socket.socket) -> tuple[int, int]:
        """Return the process and the user at the other side: for a client, those that listen.

        Source: unix(7), SO_PEERCRED gives a struct ucred: pid, uid, gid.
        """
        if sys.platform != "linux":
            return 0, os.geteuid()
        ucred = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        pid, uid, _ = struct.unpack("3i", ucred)
        return pid, uid

    PlatformEndpoint = UnixEndpoint
