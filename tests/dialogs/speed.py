"""The time to a card's first paint, compared to a bare window in the same run, and the memory it leaves."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from sitbreak.remote.client import ask
from tests.dialogs.cards import open_card, shipped
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
window.show()
application.exec()
"""


def card_ratios(env: Mapping[str, str], folder: Path) -> tuple[float, float]:
    """Return the time to a card's first paint, as a multiple of a bare window's.

    Args:
        env: leads to a desktop.
        folder: to be the card's runtime folder.

    Returns:
        For a card that was asked for by typing, and for one that a click on a notification opens.
    """
    tip = shipped(TIP)
    commands = (
        [sys.executable, "-P", "-c", BARE_WINDOW],
        open_card(tip, folder, focused=True),
        open_card(tip, folder),
    )
    times: list[list[float]] = [[], [], []]
    for number in range(ROUNDS + 1):
        for command, took in zip(commands, times, strict=True):
            seconds = seconds_to_paint(command, env)
            for left_over in (folder / "card").glob("*"):  # it was killed
                left_over.unlink()
            if number:  # the first round fills caches
                took.append(seconds)
    bare, typed, clicked = map(median, times)
    return typed / bare, clicked / bare


def seconds_to_paint(command: Sequence[str], env: Mapping[str, str]) -> float:
    """Start a program, and return how long its first paint took."""
    start = time.perf_counter()
    window = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    assert window.stdout is not None
    with window.stdout:
        said = window.stdout.readline()
    seconds = time.perf_counter() - start
    window.terminate()
    window.wait(BUSY)
    assert said, f"{command[0]} has not painted"
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
