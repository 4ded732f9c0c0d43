"""What the person's locale says about language and clock."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sitbreak.core.words import language, menu, times
from sitbreak.core.words.language import Language
from sitbreak.desktop.dialogs import SHOWN
from sitbreak.desktop.language import use_language
from tests.rig.programs import Home, needs_qt
from tests.running import Running

ASK = "from sitbreak.desktop.language import locale_has_twelve_hours; print(locale_has_twelve_hours())"
WINDOW = """
import sys
from datetime import datetime
from types import SimpleNamespace
from sitbreak.core.words import language
from sitbreak.dialogs.__main__ import main
from sitbreak.dialogs.frame import Frame

class Clock(Frame):
    def fill(self, content):
        print(language.current().time_of_day(datetime(2026, 2, 28, 23, 59), seconds=False), flush=True)
    def wake(self):
        self.reject()

sys.modules["sitbreak.dialogs.clock.window"] = SimpleNamespace(DIALOG=Clock)
sys.exit(main(["clock", sys.argv[1], "en"]))
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    language.use(Language())


def variables_of(locale: str, folder: Path) -> dict[str, str]:
    """Make a locale in this folder; return the variables that choose it."""
    if shutil.which("localedef") is None or not Path("/usr/share/i18n/locales", locale).exists():
        pytest.skip("no sources of locales here")
    made = ["localedef", "--no-archive", "-i", locale, "-f", "UTF-8", str(folder / f"{locale}.UTF-8")]
    subprocess.run(made, capture_output=True, check=False)  # it warns about what it leaves out
    return {"LOCPATH": str(folder), "LC_ALL": f"{locale}.UTF-8"}


@pytest.mark.skipif(sys.platform == "win32", reason="locales of POSIX")
@pytest.mark.parametrize(
    ("name", "twelve"), [("en_US", True), ("en_GB", False), ("de_DE", False), ("hi_IN", True)]
)
def test_the_clock_is_that_of_the_locale(tmp_path: Path, name: str, twelve: bool) -> None:
    env = os.environ | variables_of(name, tmp_path)
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == f"{twelve}\n"


@pytest.mark.parametrize(("locale", "time"), [("en_US", "11:59 PM"), ("en_GB", "23:59")])
def test_a_window_shows_the_clock_of_the_locale(home: Home, tmp_path: Path, locale: str, time: str) -> None:
    needs_qt()
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, str(tmp_path)],
        input="{}",
        env=home.env | variables_of(locale, tmp_path) | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, f"{time}\n{SHOWN}\n"), done.stderr


@pytest.mark.parametrize(("locale", "time"), [("en_US", "11:59 PM"), ("en_GB", "23:59")])
def test_a_command_replies_by_the_clock_of_the_locale(
    home: Home, tmp_path: Path, locale: str, time: str
) -> None:
    sitbreak = Running(home, home.env | variables_of(locale, tmp_path))
    try:
        sitbreak.start()
        assert sitbreak.do("pause --until 23:59") == f"Paused until {time}."
    finally:
        sitbreak.end()


@pytest.mark.parametrize("name", ["C", "nowhere"])
def test_without_a_locale_the_clock_has_24_hours(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("LC_ALL", name)
    use_language()
    assert not language.current().twelve_hours


def test_a_catalogue_of_the_persons_language_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_catalogue(
        tmp_path / "de/LC_MESSAGES/sitbreak.mo",
        {
            "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n",
            "Start break": "Pause beginnen",
            "{count} minute\0{count} minutes": "{count} Minute\0{count} Minuten",
            "topic\4Moving": "Bewegung",
        },
    )
    monkeypatch.setenv("LANGUAGE", "de")
    use_language(catalogues=tmp_path)
    assert menu.start_break() == "Pause beginnen"
    assert times.spoken_length(timedelta(minutes=5)) == "5 Minuten"
    assert menu.topic("moving") == "Bewegung"
    assert menu.quit_sitbreak() == "Quit", "what is not translated stays English"


def write_catalogue(path: Path, messages: dict[str, str]) -> None:
    """Write a compiled catalogue.

    Source: the GNU gettext manual, "The Format of GNU MO Files".
    """
    texts = sorted((key.encode(), text.encode()) for key, text in messages.items())
    at = 28 + 16 * len(texts)
    tables, body = [b"", b""], b""
    for number in (0, 1):
        for pair in texts:
            tables[number] += struct.pack("=II", len(pair[number]), at + len(body))
            body += pair[number] + b"\0"
    header = struct.pack("=7I", 0x950412DE, 0, len(texts), 28, 28 + 8 * len(texts), 0, 0)
    path.parent.mkdir(parents=True)
    path.write_bytes(header + tables[0] + tables[1] + body)
