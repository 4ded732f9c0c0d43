"""The running instance as a window sees it: asked on a thread, so that the window never waits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # imported when something is asked: the first paint comes earlier
    from sitbreak.remote.protocol import Answer

Status = dict[str, Any] | None
"""What `status --json` prints; None when no instance runs."""

OnAnswer = Callable[["Answer | None"], None]
"""Called with the answer on the window's thread; None when no instance runs."""

_TIMEOUT = 5.0


class RunningInstance(QObject):
    """Sends commands through the remote control, as every other client does."""

    _answered = Signal(object, object)

    def __init__(self, runtime: Path) -> None:
        """Ask the instance of this runtime folder."""
        super().__init__()
        self._runtime = runtime
        self._answered.connect(self._deliver)

    def ask(self, words: list[str], on_answer: OnAnswer) -> None:
        """Send a command."""
        from threading import Thread

        Thread(target=self._ask, args=(words, on_answer), daemon=True).start()

    def ask_status(self, on_status: Callable[[Status], None]) -> None:
        """Ask for the status."""

        def parse(answer: "Answer | None") -> None:
            on_status(json.loads(answer.text) if answer is not None and answer.status == 0 else None)

        self.ask(["status", "--json"], parse)

    def _ask(self, words: list[str], on_answer: OnAnswer) -> None:
        from sitbreak.remote.client import NoAnswer, NotRunning, ask
        from sitbreak.remote.protocol import Answer

        answer: Answer | None
        try:
            answer = ask(self._runtime, words, _TIMEOUT)
        except NotRunning:
            answer = None
        except NoAnswer as error:
            answer = Answer(1, str(error))
        self._answered.emit(on_answer, answer)

    def _deliver(self, on_answer: OnAnswer, answer: "Answer | None") -> None:
        on_answer(answer)
