"""The running instance as a dialog sees it: asked on a thread, so that the dialog never waits."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from sitbreak.dialogs.moment import Moment

if TYPE_CHECKING:  # imported when something is asked: the first paint comes earlier
    from sitbreak.core.commands import Command
    from sitbreak.core.days import Ongoing
    from sitbreak.core.settings import Hours
    from sitbreak.remote.protocol import Answer

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
        self._pending = 0
        self._on_idle: Callable[[], object] | None = None
        self._answered.connect(self._deliver)

    def when_idle(self, then: Callable[[], object]) -> None:
        """Call this once everything that was sent has been answered: at once, if nothing is pending."""
        self._on_idle = then
        self._settle()

    def ask_moment(self, on_moment: Callable[[Moment], None]) -> None:
        """Ask what makes sense now."""
        from sitbreak.core.commands import Question
        from sitbreak.core.inputs import Asked

        def parse(answer: "Answer | None") -> None:
            on_moment(Moment.of(json.loads(answer.text) if answer and answer.status == 0 else None))

        self._send(Question(Asked.STATUS, as_json=True), parse)

    def ask_ongoing(self, on_answer: "Callable[[Ongoing | None], None]") -> None:
        """Ask what goes on that the history does not have yet; None if no instance of this version runs."""
        from sitbreak.core.commands import Question
        from sitbreak.core.days import Ongoing
        from sitbreak.core.inputs import Asked

        def parse(answer: "Answer | None") -> None:
            try:
                on_answer(Ongoing.from_table(json.loads(answer.text)) if answer else None)
            except (KeyError, TypeError, ValueError):
                on_answer(None)

        self._send(Question(Asked.HISTORY, as_json=True), parse)

    def report_use(self) -> None:
        """Report that the person has just used this dialog: that does not end their break."""
        from sitbreak.core.inputs import SitbreakUsed

        self._send(SitbreakUsed(), lambda _answer: None)

    def start_break(self, on_answer: OnAnswer) -> None:
        """Start a break."""
        from sitbreak.core.inputs import StartBreak

        self._send(StartBreak(), on_answer)

    def snooze(self, on_answer: OnAnswer) -> None:
        """Snooze the reminder."""
        from sitbreak.core.inputs import Snooze

        self._send(Snooze(), on_answer)

    def draw_tip(self, on_answer: OnAnswer) -> None:
        """Draw the next tip; the answer is JSON."""
        from sitbreak.core.inputs import ReadTip, TipForm

        self._send(ReadTip(form=TipForm.JSON), on_answer)

    def note_back(self, pain: int | None, on_answer: OnAnswer) -> None:
        """Note how the back is today; None is *not today*."""
        from sitbreak.core.inputs import NoteBack

        self._send(NoteBack(pain), on_answer)

    def hide_tip(self, tip: str, on_answer: OnAnswer, *, hides: bool) -> None:
        """Hide a tip, or show it again."""
        from sitbreak.core.inputs import HideTip, UnhideTip

        self._send(HideTip(tip) if hides else UnhideTip(tip), on_answer)

    def set_autostart(self, on_answer: OnAnswer, *, on: bool) -> None:
        """Switch starting at login on or off."""
        from sitbreak.core.inputs import SetAutostart

        self._send(SetAutostart(on), on_answer)

    def ask_pauses(self, on_pauses: Callable[[list[dict[str, Any]] | None], None]) -> None:
        """Ask for the pauses, as `pause list --json` prints them; None when no instance runs."""
        from sitbreak.core.commands import Question
        from sitbreak.core.inputs import Asked

        def parse(answer: "Answer | None") -> None:
            on_pauses(json.loads(answer.text) if answer and answer.status == 0 else None)

        self._send(Question(Asked.PAUSES, as_json=True), parse)

    def plan_pause(self, hours: "Hours", on_answer: OnAnswer) -> None:
        """Plan a pause between two clock times."""
        from sitbreak.core.inputs import PlanPause

        self._send(PlanPause(hours.start, hours.end), on_answer)

    def cancel_pause(self, number: int, on_answer: OnAnswer) -> None:
        """Cancel the pause with this number in the list."""
        from sitbreak.core.inputs import CancelPause

        self._send(CancelPause(number), on_answer)

    def _send(self, command: "Command", on_answer: OnAnswer) -> None:
        from threading import Thread

        self._pending += 1
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
        self._pending -= 1
        on_answer(answer)
        self._settle()

    def _settle(self) -> None:
        if not self._pending and self._on_idle is not None:
            then, self._on_idle = self._on_idle, None
            then()
