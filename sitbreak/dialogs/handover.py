"""One dialog of each kind: a second request is handed over to the open one, which comes to the front."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing these takes 15 ms, wasted when no dialog is open
    from sitbreak.ports import Select
    from sitbreak.remote.protocol import Answer
    from sitbreak.remote.server import Server

_PATIENCE = 5.0
"""Seconds that another dialog gets to start listening, or to close."""


def hand_over(folder: Path, request: list[str]) -> "Answer | None":
    """Have the open dialog show something; return its answer, or None when there is no such dialog.

    Args:
        folder: where an open dialog listens; while none is open there is nothing but a lock in it.
        request: what to show.
    """
    if all(path.name == "lock" for path in folder.iterdir()):
        return None
    from sitbreak.remote.client import NoAnswer, NotRunning, ask

    try:
        return ask(folder, request, _PATIENCE)
    except (NotRunning, NoAnswer):
        return None


def listen(
    folder: Path,
    request: list[str],
    show: Callable[[list[str]], str],
    select: "Select",
) -> "Server | None":
    """Become the dialog that later requests are handed to; None when another was faster and shows ours now.

    Args:
        folder: where the open dialog listens.
        request: what this dialog shows.
        show: shows a later request; returns why that is not possible, or nothing.
        select: Qt's event loop.

    Raises:
        OSError: listening is not possible here.
    """
    from sitbreak.remote.protocol import Answer
    from sitbreak.remote.server import AlreadyRunning, Server

    def answer(later: list[str], on_answer: "Callable[[Answer], None]") -> None:
        problem = show(later)
        on_answer(Answer(1 if problem else 0, problem))

    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return Server(folder, answer, select)
        except AlreadyRunning:
            if hand_over(folder, request) is not None:
                return None
            if time.monotonic() > until:
                raise OSError("another dialog is open and does not answer") from None
            time.sleep(0.05)
