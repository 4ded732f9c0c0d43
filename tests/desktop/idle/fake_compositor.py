"""A Wayland compositor of our own, for what no real one does on demand: films, new versions, nonsense, death.

It shares no code with sitbreak: both were written from the protocols.
"""

import contextlib
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

DISPLAY = 1
EXT = "ext_idle_notifier_v1"
KDE = "org_kde_kwin_idle"


@dataclass
class _Timer:
    seconds: float
    input_only: bool
    goes_off: float | None
    idled: bool = False


@dataclass
class _Client:
    socket: socket.socket
    received: bytes = b""
    highest_id: int = DISPLAY
    objects: dict[int, str] = field(default_factory=lambda: {DISPLAY: "wl_display"})
    timers: dict[int, _Timer] = field(default_factory=dict)


class FakeCompositor:
    """Serves clients on a thread until it is closed.

    Attributes:
        name: what WAYLAND_DISPLAY has to be.
        clients: everybody who has connected.
    """

    def __init__(self, folder: Path, offers: dict[str, int]) -> None:
        self.name = str(folder / "wayland")
        self.clients: list[_Client] = []
        self._offers = list({"wl_seat": 7, **offers}.items())
        self._film = False
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.name)
        self._listener.listen()
        self._waker, self._wake = socket.socketpair()
        self._lock = threading.Lock()
        self._alive = True
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def timers(self) -> list[_Timer]:
        """All timers that clients have now."""
        return [timer for client in self.clients for timer in client.timers.values()]

    @property
    def highest_id(self) -> int:
        """The highest id that a client has used for an object so far."""
        return max(client.highest_id for client in self.clients)

    def type(self) -> None:
        """Simulate an input."""
        with self._lock:
            self._restart(include_input_only=True)
        self._wake.send(b"\0")

    def film(self, *, on: bool) -> None:
        """Start or end a film."""
        with self._lock:
            self._film = on
            self._restart(include_input_only=False)
        self._wake.send(b"\0")

    def send(self, sender: int, opcode: int, body: bytes = b"") -> None:
        """Send an event to everybody."""
        self.send_raw(struct.pack("=II", sender, (8 + len(body)) << 16 | opcode) + body)

    def send_raw(self, data: bytes) -> None:
        """Send anything to everybody."""
        with self._lock:
            for client in self.clients:
                client.socket.sendall(data)

    def hang(self) -> None:
        """Stop responding until `go_on`."""
        self._lock.acquire()

    def go_on(self) -> None:
        """Respond again."""
        self._lock.release()
        self._wake.send(b"\0")

    def close(self) -> None:
        """Die."""
        if not self._alive:
            return
        self._alive = False
        self._wake.send(b"\0")
        self._thread.join()
        for end in (self._listener, self._waker, self._wake, *(client.socket for client in self.clients)):
            end.close()

    # --- on the thread -------------------------------------------------------------------------

    def _serve(self) -> None:
        while self._alive:
            with self._lock:
                self.clients = [client for client in self.clients if client.socket.fileno() != -1]
                dues = [timer.goes_off for timer in self.timers if timer.goes_off is not None]
                there = [client.socket for client in self.clients]
            patience = max(min(dues) - time.monotonic(), 0) if dues else None
            readable = select.select([self._listener, self._waker, *there], [], [], patience)[0]
            with self._lock:
                self._act(readable)

    def _act(self, readable: list[socket.socket]) -> None:
        if self._waker in readable:
            self._waker.recv(4096)
        if self._listener in readable:
            self.clients.append(_Client(self._listener.accept()[0]))
        for client in self.clients:
            if client.socket in readable:
                self._read(client)
            for number, timer in client.timers.items():
                if timer.goes_off is not None and timer.goes_off <= time.monotonic():
                    timer.goes_off, timer.idled = None, True
                    _send(client, number, 0)

    def _restart(self, *, include_input_only: bool) -> None:
        for client in self.clients:
            for number, timer in client.timers.items():
                if timer.input_only and not include_input_only:
                    continue
                if timer.idled:
                    _send(client, number, 1)
                timer.idled = False
                held = self._film and not timer.input_only
                timer.goes_off = None if held else time.monotonic() + timer.seconds

    def _read(self, client: _Client) -> None:
        data = b""
        with contextlib.suppress(ConnectionResetError):  # it has left without having read everything
            data = client.socket.recv(65536)
        if not data:
            client.socket.close()
        client.received += data
        while len(client.received) >= 8:
            sender, word = struct.unpack_from("=II", client.received)
            body, client.received = client.received[8 : word >> 16], client.received[word >> 16 :]
            self._request(client, client.objects[sender], sender, word & 0xFFFF, body)

    def _request(self, client: _Client, interface: str, sender: int, opcode: int, body: bytes) -> None:
        match interface, opcode:
            case "wl_display", 0:
                (callback,) = struct.unpack("=I", body)
                self._create(client, callback, "wl_callback")
                _send(client, callback, 0, bytes(4))
                self._forget(client, callback)
            case "wl_display", 1:
                self._create(client, struct.unpack("=I", body)[0], "wl_registry")
                for name, (offer, version) in enumerate(self._offers, 40):
                    _send(client, struct.unpack("=I", body)[0], 0, _global(name, offer, version))
            case "wl_registry", 0:
                version, new = struct.unpack("=II", body[-8:])
                offer, offered = self._offers[struct.unpack_from("=I", body)[0] - 40]
                assert version <= offered
                self._create(client, new, offer)
            case ("ext_idle_notifier_v1", 1 | 2) | ("org_kde_kwin_idle", 0):
                new, *rest = struct.unpack("=III", body)
                ms, seat = rest if interface == EXT else reversed(rest)
                assert client.objects[seat] == "wl_seat"
                self._create(client, new, "timer")
                input_only = (interface, opcode) == (EXT, 2)
                held = self._film and not input_only
                goes_off = None if held else time.monotonic() + ms / 1000
                client.timers[new] = _Timer(ms / 1000, input_only, goes_off)
            case "timer", 0:
                client.timers.pop(sender)
                self._forget(client, sender)
            case _:
                raise AssertionError((interface, opcode))

    def _create(self, client: _Client, new: int, interface: str) -> None:
        assert new not in client.objects
        # Source: libwayland: an id that leaves a gap is an error.
        assert new <= client.highest_id + 1
        client.highest_id = max(client.highest_id, new)
        client.objects[new] = interface

    def _forget(self, client: _Client, number: int) -> None:
        del client.objects[number]
        _send(client, DISPLAY, 1, struct.pack("=I", number))


def _send(client: _Client, sender: int, opcode: int, body: bytes = b"") -> None:
    with contextlib.suppress(OSError):  # it has just left
        client.socket.sendall(struct.pack("=II", sender, (8 + len(body)) << 16 | opcode) + body)


def _global(name: int, interface: str, version: int) -> bytes:
    text = interface.encode() + b"\0"
    return struct.pack("=II", name, len(text)) + text + bytes(-len(text) % 4) + struct.pack("=I", version)
