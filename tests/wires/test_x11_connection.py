"""How the X server is reached, and what only other servers than Xvfb say."""

import os
import re
import signal
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from sitbreak.wires import NoServer
from sitbreak.wires.x11 import PACKET, X11Connection
from tests.rig.programs import Home, needs
from tests.rig.servers import XDisplay
from tests.until import BUSY, until

SECRET = bytes(range(16))
LOCAL, ANY_HOST = 256, 0xFFFF
GET_GEOMETRY, DESTROY_WINDOW, CHANGE_PROPERTY, GET_PROPERTY, NO_OPERATION = 14, 4, 18, 20, 127
NO_WINDOW = struct.pack("=I", 0x7654321)


def entry(family: int, host: str, number: str, secret: bytes, method: str = "MIT-MAGIC-COOKIE-1") -> bytes:
    """Write an entry of .Xauthority."""
    texts = (host.encode(), number.encode(), method.encode(), secret)
    return struct.pack(">H", family) + b"".join(struct.pack(">H", len(text)) + text for text in texts)


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], X11Connection]]:
    made = []

    def connect(display: str) -> X11Connection:
        monkeypatch.setenv("DISPLAY", display)
        made.append(X11Connection(patience=BUSY))
        return made[-1]

    yield connect
    for each in made:
        each.close()


Connect = Callable[[str], X11Connection]


# --- getting in ------------------------------------------------------------------------------------


@pytest.fixture
def guarded(home: Home, tmp_path: Path) -> Iterator[XDisplay]:
    """An X server that accepts only clients that know its secret."""
    needs("Xvfb")
    (tmp_path / "secret").write_bytes(entry(LOCAL, "whatever", "", SECRET))
    display = XDisplay(home, "-auth", str(tmp_path / "secret"))
    yield display
    display.server.kill()


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    "holder", [(LOCAL, socket.gethostname()), (ANY_HOST, ""), (ANY_HOST, "another-name")]
)
def test_the_secret_of_the_display_is_found(
    connect: Connect,
    guarded: XDisplay,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    holder: tuple[int, str],
) -> None:
    number = guarded.name.removeprefix(":")
    others = (
        entry(LOCAL, "another-computer", number, b"wrong"),
        entry(LOCAL, socket.gethostname(), f"{number}0", b"wrong"),
        entry(LOCAL, socket.gethostname(), number, b"wrong", "XDM-AUTHORIZATION-1"),
    )
    file = tmp_path / "Xauthority"
    file.write_bytes(b"".join(others) + entry(*holder, number, SECRET) + b"\0")
    monkeypatch.setenv("XAUTHORITY", str(file))
    assert connect(guarded.name).root


