"""Stories about sitbreak where there is no desktop: a container, a session over SSH, a service."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitbreak.core.words import terminal as said
from tests.rig.programs import Home
from tests.running import BACKGROUND, FOREGROUND, Running, Terminal
from tests.until import BUSY, until

if sys.platform == "win32":
    pytest.skip("Windows always has a desktop", allow_module_level=True)


def until_printed(sitbreak: Running, text: str) -> None:
    until(lambda: text in sitbreak.printed, f"{text!r} is printed")


def test_the_first_screen_introduces_sitbreak(running: Running) -> None:
    until_printed(running, said.ctrl_c_stops())
    lines = running.printed.splitlines()
    assert lines[0] == said.what_it_is()
    assert lines[1] == said.no_desktop()
    tip = running.status()["tip"]
    assert lines[3] in running.do("tips list"), tip
    assert any(line.startswith("At the computer less than a minute – reminder at ") for line in lines)
    for command in ("status", "tip", "break", "snooze", "pause", "quit"):
        assert any(line.startswith(f"  {command}  ") for line in lines)
    assert max(map(len, lines[3:])) <= 80
    assert running.complaints == ""


def test_commands_can_be_typed_into_its_terminal(sitbreak: Running) -> None:
    sitbreak.start(typing=True)
    for typed, printed in (
        ("status", "At the computer"),
        ("sitbreak pause 1h", "Paused until"),
        ("", ""),
        ("--interval 5", "sitbreak is already running."),
        ("'unclosed", "unknown command"),
        ("autostart on", "sitbreak starts at login."),
        ("autostart off", "sitbreak doesn't start at login."),
        ("troubleshoot", "not x11-sync"),
        ("settings get interval", '"20m-30m"'),
        ("tips check nowhere.toml", "nowhere.toml: "),
        ("help snooze", "usage: sitbreak snooze [MINUTES]"),
        ("brake", "did you mean break?"),
        ("tips check a\0b.toml", "ab.toml: "),
        ("tip stretch", "."),
    ):
        sitbreak.type(f"{typed}\n")
        until_printed(sitbreak, printed)
    sitbreak.type("quit\n")
    assert sitbreak.wait() == 0
    assert sitbreak.printed.endswith("sitbreak has stopped.\n")


def test_a_break_typed_there_is_answered_once(sitbreak: Running) -> None:
    sitbreak.start(typing=True)
    sitbreak.type("break\nquit\n")
    assert sitbreak.wait() == 0
    assert "Enjoy your break" in sitbreak.printed
    assert "Break until" not in sitbreak.printed


def test_the_end_of_input_ends_nothing_and_its_last_line_counts(sitbreak: Running) -> None:
    sitbreak.start(typing=True)
    sitbreak.type("snooze 0\npause list")
    sitbreak.end_of_input()
    until_printed(sitbreak, "There are no pauses.")
    assert sitbreak.answers()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly_and_soon(running: Running, number: signal.Signals) -> None:
    began = time.monotonic()
    running.run("status")
    sent = time.monotonic()
    running.process.send_signal(number)
    assert running.wait() == 0
    ended = time.monotonic()
    assert ended - sent < 5 * (sent - began), "it takes no longer than some commands"
    assert not running.answers()


def test_a_crash_is_reported_and_is_a_failure(home: Home) -> None:
    broken = "from sitbreak import cli, loop; loop.Loop.run = 0; exit(cli.main([]))"
    done = subprocess.run(
        [sys.executable, "-c", broken],
        env=home.env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    log = done.stderr.strip().removeprefix("sitbreak crashed. The log says why: ")
    assert "'int' object is not callable" in Path(log).read_text()


def test_a_very_early_signal_ends_it_cleanly(sitbreak: Running) -> None:
    sitbreak.spawn()
    socket = Path(sitbreak.env["XDG_RUNTIME_DIR"]) / "sitbreak" / "remote.sock"
    until(socket.exists, "it has become the instance")
    sitbreak.process.send_signal(signal.SIGINT)
    assert sitbreak.wait() == 0
    assert sitbreak.complaints == ""


def test_a_signal_ignored_from_the_start_stays_ignored(sitbreak: Running) -> None:
    sitbreak.ignored = (signal.SIGHUP,)  # as nohup does
    sitbreak.start()
    sitbreak.process.send_signal(signal.SIGHUP)
    assert sitbreak.answers()
    assert not sitbreak.has_ended()


def test_ctrl_c_in_a_real_terminal_ends_it_cleanly(sitbreak: Running, terminal: Terminal) -> None:
    process = terminal.run(sitbreak, FOREGROUND, "--interval", "1s")
    until(lambda: terminal.shows(said.ctrl_c_stops()), "the first screen")
    until(lambda: terminal.shows("  Time to get up – 1 second of sitting\r\n       "), "the reminder")
    terminal.type("status\n")
    until(lambda: terminal.shows("time to get up"), "the status")
    terminal.type("\x03")
    assert process.wait(BUSY) == 0
    assert not terminal.shows("Traceback")


def test_typing_at_a_shell_does_not_stop_it_in_the_background(sitbreak: Running, terminal: Terminal) -> None:
    terminal.run(sitbreak, BACKGROUND)
    until(lambda: terminal.shows(said.ctrl_c_stops()), "the first screen")
    terminal.type("words for the shell\n")
    assert sitbreak.do("status")
    assert sitbreak.do("quit")
    assert sitbreak.wait() == 0


# --- where nobody reads what is printed ------------------------------------------------------------


def test_it_runs_without_input_and_with_output_to_a_file(running: Running) -> None:
    until_printed(running, said.ctrl_c_stops())
    assert "\x1b" not in running.printed
    running.do("quit")
    assert running.wait() == 0


def test_a_closed_output_pipe_does_no_harm(sitbreak: Running) -> None:
    reader, writer = os.pipe()
    sitbreak.start("--interval", "1s", out=writer)
    os.close(writer)
    os.close(reader)
    until(lambda: sitbreak.reminder() == "due", "the reminder")
    assert sitbreak.do("tip")
    assert sitbreak.status()["backends"]["notifications"] == "none"
    assert "not terminal: standard output can no longer be written to" in sitbreak.do("troubleshoot")
    sitbreak.do("quit")
    assert sitbreak.wait() == 0
    assert sitbreak.complaints == ""
    assert sitbreak.log.count("standard output can no longer be written to") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_behind_the_output_does_no_harm(sitbreak: Running) -> None:
    with Path("/dev/full").open("wb") as full:
        sitbreak.start(out=full)
    sitbreak.do("quit")
    assert sitbreak.wait() == 0
    assert sitbreak.complaints == ""


def test_it_starts_with_all_standard_streams_closed(sitbreak: Running) -> None:
    closing = (
        "import os, sys; os.closerange(0, 3); os.execv(sys.executable, [sys.executable, '-m', 'sitbreak'])"
    )
    sitbreak.execute([sys.executable, "-c", closing])
    until(sitbreak.answers, "it answers")
    assert sitbreak.do("tip")
    sitbreak.do("quit")
    assert sitbreak.wait() == 0
