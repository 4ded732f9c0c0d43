"""Files, programs and arguments from somebody else cannot steer a terminal or forge a line of the log."""

import re
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.running import FOREGROUND, Running, Terminal
from tests.until import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and file names of POSIX")

FORGED = "2026-01-01 00:00:00,000 WARNING sitbreak: all is well"
STEERS = "\x1b]0;owned\x07\x9b2J"
SETTINGS = rf"""
"a\n{FORGED}" = 1
"\u001b]0;owned\u0007\u009b2J" = 2
lull = "\u001b[2J"
"""
TIPS = rf"""
"a\n{FORGED}" = 1
[facts."b\n\u001b[2J{FORGED}"]
fact = 3
[[tip]]
id = "\u202e"
"\u001b]0;owned\u0007" = 4
"""
_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ sitbreak[a-z._]*: |    ")


def assert_plain(text: str) -> None:
    """Assert that a text has nothing in it that a terminal obeys, and that no line of it is forged."""
    assert {letter for letter in text if unicodedata.category(letter) == "Cc"} <= {"\n"}
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    assert not [line for line in text.splitlines() if line.startswith(FORGED)]


@pytest.fixture
def misled(sitbreak: Running) -> Running:
    """A sitbreak whose files come from somebody who means harm."""
    sitbreak.write_settings(SETTINGS)
    (sitbreak.config / "tips.toml").write_text(TIPS)
    return sitbreak


def test_files_reach_neither_terminal_nor_log_unescaped(misled: Running) -> None:
    misled.start()
    commands = ("settings", "tips", "troubleshoot", f"tips check {misled.config}/tips.toml")
    for command in commands:
        done = misled.run(*command.split())
        assert_plain(done.out + done.err)
    assert r"\x1b[2J" in misled.log
    assert misled.log.count(FORGED) >= 2, "it is there, inside a line"
    for line in misled.log.splitlines():
        assert _LINE.match(line), line
    assert_plain(misled.log + misled.printed + misled.complaints)


def test_the_same_holds_in_its_own_terminal(misled: Running, terminal: Terminal) -> None:
    terminal.run(misled, FOREGROUND)
    until(misled.answers, "sitbreak answers")
    terminal.type("troubleshoot\n")
    until(lambda: terminal.shows("tip card"), "the command is answered")
    assert_plain(terminal.text.replace("\r\n", "\n"))
    assert r"\x1b[2J" in terminal.text


@pytest.mark.parametrize("name", [f"a\n{FORGED}", STEERS, "\N{RIGHT-TO-LEFT OVERRIDE}lmot.spit"])
def test_a_files_own_name_is_shown_escaped(sitbreak: Running, tmp_path: Path, name: str) -> None:
    for argument in (str(tmp_path / name), name):
        for command in ("tips check", "", "tip", "settings get"):
            done = sitbreak.run(*command.split(), argument)
            assert done.status in {1, 2}
            assert_plain(done.out + done.err)
            assert done.err.count("\n") == 1, "one line"


def test_a_folders_name_is_shown_escaped(sitbreak: Running) -> None:
    sitbreak.env["XDG_CONFIG_HOME"] = f"{sitbreak.home.folder}/a\n{STEERS}"
    done = sitbreak.run("troubleshoot")
    assert done.status == 0
    assert_plain(done.out + done.err)
    done = sitbreak.run("settings", "path")
    assert_plain(done.out)