@pytest.mark.real_desktop
def test_the_secret_is_looked_for_at_home(
    connect: Connect, guarded: XDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".Xauthority").write_bytes(entry(ANY_HOST, "", "", SECRET))
    monkeypatch.delenv("XAUTHORITY", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert connect(f"unix{guarded.name}.0").root


@pytest.mark.real_desktop
@pytest.mark.parametrize("content", [b"", b"\1", entry(LOCAL, "a", "0", b"")[:7]], ids=["empty", "1", "7"])
def test_without_the_secret_the_server_says_no(
    connect: Connect, guarded: XDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    (tmp_path / "Xauthority").write_bytes(content)
    monkeypatch.setenv("XAUTHORITY", str(tmp_path / "Xauthority"))
    with pytest.raises(NoServer, match=r"the X server refuses the connection: .*Authorization required"):
        connect(guarded.name)


@pytest.mark.real_desktop
def test_each_screen_has_its_root_window(connect: Connect, home: Home) -> None:
    needs("Xvfb", "xwininfo")
    display = XDisplay(home, "-screen", "1", "640x480x24")
    try:
        first, second = connect(f"{display.name}.0").root, connect(f"{display.name}.1").root
        printed = [display.run("xwininfo", "-root", "-display", f"{display.name}.{n}") for n in (0, 1)]
        assert [int(re.findall(r"Window id: (0x\w+)", text)[0], 16) for text in printed] == [first, second]
        with pytest.raises(NoServer, match="does not answer"):
            connect(f"{display.name}.7")
    finally:
        display.server.kill()


@pytest.mark.usefixtures("connect")
def test_a_hanging_server_is_given_up(x_display: XDisplay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display.name)
    reached = X11Connection()
    os.kill(x_display.server.pid, signal.SIGSTOP)
    with pytest.raises(NoServer, match="does not answer: timed out"):
        X11Connection()
    with pytest.raises(NoServer, match="the X server does not answer"):
        reached.extension("SYNC")
    reached.close()
    os.kill(x_display.server.pid, signal.SIGCONT)


def test_a_listener_that_is_no_x_server_is_no_server(connect: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        stranger.settimeout(10)
        number = stranger.getsockname()[1] - 6000
        said = b"HTTP/1.1 400 Bad Request\r\n\r\n"

        def answer() -> None:
            accepted, _ = stranger.accept()
            with accepted:
                accepted.sendall(said)

        answering = threading.Thread(target=answer)
        answering.start()
        with pytest.raises(NoServer):
            connect(f"127.0.0.1:{number}")
        answering.join()


@pytest.mark.parametrize("said", [b"", b"\1", b"\1\0\x0b\0\0\0\xff\xff"])
def test_a_server_that_drips_has_one_patience(said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(BUSY)

        def drip() -> None:
            accepted, _ = server.accept()
            with accepted, suppress(OSError):
                accepted.sendall(said)
                while not over.wait(0.02):
                    accepted.sendall(b"\1")

        dripping = threading.Thread(target=drip)
        dripping.start()
        monkeypatch.setenv("DISPLAY", f"localhost:{server.getsockname()[1] - 6000}")
        with pytest.raises(NoServer, match="timed out"):
            X11Connection(patience=0.3)
        over.set()
        dripping.join()


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "tcp/203.0.113.5", "[2001:db8::1]"])
def test_displays_of_other_computers_are_not_used(connect: Connect, host: str) -> None:
    with pytest.raises(NoServer, match="other computers are not used"):
        connect(f"{host}:0")


@pytest.mark.parametrize("name", [":" + "9" * 5000, f":0.{'1' * 5000}", ":-1", ":\0"])
def test_a_name_that_is_no_display_is_no_server(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"DISPLAY": name})
    with pytest.raises(NoServer, match="not a display"):
        X11Connection()


@pytest.mark.parametrize("kind", ["fifo", "folder", "endless"])
def test_a_file_of_secrets_that_is_none_is_left_out(
    connect: Connect, x_display: XDisplay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / "Xauthority"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    monkeypatch.setenv("XAUTHORITY", str(path))
    assert connect(x_display.name).root


# --- talking ---------------------------------------------------------------------------------------


def test_a_refused_ask_raises_and_a_refused_send_is_logged(
    connect: Connect, x_display: XDisplay, caplog: pytest.LogCaptureFixture
) -> None:
    server = connect(x_display.name)
    with pytest.raises(NoServer, match="the X server refuses request 14: error 9"):
        server.ask(GET_GEOMETRY, 0, NO_WINDOW)
    assert caplog.records == []
    server.send(DESTROY_WINDOW, 0, NO_WINDOW)
    server.send(GET_GEOMETRY, 0, NO_WINDOW, lambda _: pytest.fail("there is no reply"))

    def both_errors_have_come() -> bool:
        server.read()
        return len(caplog.records) == 2

    until(both_errors_have_come, "both errors have come")
    assert {record.message for record in caplog.records} == {
        "the X server refused a request: error 3",
        "the X server refused a request: error 9",
    }


def test_long_replies_are_read_to_their_end(connect: Connect, x_display: XDisplay) -> None:
    server = connect(x_display.name)
    long = bytes(range(256)) * 300
    name, type_ = struct.pack("=I", 39), struct.pack("=I", 31)  # WM_NAME, STRING: atoms that every server has
    window = struct.pack("=I", server.root)
    server.send(CHANGE_PROPERTY, 0, window + name + type_ + struct.pack("=B3xI", 8, len(long)) + long)
    reply = server.ask(GET_PROPERTY, 0, window + name + type_ + struct.pack("=II", 0, 1 << 20))
    assert reply[PACKET:] == long


def test_replies_match_requests_after_many_thousands(connect: Connect, x_display: XDisplay) -> None:
    server = connect(x_display.name)
    found = server.extension("SYNC")
    for _ in range(700):
        for _ in range(100):
            server.send(NO_OPERATION, 0)
        assert server.extension("SYNC") == found
