"""Every call that can block stands in a table of ARCHITECTURE.md, with its bound and what happens then."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = "| module | calls |"

CALLS = {
    "accept", "communicate", "connect", "connect_ex", "create_connection", "create_server", "fdopen", "flock",
    "fsync", "getaddrinfo", "locking", "open", "Popen", "poll", "read_bytes", "read_text", "readline", "recv",
    "recv_into", "recvmsg", "select", "send", "sendall", "sendmsg", "sleep", "socket", "socketpair",
    "wait_readable", "write_bytes", "write_text",
}  # fmt: skip
"""Names of functions and methods of the system that wait for somebody, or open what somebody may own."""

OURS = re.compile(
    r"(self|(self\.)?_?(bus|connection|stream))\.send|(self\._?(pages|launcher)|Launcher\(\)|bus|candidate)\.open"
    r"|connect|(self|endpoint|.*\.(timeout|\w+ed))\.connect"
    r"|event\.accept"
)
"""Functions of our own and of Qt that have one of these names and wait for nothing by themselves."""


def blocking_calls(source: str) -> Iterator[str]:
    """Return the name of each call that can block."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = ast.unparse(node.func)
            name = called.rpartition(".")[2]
            if name in CALLS and not OURS.fullmatch(called):
                yield name


def found() -> dict[str, set[str]]:
    """Return the calls of each module that has some."""
    modules = {
        path.relative_to(ROOT / "sitbreak").as_posix(): set(blocking_calls(path.read_text(encoding="utf-8")))
        for path in (ROOT / "sitbreak").rglob("*.py")
    }
    return {module: calls for module, calls in modules.items() if calls}


def reviewed() -> list[tuple[set[str], set[str]]]:
    """Return modules and calls of each row of the table."""
    text = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = []
    for row in text[text.index(TABLE) :].partition("\n\n")[0].splitlines()[2:]:
        modules, calls, *others = (cell.strip() for cell in row.strip("|").split("|"))
        assert len(others) == 2, row
        assert all(others), row
        rows.append((set(re.findall(r"`(.+?)`", modules)), set(re.findall(r"`(.+?)`", calls))))
    return rows


def test_every_call_that_can_block_has_been_reviewed() -> None:
    rows, in_code = reviewed(), found()
    in_table = {
        module: set[str]().union(*(calls for modules, calls in rows if module in modules))
        for module in in_code
    }
    new = {module: calls - in_table[module] for module, calls in in_code.items() if calls - in_table[module]}
    assert new == {}, "not in the table"
    for modules, calls in rows:
        assert calls <= set[str]().union(*(in_code.get(module, set()) for module in modules)), modules


def test_a_new_call_is_found() -> None:
    source = "import socket\ndef look(path):\n    path.read_text()\n    socket.socket().recv(1)\n"
    assert set(blocking_calls(source)) == {"read_text", "socket", "recv"}
    assert set(blocking_calls("self._bus.send(x)\nbutton.clicked.connect(f)\nopen(y)\n")) == {"open"}
