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

import pytest

from sitbreak import __version__
from sitbreak.ports import Source
from sitbreak.remote import server as server_module
from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.endpoints import Endpoint, LoopbackEndpoint, PlatformEndpoint
from sitbreak.remote.protocol import Answer, Request
from sitbreak.remote.server import AlreadyRunning, Server
from tests.until import until

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


class Place:
    """One way to be reached, seen from a client; every story is told for both."""

    def __init__(self, kind: type[PlatformEndpoint] | type[LoopbackEndpoint], folder: Path) -> None:
        self.folder = folder
        self.ends = contextlib.ExitStack()
        self._kind = kind

    def start(self) -> Instance:
        instance = Instance(self.folder, self.endpoint())
        self.ends.callback(instance.end)
        return instance

    def ask(self, words: list[str], timeout: float = 5.0) -> Answer:
        return ask(self.folder, words, timeout, self.endpoint())

    def connect(self) -> socket.socket:
        """Connect as a client that may then do as it likes."""
        self._connected = self.endpoint()
        return self.ends.enter_context(self._connected.connect(5))

    def request(self, words: list[str], version: str = __version__) -> bytes:
        """Return what the client that connected last would send if it behaved well."""
        return Request(words, version, self._connected.token).encode()

    def endpoint(self) -> Endpoint:
        return self._kind(self.folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(params=dict.fromkeys([PlatformEndpoint, LoopbackEndpoint]))
def place(request: pytest.FixtureRequest, folder: Path) -> Iterator[Place]:
    place = Place(request.param, folder)
    with place.ends:
        yield place


@pytest.fixture
def here(folder: Path) -> Iterator[Place]:
    """The way that the platform has."""
    place = Place(PlatformEndpoint, folder)
    with place.ends:
        yield place


@pytest.fixture
def loopback(folder: Path) -> Iterator[Place]:
    """The way for platforms without unix sockets."""
    place = Place(LoopbackEndpoint, folder)
    with place.ends:
        yield place


def everything_from(connection: socket.socket) -> bytes:
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


# --- asking --------------------------------------------------------------------------------------


def test_words_reach_the_instance_and_its_answer_comes_back(place: Place) -> None:
    instance = place.start()

    assert place.ask(["snooze", "für 10"]) == Answer(0, "snooze für 10")
    assert instance.asked == [["snooze", "für 10"]]
    assert instance.connections == 0


def test_one_round_trip_takes_less_than_50_milliseconds(place: Place) -> None:
    place.start()
    took = []
    for _ in range(20):
        began = time.monotonic()
        place.ask(["status"])
        took.append(time.monotonic() - began)

    assert statistics.median(took) < 0.050


def test_an_answer_may_come_later_while_others_are_answered(place: Place) -> None:
    instance = place.start()
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(place.ask(["later"])))
    waiting.start()
    until(lambda: instance.waiting)

    assert place.ask(["status"]) == Answer(0, "status")

    assert answers == []
    instance.on_its_thread(lambda: instance.waiting[0](Answer(1, "nothing to skip")))
    waiting.join(5)
    assert answers == [Answer(1, "nothing to skip")]


def test_a_long_answer_arrives_whole(place: Place) -> None:
    place.start()

    assert place.ask(["much", "3000000"]).text == "x" * 3_000_000


def test_only_the_first_of_two_answers_counts(place: Place) -> None:
    place.start()

    assert place.ask(["twice"]) == Answer(0, "once")


def test_a_request_that_fails_gets_an_answer_and_the_instance_goes_on(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.start()

    assert place.ask(["fail"]) == Answer(1, "That didn't work. The log says why.")
    assert place.ask(["status"]) == Answer(0, "status")
    assert "a bug" in caplog.text


def test_words_of_another_version_get_a_hint(place: Place) -> None:
    place.start()
    connection = place.connect()

    connection.sendall(place.request(["unknown"], version="99"))

    answer = Answer.decode(everything_from(connection))
    hint = f"(sitbreak {__version__} is running, but 99 asked: quit it and start it again)"
    assert answer == Answer(2, f"no such word\n{hint}")


def test_where_nobody_runs_asking_says_so_at_once(place: Place) -> None:
    with pytest.raises(NotRunning):
        place.ask(["status"])

    place.start().end()

    with pytest.raises(NotRunning):
        place.ask(["status"])


def test_an_instance_that_hangs_is_not_waited_for_without_end(place: Place) -> None:
    with place.endpoint().listen(), pytest.raises(NoAnswer, match=r"didn't answer within 0\.1 s"):
        place.ask(["status"], timeout=0.1)


def test_an_instance_that_goes_away_in_the_middle_is_told(place: Place) -> None:
    instance = place.start()

    def end_when_asked() -> None:
        until(lambda: instance.waiting)
        instance.end()

    ending = threading.Thread(target=end_when_asked)
    ending.start()

    with pytest.raises(NoAnswer, match="ended before it answered"):
        place.ask(["later"])
    ending.join(5)


# --- clients that misbehave ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        b"\n",
        b"GET / HTTP/1.1\r\n",
        b'{"content": ["status"]}\n',
        b'{"content": 1, "version": 1, "token": ""}\n',
        b"\xff\xfe\n",
        b"[" * 60000,
    ],
    ids=repr,
)
def test_rubbish_is_refused_and_harms_nobody(place: Place, sent: bytes) -> None:
    instance = place.start()
    connection = place.connect()

    connection.sendall(sent)
    connection.shutdown(socket.SHUT_WR)

    assert Answer.decode(everything_from(connection)) == Answer(2, "this is not a command")
    assert instance.asked == []
    assert place.ask(["status"]) == Answer(0, "status")


