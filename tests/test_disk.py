"""Stories about reading and writing files: nothing waits, nothing is lost, nobody else can look."""

import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from sitbreak import disk
from sitbreak.disk import (
    Changed,
    StorageError,
    file_uri,
    make_folder,
    open_file,
    overwrite,
    read,
    read_start,
    set_aside,
    signature,
    sweep,
    write,
)
from tests.until import until

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, owners and links as POSIX has them")


@pytest.mark.parametrize(
    "name", ["history.sqlite3", "a folder/ä ö/ü", "100 %?mode=rw#x", "~a-b_c.d:e@f&g=h+i,j;k'l(m)!*$"]
)
def test_a_files_uri_leads_back_to_it(tmp_path: Path, name: str) -> None:
    uri = file_uri(tmp_path / name)
    assert unquote(urlsplit(uri).path).endswith((tmp_path / name).as_posix())
    assert not {"?", "#", " "} & set(uri)
    assert uri.isascii()


@posix
def test_a_files_uri_keeps_bytes_that_are_no_text() -> None:
    assert file_uri(Path(os.fsdecode(b"/tmp/\xff"))) == "file:///tmp/%FF"


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every further write fail."""

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)


def test_a_failed_write_leaves_the_old_content_and_no_debris(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write(path, b"old")

    fill_the_disk(monkeypatch)
    with pytest.raises(StorageError, match=r"file cannot be written: No space left on device$"):
        write(path, b"new")

    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@posix
def test_writing_through_a_link_keeps_the_link_and_the_mode(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "settings.toml"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    link = tmp_path / "settings.toml"
    link.symlink_to(kept)

    write(link, b"new", keeps_mode=True)

    assert link.is_symlink()
    assert kept.read_bytes() == b"new"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """Be somebody with this umask."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@posix
@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022, 0o077, 0o177, 0o277, 0o777])
def test_new_files_and_folders_are_private_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    path = tmp_path / "local" / "state" / "sitbreak" / "state.json"
    with umask(mask):
        write(path, b"{}")
        write(path, b"[]")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folders = [path.parents[above] for above in range(3)]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


@posix
def test_an_open_file_of_our_own_is_closed_and_one_of_the_persons_kept_open(tmp_path: Path) -> None:
    for name, keeps_mode, mode in (("state.json", False, 0o600), ("settings.toml", True, 0o666)):
        path = tmp_path / name
        path.touch()
        path.chmod(0o666)
        write(path, b"new", keeps_mode=keeps_mode)
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_leftover_from_a_crashed_write_is_replaced(tmp_path: Path) -> None:
    (tmp_path / f".file.{os.getpid()}.new").write_bytes(b"half of")

    write(tmp_path / "file", b"whole")

    assert [found.name for found in tmp_path.iterdir()] == ["file"]


@posix
def test_a_link_to_a_file_that_does_not_exist_yet_leads_to_a_new_one(tmp_path: Path) -> None:
    link = tmp_path / "settings.toml"
    link.symlink_to(tmp_path / "dotfiles" / "settings.toml")

    write(link, b"new")

    assert link.is_symlink()
    assert (tmp_path / "dotfiles" / "settings.toml").read_bytes() == b"new"


def test_a_file_that_somebody_else_has_changed_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"old")
    seen = signature(path)
    path.write_bytes(b"theirs")

    with pytest.raises(Changed, match=r"settings\.toml is being changed by another program"):
        write(path, b"ours", seen=seen)

    assert path.read_bytes() == b"theirs"
    assert [found.name for found in tmp_path.iterdir()] == ["settings.toml"]


def save(path: Path, data: bytes) -> None:
    """Save as many editors do."""
    new = path.with_name("new")
    new.write_bytes(data)
    new.replace(path)


@pytest.mark.parametrize("saves", [1, 2, 3])
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges files in a single step")
def test_a_save_at_the_very_moment_of_the_replacement_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saves: int
) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"old")
    coming = [b"theirs %d" % number for number in range(saves)]
    exchange = disk._exchange

    def exchange_after_a_save(one: Path, other: Path) -> None:
        if coming:
            save(path, coming.pop(0))
        exchange(one, other)

    monkeypatch.setattr(disk, "_exchange", exchange_after_a_save)
    with pytest.raises(Changed):
        write(path, b"ours", seen=signature(path))
    assert path.read_bytes() == b"theirs %d" % (saves - 1)
    assert [found.name for found in tmp_path.iterdir()] == ["settings.toml"]


def test_where_files_cannot_be_exchanged_they_are_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Path) -> None:
        raise OSError(errno.EINVAL, "not on this file system")

    monkeypatch.setattr(disk, "_exchange", refuse)
    path = tmp_path / "settings.toml"
    write(path, b"new", seen=None)
    write(path, b"newer", seen=signature(path))
    with pytest.raises(Changed):
        write(path, b"lost", seen=None)
    assert path.read_bytes() == b"newer"


def test_the_signature_of_what_was_written_is_that_of_the_file(tmp_path: Path) -> None:
    assert write(tmp_path / "file", b"new") == signature(tmp_path / "file")


# --- leftovers -----------------------------------------------------------------------------------


