"""The time to a window's first paint, compared to a bare one in the same run, and the memory cards leave."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from sitbreak.remote.client import ask
from tests.days import weeks
from tests.dialogs.cards import open_card, shipped
from tests.dialogs.histories import content_of as history_content
from tests.dialogs.histories import open_history
from tests.dialogs.settings_process import WORK, open_settings
from tests.process import Process
from tests.rig.desktop import Desktop
from tests.running import request
from tests.until import BUSY, until

ROUNDS = 11
CARDS = 20
TIP = "piriformis-seated"

BARE_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Window(QLabel):
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, lambda: print("shown", flush=True))
application = QApplication(["bare"])
window = Window("A label")
window.resize({width}, {height})
window.show()
application.exec()
"""
CARD, HISTORY, SETTINGS = (819, 650), (865, 817), (986, 816)
"""Sizes of the windows at the text size of the bench's desktop."""

Opening = Callable[[], subprocess.Popen[str]]


def card_ratios(env: Mapping[str, str], folder: Path) -> tuple[float, float]:
    """Return the time to a card's first paint, as a multiple of a bare window's.

    Args:
        env: leads to a desktop.
        folder: to be the card's runtime folder.

    Returns:
        For a card that was asked for by typing, and for one that a click on a notification opens.
    """
    tip = shipped(TIP)
    bare, typed, clicked = medians(
        folder / "card",
        lambda: open_bare_window(env, CARD),
        lambda: open_card(tip, folder, env, focused=True),
        lambda: open_card(tip, folder, env),
    )
    return typed / bare, clicked / bare


def history_ratio(env: Mapping[str, str], folder: Path) -> float:
    """Return the time to the history window's first paint, as a multiple of a bare window's; see above."""
    content = history_content(weeks(2, pain=True, stands=True), folder)
    bare, opened = medians(
        folder / "history",
        lambda: open_bare_window(env, HISTORY),
        lambda: open_history(content, folder, env),
    )
    return opened / bare


def settings_ratio(env: Mapping[str, str], folder: Path) -> float:
    """Return the time to the settings window's first paint, as a multiple of a bare window's; see above."""
    (folder / "settings.toml").write_text(WORK, encoding="utf-8")
    bare, opened = medians(
        folder / "settings",
        lambda: open_bare_window(env, SETTINGS),
        lambda: open_settings(folder, folder, env),
    )
    return opened / bare


def medians(left_overs: Path, *openings: Opening) -> list[float]:
    """Open windows in turns; return the median of the seconds that each of them took.

    Args:
        left_overs: the folder with what a killed window leaves.
        openings: what opens them.
    """
    times: list[list[float]] = [[] for _ in openings]
    for number in range(ROUNDS + 1):
        for open_window, took in zip(openings, times, strict=True):
            seconds = seconds_to_paint(open_window)
            for left_over in left_overs.glob("*"):
                left_over.unlink()
            if number:  # the first round fills caches
                took.append(seconds)
    return list(map(median, times))


def open_bare_window(env: Mapping[str, str], size: tuple[int, int]) -> subprocess.Popen[str]:
    """Open a window of Qt's with nothing but a label."""
    program = BARE_WINDOW.format(width=size[0], height=size[1])
    command = [sys.executable, "-P", "-c", program]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, env=env, stdin=nothing, stdout=pipe, stderr=pipe, text=True)


def seconds_to_paint(open_window: Callable[[], subprocess.Popen[str]]) -> float:
    """Open a window, and return how long its first paint took."""
    start = time.perf_counter()
    window = open_window()
    assert window.stdout is not None
    said = window.stdout.readline()
    seconds = time.perf_counter() - start
    window.terminate()
    complaint = window.communicate(timeout=BUSY)[1]
    assert said, f"it has not painted: {complaint}"
    return seconds


def growth(tray: Process, desktop: Desktop, runtime: Path) -> float:
    """Return how many MiB the tray process grows by while some cards are opened, after the first one.

    Tips that are only read grow it by half of that; the heap settles slowly.
    """
    open_and_close_card(tray, desktop, runtime)
    before = tray.written_memory
    for _ in range(CARDS):
        open_and_close_card(tray, desktop, runtime)
    return tray.written_memory - before


def open_and_close_card(tray: Process, desktop: Desktop, runtime: Path) -> None:
    """Have the tray process open a card, then close it as a person does."""
    ask(runtime, request("tip stretch --card"))
    close = ["wmctrl", "-x", "-c", "sitbreak.sitbreak"]

    def is_closed() -> bool:
        subprocess.run(close, env=desktop.env, capture_output=True, check=False)
        return not tray.children

    until(lambda: tray.children, "the card is started")
    until(is_closed, "the card is closed, and cleared away")