def test_an_endless_request_is_cut_off(place: Place) -> None:
    place.start()
    connection = place.connect()

    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        connection.sendall(b"x" * 10_000_000)

    assert place.ask(["status"]) == Answer(0, "status")


def test_a_client_that_says_nothing_is_sent_away(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "REQUEST_TIMEOUT", 0.05)
    instance = place.start()
    silent = place.connect()
    until(lambda: instance.connections == 1)

    assert everything_from(silent) == b""
    assert instance.connections == 0


def test_a_client_that_only_said_half_of_it_is_sent_away(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "REQUEST_TIMEOUT", 0.05)
    instance = place.start()
    connection = place.connect()

    connection.sendall(b'{"content": ')

    assert everything_from(connection) == b""
    assert instance.asked == []


def test_a_client_that_closed_its_side_is_answered_without_keeping_the_loop_busy(place: Place) -> None:
    instance = place.start()
    connection = place.connect()
    connection.sendall(place.request(["later"]).rstrip())
    connection.shutdown(socket.SHUT_WR)
    until(lambda: instance.waiting)
    turns = instance.turns

    time.sleep(0.05)

    assert instance.turns <= turns + 1
    instance.on_its_thread(lambda: instance.waiting[0](Answer(0, "done")))
    assert Answer.decode(everything_from(connection)) == Answer(0, "done")


def test_a_client_that_is_gone_before_the_answer_harms_nobody(place: Place) -> None:
    instance = place.start()
    connection = place.connect()
    connection.sendall(place.request(["later"]))
    until(lambda: instance.waiting)
    connection.close()

    instance.on_its_thread(lambda: instance.waiting[0](Answer(0, "x" * 1_000_000)))

    assert place.ask(["status"]) == Answer(0, "status")


def test_a_client_that_reads_nothing_keeps_nobody_waiting(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = place.start()
    lazy = place.connect()
    lazy.sendall(place.request(["much", "20000000"]))
    until(lambda: instance.asked)

    assert place.ask(["status"]) == Answer(0, "status")

    until(lambda: len(instance.server._connections) == 1)
    [unread] = instance.server._connections
    monkeypatch.setattr(unread, "_ends", time.monotonic())
    until(lambda: not instance.server._connections)
    assert len(everything_from(lazy)) < 20_000_000


def test_a_crowd_of_silent_clients_does_not_use_up_the_instance(place: Place) -> None:
    instance = place.start()

    crowd = [place.connect() for _ in range(40)]

    assert everything_from(crowd[-1]) == b""
    assert instance.connections == 32


# --- one instance --------------------------------------------------------------------------------


def test_a_second_instance_is_refused_and_the_first_goes_on(place: Place) -> None:
    place.start()

    with pytest.raises(AlreadyRunning):
        Instance(place.folder, place.endpoint())

    assert place.ask(["status"]) == Answer(0, "status")


def test_an_instance_that_has_closed_makes_room(place: Place) -> None:
    first = place.start()
    first.end()
    first.server.close()  # again: does nothing

    place.start()

    assert place.ask(["status"]) == Answer(0, "status")


RUN = """
import sys
from pathlib import Path
from sitbreak.remote.server import AlreadyRunning, Server
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


def test_after_a_crash_the_next_start_takes_over(folder: Path, here: Place) -> None:
    crashed = another(folder)
    assert first_line(crashed) == "first"
    with pytest.raises(AlreadyRunning):
        here.start()
    crashed.kill()
    crashed.communicate()
    with pytest.raises(NotRunning):
        here.ask(["status"])

    here.start()

    assert here.ask(["status"]) == Answer(0, "status")


if sys.platform != "win32":

    def test_nobody_else_can_open_the_socket(folder: Path, here: Place) -> None:
        here.start()

        found = (folder / "remote.sock").stat()
        assert stat.S_ISSOCK(found.st_mode)
        assert stat.S_IMODE(found.st_mode) == 0o600

    def test_a_socket_that_cannot_be_made_is_an_error_and_keeps_no_lock(folder: Path, here: Place) -> None:
        (folder / "remote.sock").mkdir()
        with pytest.raises(OSError, match="in use"):
            here.start()

        (folder / "remote.sock").rmdir()
        here.start()

    @pytest.mark.skipif(sys.platform != "linux", reason="SO_PEERCRED is for Linux")
    def test_another_user_who_got_in_is_refused(
        here: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        instance = here.start()
        other = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)

        with pytest.raises(NoAnswer):
            here.ask(["status"])

        assert instance.asked == []
        assert "tried to use the remote control" in caplog.text


# --- where there are no unix sockets -------------------------------------------------------------


def test_the_token_of_a_loopback_port_is_the_persons_alone(folder: Path, loopback: Place) -> None:
    loopback.start()

    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "remote.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("token", ["", "guessed", "\udc80"])
def test_over_a_loopback_port_nobody_is_heard_without_the_token(loopback: Place, token: str) -> None:
    instance = loopback.start()
    connection = loopback.connect()

    connection.sendall(Request(["status"], token=token).encode())

    assert everything_from(connection) == b""
    assert instance.asked == []


@pytest.mark.parametrize("content", ["", "{}", '{"port": 1, "token": "x"}', "[]"])
def test_a_leftover_of_a_crashed_loopback_instance_means_not_running(
    folder: Path, loopback: Place, content: str
) -> None:
    (folder / "remote.json").write_text(content)

    with pytest.raises(NotRunning):
        loopback.ask(["status"])


def test_importing_the_remote_control_loads_nothing_heavy() -> None:
    heavy = ("hmac", "ssl", "asyncio", "pickle", "multiprocessing", "secrets", "subprocess", "tempfile")
    program = f"import sys, sitbreak.remote; print([name for name in {heavy} if name in sys.modules])"

    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert shown.stdout == "[]\n"
