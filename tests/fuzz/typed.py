"""What is typed into the terminal of an instance, and what other processes send to it."""

import json
import os
import shlex
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sitbreak.app.command_line import COMMANDS, CheckTips, ShowHistory, Start, Text, UsageError, parse
from sitbreak.core.commands import BadCommand, as_json, parse_json
from sitbreak.core.settings import TOPICS
from sitbreak.desktop.terminal import TerminalInput
from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.protocol import Answer, BadMessage, Request
from sitbreak.remote.server import Server
from sitbreak.tips.files import load_library
from tests.app.joined import Joined
from tests.fuzz.damage import damaged, json_values, mangled, texts
from tests.fuzz.engine import Target, Try
from tests.fuzz.joined import check_shown, joined, person
from tests.fuzz.peer import Peer
from tests.running import request

_LIBRARY, _ = load_library(None)

# --- what may be typed -----------------------------------------------------------------------------

_arguments = st.one_of(
    st.sampled_from(
        ["5", "10m", "1h30m", "20m-30m", "25", "0", "-1", "99999h", "15:00", "24:00", "12:00-13:00"]
    ),
    st.sampled_from(
        ["on", "off", "status", "--json", "--page", "--card", "--until", "--help", "-h", "--", "-V"]
    ),
    st.sampled_from(
        [*TOPICS, "walk", "interval", "snooze", "wait_during.call", "history.x", "true", "[]", "1"]
    ),
    st.sampled_from(["tips.toml", "/", "/dev/null", "."]),
    texts.map(shlex.quote),
    texts,
)
_commands = st.tuples(st.sampled_from(list(COMMANDS)), st.lists(_arguments, max_size=3)).map(
    lambda command: " ".join((command[0], *command[1]))
)


def _line(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass") + b"\n"


_typed = st.lists(_commands.map(_line), max_size=5).map(b"".join)


@contextmanager
def _terminal(folder: Path) -> Iterator[Try]:
    with person(folder) as folders:

        def try_case(text: bytes) -> None:
            with joined(folders, _LIBRARY) as instance:
                asked: list[list[str]] = []
                answers: list[Answer] = []
                for arguments in _lines(text):
                    asked.append(arguments)
                    instance.answers.answer_typed(arguments, answers.append)
                instance.settle()
                assert len(answers) == len(asked) or ["quit"] in asked, "each line is answered once"
                check_shown(instance.loop.planner, instance.clocks())

        yield try_case


@contextmanager
def _command_line(_: Path) -> Iterator[Try]:
    def try_case(text: bytes) -> None:
        for arguments in _lines(text):
            try:
                command = parse(arguments)
            except UsageError as error:
                _check_reason(error)
                continue
            if not isinstance(command, Start | CheckTips | ShowHistory | Text):
                assert parse_json(json.loads(json.dumps(as_json(command)))) == command, (
                    "it arrives as it was typed"
                )

    yield try_case


def _lines(text: bytes) -> list[list[str]]:
    """Return what the terminal of an instance makes of text that is typed, to the end of the input."""
    lines: list[list[str]] = []
    reader, writer = os.pipe()
    try:
        os.write(writer, text[:60_000])
        os.close(writer)
        terminal = TerminalInput(reader, lines.append)
        while terminal.fileno() != -1:
            terminal.ready()
    finally:
        os.close(reader)
    return lines


# --- what may be sent ------------------------------------------------------------------------------

_GOOD_REQUESTS = (
    *("status", "status --json", "snooze 10", "pause 1h", "pause --until 15:00", "pause 12:00-13:00", "tip"),
    *("interval 20m-30m", "stretches off", "tips hide walk", "settings set snooze 7m", "settings get topics"),
    *("pause cancel 1", "resume", "break", "skip", "tips", "autostart", "troubleshoot", "quit", "tip --page"),
)


def _requests() -> SearchStrategy[Any]:
    contents = st.sampled_from([request(typed) for typed in _GOOD_REQUESTS])
    whole = contents.map(lambda content: {"content": content, "version": "0.1.0", "token": ""})
    return mangled(whole)


_sent = damaged(
    st.one_of(
        _requests().map(lambda table: json.dumps(table).encode("utf-8", "surrogatepass") + b"\n"),
        json_values.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass") + b"\n"),
        st.binary(max_size=40),
    ),
    most=2,
)


@contextmanager
def _requests_alone(_: Path) -> Iterator[Try]:
    def try_case(sent: bytes) -> None:
        try:
            command = parse_json(Request.decode(sent).content)
        except (BadMessage, BadCommand) as error:
            _check_reason(error)
            return
        again = parse_json(json.loads(json.dumps(as_json(command))))
        assert again == command, "it is sent on as it was understood"

    yield try_case


@contextmanager
def _remote(folder: Path) -> Iterator[Try]:
    with person(folder) as folders:

        def try_case(sent: bytes) -> None:
            with joined(folders, _LIBRARY) as instance:
                server = Server(folders.runtime, instance.answers.answer_request, instance.waiter)
                try:
                    _send(instance, folders.runtime, sent)
                    check_shown(instance.loop.planner, instance.clocks())
                    good = _send(instance, folders.runtime, Request(request("tips")).encode())
                    assert good is not None
                    assert good.status == 0, good
                finally:
                    server.close()

        yield try_case


def _send(instance: Joined, runtime: Path, sent: bytes) -> Answer | None:
    """Send bytes to the instance; return its answer, None if it has hung up without one."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(next(path for path in runtime.iterdir() if path.is_socket())))
        client.sendall(sent[:200_000])
        client.shutdown(socket.SHUT_WR)
        client.setblocking(False)
        received: list[bytes] = []
        instance.waiter.run(lambda: not _received_all(client, received))
    line = b"".join(received)
    if not line:
        return None
    assert line.endswith(b"\n")
    return Answer.decode(line)


def _received_all(client: socket.socket, received: list[bytes]) -> bool:
    try:
        while data := client.recv(65536):
            received.append(data)
    except BlockingIOError:
        return False
    return True


def _check_reason(error: Exception) -> None:
    """What is refused is refused for a reason."""
    assert str(error)


# --- what may be answered --------------------------------------------------------------------------

_answers = damaged(
    st.one_of(
        mangled(st.just({"exit": 0, "text": "done"})).map(lambda value: json.dumps(value).encode() + b"\n"),
        st.binary(max_size=40),
    )
)


@contextmanager
def _client(folder: Path) -> Iterator[Try]:
    with person(folder) as folders, joined(folders, _LIBRARY) as instance:
        server = Server(folders.runtime, instance.answers.answer_request, instance.waiter)
        (path,) = (path for path in folders.runtime.iterdir() if path.is_socket())
        server.close()
        with Peer(str(path)) as peer:

            def try_case(answer: bytes) -> None:
                peer.says(answer)
                try:
                    answered = ask(folders.runtime, {}, timeout=5)
                except (NoAnswer, NotRunning) as error:
                    _check_reason(error)
                else:
                    assert isinstance(answered.text, str)

            yield try_case


COMMAND_LINE = Target("command-line", damaged(_typed), _command_line)
TYPED = Target("typed", damaged(_typed), _terminal)
REQUESTS = Target("requests", _sent, _requests_alone)
REMOTE = Target("remote", _sent, _remote)
CLIENT = Target("client", _answers, _client)
