"""The single instance and its remote control, over real sockets and processes."""

import contextlib
import os
import shutil
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitbreak import __version__
from sitbreak.remote import server as remote_server
from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.endpoints import Endpoint, LoopbackEndpoint, PlatformEndpoint
from sitbreak.remote.protocol import LONGEST_REQUEST, Answer, ClientLeft, Request
from sitbreak.remote.server import REQUEST_TIMEOUT, AlreadyRunning, Server
from sitbreak.waiter import Waiter
from tests.conftest import Logged
from tests.until import BUSY, until

Reply = Callable[[Answer], None]


class Instance:
    """A running instance with a loop of its own; it answers with what it was asked."""

    def __init__(
        self,
        folder: Path,
        endpoint: Endpoint | None = None,
        request_timeout: float = REQUEST_TIMEOUT,
    ) -> None:
        self.folder = folder
        self.asked: list[list[str]] = []
        self.waiting: list[Reply] = []
        self.turns = 0
        self._ending = False
        self._waiter = Waiter()
        try:
            self.server = Server(folder, self._handle, self._waiter, endpoint, request_timeout)
        except BaseException:
            self._waiter.close()
            raise
        self._thread = threading.Thread(target=lambda: self._waiter.run(self._goes_on), daemon=True)
        self._thread.start()

    def on_its_thread(self, call: Callable[[], None]) -> None:
        self._waiter.soon(call)

    def push(self, answer: Answer) -> bool:
        """Answer the request that waits, and that may go on waiting; return whether the client is there."""
        results: list[bool] = []

        def do() -> None:
            try:
                self.waiting[0](answer)
            except ClientLeft:
                results.append(False)
            else:
                results.append(True)

        self.on_its_thread(do)
        until(lambda: results)
        return results[0]

    def time_is_up(self) -> None:
        """Let the time of every client be over."""

        def let_it() -> None:
            for client in (*self.server._connections, *self.server._watchers):
                client._ends = client.deadline = time.monotonic()

        self.on_its_thread(let_it)

    def rests(self) -> bool:
        """Return whether its loop comes to rest; a busy one turns until it disconnects the clients."""
        for _ in range(20):
            turns = self.turns
            time.sleep(0.05)
            if self.turns == turns:
                return True
        return False

    def end(self) -> None:
        if self._ending:
            return
        self._ending = True
        self._waiter.soon(lambda: None)
        self._thread.join(BUSY)
        assert not self._thread.is_alive()
        self.server.close()
        self._waiter.close()

    @property
    def connections(self) -> int:
        return len(self._waiter.sources) - 1

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

    def _goes_on(self) -> bool:
        self.turns += 1
        return not self._ending


class Place:
    """One kind of endpoint, seen from a client; the stories run on both."""

    def __init__(self, kind: type[PlatformEndpoint] | type[LoopbackEndpoint], folder: Path) -> None:
        self.folder = folder
        self.ends = contextlib.ExitStack()
        self._kind = kind

    def start(self, request_timeout: float = REQUEST_TIMEOUT) -> Instance:
        instance = Instance(self.folder, self.endpoint(), request_timeout)
        self.ends.callback(instance.end)
        return instance

    def ask(self, words: list[str], timeout: float = 5.0) -> Answer:
        return ask(self.folder, words, timeout, self.endpoint())

    def connect(self) -> socket.socket:
        """Connect as a client that may then misbehave."""
        self._connected = self.endpoint()
        return self.ends.enter_context(self._connected.connect(5))

    def request(self, words: list[str], version: str = __version__) -> bytes:
        """Return what the client that connected last should send."""
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
    """The platform's own endpoint."""
    place = Place(PlatformEndpoint, folder)
    with place.ends:
        yield place


@pytest.fixture
def loopback(folder: Path) -> Iterator[Place]:
    """The endpoint of platforms without Unix sockets."""
    place = Place(LoopbackEndpoint, folder)
    with place.ends:
        yield place


