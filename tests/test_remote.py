"""Stories about the single instance and its remote control, over real sockets and processes."""

import contextlib
import os
import select
import socket
import stat
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from sitbreak import __version__
from sitbreak.ports import Source
from sitbreak.remote import AlreadyRunning, Answer, NoAnswer, NotRunning, Server, ask
from sitbreak.remote import server as server_module
from sitbreak.remote.endpoints import Endpoint, LoopbackEndpoint, PlatformEndpoint
from sitbreak.remote.protocol import Request

Reply = Callable[[Answer], None]


class Instance:
    """A running instance with a loop of its own; it answers with the words it was asked with."""

    def __init__(self, folder: Path, endpoint: Endpoint | None = None) -> None:
        self.folder = folder
        self.asked: list[list[str]] = []
        self.waiting: list[Reply] = []
        self.turns = 0
        self._sources: list[Source] = []
        self._calls: list[Callable[[], None]] = []
        self._ending = False
        self.server = Server(folder, self._handle, self._sources.append, self._sources.remove, endpoint)
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def on_its_thread(self, call: Callable[[], None]) -> None:
        self._calls.append(call)
        self._wake.send(b"!")

    def end(self) -> None:
        if self._ending:
            return
        self._ending = True
        self._wake.send(b"!")
        self._thread.join(5)
        assert not self._thread.is_alive()
        self.server.close()
        self._wake.close()
        self._woken.close()

    @property
    def connections(self) -> int:
        return len(self._sources) - 1

    def _handle(self, words: list[str], reply: Reply) -> None:
        self.asked.append(words)
        match words:
            case ["later"]:
                self.waiting.append(reply)
            case ["fail"]:
                raise RuntimeError("a bug")
            case ["much", size]:
                reply(Answer(0, "x" * int(size)))
            case ["twice"]:
                reply(Answer(0, "once"))
                reply(Answer(1, "and again"))
            case ["unknown"]:
                reply(Answer(2, "no such word"))
            case _:
                reply(Answer(0, " ".join(words)))

    def _run(self) -> None:
        while not self._ending:
            self.turns += 1
            now = time.monotonic()
            due = min((at for source in self._sources if (at := source.due()) is not None), default=now + 5)
            waited_for: list[Source | socket.socket] = [self._woken, *self._sources]
            ready, _, _ = select.select(waited_for, [], [], max(0.0, min(due - now, 5)))
            if self._woken in ready:
                self._woken.recv(64)
            while self._calls:
                self._calls.pop(0)()
            now = time.monotonic()
            for source in list(self._sources):
                at = source.due()
                if source.fileno() != -1 and (source in ready or (at is not None and at <= now)):
                    source.ready()


class Start(Protocol):
    def __call__(self, endpoint: Endpoint | None = None) -> Instance: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    with contextlib.ExitStack() as ends:

        def start(endpoint: Endpoint | None = None) -> Instance:
            instance = Instance(folder, endpoint)
            ends.callback(instance.end)
            return instance

        yield start


@pytest.fixture
def connect(folder: Path) -> Iterator[Callable[[], socket.socket]]:
    """Connects as a client that may then do as it likes."""
    with contextlib.ExitStack() as ends:
        yield lambda: ends.enter_context(PlatformEndpoint(folder).connect(5))


def until(condition: Callable[[], object], seconds: float = 5) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.005)


def everything_from(connection: socket.socket) -> bytes:
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


# --- asking --------------------------------------------------------------------------------------


def test_words_reach_the_instance_and_its_answer_comes_back(folder: Path, start: Start) -> None:
    instance = start()

    assert ask(folder, ["snooze", "für 10"]) == Answer(0, "snooze für 10")
    assert instance.asked == [["snooze", "für 10"]]
    assert instance.connections == 0


def test_one_round_trip_takes_less_than_50_milliseconds(folder: Path, start: Start) -> None:
    start()
    took = []
    for _ in range(20):
        began = time.monotonic()
        ask(folder, ["status"])
        took.append(time.monotonic() - began)

    assert statistics.median(took) < 0.050


def test_an_answer_may_come_later_while_others_are_answered(folder: Path, start: Start) -> None:
    instance = start()
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(folder, ["later"])))
    waiting.start()
    until(lambda: instance.waiting)

    assert ask(folder, ["status"]) == Answer(0, "status")

    assert answers == []
    instance.on_its_thread(lambda: instance.waiting[0](Answer(1, "nothing to skip")))
    waiting.join(5)
    assert answers == [Answer(1, "nothing to skip")]


def test_a_long_answer_arrives_whole(folder: Path, start: Start) -> None:
    start()

    assert ask(folder, ["much", "3000000"]).text == "x" * 3_000_000


