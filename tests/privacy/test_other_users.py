"""Another user of the computer can neither read sitbreak nor control it, nor keep it from working.

Every folder around sitbreak's own is open to everybody here, and it is started with a umask of 000: what is
tested is what it does itself.
"""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.privacy.rights import STRANGER, run_as_stranger
from tests.rig.programs import Home
from tests.running import COMMAND, Running
from tests.until import until

if sys.platform == "win32":
    pytest.skip("users and modes of POSIX", allow_module_level=True)

UMASK_000 = ("sh", "-c", 'umask 000; exec "$@"', "sh", *COMMAND)
SECRET = "a sentence of my physiotherapist's"
TIP = f"""
[[tip]]
id = "secret"
topic = "posture"
title = "{SECRET}"
body = "{SECRET}"
source = "{SECRET}"
"""

TRY_EVERYTHING = """
import fcntl, json, os, signal, socket, sys
top, runtime, pid = sys.argv[1:]
done = []
def attempt(what, call):
    try:
        call()
    except OSError:
        return
    done.append(what)
ways = (os.O_RDONLY, "read"), (os.O_WRONLY, "write to")
for folder in (top, runtime, *(os.path.join(top, name) for name in os.listdir(top))):
    for path, folders, files in os.walk(folder):
        for name in files:
            file = os.path.join(path, name)
            if "/sitbreak" not in file:
                continue
            for flags, way in ways:
                attempt(f"{way} {file}", lambda: os.close(os.open(file, flags | os.O_NONBLOCK)))
            attempt(f"remove {file}", lambda: os.unlink(file))
        if "/sitbreak" in path:
            attempt(f"list {path}", lambda: os.listdir(path))
            attempt(f"write in {path}", lambda: os.close(os.open(f"{path}/x", os.O_CREAT | os.O_WRONLY)))
            attempt(f"rename {path}", lambda: os.rename(path, f"{path}-x"))
for name in ("remote.sock", "card/remote.sock"):
    attempt(f"connect to {name}", lambda: socket.socket(socket.AF_UNIX).connect(f"{runtime}/{name}"))
for name in ("lock", "alive", "remote.json"):
    attempt(f"open {name}", lambda: os.close(os.open(f"{runtime}/{name}", os.O_RDONLY)))
attempt("signal", lambda: os.kill(int(pid), signal.SIGTERM))
for secret in ("environ", "mem", "maps", "fd/0"):
    attempt(f"look at {secret}", lambda: open(f"/proc/{pid}/{secret}", "rb").read(1))
with open(f"/proc/{pid}/cmdline") as file:
    seen = file.read()
print(json.dumps([done, seen]))
"""

CAN_REACH = """
import json, os, sys
print(json.dumps(os.access(sys.argv[1], os.R_OK | os.X_OK)))
"""

SQUAT = {
    "a folder": "os.mkdir(path, 0o777)",
    "a file": "open(path, 'w').close()",
    "a link to a folder of theirs": "os.mkdir(f'{path}-theirs', 0o777); os.symlink(f'{path}-theirs', path)",
    "a link to a folder of ours": "os.symlink(os.path.dirname(os.path.dirname(path)) + '/home', path)",
    "a link to nothing": "os.symlink('/nonexistent', path)",
}
"""What somebody else may put where our folder in the temporary folder would be."""

IN_PLACE = """
import json, os, sys
path = sys.argv[1]
os.umask(0)
{what}
print(json.dumps(None))
"""

TAKE_AWAY = """
import json, os, sys
path = sys.argv[1]
os.rmdir(path) if os.path.isdir(path) and not os.path.islink(path) else os.unlink(path)
print(json.dumps(None))
"""


class Exposed(Running):
    """A sitbreak in a home that is open to everybody."""

    def __init__(self, home: Home, env: dict[str, str]) -> None:
        super().__init__(home, env)
        self._before = set(home.folder.rglob("*"))  # the folder of its socket is elsewhere, and empty

    @property
    def runtime(self) -> Path:
        """The folder of its socket."""
        if "XDG_RUNTIME_DIR" in self.env:
            return super().runtime
        if (self.state_folder / "runtime").exists():
            return self.state_folder / "runtime"
        return self.home.folder / "tmp" / f"sitbreak-{os.geteuid()}"

    def start_open(self) -> None:
        """Start with a umask that closes nothing, and wait until it answers."""
        self.execute(UMASK_000)
        until(lambda: self.answers() or self.has_ended(), "sitbreak answers")
        assert not self.has_ended(), self.complaints

    def live(self) -> None:
        """Use everything that writes a file."""
        self.do("interval 25")
        (self.config / "tips.toml").write_text(TIP)
        self.do("pause 1h")
        self.do("autostart on")
        self.do("tips hide secret")
        self.run("tip", "--page")  # there is no desktop to open it, but it is written
        self.do("tip posture")

    def made(self) -> dict[str, int]:
        """Return the modes of all files and folders that it has made, by path."""
        files = {"stdout", "stderr"}
        found = {*self.home.folder.rglob("*"), self.runtime, *self.runtime.rglob("*")} - self._before
        return {str(path): stat.S_IMODE(path.lstat().st_mode) for path in found if path.name not in files}