def read_all(connection: socket.socket) -> bytes:
    received = b""
    while data := connection.recv(65536):
        received += data
    return received


def bare_round_trip() -> None:
    """Connect to a thread and have it send back a byte."""

    def echo() -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(connection.recv(1))

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=echo)
        thread.start()
        with socket.create_connection(server.getsockname()) as client:
            client.sendall(b"?")
            assert client.recv(1) == b"?"
        thread.join()


# --- asking --------------------------------------------------------------------------------------


def test_a_request_reaches_the_instance_and_is_answered(place: Place) -> None:
    instance = place.start()

    assert place.ask(["snooze", "für 10"]) == Answer(0, "snooze für 10")
    assert instance.asked == [["snooze", "für 10"]]
    assert instance.connections == 0


def test_a_request_waits_for_nothing_but_its_answer(place: Place) -> None:
    def quickest(act: Callable[[], object]) -> float:
        took = []
        for _ in range(20):
            began = time.perf_counter()
            act()
            took.append(time.perf_counter() - began)
        return min(took)

    place.start()
    # A pause between two looks, or a delayed packet, would last for dozens of these.
    assert quickest(lambda: place.ask(["status"])) < 20 * quickest(bare_round_trip)


def test_an_answer_may_come_later_while_others_are_answered(place: Place) -> None:
    instance = place.start()
    answers: list[Answer] = []
    waiting = threading.Thread(target=lambda: answers.append(place.ask(["later"])))
    waiting.start()
    until(lambda: instance.waiting)

    assert place.ask(["status"]) == Answer(0, "status")

    assert answers == []
    instance.on_its_thread(lambda: instance.waiting[0](Answer(1, "nothing to skip")))
    waiting.join(BUSY)
    assert answers == [Answer(1, "nothing to skip")]


def test_a_long_answer_arrives_whole(place: Place) -> None:
    place.start()

    assert place.ask(["much", "3000000"]).text == "x" * 3_000_000


def test_a_long_request_arrives_whole(place: Place) -> None:
    instance = place.start()
    content = ["status", "x" * 3_500_000]

    place.ask(content)
    assert instance.asked == [content]


def test_a_request_that_is_too_long_is_not_sent(place: Place) -> None:
    instance = place.start()

    with pytest.raises(NoAnswer, match="this command is too long"):
        place.ask(["x" * LONGEST_REQUEST])
    assert instance.asked == []


def test_only_the_first_of_two_answers_counts(place: Place) -> None:
    place.start()

    assert place.ask(["twice"]) == Answer(0, "once")


def test_a_failing_request_is_answered_and_the_instance_continues(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.start()

    assert place.ask(["fail"]) == Answer(1, "That didn't work. The log says why.")
    assert place.ask(["status"]) == Answer(0, "status")
    assert "a bug" in caplog.text


def test_a_client_of_another_version_gets_a_hint(place: Place) -> None:
    place.start()
    connection = place.connect()

    connection.sendall(place.request(["unknown"], version="99"))

    answer = Answer.decode(read_all(connection))
    hint = f"(sitbreak {__version__} is running, but 99 asked: quit it and start it again)"
    assert answer == Answer(2, f"no such word\n{hint}")


def test_without_an_instance_asking_fails_at_once(place: Place) -> None:
    with pytest.raises(NotRunning):
        place.ask(["status"])

    place.start().end()

    with pytest.raises(NotRunning):
        place.ask(["status"])


def test_waiting_for_a_hanging_instance_has_a_limit(place: Place) -> None:
    with place.endpoint().listen(), pytest.raises(NoAnswer, match=r"didn't answer within 0\.1 s"):
        place.ask(["status"], timeout=0.1)


def test_an_instance_that_ends_before_it_answers_is_reported(place: Place) -> None:
    instance = place.start()

    def end_when_asked() -> None:
        until(lambda: instance.waiting)
        instance.end()

    ending = threading.Thread(target=end_when_asked)
    ending.start()

    with pytest.raises(NoAnswer, match="ended before it answered"):
        place.ask(["later"])
    ending.join(BUSY)


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
    ids=lambda sent: repr(sent[:40]),  # pytest puts it into the environment, where Windows has a limit
)
def test_garbage_is_refused_and_does_no_harm(place: Place, sent: bytes) -> None:
    instance = place.start()
    connection = place.connect()

    connection.sendall(sent)
    connection.shutdown(socket.SHUT_WR)

    assert Answer.decode(read_all(connection)) == Answer(2, "this is not a command")
    assert instance.asked == []
    assert place.ask(["status"]) == Answer(0, "status")


