"""Stories about opening files: real child processes, a fake xdg-open."""

import os
import select
import stat
import sys
from pathlib import Path

import pytest

from sitbreak.desktop.launcher import Launcher
from sitbreak.ports import Source
from tests.process import Process
from tests.until import until

if sys.platform != "linux":
    pytest.skip("xdg-open is for Linux", allow_module_level=True)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PATH, on a computer with a desktop."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("DISPLAY", ":99")
    return folder


def install(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def children() -> set[int]:
    """Return the child processes, including zombies."""
    return Process(os.getpid()).children


def let_end(source: Source) -> None:
    ready, _, _ = select.select([source], [], [], 5)
    assert ready
    source.ready()


@pytest.mark.parametrize("name", ["tip.html", "it's 100 % $HOME; -tip-.html", "größe.toml"])
def test_a_file_is_opened_with_its_exact_path(programs: Path, tmp_path: Path, name: str) -> None:
    install(
        programs,
        "xdg-open",
        f'printf "%s\\n" "$#" "$1" > {tmp_path}/new; /bin/mv {tmp_path}/new {tmp_path}/opened',
    )
    sources: list[Source] = []

    assert Launcher(sources.append).open(tmp_path / name) is None

    until((tmp_path / "opened").exists)
    assert (tmp_path / "opened").read_text() == f"1\n{tmp_path / name}\n"
    let_end(sources[0])


def test_without_xdg_open_gio_opens_the_file(programs: Path, tmp_path: Path) -> None:
    install(
        programs, "gio", f'printf "%s\\n" "$@" > {tmp_path}/new; /bin/mv {tmp_path}/new {tmp_path}/opened'
    )
    sources: list[Source] = []

    assert Launcher(sources.append).open(tmp_path / "tip.html") is None

    until((tmp_path / "opened").exists)
    assert (tmp_path / "opened").read_text() == f"open\n{tmp_path}/tip.html\n"
    let_end(sources[0])


@pytest.mark.usefixtures("programs")
def test_without_an_opener_the_problem_names_the_file(tmp_path: Path) -> None:
    problem = Launcher().open(tmp_path / "tip.html")

    path = tmp_path / "tip.html"
    assert problem == f"no program to open files with was found (xdg-open, gio); the file is {path}"


def test_without_a_desktop_nothing_is_started(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "xdg-open", "exit 0")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    before = children()

    problem = Launcher().open(tmp_path / "tip.html")

    assert problem == f"there is no desktop to open files on; the file is {tmp_path / 'tip.html'}"
    assert children() == before


def test_a_program_that_cannot_start_is_reported(programs: Path, tmp_path: Path) -> None:
    install(programs, "xdg-open", "")
    (programs / "xdg-open").write_bytes(b"\x7fELF rubbish")

    problem = Launcher().open(tmp_path / "tip.html")

    assert str(problem).startswith(f"{tmp_path / 'tip.html'} cannot be opened: ")


def test_an_open_viewer_is_not_waited_for_and_leaves_no_zombie(programs: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "until")
    install(programs, "xdg-open", f"read line < {tmp_path}/until")
    sources: list[Source] = []
    before = children()

    Launcher(sources.append, sources.remove).open(tmp_path / "tip.html")

    [viewer] = children() - before
    assert os.getsid(viewer) == viewer
    [source] = sources
    assert source.due() is None
    source.ready()
    assert source.fileno() != -1
    (tmp_path / "until").write_text("end\n")
    let_end(source)
    assert source.fileno() == -1
    assert sources == []
    assert children() == before


def test_an_opener_that_fails_is_logged(
    programs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    install(programs, "xdg-open", "exit 3")
    sources: list[Source] = []

    Launcher(sources.append).open(tmp_path / "tip.html")
    let_end(sources[0])

    assert caplog.messages == [f"{programs}/xdg-open {tmp_path}/tip.html ended with status 3"]


def test_on_an_old_kernel_the_next_opening_cleans_up(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_call(pid: int) -> int:
        raise OSError(38, f"Function not implemented: {pid}")

    monkeypatch.setattr(os, "pidfd_open", no_such_call)
    install(programs, "xdg-open", "exit 0")
    before = children()
    sources: list[Source] = []
    launcher = Launcher(sources.append)

    for number in range(3):
        launcher.open(tmp_path / "tip.html")
        [last] = launcher._running
        assert children() - before == {last.pid}, number
        os.waitid(os.P_PID, last.pid, os.WEXITED | os.WNOWAIT)

    assert sources == []
    last.wait()


# --- dialogs ---------------------------------------------------------------------------------------


def no_pidfd(pid: int) -> int:
    raise OSError(38, f"Function not implemented: {pid}")


@pytest.mark.parametrize("old_kernel", [False, True])
def test_a_dialogs_end_is_reported_with_status_and_stderr(
    monkeypatch: pytest.MonkeyPatch, *, old_kernel: bool
) -> None:
    if old_kernel:
        monkeypatch.setattr(os, "pidfd_open", no_pidfd)
    sources: list[Source] = []
    ended: list[tuple[int, str]] = []
    # A child keeps its standard error open.
    command = ["/bin/sh", "-c", "echo no display >&2; sleep 2 & exit 69"]

    Launcher(sources.append, sources.remove).start(command, "{}", lambda *result: ended.append(result))

    let_end(sources[0])
    assert ended == [(69, "no display\n")]
    assert sources == []


@pytest.mark.parametrize("has_memfd", [True, False])
def test_a_dialog_gets_any_length_of_content_and_nobody_reads_it_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_memfd: bool
) -> None:
    if not has_memfd:
        monkeypatch.delattr(os, "memfd_create")
    sources: list[Source] = []
    received, secret = tmp_path / "received", "my physiotherapist says: " + "\N{GRINNING FACE}" * 200_000
    command = ["/bin/sh", "-c", f"cat /proc/$$/cmdline > {tmp_path}/seen; cat > {received}"]

    Launcher(sources.append, sources.remove).start(command, secret, lambda *_: None)

    let_end(sources[0])
    assert received.read_text("utf-8") == secret
    assert "physiotherapist" not in (tmp_path / "seen").read_text()
    assert {path.name for path in tmp_path.iterdir()} == {"received", "seen"}


@pytest.mark.parametrize("old_kernel", [False, True])
def test_twenty_dialogs_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch, *, old_kernel: bool) -> None:
    if old_kernel:
        monkeypatch.setattr(os, "pidfd_open", no_pidfd)
    sources: list[Source] = []
    ended: list[int] = []
    launcher = Launcher(sources.append, sources.remove)
    before, files = children(), len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(20):
        launcher.start(["/bin/true"], "{}", lambda status, _: ended.append(status))
        let_end(sources[0])

    assert ended == [0] * 20
    assert (sources, launcher._running, children()) == ([], [], before)
    until(lambda: len(list(Path("/proc/self/fd").iterdir())) == files)
