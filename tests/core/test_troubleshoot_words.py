"""What the person can do about what is missing, on each system."""

import re
from pathlib import Path

import pytest

from sitbreak.core.words.troubleshoot import advice

README = Path(__file__).resolve().parents[2] / "README.md"

MISSING = [
    ("tray", "none"),
    ("notifications", "none"),
    ("tip card", "page"),
    ("call", "none"),
    ("do not disturb", "none"),
    ("full screen", "none"),
    ("presentation", "none"),
    ("screen kept on", "none"),
    ("lock", "none"),
    ("sleep", "none"),
    ("sound", "none"),
    ("idle", "none"),
]
ONLY_ON_FREE_DESKTOPS = ("Debian", "GNOME", "daemon", "lib")


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@pytest.mark.parametrize(("what", "used"), MISSING)
def test_there_is_help_for_everything_everywhere(what: str, used: str, system: str) -> None:
    assert advice(what, used, system)


@pytest.mark.parametrize("system", ["win32", "darwin"])
@pytest.mark.parametrize(("what", "used"), MISSING)
def test_no_other_system_is_told_what_helps_on_linux(what: str, used: str, system: str) -> None:
    assert not any(word in advice(what, used, system) for word in ONLY_ON_FREE_DESKTOPS)


def test_what_works_needs_no_help() -> None:
    assert advice("tray", "windows", "win32") == ""


def test_the_readme_installs_the_libraries_that_are_advised() -> None:
    [libraries] = re.findall(r"sudo apt install (lib.+)", README.read_text("utf-8"))
    assert advice("tip card", "page", "linux").endswith(f"on Debian: {libraries}.")
