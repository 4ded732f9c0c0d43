"""What the person's locale says about language and clock."""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitbreak.core.words import language, menu, times
from sitbreak.core.words.dates import near_date
from sitbreak.core.words.language import Language
from sitbreak.desktop.dialogs import SHOWN
from sitbreak.desktop.language import languages, own_name, speaking, use_language
from sitbreak.storage.chosen_language import chosen_language
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
    assert not language.current().has_twelve_hours


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


@pytest.mark.parametrize(
    ("code", "first", "second"),
    [
        ("fr", "1er janvier", "2 janvier"),
        ("pt_BR", "1º de janeiro", "2 de janeiro"),
        ("de", "1. Januar", "2. Januar"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_does(code: str, first: str, second: str) -> None:
    with speaking(code):
        assert first in near_date(date(2027, 1, 1))
        assert second in near_date(date(2027, 1, 2))


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_AT@euro"}, "de"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "en:de"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": ""}, "de"),
        ({"LC_ALL": "C", "LANGUAGE": "de"}, "en"),
        ({"LANG": "pt_BR.UTF-8"}, "pt_BR"),
        ({"LANG": "pt_PT.UTF-8"}, "pt_BR"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_SG.UTF-8"}, "zh_CN"),
        ({"LANG": "zh-Hans-CN"}, "zh_CN"),
        ({"LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANG": "zh_HK.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], code: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for known in ("de", "pt_BR", "zh_CN"):
        write_catalogue(tmp_path / known / "LC_MESSAGES" / "sitbreak.mo", {"": "", "Quit": known})
    use_language(catalogues=tmp_path)
    assert language.current().code == code
    assert menu.quit_sitbreak() == (code if code != "en" else "Quit")


@pytest.mark.parametrize(
    ("wanted", "code"), [("de", "de"), ("de_CH", "de"), ("en", "en"), ("tlh", "pt_BR"), ("", "pt_BR")]
)
def test_the_language_of_the_settings_goes_before_that_of_the_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: str, code: str
) -> None:
    monkeypatch.setenv("LANGUAGE", "pt_BR")
    for known in ("de", "pt_BR"):
        write_catalogue(tmp_path / known / "LC_MESSAGES" / "sitbreak.mo", {"": ""})
    use_language(wanted, tmp_path)
    assert language.current().code == code


@pytest.mark.parametrize("content", [b"", b"not a catalogue, but long enough"])
def test_a_catalogue_that_cannot_be_used_leaves_english(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "de" / "LC_MESSAGES" / "sitbreak.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    use_language("de", tmp_path)
    assert (language.current().code, menu.quit_sitbreak()) == ("en", "Quit")


def test_every_language_has_a_name_of_its_own() -> None:
    names = [own_name(code) for code in ("en", *languages())]
    assert names[0] == "English"
    assert "Deutsch" in names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('language = "de"\n', "de"),
        ("  language='pt_BR'  # of my desk\r\n", "pt_BR"),
        ('lull = 9\nlanguage = "de"\n[history]\nkeep_days = 9\n', "de"),
        ('#language = "de"\n', ""),
        ('[history]\nlanguage = "de"\n', ""),
        ('language = "de\n', ""),
        ('language = "../de"\n', ""),
        ('interval = "\nlanguage = "de"\n', "de"),
        (None, ""),
    ],
)
def test_the_language_of_the_settings_is_found_without_a_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, code: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    if text is not None:
        (tmp_path / "sitbreak").mkdir()
        (tmp_path / "sitbreak" / "settings.toml").write_bytes(text.encode())
    assert chosen_language() == code


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
