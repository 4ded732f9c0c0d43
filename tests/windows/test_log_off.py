"""The log-off beside a program that refuses it: Notepad asks about an unsaved text, sitbreak has ended."""

import sys
from pathlib import Path

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from sitbreak.core.words import instance as words
from tests.running import Running
from tests.until import BUSY, until
from tests.windows import desk
from tests.windows.wine import ON_WINE

pytestmark = pytest.mark.skipif(not ON_WINE, reason="it would log off whoever runs the tests")

QUESTION = "#32770"
"""The class of a dialog."""


@contextmanager
def notepad() -> Iterator[desk.Window]:
    """Open an editor."""
    with ended(subprocess.Popen(["notepad.exe"])):
        yield until(lambda: window_of("Notepad"), "the editor opens")


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """End a program at the end: one that still waits for an answer would be waited for."""
    with process:
        try:
            yield process
        finally:
            process.kill()


def window_of(kind: str) -> desk.Window | None:
    return next((window for window in desk.visible_windows() if window.kind == kind), None)


def test_it_saves_and_ends_while_an_editor_asks(sitbreak: Running, tmp_path: Path) -> None:
    sitbreak.start()
    until(lambda: sitbreak.status()["backends"]["tray"] == "windows", "the icon is shown")
    sitbreak.do("pause 14:00-15:00")
    with notepad() as editor:
        desk.click(*editor.place.middle)
        desk.type_letters("unsaved")
        with ended(subprocess.Popen(["wineboot.exe", "--end-session"])) as log_off:
            question = until(lambda: window_of(QUESTION), "the editor asks whether to save")
            assert sitbreak.process.wait(BUSY) == 0
            until(lambda: desk.is_still(question), "the question is painted")
            desk.screenshot(tmp_path, "log-off")
            question.close()  # cancels it
            assert log_off.wait(BUSY) != 0, "the editor has refused, not we"
    assert words.session_over() in sitbreak.log

    sitbreak.start()
    assert sitbreak.status()["pauses"], "all was saved"
