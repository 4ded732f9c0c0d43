"""The man page and the completions, as man, mandoc and real shells read them."""

import os
import re
import select
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from manual.files import write
from manual.man_page import man_page
from sitbreak.app.command_line import COMMANDS, Parser
from sitbreak.core.words import manual as words
from sitbreak.core.words.command_line import explained
from sitbreak.desktop.language import languages, speaking
from tests.rig.programs import Home, needs
from tests.until import BUSY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="man and shells as Linux has them")

PLACES = {
    "bash": "bash-completion/completions/sitbreak",
    "zsh": "zsh/site-functions/_sitbreak",
    "fish": "fish/vendor_completions.d/sitbreak.fish",
}


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    write(folder)
    return folder


# --- the man page ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lint", [("man", "--warnings", "-l"), ("mandoc", "-T", "lint")], ids=lambda it: it[0]
)
def test_nothing_in_the_man_page_is_wrong(share: Path, lint: list[str]) -> None:
    needs(lint[0])
    page = share / "man/man1/sitbreak.1"
    done = subprocess.run(
        [*lint, str(page)], capture_output=True, text=True, check=False, env=os.environ | {"PAGER": "cat"}
    )
    complaints = done.stderr + (done.stdout if lint[0] == "mandoc" else "")
    assert (complaints, done.returncode) == ("", 0)


def test_the_man_page_is_there_in_every_language(share: Path) -> None:
    needs("man")
    codes = languages()
    assert codes
    for code in codes:
        page = share / "man" / code / "man1/sitbreak.1"
        done = subprocess.run(
            ["man", "--warnings", "-l", str(page)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PAGER": "cat", "MANPAGER": "cat", "LC_ALL": "C.UTF-8"},
        )
        assert (done.stderr, done.returncode) == ("", 0), code
        with speaking(code):
            assert words.files() in done.stdout


def test_the_man_page_explains_every_command_and_option() -> None:
    page = man_page(date(2026, 1, 2)).replace("\\-", "-")
    assert page.startswith(".TH SITBREAK 1 2026-01-02 ")
    for name in COMMANDS:
        assert not name or re.search(rf"^\.SS sitbreak {name}\b", page, re.MULTILINE), name
        for action in Parser(name).walk():
            for option in action.option_strings:
                assert re.search(rf"^\.B .*{option}\b", page, re.MULTILINE), option


def test_a_text_cannot_steer_the_man_page() -> None:
    from manual.man_page import _escaped

    assert _escaped(".B 'x\\n' -y") == "\\&.B \\(aqx\\en\\(aq \\-y"


# --- completions -------------------------------------------------------------------------------------

TYPED = [
    ("troub", "troubleshoot"),
    ("pause can", "pause cancel"),
    ("settings get announce", "settings get announce_break_end"),
    ("settings set wait_during.pres", "settings set wait_during.presentation"),
    ("tip str", "tip stretch"),
    ("tip stretch --ca", "tip stretch --card"),
    ("stretches of", "stretches off"),
    ("tips hide nerve", "tips hide nerve-glide"),
    ("tips unhide feet", "tips unhide feet-flat"),
    ("tips check own", "tips check own-tips.toml"),
    ("history --html own", "history --html own-tips.toml"),
    ("history --json --da", "history --json --days"),
    ("help trou", "help troubleshoot"),
    ("--fore", "--foreground"),
    ("break --he", "break --help"),
]
"""What is typed after `sitbreak`, and what one press of Tab makes of it."""

OWN = '[[tip]]\nid = "nerve-glide"\ntopic = "moving"\ntitle = "Glide"\nbody = "Glide."\nsource = "me"\n'


@pytest.fixture
def person(home: Home) -> Home:
    """Somebody with the `sitbreak` command in the PATH, a tip and a file of their own."""
    programs = home.folder / "bin"
    programs.mkdir()
    command = programs / "sitbreak"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m sitbreak "$@"\n')
    command.chmod(0o755)
    home.env["PATH"] = f"{programs}:{home.env['PATH']}"
    (home.config / "sitbreak").mkdir()
    (home.config / "sitbreak/tips.toml").write_text(OWN)
    (home.folder / "own-tips.toml").write_text(OWN)
    return home


class Shell:
    """An interactive shell that somebody types into."""

    def __init__(self, home: Home, *command: str) -> None:
        self._keyboard, line = os.openpty()
        env = home.env | {"TERM": "dumb", "PS1": "", "HISTFILE": "", "INPUTRC": "/dev/null"}
        self._process = subprocess.Popen(
            command, stdin=line, stdout=line, stderr=line, env=env, cwd=home.folder, start_new_session=True
        )
        os.close(line)

    def enter(self, line: str) -> None:
        os.write(self._keyboard, f"{line}\n".encode())

    def complete(self, typed: str) -> str:
        """Type a command and press Tab, then print the line that it has become."""
        start_of_line = "\x01"
        os.write(self._keyboard, f"sitbreak {typed}\t{start_of_line}print_line \n".encode())
        shown, end = b"", time.monotonic() + BUSY
        while not (found := re.search(rb"<<sitbreak (.*?) ?>>", shown)):
            assert time.monotonic() < end, shown.decode(errors="replace")
            if select.select([self._keyboard], [], [], 0.1)[0]:
                shown += os.read(self._keyboard, 65536)
        return found[1].decode()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._keyboard)


PRINT_LINE = "print_line() { printf '<%s%s>>\\n' '<' \"$*\"; }"


def test_bash_completes(share: Path, person: Home) -> None:
    needs("bash")
    shell = Shell(person, "bash", "--norc", "--noprofile", "-i")
    try:
        shell.enter(f"{PRINT_LINE}; source {share / PLACES['bash']}; bind 'set enable-bracketed-paste off'")
        assert [(typed, shell.complete(typed)) for typed, _ in TYPED] == TYPED
    finally:
        shell.end()


def test_zsh_completes(share: Path, person: Home) -> None:
    needs("zsh")
    shell = Shell(person, "zsh", "-f", "-i")
    try:
        shell.enter(f"{PRINT_LINE}; bindkey -e; fpath=({(share / PLACES['zsh']).parent} $fpath)")
        shell.enter("autoload -U compinit; compinit -D -u")
        assert [(typed, shell.complete(typed)) for typed, _ in TYPED] == TYPED
    finally:
        shell.end()


def test_fish_completes_and_explains(share: Path, person: Home) -> None:
    needs("fish")

    def complete(typed: str) -> list[str]:
        script = f"source {share / PLACES['fish']}; complete --do-complete 'sitbreak {typed}'"
        done = subprocess.run(
            ["fish", "--no-config", "-c", script],
            env=person.env, cwd=person.folder, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.splitlines()

    completed = []
    for typed, _ in TYPED:
        [line] = complete(typed)
        completed.append((typed, " ".join((*typed.split()[:-1], line.partition("\t")[0]))))
    assert completed == TYPED
    assert complete("trou") == [f"troubleshoot\t{explained()['troubleshoot'].summary}"]


def test_a_shell_offers_every_command_at_first(share: Path) -> None:
    for place in PLACES.values():
        text = (share / place).read_text()
        for name in COMMANDS:
            assert name.rpartition(" ")[2] in text, place