def test_only_the_first_of_two_answers_counts(folder: Path, start: Start) -> None:
    start()

    assert ask(folder, ["twice"]) == Answer(0, "once")


def test_a_request_that_fails_gets_an_answer_and_the_instance_goes_on(
    folder: Path, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    start()

    assert ask(folder, ["fail"]) == Answer(1, "something went wrong; the log says what")
    assert ask(folder, ["status"]) == Answer(0, "status")
    assert "a bug" in caplog.text


def test_words_of_another_version_get_a_hint(start: Start, connect: Callable[[], socket.socket]) -> None:
    start()
    connection = connect()

    connection.sendall(Request(["unknown"], version="99").encode())

    answer = Answer.decode(everything_from(connection))
    hint = f"(sitbreak {__version__} is running, 99 asks: quit and start it again)"
    assert answer == Answer(2, f"no such word\n{hint}")


def test_where_nobody_runs_asking_says_so_at_once(folder: Path, start: Start) -> None:
    with pytest.raises(NotRunning):
        ask(folder, ["status"])

    start().end()

    with pytest.raises(NotRunning):
        ask(folder, ["status"])


def test_an_instance_that_hangs_is_not_waited_for_without_end(folder: Path) -> None:
    with PlatformEndpoint(folder).listen(), pytest.raises(NoAnswer, match=r"does not answer within 0\.1 s"):
        ask(folder, ["status"], timeout=0.1)


def test_an_instance_that_goes_away_in_the_middle_is_told(folder: Path, start: Start) -> None:
    instance = start()

    def end_when_asked() -> None:
        until(lambda: instance.waiting)
        instance.end()

    ending = threading.Thread(target=end_when_asked)
    ending.start()

    with pytest.raises(NoAnswer, match="went away"):
        ask(folder, ["later"])
    ending.join(5)


# --- clients that misbehave ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        b"\n",
        b"GET / HTTP/1.1\r\n",
        b'{"words": "status"}\n',
        b'{"words": [1]}\n',
        b"\xff\xfe\n",
        b"[" * 60000,
    ],
    ids=repr,
)
def test_rubbish_is_refused_and_harms_nobody(
    folder: Path, start: Start, connect: Callable[[], socket.socket], sent: bytes
) -> None:
    instance = start()
    connection = connect()

    connection.sendall(sent)
    connection.shutdown(socket.SHUT_WR)

    assert Answer.decode(everything_from(connection)) == Answer(2, "that is no request")
    assert instance.asked == []
    assert ask(folder, ["status"]) == Answer(0, "status")


def test_an_endless_request_is_cut_off(
    folder: Path, start: Start, connect: Callable[[], socket.socket]
) -> None:
    start()
    connection = connect()

    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        connection.sendall(b"x" * 10_000_000)

    assert ask(folder, ["status"]) == Answer(0, "status")


def test_a_client_that_says_nothing_is_sent_away(
    start: Start, connect: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "REQUEST_TIMEOUT", 0.05)
    instance = start()
    silent = connect()
    until(lambda: instance.connections == 1)

    assert everything_from(silent) == b""
    assert instance.connections == 0


def test_a_client_that_only_said_half_of_it_is_sent_away(
    start: Start, connect: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "REQUEST_TIMEOUT", 0.05)
    instance = start()
    connection = connect()

    connection.sendall(b'{"words": ')

    assert everything_from(connection) == b""
    assert instance.asked == []


def test_a_client_that_closed_its_side_is_answered_without_keeping_the_loop_busy(
    start: Start, connect: Callable[[], socket.socket]
) -> None:
    instance = start()
    connection = connect()
    connection.sendall(Request(["later"]).encode().rstrip())
    connection.shutdown(socket.SHUT_WR)
    until(lambda: instance.waiting)
    turns = instance.turns

    time.sleep(0.05)

    assert instance.turns <= turns + 1
    instance.on_its_thread(lambda: instance.waiting[0](Answer(0, "done")))
    assert Answer.decode(everything_from(connection)) == Answer(0, "done")


def test_a_client_that_is_gone_before_the_answer_harms_nobody(
    folder: Path, start: Start, connect: Callable[[], socket.socket]
) -> None:
    instance = start()
    connection = connect()
    connection.sendall(Request(["later"]).encode())
    until(lambda: instance.waiting)
    connection.close()

    instance.on_its_thread(lambda: instance.waiting[0](Answer(0, "x" * 1_000_000)))

    assert ask(folder, ["status"]) == Answer(0, "status")


