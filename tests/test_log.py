"""Stories about the log: bounded, private, and nobody waits for it."""

import logging
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitbreak.storage.log import HourlyFailures, start_log


@pytest.fixture
def root_logger(monkeypatch: pytest.MonkeyPatch) -> Iterator[logging.Logger]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)
    yield root
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.mark.usefixtures("root_logger")
def test_the_log_never_exceeds_two_small_files(tmp_path: Path) -> None:
    path = tmp_path / "log" / "sitbreak.log"
    assert start_log(path) is None
    logging.getLogger("sitbreak.test").info("the first line")

    for _ in range(240):
        logging.getLogger("sitbreak.test").info("x" * 900)
    assert "the first line" in path.read_text()
    for _ in range(700):
        logging.getLogger("sitbreak.test").info("x" * 1000)

    sizes = {found.name: found.stat().st_size for found in path.parent.iterdir()}
    assert sorted(sizes) == ["sitbreak.log", "sitbreak.log.1"]
    assert max(sizes.values()) <= 256 * 1024


@pytest.mark.usefixtures("root_logger")
def test_a_terminal_shows_only_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start_log(tmp_path / "sitbreak.log", terminal=sys.stderr)

    logging.getLogger("sitbreak.test").info("all is well")
    for _ in range(2):
        logging.getLogger("sitbreak.test").warning("no tray here")

    assert capsys.readouterr().err == "no tray here\n"
    assert "all is well" in (tmp_path / "sitbreak.log").read_text()


def test_the_same_failure_is_logged_once_an_hour() -> None:
    seconds = 0.0
    hourly, logged = HourlyFailures(lambda: seconds), list[str]()

    def log(text: str, about: object, error: Exception | None = None) -> None:
        level = logging.ERROR if error else logging.WARNING
        raised = (type(error), error, None) if error else None
        record = logging.LogRecord("sitbreak", level, __file__, 1, text, (about,), raised)
        if hourly.filter(record):
            logged.append(f"{record.getMessage()}{vars(record)['repeats']}")

    for minute in range(121):
        seconds = 60.0 * minute
        log("%s failed", "the alarm", RuntimeError(f"a bug in minute {minute}"))
        log("%s failed", "the tray", RuntimeError("a bug"))
        log("%s failed", "the tray", KeyError("another"))
        log("%s could not be done", Ticks(minute), RuntimeError("a bug"))
        log("the disk is full: %s", "settings.toml")
        log("the disk is full: %s", "tips.toml")
    assert len(logged) == 3 * 6
    assert logged[:6] == [
        "the alarm failed",
        "the tray failed",
        "the tray failed",
        "Ticks(minute=0) could not be done",
        "the disk is full: settings.toml",
        "the disk is full: tips.toml",
    ]
    assert all(line.endswith("(and 59 more times since this was last logged)") for line in logged[6:])


def test_what_is_no_failure_is_logged_each_time() -> None:
    hourly = HourlyFailures(lambda: 0.0)
    record = logging.LogRecord("sitbreak", logging.INFO, __file__, 1, "all is well", (), None)
    assert [hourly.filter(record) for _ in range(3)] == [True] * 3


@dataclass
class Ticks:
    """Something that a failure can be about, different each time."""

    minute: int


@pytest.mark.usefixtures("root_logger")
def test_an_unwritable_log_is_reported_and_sitbreak_continues(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    problem = start_log(tmp_path / "file" / "sitbreak.log")

    assert str(problem).startswith(str(tmp_path / "file" / "sitbreak.log"))
    logging.getLogger("sitbreak.test").info("nowhere")


@pytest.mark.usefixtures("root_logger")
def test_entries_and_what_is_remembered_of_them_are_short(tmp_path: Path) -> None:
    path = tmp_path / "sitbreak.log"
    start_log(path)
    logger = logging.getLogger("sitbreak")
    logger.warning("it said: %s, and no more", "x" * 20_000_000)
    error = ValueError("y" * 20_000_000)
    logger.error("it failed", exc_info=error)
    logged = path.read_text()
    assert len(logged) < 50_000
    assert "letters left out" in logged
    assert logged.splitlines()[0].endswith(", and no more")

    hourly = HourlyFailures(lambda: 0.0)
    for number in range(10_000):
        text = f"{number} " + "z" * 100_000
        hourly.filter(logging.LogRecord("sitbreak", logging.WARNING, __file__, 1, text, (), None))
    remembered = hourly._logged
    assert len(remembered) <= 200
    assert max(len(str(failure)) for failure in remembered) <= 500


@pytest.mark.skipif(sys.platform == "win32", reason="modes and pipes as POSIX has them")
@pytest.mark.usefixtures("root_logger")
def test_a_log_left_open_to_others_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "sitbreak.log"
    path.touch()
    path.chmod(0o666)
    before = os.umask(0)
    try:
        start_log(path)
        for _ in range(300):
            logging.getLogger("sitbreak.test").info("x" * 1000)
    finally:
        os.umask(before)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 2


if sys.platform != "win32":

    @pytest.mark.usefixtures("root_logger")
    def test_a_pipe_in_place_of_the_log_keeps_nobody_waiting(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "sitbreak.log")
        problem = start_log(tmp_path / "sitbreak.log")
        assert str(problem).endswith(" cannot be written, so nothing is logged: it is not a regular file")
        logging.getLogger("sitbreak.test").info("nowhere")

    @pytest.mark.usefixtures("root_logger")
    def test_a_pipe_that_takes_the_place_of_the_log_later_costs_entries_only(tmp_path: Path) -> None:
        path = tmp_path / "sitbreak.log"
        start_log(path)
        (tmp_path / "sitbreak.log.1").mkdir()  # so it cannot be renamed
        for _ in range(300):
            logging.getLogger("sitbreak.test").info("x" * 1000)
        path.unlink()
        os.mkfifo(path)
        logging.getLogger("sitbreak.test").info("nowhere")
        path.unlink()
        logging.getLogger("sitbreak.test").info("again")
        assert path.read_text().endswith("again\n")