def test_an_endless_request_is_cut_off(place: Place) -> None:
    place.start()
    connection = place.connect()

    def send_endlessly() -> None:
        for _ in range(1000):  # the kernel takes some megabytes that nobody reads
            connection.sendall(b"x" * 1_000_000)

    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        send_endlessly()

    assert place.ask(["status"]) == Answer(0, "status")


def test_a_silent_client_is_disconnected(place: Place) -> None:
    instance = place.start(request_timeout=0.05)
    silent = place.connect()

    assert read_all(silent) == b""
    until(lambda: instance.connections == 0)


def test_a_client_that_sends_half_a_request_is_disconnected(place: Place) -> None:
    instance = place.start()
    connection = place.connect()

    connection.sendall(b'{"content": ')
    until(lambda: [it for it in instance.server._connections if it._received])
    instance.time_is_up()

    assert read_all(connection) == b""
    assert instance.asked == []


def test_a_half_closed_client_is_answered_without_busy_loop(place: Place) -> None:
    instance = place.start()
    connection = place.connect()
    connection.sendall(place.request(["later"]).rstrip())
    connection.shutdown(socket.SHUT_WR)
    until(lambda: instance.waiting)

    assert instance.rests()

    instance.on_its_thread(lambda: instance.waiting[0](Answer(0, "done")))
    assert Answer.decode(read_all(connection)) == Answer(0, "done")


def test_a_client_that_leaves_before_the_answer_does_no_harm(place: Place) -> None:
    instance = place.start()
    connection = place.connect()
    connection.sendall(place.request(["later"]))
    until(lambda: instance.waiting)
    connection.close()

    instance.on_its_thread(lambda: instance.waiting[0](Answer(0, "x" * 1_000_000)))

    assert place.ask(["status"]) == Answer(0, "status")


def test_a_client_that_reads_nothing_delays_nobody(place: Place) -> None:
    instance = place.start()
    lazy = place.connect()
    much = 20_000_000  # more than the buffers of both sockets hold
    lazy.sendall(place.request(["much", str(much)]))
    until(lambda: instance.asked)

    assert place.ask(["status"]) == Answer(0, "status")

    until(lambda: len(instance.server._connections) == 1)
    instance.time_is_up()
    until(lambda: not instance.server._connections)
    assert len(read_all(lazy)) < much


def test_the_oldest_idle_client_makes_room(place: Place) -> None:
    instance = place.start()
    crowd = [place.connect() for _ in range(32)]
    until(lambda: instance.connections == 32)
    crowd[1].sendall(b'{"content": ')
    until(lambda: not instance.server._is_full(), "some have been idle for a while")
    assert instance.rests(), "those that are idle wake nobody"

    for number in range(40):
        assert place.ask([str(number)]) == Answer(0, str(number))

    assert [read_all(client) for client in crowd[:2]] == [b"", b""]
    assert instance.connections <= 32


def test_clients_that_wait_for_an_answer_keep_their_place(place: Place) -> None:
    instance = place.start()
    crowd = []
    for _ in range(40):
        crowd.append(place.connect())
        crowd[-1].sendall(place.request(["later"]))
    until(lambda: len(instance.waiting) == 32)
    assert instance.rests(), "those outside wake nobody"

    def answer() -> None:
        instance.waiting.pop(0)(Answer(0, "done"))

    for client in crowd:
        until(lambda: instance.waiting)
        instance.on_its_thread(answer)
        assert Answer.decode(read_all(client)) == Answer(0, "done")


