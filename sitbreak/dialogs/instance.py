"""The running instance as a window sees it: asked on a thread of its own, so that the window never waits."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.protocol import Answer

_PATIENCE = 5.0

Then = Callable[[Answer | None], None]
"""Hears what became of a command; None when nobody runs that could do it."""


class RunningInstance(QObject):
    """Asks through the remote control, as every other client does."""

    _answered = Signal(object, object)

    def __init__(self, runtime: Path) -> None:
        """Ask the instance of this runtime folder."""
        super().__init__()
        self._runtime = runtime
        self._answered.connect(_tell, Qt.ConnectionType.QueuedConnection)

    def ask(self, words: list[str], then: Then) -> None:
        """Have something done; `then` hears what became of it, on the window's thread."""
        Thread(target=self._ask, args=(words, then), daemon=True).start()

    def ask_status(self, then: Callable[[dict[str, Any] | None], None]) -> None:
        """Ask what `status --json` says; None where nobody answers."""

        def tell(answer: Answer | None) -> None:
            then(json.loads(answer.text) if answer is not None and answer.status == 0 else None)

        self.ask(["status", "--json"], tell)

    def _ask(self, words: list[str], then: Then) -> None:
        answer: Answer | None
        try:
            answer = ask(self._runtime, words, _PATIENCE)
        except NotRunning:
            answer = None
        except NoAnswer as error:
            answer = Answer(1, str(error))
        self._answered.emit(then, answer)


def _tell(then: Then, answer: Answer | None) -> None:
    then(answer)
