"""Starts that find something odd: another start, foreign files in their place, no folders, newer files."""

import json
import os
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Thread

import pytest

from sitbreak.core.words import instance as said
from sitbreak.remote.protocol import DONE, FAILED, NOT_RUNNING
from tests.faults.fault import Fault
from tests.faults.ledger import Ledger
from tests.rig.programs import give_up
from tests.running import COMMAND, Done, Running
from tests.until import until

TOGETHER = 3


@pytest.mark.fault(
    f"{TOGETHER} starts at the same instant", "one goes on, the others say that it is running and exit with 0"
)
def test_of_starts_at_the_same_instant_one_goes_on(sitbreak: Running, fault: Fault) -> None:
    for _ in fault.tries(cost=2):
        starts = [sitbreak.execute(COMMAND) for _ in range(TOGETHER)]
        fault.lasts_until(partial(is_alone, starts), "one goes on")
        assert sitbreak.answers()
        sitbreak.do("quit")
        assert [start.wait(30) for start in starts] == [0] * TOGETHER
    assert sitbreak.printed.count("sitbreak is already running.") == fault.tried * (TOGETHER - 1)
    assert sitbreak.complaints == ""


def is_alone(starts: list[subprocess.Popen[bytes]]) -> bool:
    """Return whether all of them but one have ended."""
    return sum(start.poll() is None for start in starts) == 1


# --- something else in the place of its socket -------------------------------------------------------


