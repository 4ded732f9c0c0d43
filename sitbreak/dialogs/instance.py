"""The running instance as a dialog sees it: asked on a thread, so that the dialog never waits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:  # imported when something is asked: the first paint comes earlier
    from sitbreak.core.commands import Command
    from sitbreak.remote.protocol import Answer

Status = dict[str, Any] | None
"""What `status --json` prints; None when no instance runs."""

OnAnswer = Callable[["Answer | None"], None]
"""Called with the answer on the dialog's thread; None when no instance runs."""

_TIMEOUT = 5.0


class RunningInstance(QObject):
    """Sends commands through the remote control, as every other client does."""

    _answered = Signal(object, object)

    def __init__(self, runtime: Path) -> None:
        """Ask the instance of this runtime folder."""
        super().__init__()
        self._runtime = runtime
        self._answered.connect(self._deliver)

    def ask_status(self, on_status: Callable[[Status], None]) -> None:
        """Ask for the status."""
        from sitbreak.core.commands import Question
        from sitbreak.core.inputs import Asked

        def parse(answer: "Answer | None") -> None:
            on_status(json.loads(answer.text) if answer is not None and answer.status == 0 else None)

        self._send(Question(Asked.STATUS, as_json=True), parse)

    def start_break(self, on_answer: OnAnswer) -> None:
        """Start a break."""
        from sitbreak.core.inputs import StartBreak

        self._send(StartBreak(), on_answer)

    def snooze(self, on_answer: OnAnswer) -> None:
        """Snooze the reminder."""
        from sitbreak.core.inputs import Snooze

        self._send(Snooze(), on_answer)

    def draw_tip(self, topic: str, on_answer: OnAnswer) -> None:
        """Draw a tip on a topic; the answer is JSON."""
        from sitbreak.core.inputs import ReadTip, TipForm

        self._send(ReadTip(topic, TipForm.JSON), on_answer)

    def hide_tip(self, tip: str, on_answer: OnAnswer, *, hides: bool) -> None:
        """Hide a tip, or show it again."""
        from sitbreak.core.inputs import HideTip, UnhideTip

        self._send(HideTip(tip) if hides else UnhideTip(tip), on_answer)

    def _send(self, command: "Command", on_answer: OnAnswer) -> None:
        from threading import Thread

        Thread(target=self._ask, args=(command, on_answer), daemon=True).start()

    def _ask(self, command: "Command", on_answer: OnAnswer) -> None:
        from sitbreak.core.commands import as_json
        from sitbreak.remote.client import NoAnswer, NotRunning, ask
        from sitbreak.remote.protocol import Answer

        answer: Answer | None
        try:
            answer = ask(self._runtime, as_json(command), _TIMEOUT)
        except NotRunning:
            answer = None
        except NoAnswer as error:
            answer = Answer(1, str(error))
        self._answered.emit(on_answer, answer)

    def _deliver(self, on_answer: OnAnswer, answer: "Answer | None") -> None:
        on_answer(answer)