@pytest.fixture
def exposed() -> Iterator[Exposed]:
    """A sitbreak that is not started yet; a stranger can reach every folder around its own."""
    with tempfile.TemporaryDirectory(prefix="t-") as name:
        home = Home(Path(name) / "r")
        for path in (Path(name), *(path for path in Path(name).rglob("*") if path.is_dir())):
            path.chmod(0o755)
        home.runtime.chmod(0o700)  # as the XDG Base Directory Specification demands
        temporary = home.folder / "tmp"
        temporary.mkdir()
        temporary.chmod(0o1777)
        assert run_as_stranger(CAN_REACH, home.config), "they get that far"
        sitbreak = Exposed(home, home.env | {"TMPDIR": str(temporary)})
        yield sitbreak
        sitbreak.end()
        assert "Traceback" not in sitbreak.printed + sitbreak.complaints + sitbreak.log


@pytest.fixture
def homeless(exposed: Exposed) -> Exposed:
    """The same without a runtime folder, so that /tmp is the last resort."""
    if Path(f"/run/user/{os.geteuid()}").exists():
        pytest.skip(f"/run/user/{os.geteuid()} is there, so the temporary folder is not needed")
    del exposed.env["XDG_RUNTIME_DIR"]
    return exposed


@pytest.mark.parametrize("place", ["exposed", "homeless"])
def test_a_stranger_can_do_nothing_with_it(request: pytest.FixtureRequest, place: str) -> None:
    sitbreak: Exposed = request.getfixturevalue(place)
    sitbreak.start_open()
    sitbreak.live()
    done, seen = run_as_stranger(
        TRY_EVERYTHING, sitbreak.home.folder, sitbreak.runtime, str(sitbreak.process.pid)
    )
    assert done == []
    assert SECRET not in seen
    assert sitbreak.status()["pauses"], "it goes on as before"


@pytest.mark.parametrize("place", ["exposed", "homeless"])
def test_its_files_are_private_whatever_the_umask(request: pytest.FixtureRequest, place: str) -> None:
    sitbreak: Exposed = request.getfixturevalue(place)
    sitbreak.start_open()
    sitbreak.live()
    sitbreak.do("quit")
    assert sitbreak.wait() == 0
    (sitbreak.config / "tips.toml").unlink()  # the test's own
    modes = sitbreak.made()
    assert {Path(path).name for path in modes} >= {
        "settings.toml",
        "state.json",
        "sitbreak.log",
        "sitbreak.desktop",
        "lock",
        "tip.html",
    }
    assert {path: oct(mode) for path, mode in modes.items() if mode not in {0o600, 0o700}} == {}


@pytest.mark.parametrize("squat", list(SQUAT))
def test_nobody_blocks_it_by_taking_its_place(homeless: Exposed, squat: str) -> None:
    taken = homeless.home.folder / "tmp" / f"sitbreak-{os.geteuid()}"
    run_as_stranger(IN_PLACE.format(what=SQUAT[squat]), taken)
    homeless.start_open()
    homeless.live()
    assert taken.lstat().st_uid == STRANGER
    found = [path for path in (homeless.home.folder / "tmp").rglob("*") if path.lstat().st_uid != STRANGER]
    assert found == [], "nothing of ours is in a folder of theirs"
    done, _ = run_as_stranger(
        TRY_EVERYTHING, homeless.home.folder, homeless.runtime, str(homeless.process.pid)
    )
    assert [what for what in done if str(taken) not in what] == []


def test_it_is_found_after_a_stranger_has_made_room(homeless: Exposed) -> None:
    taken = homeless.home.folder / "tmp" / f"sitbreak-{os.geteuid()}"
    run_as_stranger(IN_PLACE.format(what=SQUAT["a folder"]), taken)
    homeless.start_open()
    run_as_stranger(TAKE_AWAY, taken)
    assert homeless.run("status").status == 0
    again = homeless.run()
    assert (again.status, "already running" in again.out) == (0, True)
    assert not taken.exists()


def test_a_temporary_folder_that_anybody_may_change_is_not_used(homeless: Exposed) -> None:
    (homeless.home.folder / "tmp").chmod(0o777)  # not sticky: they could rename our folder
    homeless.start_open()
    assert list((homeless.home.folder / "tmp").iterdir()) == []
    assert homeless.run("status").status == 0