def nobody(path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as left:
        left.bind(str(path))


def a_file(path: Path) -> None:
    path.write_text("not a socket")


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_loop(path: Path) -> None:
    path.symlink_to(path)


def listener(path: Path) -> socket.socket:
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen(1)
    return listening


def silence(connection: socket.socket) -> None:
    connection.recv(1)
    connection.recv(1 << 20)


def garbage(connection: socket.socket) -> None:
    connection.sendall(bytes(range(1, 256)) + b"\n")


def an_endless_line(connection: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection.sendall(b"x" * 65536)


LEFT = (nobody, a_file, a_pipe, a_loop)
TALK = (silence, garbage, an_endless_line, socket.socket.close)


@pytest.mark.fault(
    "a stale socket, a file, a pipe or a link in the place of its socket", "the start puts its own there"
)
def test_what_stands_in_the_place_of_its_socket_is_replaced(sitbreak: Running, fault: Fault) -> None:
    for random in fault.tries(cost=2):
        for leave in LEFT:
            sitbreak.runtime.mkdir(mode=0o700, exist_ok=True)
            (sitbreak.runtime / "remote.sock").unlink(missing_ok=True)
            leave(sitbreak.runtime / "remote.sock")
            none = sitbreak.run("snooze")
            assert (none.status, none.err) == (NOT_RUNNING, f"{said.not_running()}\n"), leave
            sitbreak.start()
            Ledger(sitbreak, fault).wish(random)
            sitbreak.kill()


@pytest.mark.fault(
    "another program listens on its socket: silent, talking nonsense, without end, hanging up",
    "commands say in one line why not, the start puts its own there",
)
@pytest.mark.parametrize("talk", TALK)
def test_a_foreign_listener_costs_one_line(
    sitbreak: Running, fault: Fault, talk: Callable[[socket.socket], None]
) -> None:
    for _ in fault.tries(cost=5):
        sitbreak.runtime.mkdir(mode=0o700, exist_ok=True)
        (sitbreak.runtime / "remote.sock").unlink(missing_ok=True)
        with listener(sitbreak.runtime / "remote.sock") as listening:
            foreign = Thread(target=serve, args=(listening, talk))
            foreign.start()
            refused = sitbreak.run("snooze")
            assert refused.status in {FAILED, NOT_RUNNING}
            assert refused.err.count("\n") == 1, refused.err
            sitbreak.start()
            sitbreak.do("quit")
            assert sitbreak.wait() == 0
            listening.shutdown(socket.SHUT_RDWR)
            foreign.join(10)
            assert not foreign.is_alive()


def serve(listening: socket.socket, talk: Callable[[socket.socket], object]) -> None:
    with suppress(OSError):
        while True:
            accepted, _ = listening.accept()
            with accepted, suppress(OSError):
                talk(accepted)


@pytest.mark.fault(
    "a folder in the place of its socket or its lock", "it says in one line that it can't start"
)
@pytest.mark.parametrize("name", ["remote.sock", "lock"])
def test_a_folder_in_its_place_is_named_in_one_line(sitbreak: Running, fault: Fault, name: str) -> None:
    (sitbreak.runtime / name).mkdir(mode=0o700, parents=True)
    sitbreak.runtime.chmod(0o700)
    for _ in fault.tries(cost=2):
        done = sitbreak.run()
        assert done.status == FAILED
        assert done.err.startswith("sitbreak can't start: ")
        assert done.err.count("\n") == 1
        assert name in done.err


# --- folders that are not there ----------------------------------------------------------------------

NOBODY = ("unshare", "--user", "--map-user=54321", "--map-group=54321", *COMMAND)
"""sitbreak, started by somebody without an entry in /etc/passwd."""

WITHOUT = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@pytest.mark.fault(
    "no HOME, and no entry in /etc/passwd", "it says in one line what to set, and writes nothing"
)
@pytest.mark.parametrize("named", [None, "", ".", "~", "relative"])
def test_without_a_home_it_says_what_to_set(sitbreak: Running, fault: Fault, named: str | None) -> None:
    if subprocess.run([*NOBODY[:4], "true"], check=False, capture_output=True).returncode:
        give_up("another user cannot be played here")
    env = {name: value for name, value in sitbreak.env.items() if name not in WITHOUT}
    if named is not None:
        env["HOME"] = named
    before = set(sitbreak.home.folder.rglob("*"))
    for _ in fault.tries(cost=2):
        for command in ((), ("settings",), ("tip",), ("autostart", "on")):
            done = run([*NOBODY, *command], env, sitbreak.home.folder)
            assert done.status == FAILED, done
            assert done.err.count("\n") == 1, done.err
            assert "HOME" in done.err
    assert {path.name for path in set(sitbreak.home.folder.rglob("*")) - before} <= {"sitbreak", "lock"}


@pytest.mark.fault(
    "no runtime folder, or one that cannot be used", "it uses a private folder among the temporary ones"
)
@pytest.mark.parametrize("runtime", [None, "", "nowhere", "/nowhere", "/proc/self/status"])
def test_without_a_runtime_folder_a_temporary_one_is_used(
    sitbreak: Running, fault: Fault, tmp_path: Path, runtime: str | None
) -> None:
    ours = Path(f"/run/user/{os.geteuid()}")
    if ours.exists():
        pytest.skip(f"{ours} is there, and would be used")
    sitbreak.env |= {"TMPDIR": str(tmp_path)}
    del sitbreak.env["XDG_RUNTIME_DIR"]
    if runtime is not None:
        sitbreak.env["XDG_RUNTIME_DIR"] = runtime
    for _ in fault.tries(cost=2):
        sitbreak.spawn()
        until(lambda: sitbreak.run("status").status == DONE, "it answers")
        assert sitbreak.run("quit").status == DONE
        assert sitbreak.wait() == 0
    assert (tmp_path / f"sitbreak-{os.geteuid()}").stat().st_mode & 0o777 == 0o700


def run(command: Sequence[str], env: Mapping[str, str], folder: Path) -> Done:
    """Run a command to its end, in this folder."""
    done = subprocess.run(
        command,
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


# --- files of a newer version ------------------------------------------------------------------------

NEWER_SETTINGS = """\
interval = "21m"
posture_check = { every = "1h", camera = false }
topics = ["posture", "eyes"]
[wait_during]
call = "45m"
game = "1h"
"""


@pytest.mark.fault(
    "files of a newer version",
    "everything that this version knows is in force, the rest is named in one line each",
)
def test_files_of_a_newer_version_cost_only_what_is_new(sitbreak: Running, fault: Fault) -> None:
    state = sitbreak.state_folder / "state.json"
    for _ in fault.tries():
        sitbreak.write_settings(NEWER_SETTINGS)
        sitbreak.start()
        sitbreak.do("pause")
        sitbreak.do("tips hide march")
        sitbreak.kill()
        table = json.loads(state.read_text())
        table["pauses"].append({"reason": "focus", "start": 1.0, "end": {"when": "later"}})
        table["presence"] |= {"posture": "slouched"}
        table["tips"]["rounds"]["eyes"] = {"coming": 3}
        table |= {
            "version": 99,
            "reminder": {"state": "whispered", "since": "now"},
            "at": table["at"] | {"zone": 1},
        }
        state.write_text(json.dumps(table))
        sitbreak.start()
        assert sitbreak.do("settings get interval") == '"21m"'
        assert sitbreak.do("settings get wait_during.call") == '"45m"'
        assert [pause["reason"] for pause in sitbreak.status()["pauses"]] == ["you"]
        assert "(hidden)" in sitbreak.do("tips list")
        fault.kept += 2
        sitbreak.do("quit")
        assert sitbreak.wait() == 0
        state.unlink()
