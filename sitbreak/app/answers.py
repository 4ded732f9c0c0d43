"""Answers the words of a command, whether they come through the remote control or are typed in a terminal."""

import json
from collections.abc import Callable, Sequence

from sitbreak.app.edits import Edits
from sitbreak.app.local import DONE, FAILED, WRONG, answer_from_files
from sitbreak.app.pages import Pages
from sitbreak.app.troubleshoot import write_report
from sitbreak.core.commands import Question, WrongWords, parse
from sitbreak.core.effects import Reply
from sitbreak.core.finding import Finding
from sitbreak.core.inputs import Asked, Ticked
from sitbreak.core.status import BACKENDS, status
from sitbreak.core.view import first_line
from sitbreak.core.words import replies, troubleshoot
from sitbreak.desktop.desktop import Desktop
from sitbreak.loop import Loop
from sitbreak.remote.protocol import Answer

OnAnswer = Callable[[Answer], None]


class Answers:
    """The commands of a running instance. Called on the loop's thread."""

    def __init__(
        self, loop: Loop, desktop: Desktop, edits: Edits, pages: Pages, problems: Sequence[str]
    ) -> None:
        """Answer for these; `problems` are those of the start."""
        self._loop = loop
        self._desktop = desktop
        self._edits = edits
        self._pages = pages
        self._problems = problems

    def __call__(self, command: list[str], on_answer: OnAnswer) -> None:
        """Do what the words say; `on_answer` is told what became of it."""
        self._edits.check_files()  # whoever asks for a setting reads the file, and has it used
        answer = answer_from_files(command, self._edits.files, lambda: self._loop.planner.hidden_tips)
        if answer is None:
            self._ask_planner(command, on_answer)
            return
        match command:
            case ["settings", "set", key, *_] if answer.status == DONE:
                self._edits.apply_setting(key)
            case ["autostart", *_]:
                self._edits.check_autostart()
        on_answer(answer)

    def _ask_planner(self, command: list[str], on_answer: OnAnswer) -> None:
        try:
            wanted = parse(command)
        except WrongWords as error:
            on_answer(Answer(WRONG, str(error)))
            return
        if isinstance(wanted, Question):
            self._ask(wanted, lambda: on_answer(Answer(DONE, self._tell(wanted))))
        else:
            self._loop.ask(wanted, lambda reply: on_answer(_as_answer(reply)))

    def _ask(self, question: Question, tell: Callable[[], None]) -> None:
        """Let `tell` answer a question as soon as what it asks about is known."""
        if question.about is Asked.TROUBLESHOOT:
            self._desktop.look(tell)
        else:  # behind what is in the inbox, and up to the moment
            self._loop.ask(Ticked(), lambda _reply: tell())

    def _tell(self, question: Question) -> str:
        now, situation = self._loop.clock(), self._loop.planner.situation
        match question.about:
            case Asked.INTERVAL:
                return replies.interval_set(situation.settings.interval)
            case Asked.PAUSES:
                if question.as_json:
                    return json.dumps(status(situation, now, {})["pauses"])
                lines = (replies.pause_line(n, pause, now) for n, pause in enumerate(situation.pauses, 1))
                return "\n".join(lines) or replies.no_pauses()
            case Asked.TIPS_TODAY:
                return replies.tips_today(situation.tips_today, now)
            case Asked.TROUBLESHOOT:
                files, findings = self._edits.files, self._findings()
                problems = [*self._problems, *self._edits.settings_problems, *files.tip_problems]
                for reason, since in situation.disbelieved:
                    problems.append(troubleshoot.too_long_to_believe(reason, now.on_wall(since), now))
                return write_report(findings, files.places, problems, as_json=question.as_json)
        if question.as_json:
            found = {finding.what: finding.used for finding in self._desktop.findings()}
            backends = {what: found[what] for what in BACKENDS}
            return json.dumps(status(situation, now, backends))
        return first_line(situation, now)

    def _findings(self) -> tuple[Finding, ...]:
        """Return what is in use; the sound, which few want, only where it is wanted."""
        sound = self._desktop.sound.findings() if self._loop.planner.situation.settings.sound else ()
        return (*self._desktop.findings(), *sound, self._pages.finding())


def _as_answer(reply: Reply) -> Answer:
    return Answer(DONE if reply.done else FAILED, reply.text)
