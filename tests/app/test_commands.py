"""Stories about the command line, with and without a running instance."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from sitbreak import __version__
from sitbreak.app.command_line import COMMANDS, UsageError, parse
from sitbreak.cli import main
from sitbreak.remote import client
from sitbreak.remote.protocol import DONE, FAILED, NOT_RUNNING, USAGE_ERROR
from tests.running import COMMAND, Running
from tests.until import BUSY, until

NEED_AN_INSTANCE = (
    "status",
    "status --json",
    "break",
    "snooze",
    "snooze 10",
    "skip",
    "pause",
    "pause 1h",
    "pause 14:00-15:00",
    "pause --until 15:00",
    "pause list",
    "pause cancel 1",
    "resume",
    "interval",
    "interval 20-30",
    "tips hide feet-flat",
    "tips unhide feet-flat",
    "quit",
)
MISTAKES = (
    "brake",
    "status --yaml",
    "break now",
    "snooze a while",
    "snooze 0",
    "pause 14:00-25:00",
    "pause cancel one",
    "pause cancel",
    "interval 30-20",
    "interval 99h",
    "tip dancing",
    "tip --json --page",
    "settings get",
    "settings set",
    "settings set interval",
    "settings reset",
    "tips bogus",
    "tips hide",
    "tips check",
    "autostart maybe",
    "troubleshoot --yaml",
)


def test_status_as_json_keeps_its_promised_format(running: Running) -> None:
    running.do("pause 14:00-15:00")
    running.do("tip")
    status = running.status()
    assert list(status) == [
        "version", "state", "sitting_seconds", "standing_seconds", "reminder", "next_reminder", "pauses",
        "tip", "backends", "no_stretches_until", "can_snooze",
        "text", "tooltip", "alt", "class", "percentage",
    ]  # fmt: skip
    assert status["version"] == __version__
    assert status["state"] == "sitting"
    assert isinstance(status["sitting_seconds"], int)
    assert status["reminder"] is None
    assert list(status["backends"]) == ["tray", "notifications", "idle"]
    if sys.platform != "win32":  # which always has a desktop
        assert status["backends"] == {"tray": "none", "notifications": "terminal", "idle": "none"}
    assert isinstance(status["tip"], str)
    [pause] = status["pauses"]
    assert list(pause) == ["reason", "from", "until"]
    times = [pause["from"], pause["until"]]
    if not datetime.fromisoformat(times[0]) <= datetime.now().astimezone():
        times += [status["next_reminder"]["earliest"], status["next_reminder"]["latest"]]
    assert all(datetime.fromisoformat(time).tzinfo for time in times)


def test_every_command_confirms_what_it_did(running: Running) -> None:
    said = {words: running.do(words) for words in NEED_AN_INSTANCE if words not in {"quit", "pause cancel 1"}}
    assert all(said.values()), said
    assert running.do("settings get interval") == '"20m-30m"'
    assert json.loads(running.do("pause list --json")) == running.status()["pauses"]
    assert running.do("quit") == "sitbreak has stopped."
    assert running.wait() == DONE


def test_a_command_that_fails_gives_a_reason(running: Running) -> None:
    for words in ("pause cancel 9", "tips hide nonsense", "tips unhide nonsense", "settings get sound.x"):
        answer = running.ask(words)
        assert answer.status == FAILED, words
        assert answer.text, words
    assert running.ask("settings set interval 99h").status == FAILED
    assert running.settings == ""


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("words", MISTAKES)
def test_a_usage_error_is_one_line_on_standard_error(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == USAGE_ERROR
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith((words.split(maxsplit=1)[0], "unknown command 'brake'; did you mean break?"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_an_answer_that_cannot_be_printed_is_one_line(sitbreak: Running) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "help"], env=sitbreak.env, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (
        FAILED,
        "the answer can't be printed: No space left on device\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_mistake_never_goes_to_standard_output(sitbreak: Running) -> None:
    closed = ["sh", "-c", 'exec "$@" 2>&-', "sh", *COMMAND, "brake"]
    done = subprocess.run(closed, env=sitbreak.env, stdout=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stdout) == (USAGE_ERROR, "")


def test_mistakes_typed_into_its_terminal_get_the_same_lines(sitbreak: Running) -> None:
    sitbreak.start(typing=True)
    sitbreak.type("\n".join((*MISTAKES, "")))
    mistakes = []
    for words in MISTAKES:
        with pytest.raises(UsageError) as mistake:
            parse(words.split())
        mistakes.append(str(mistake.value))
    until(lambda: "\n".join(mistakes) in sitbreak.printed, "each mistake is answered")
    assert sitbreak.answers()


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("words", NEED_AN_INSTANCE)
def test_without_an_instance_a_command_says_so(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words.split()) == NOT_RUNNING
    assert capsys.readouterr() == ("", "sitbreak isn't running. Start it with: sitbreak\n")


# --- starting --------------------------------------------------------------------------------------


def test_a_second_start_says_that_sitbreak_is_running(running: Running) -> None:
    second = running.run()
    assert second.status == DONE
    assert second.out.startswith("sitbreak is already running. ")

    other_interval = running.run("--interval", "1m-2m")
    assert other_interval.status == DONE
    assert "Change it with: sitbreak interval 1m-2m" in other_interval.out
    assert running.do("interval") == "Reminders come after 20–30 minutes, when you stop typing."


def test_quitting_and_restarting_at_once_works(running: Running) -> None:
    for _ in range(2):
        running.do("quit")
        before = running.process
        running.start()
        assert before.wait(BUSY) == DONE


@pytest.mark.usefixtures("at_home")
def test_a_hanging_instance_is_reported(
    running: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "ask", partial(client.ask, timeout=0.2))
    os.kill(running.process.pid, signal.SIGSTOP)
    try:
        assert main(["status"]) == FAILED
        assert capsys.readouterr() == ("", "sitbreak is running but didn't answer within 0.2 s\n")
        assert main(["troubleshoot"]) == DONE
        assert "didn't answer" in capsys.readouterr().out
    finally:
        os.kill(running.process.pid, signal.SIGCONT)


def test_the_interval_of_one_run_is_not_saved(sitbreak: Running) -> None:
    sitbreak.write_settings('interval = "25m"\n')
    sitbreak.start("--interval", "1s")
    until(lambda: sitbreak.reminder() == "due", "the reminder of this run")
    sitbreak.do("settings set lull 9s")
    assert sitbreak.do("interval") == "Reminders come after 1 second."
    assert sitbreak.settings == 'interval = "25m"\nlull = "9s"\n'

    sitbreak.do("settings set interval 30m")
    assert sitbreak.do("interval") == "Reminders come after 30 minutes."
    assert 'interval = "30m"' in sitbreak.settings


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("options", ["--interval", "--interval soon", "--interval 1s 2s", "--interval=9h"])
def test_an_invalid_interval_starts_nothing(options: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options.split()) == USAGE_ERROR
    assert capsys.readouterr().err.count("\n") == 1


# --- help, output ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_home")
def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    helped = set()
    for words in ("help", "--help", "-h"):
        assert main(words.split()) == DONE
        helped.add(capsys.readouterr().out)
    [text] = helped
    assert all(f"\n  {name}" in text for name in COMMANDS)
    assert main(["--version"]) == DONE
    assert capsys.readouterr().out == f"sitbreak {__version__}\n"


def test_a_closed_pipe_causes_no_traceback(sitbreak: Running) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "help"], env=sitbreak.env, stdout=writer, stderr=subprocess.PIPE, timeout=10, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (FAILED, b"")


@pytest.fixture
def in_ascii(sitbreak: Running) -> Running:
    """Not started, with a tip of the person's own, in a terminal that lacks its letters."""
    sitbreak.config.mkdir(parents=True)
    own = '[[tip]]\nid = "own"\ntopic = "moving"\ntitle = "Gehübungen"\nbody = "Gehen."\nsource = "me"\n'
    (sitbreak.config / "tips.toml").write_text(own, encoding="utf-8")
    sitbreak.env["PYTHONIOENCODING"] = "ascii:strict"
    return sitbreak


def test_json_loses_no_letters_in_any_terminal(in_ascii: Running) -> None:
    in_ascii.start()
    for _ in range(20):
        tip = json.loads(in_ascii.run("tip", "moving", "--json").out)
        if tip["id"] == "own":
            break
    assert tip["title"] == "Gehübungen"


def test_a_terminal_without_some_letters_shows_the_others(in_ascii: Running) -> None:
    tips = in_ascii.run("tips", "list")
    assert tips.status == DONE
    assert "Geh?bungen" in tips.out
