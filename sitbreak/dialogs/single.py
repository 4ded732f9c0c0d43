"""One card per person: a second request is handed over to the one that is open, which comes to the front."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 15 ms, which nobody has to wait for when no card is open
    from sitbreak.ports import Source
    from sitbreak.remote.protocol import Answer
    from sitbreak.remote.server import Server

_PATIENCE = 5.0
"""Seconds that another card gets to begin listening, or to go."""


def hand_over(folder: Path, asked: list[str]) -> "Answer | None":
    """Have the open card show something; None when there is none.

    Args:
        folder: where an open card listens; apart from a lock nothing lies there while none is.
        asked: what to show.
    """
    if all(path.name == "lock" for path in folder.iterdir()):
        return None
    from sitbreak.remote.client import NoAnswer, NotRunning, ask

    try:
        return ask(folder, asked, _PATIENCE)
    except (NotRunning, NoAnswer):
        return None


def listen(
    folder: Path,
    asked: list[str],
    show: Callable[[list[str]], str],
    add_source: "Callable[[Source], None]",
    remove_source: "Callable[[Source], None]",
) -> "Server | None":
    """Be the card that later requests are handed to; None when another was faster, which shows ours now.

    Args:
        folder: where the open card listens.
        asked: what to show.
        show: shows what a later request asks for; returns why that is not possible, if so.
        add_source: puts a source into the event loop.
        remove_source: takes one out again.

    Raises:
        OSError: nobody can listen here, and nobody does.
    """
    from sitbreak.remote.protocol import Answer
    from sitbreak.remote.server import AlreadyRunning, Server

    def answer(later: list[str], on_answer: "Callable[[Answer], None]") -> None:
        problem = show(later)
        on_answer(Answer(1 if problem else 0, problem))

    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return Server(folder, answer, add_source, remove_source)
        except AlreadyRunning:
            if hand_over(folder, asked) is not None:
                return None
            if time.monotonic() > until:
                raise OSError("another card is open and does not answer") from None
            time.sleep(0.05)