def test_what_killed_processes_left_behind_is_swept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    path = tmp_path / "state.json"
    path.write_bytes(b"{}")
    kept = [path, *(tmp_path / name for name in (".state.json.new", ".state.json.x.new", ".other.1.new"))]
    if sys.platform != "win32":
        kept.append(tmp_path / f".state.json.{os.getppid()}.new")
    for file in kept:
        file.touch()
    for process in (ended.pid, os.getpid(), 999_999_999):
        (tmp_path / f".state.json.{process}.new").touch()

    sweep(path)

    assert sorted(tmp_path.iterdir()) == sorted(kept)
    sweep(tmp_path / "nowhere" / "state.json")


@posix
def test_leftovers_are_swept_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    (tmp_path / "settings.toml").symlink_to(tmp_path / "dotfiles" / "settings.toml")
    (tmp_path / "dotfiles" / ".settings.toml.999999999.new").touch()

    sweep(tmp_path / "settings.toml")

    assert list((tmp_path / "dotfiles").iterdir()) == []


_WRITE_FOREVER = """
import sys
from pathlib import Path
from sitbreak.disk import write
path = Path(sys.argv[1])
while True:
    write(path, b"x" * 100_000)
"""


@posix
def test_a_kill_in_the_middle_of_a_write_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", _WRITE_FOREVER, str(path)])
        until(path.exists, "something is written")
        time.sleep(0.02)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert path.read_bytes() == b"x" * 100_000
        sweep(path)
        assert [found.name for found in tmp_path.iterdir()] == ["state.json"]
        path.unlink()


# --- what is no file -----------------------------------------------------------------------------

if sys.platform != "win32":

    def pipe(path: Path) -> None:
        os.mkfifo(path)

    def pipe_with_a_reader(path: Path) -> None:
        os.mkfifo(path)
        _kept_open.append(os.open(path, os.O_RDONLY | os.O_NONBLOCK))

    def folder(path: Path) -> None:
        path.mkdir()

    def socket_file(path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))

    def device(path: Path) -> None:
        path.symlink_to("/dev/zero")

    def terminal(path: Path) -> None:
        path.symlink_to("/dev/tty")

    def loop(path: Path) -> None:
        path.symlink_to(path)

    _kept_open: list[int] = []
    _REASONS = "it is not a regular file|symbolic links|No such device"

    @pytest.mark.parametrize("make", [pipe, pipe_with_a_reader, folder, socket_file, device, terminal, loop])
    def test_what_is_no_file_is_refused_at_once_and_stays(tmp_path: Path, make: object) -> None:
        assert callable(make)
        path = tmp_path / "file"
        make(path)
        before = path.lstat()

        with pytest.raises(StorageError, match=f"file cannot be read: .*({_REASONS})"):
            read(path, 100)
        with pytest.raises(StorageError, match=f"file cannot be written: .*({_REASONS})"):
            write(path, b"new")
        for flags in (os.O_WRONLY | os.O_APPEND | os.O_CREAT, os.O_RDWR):
            with pytest.raises(OSError, match=f"({_REASONS}|Is a directory)"):
                open_file(path, flags)
        with pytest.raises(OSError, match=f"({_REASONS}|Is a directory)"):
            overwrite(path, b"new")

        assert path.lstat().st_ino == before.st_ino
        assert [found.name for found in tmp_path.iterdir()] == ["file"]
        while _kept_open:
            os.close(_kept_open.pop())

    def test_a_file_of_the_systems_own_is_read_no_further_than_allowed() -> None:
        with pytest.raises(StorageError, match="it is larger than 1 kB"):
            read(Path("/proc/self/smaps"), 1000)


@pytest.mark.parametrize(("size", "most", "limit"), [(2001, 2000, "2 kB"), (2_000_001, 2_000_000, "2 MB")])
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, size: int, most: int, limit: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * most)
    assert read(path, most) == b"x" * most
    assert read_start(path, most, 3) == b"xxx"

    path.write_bytes(b"x" * size)
    for whole in (True, False):
        with pytest.raises(OSError, match=f"it is larger than {limit}"):
            read(path, most) if whole else read_start(path, most, 3)


def test_a_missing_file_is_none(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere" / "file", 100) is None


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").touch()
    with pytest.raises(
        StorageError, match=r"settings\.toml cannot be written: (Not a|No such file or) directory"
    ):
        write(tmp_path / "config" / "settings.toml", b"")
    make_folder(tmp_path / "config")  # what uses it says so


def test_files_set_aside_in_the_same_second_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for data in (b"one", b"two", b"three"):
        path.write_bytes(data)
        set_aside(path)

    assert {aside.read_bytes() for aside in tmp_path.glob("state.json.damaged-*")} == {
        b"one",
        b"two",
        b"three",
    }


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows protects what is being read")
def test_a_file_that_somebody_reads_is_replaced_once_they_are_done(tmp_path: Path) -> None:
    path = tmp_path / "remote.json"
    path.write_bytes(b"old")
    reading = path.open("rb")
    threading.Timer(0.1, reading.close).start()

    write(path, b"new")

    assert path.read_bytes() == b"new"
    with path.open("rb"), pytest.raises(StorageError, match="cannot be written"):
        write(path, b"newer")
    assert path.read_bytes() == b"new"