def test_without_a_descriptor_it_rests_and_then_accepts(
    place: Place, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    monkeypatch.setattr(remote_server, "_REST", 0.1)
    instance = place.start()
    tried: list[float] = []

    class Exhausted:
        fileno = instance.server._socket.fileno

        def accept(self) -> None:
            tried.append(time.monotonic())
            if len(tried) == 2:
                instance.server._socket = listening
            raise OSError(24, "Too many open files")

    listening = instance.server._socket
    monkeypatch.setattr(instance.server, "_socket", Exhausted())
    assert place.ask(["status"]) == Answer(0, "status")
    assert len(tried) == 2
    assert tried[1] - tried[0] >= 0.1
    assert logged() == ["the remote control could not accept a connection: [Errno 24] Too many open files"]


# --- those who watch -----------------------------------------------------------------------------


def watch(place: Place, instance: Instance) -> socket.socket:
    """Connect as a client that is sent one answer after another, the first of which it has read."""
    connection = place.connect()
    connection.sendall(place.request(["later"]))
    until(lambda: instance.waiting)
    assert instance.push(Answer(0, "first", more=True))
    assert Answer.decode(connection.recv(65536)) == Answer(0, "first", more=True)
    return connection


def test_who_watches_gets_one_answer_after_another(place: Place) -> None:
    instance = place.start()
    connection = watch(place, instance)
    instance.time_is_up()
    for text in ("second", "third"):
        assert instance.push(Answer(0, text, more=True))
        assert Answer.decode(connection.recv(65536)).text == text
    assert place.ask(["status"]) == Answer(0, "status")


@pytest.mark.parametrize("leaves", [True, False])
def test_who_watches_and_leaves_or_says_more_is_forgotten(place: Place, *, leaves: bool) -> None:
    instance = place.start()
    connection = watch(place, instance)
    assert instance.connections == 1
    if leaves:
        connection.close()
    else:
        connection.sendall(b"more")
    until(lambda: instance.connections == 0)
    turns = instance.turns
    assert not instance.push(Answer(0, "second", more=True))
    assert instance.turns <= turns + 2


def test_who_watches_and_does_not_read_is_dropped_and_delays_nobody(place: Place) -> None:
    instance = place.start()
    connection = watch(place, instance)
    answer = Answer(0, "x" * 10_000, more=True)
    pushed = 0
    while instance.push(answer):
        pushed += 1
        assert pushed < 10_000, "a socket's buffers end"
    assert read_all(connection).count(b"\n") == pushed, "half a line is not an answer"
    assert instance.connections == 0
    assert place.ask(["status"]) == Answer(0, "status")


def test_who_watches_takes_no_commands_place(place: Place) -> None:
    instance = place.start()
    crowd = []
    for _ in range(32):
        crowd.append(watch(place, instance))
        instance.waiting.clear()
    assert place.ask(["status"]) == Answer(0, "status")

    refused = place.connect()
    refused.sendall(place.request(["later"]))
    until(lambda: instance.waiting)
    assert not instance.push(Answer(0, "first", more=True))
    assert Answer.decode(read_all(refused)) == Answer(1, "too many programs are watching the status already")

    instance.waiting.clear()
    crowd.pop().close()
    until(lambda: instance.connections == 31)
    watch(place, instance)


def test_an_instance_that_ends_leaves_nobody_watching(place: Place) -> None:
    instance = place.start()
    connection = watch(place, instance)
    instance.end()
    assert read_all(connection) == b""


# --- one instance --------------------------------------------------------------------------------


def test_a_second_instance_is_refused_and_the_first_continues(place: Place) -> None:
    place.start()

    with pytest.raises(AlreadyRunning):
        Instance(place.folder, place.endpoint())

    assert place.ask(["status"]) == Answer(0, "status")


def test_a_closed_instance_makes_room_for_another(place: Place) -> None:
    first = place.start()
    first.end()
    first.server.close()  # again: does nothing

    place.start()

    assert place.ask(["status"]) == Answer(0, "status")


def test_an_instance_is_told_from_the_one_before(place: Place) -> None:
    assert place.endpoint().instance() == ""
    first = place.start()
    before = place.endpoint().instance()
    assert before == place.endpoint().instance() != ""
    first.end()
    assert place.endpoint().instance() == ""
    place.start()
    assert place.endpoint().instance() not in ("", before)


RUN = """
import sys
from pathlib import Path
from sitbreak.remote.server import AlreadyRunning, Server
from sitbreak.waiter import Waiter
try:
    server = Server(Path(sys.argv[1]), print, Waiter())
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


def test_of_many_started_at_once_one_becomes_the_instance(folder: Path) -> None:
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


@pytest.mark.parametrize("lost", ["everything", "the endpoint", "the folder"])
def test_an_instance_is_found_again_in_a_cleared_folder(place: Place, lost: str) -> None:
    instance = place.start()
    for file in place.folder.iterdir():
        if lost != "the endpoint" or file.name != "lock":
            file.unlink()
    if lost == "the folder":
        place.folder.rmdir()
    kept: list[bool] = []

    instance.on_its_thread(lambda: kept.append(instance.server.keep_place()))

    until(lambda: kept == [True])
    assert place.ask(["status"]) == Answer(0, "status")
    with pytest.raises(AlreadyRunning):
        Instance(place.folder, place.endpoint())


def test_an_instance_whose_place_is_taken_leaves_it_alone(place: Place) -> None:
    first = place.start()
    for file in place.folder.iterdir():
        file.unlink()
    place.start()
    kept: list[bool] = []

    first.on_its_thread(lambda: kept.append(first.server.keep_place()))

    until(lambda: kept == [False])
    first.end()
    assert place.ask(["status"]) == Answer(0, "status")


def test_an_instance_goes_on_while_its_folder_cannot_be_made(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    instance = place.start()
    shutil.rmtree(place.folder)
    place.folder.touch()
    kept: list[bool] = []

    instance.on_its_thread(lambda: kept.append(instance.server.keep_place()))

    until(lambda: kept == [True])
    assert "no command reaches sitbreak" in caplog.text
    place.folder.unlink()


if sys.platform != "win32":

    def test_only_the_owner_can_open_the_socket(folder: Path, here: Place) -> None:
        here.start()

        found = (folder / "remote.sock").stat()
        assert stat.S_ISSOCK(found.st_mode)
        assert stat.S_IMODE(found.st_mode) == 0o600

    def test_failing_to_make_the_socket_releases_the_lock(folder: Path, here: Place) -> None:
        (folder / "remote.sock").mkdir()
        with pytest.raises(OSError, match="in use"):
            here.start()

        (folder / "remote.sock").rmdir()
        here.start()

    @pytest.mark.skipif(sys.platform != "linux", reason="SO_PEERCRED is for Linux")
    def test_a_connection_from_another_user_is_refused(
        here: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        instance = here.start()
        other = os.geteuid() + 1
        monkeypatch.setattr(os, "geteuid", lambda: other)

        with pytest.raises(NoAnswer):
            here.ask(["status"])

        assert instance.asked == []
        assert "tried to use the remote control" in caplog.text


# --- without Unix sockets -----------------------------------------------------------------------


def test_only_the_owner_can_read_the_token(folder: Path, loopback: Place) -> None:
    loopback.start()

    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "remote.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("token", ["", "guessed", "\udc80"])
def test_without_the_token_a_request_is_ignored(loopback: Place, token: str) -> None:
    instance = loopback.start()
    connection = loopback.connect()

    connection.sendall(Request(["status"], token=token).encode())

    assert read_all(connection) == b""
    assert instance.asked == []


@pytest.mark.parametrize("content", ["", "{}", '{"port": 1, "token": "x"}', "[]"])
def test_a_crashed_loopback_instances_file_means_not_running(
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
