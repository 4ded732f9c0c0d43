"""A person whose name is in the names of all folders: with spaces, accents and letters of other alphabets."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.core.words import replies as said
from sitbreak.remote.protocol import DONE
from tests.rig.programs import Home
from tests.running import Running

NAME = "Łukasz Müller 日本"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
TIP = """\
# Ćwiczenia
[[tip]]
id = "window"
topic = "moving"
title = "Podejdź do okna"
body = "Look out for a while."
source = "Ł. Müller"
picture = '{picture}'

[[tip]]
id = "Ł"
"""


@pytest.fixture
def sitbreak(tmp_path: Path) -> Iterator[Running]:
    sitbreak = Running(Home(tmp_path / NAME))
    runtime = tmp_path / "run"  # of a system that has one, where it is a number: names of sockets are short
    runtime.mkdir(mode=0o700)
    sitbreak.env["XDG_RUNTIME_DIR"] = str(runtime)
    yield sitbreak
    sitbreak.end()
    assert "Traceback" not in sitbreak.printed + sitbreak.complaints + sitbreak.log


def write(path: Path, text: str) -> None:
    """Write a file as an editor of Windows may."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((BYTE_ORDER_MARK + text.replace("\n", "\r\n")).encode())


def test_all_files_are_found_and_kept(sitbreak: Running) -> None:
    settings, tips = sitbreak.config / "settings.toml", sitbreak.config / "tips.toml"
    picture = sitbreak.home.folder / "Bild 日.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and what follows")
    write(settings, '# für mich\nlull = "soon"\n')
    write(tips, TIP.format(picture=picture))
    sitbreak.start()

    for line in ("settings.toml:2: lull: 'soon' is not a duration", f"{tips}, line 11: tip 2, id: 'Ł'"):
        assert line in sitbreak.log
        assert line in sitbreak.do("troubleshoot")
    assert sitbreak.run("settings", "set", "interval", "33").status == DONE
    kept = f'{BYTE_ORDER_MARK}# für mich\r\nlull = "soon"\r\ninterval = "33"\r\n'
    assert settings.read_bytes().decode() == kept
    assert sitbreak.do("settings path") == str(settings)

    own = next(tip for tip in listed(sitbreak) if tip.startswith("window "))
    assert "Podejdź do okna" in own
    for tip in listed(sitbreak):
        if not tip.startswith("window "):
            sitbreak.do(f"tips hide {tip.split()[0]}")
    shown = json.loads(sitbreak.run("tip", "moving", "--json").out)
    assert (shown["title"], Path(shown["picture"])) == ("Podejdź do okna", picture)


def listed(sitbreak: Running) -> list[str]:
    """Return the tips about moving, each with its id first."""
    lines = sitbreak.do("tips list").splitlines()
    return [line.removeprefix("moving").strip() for line in lines if line.startswith("moving")]


def test_commands_read_and_write_there(sitbreak: Running) -> None:
    folder = sitbreak.home.folder
    assert sitbreak.run("history", "--html", "Übersicht 日本.html").status == DONE
    assert (folder / "Übersicht 日本.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert NAME in json.loads(sitbreak.run("troubleshoot", "--json").out)["files"]["settings"]
    sitbreak.start()
    sitbreak.do("pause")
    sitbreak.kill()
    sitbreak.start()
    assert sitbreak.status()["pauses"], "its state is found again"
    assert sitbreak.do("autostart on") == said.autostart(True)
    assert sitbreak.do("autostart") == said.autostart(True)


if sys.platform == "win32":
    from sitbreak.desktop.autostart.windows import RunKeyAutostart

    def test_a_program_there_starts_at_login(tmp_path: Path) -> None:
        program = tmp_path / NAME / "sitbreakw.exe"
        program.parent.mkdir()
        program.write_bytes(b"MZ")
        autostart = RunKeyAutostart([str(program)])
        autostart.set(on=True)
        assert autostart.status() is True
        program.unlink()
        assert autostart.status() is False
