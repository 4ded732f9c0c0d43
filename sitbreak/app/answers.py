"""Answers the words of a command, whether they come through the remote control or are typed in a terminal."""

import json
from collections.abc import Callable

from sitbreak.app.local import DONE, FAILED, WRONG, help_text, settings_command, tips_list
from sitbreak.app.troubleshoot import Report
from sitbreak.app.world import Files, World
from sitbreak.core import words
from sitbreak.core.commands import Question, WrongWords, parse
from sitbreak.core.effects import Reply
from sitbreak.core.status import status
from sitbreak.core.view import first_line
from sitbreak.loop import Loop
from sitbreak.ports import Clock
from sitbreak.remote.protocol import Answer

OnAnswer = Callable[[Answer], None]


class Answers:
    """The commands of a running instance. Called on the loop's thread."""

    def __init__(self, loop: Loop, world: World, files: Files, clock: Clock, report: Report) -> None:
        self._loop = loop
        self._world = world
        self._files = files
        self._clock = clock
        self._report = report

    def __call__(self, command: list[str], on_answer: OnAnswer) -> None:
        """Do what the words say; `on_answer` is told what became of it."""
        match command:
            case ["help"]:
                on_answer(Answer(DONE, help_text()))
            case ["settings", *rest]:
                answer = settings_command(self._files.settings, rest)
                if rest[:1] == ["set"]:
                    self._world.setting_changed(rest[1])
                on_answer(answer)
            case ["tips"] | ["tips", "list"]:
                on_answer(tips_list(self._files.library, self._loop.planner.hidden_tips))
            case _:
                self._parsed(command, on_answer)

    def _parsed(self, command: list[str], on_answer: OnAnswer) -> None:
        try:
            wanted = parse(command)
        except WrongWords as error:
            on_answer(Answer(WRONG, str(error)))
            return
        if isinstance(wanted, Question):
            on_answer(Answer(DONE, self._tell(wanted)))
        else:
            self._loop.ask(wanted, lambda reply: on_answer(_as_answer(reply)))

    def _tell(self, question: Question) -> str:
        now, situation = self._clock(), self._loop.planner.situation
        match question.about:
            case "interval":
                return words.interval_set(situation.settings.interval)
            case "pauses":
                if question.as_json:
                    return json.dumps(status(situation, now, {})["pauses"])
                lines = (words.pause_line(n, pause, now) for n, pause in enumerate(situation.pauses, 1))
                return "\n".join(lines) or words.NO_PAUSES
            case "troubleshoot":
                return self._report.write(as_json=question.as_json)
        if question.as_json:
            return json.dumps(status(situation, now, self._report.backends()))
        return first_line(situation, now)


def _as_answer(reply: Reply) -> Answer:
    return Answer(DONE if reply.done else FAILED, reply.text)