def test_a_client_that_reads_nothing_keeps_nobody_waiting(
    folder: Path, start: Start, connect: Callable[[], socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "REQUEST_TIMEOUT", 0.2)
    start()
    lazy = connect()
    lazy.sendall(Request(["much", "3000000"]).encode())

    began = time.monotonic()
    assert ask(folder, ["status"]) == Answer(0, "status")
    assert time.monotonic() - began < 0.2

    time.sleep(0.25)
    assert len(everything_from(lazy)) < 3_000_000


def test_a_crowd_of_silent_clients_does_not_use_up_the_instance(
    start: Start, connect: Callable[[], socket.socket]
) -> None:
    instance = start()

    crowd = [connect() for _ in range(40)]

    assert everything_from(crowd[-1]) == b""
    assert instance.connections == 32


# --- one instance --------------------------------------------------------------------------------


def test_a_second_instance_is_refused_and_the_first_goes_on(folder: Path, start: Start) -> None:
    start()

    with pytest.raises(AlreadyRunning):
        Instance(folder)

    assert ask(folder, ["status"]) == Answer(0, "status")


def test_an_instance_that_has_closed_makes_room(folder: Path, start: Start) -> None:
    first = start()
    first.server.close()
    first.server.close()

    start()

    assert ask(folder, ["status"]) == Answer(0, "status")


RUN = """
import sys, time
from pathlib import Path
from sitbreak.remote import AlreadyRunning, Server
sources = []
try:
    server = Server(Path(sys.argv[1]), print, sources.append, sources.remove)
except AlreadyRunning:
    print("second", flush=True)
else:
    print("first", flush=True)
    sys.stdin.read()
"""


def another(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def first_line(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def test_of_many_started_at_once_exactly_one_becomes_the_instance(folder: Path) -> None:
    programs = [another(folder) for _ in range(6)]
    try:
        assert sorted(first_line(program) for program in programs) == ["first"] + ["second"] * 5
    finally:
        for program in programs:
            program.communicate()


def test_after_a_crash_the_next_start_takes_over(folder: Path, start: Start) -> None:
    crashed = another(folder)
    assert first_line(crashed) == "first"
    with pytest.raises(AlreadyRunning):
        start()
    crashed.kill()
    crashed.communicate()
    with pytest.raises(NotRunning):
        ask(folder, ["status"])

    start()

    assert ask(folder, ["status"]) == Answer(0, "status")


if sys.platform != "win32":

    def test_nobody_else_can_open_the_socket(folder: Path, start: Start) -> None:
        start()

        found = (folder / "remote.sock").stat()
        assert stat.S_ISSOCK(found.st_mode)
        assert stat.S_IMODE(found.st_mode) == 0o600

    def test_a_socket_that_cannot_be_made_is_an_error_and_keeps_no_lock(folder: Path, start: Start) -> None:
        (folder / "remote.sock").mkdir()
        with pytest.raises(OSError, match="in use"):
            start()

        (folder / "remote.sock").rmdir()
        start()

    @pytest.mark.skipif(sys.platform != "linux", reason="SO_PEERCRED is for Linux")
    def test_another_user_who_got_in_is_refused(
        folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        instance = start()
        other = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)

        with pytest.raises(NoAnswer):
            ask(folder, ["status"])

        assert instance.asked == []
        assert "tried to use the remote control" in caplog.text


# --- where there are no unix sockets -------------------------------------------------------------


def test_over_a_loopback_port_it_works_as_well(folder: Path, start: Start) -> None:
    start(LoopbackEndpoint(folder))

    answer = ask(folder, ["much", "1000000"], endpoint=LoopbackEndpoint(folder))

    assert answer.text == "x" * 1_000_000
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "remote.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("token", ["", "guessed", "\udc80"])
def test_over_a_loopback_port_nobody_is_heard_without_the_token(
    folder: Path, start: Start, token: str
) -> None:
    instance = start(LoopbackEndpoint(folder))

    with LoopbackEndpoint(folder).connect(5) as connection:
        connection.sendall(Request(["status"], token=token).encode())
        assert everything_from(connection) == b""

    assert instance.asked == []


@pytest.mark.parametrize("content", ["", "{}", '{"port": 1, "token": "x"}', "[]"])
def test_a_leftover_of_a_crashed_loopback_instance_means_not_running(folder: Path, content: str) -> None:
    (folder / "remote.json").write_text(content)

    with pytest.raises(NotRunning):
        ask(folder, ["status"], endpoint=LoopbackEndpoint(folder))


def test_importing_the_remote_control_loads_nothing_heavy() -> None:
    heavy = ("hmac", "ssl", "asyncio", "pickle", "multiprocessing", "secrets", "subprocess", "tempfile")
    program = f"import sys, sitbreak.remote; print([name for name in {heavy} if name in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"
