"""Answers commands of a running instance, from the remote control or typed into its terminal."""

import json
from collections.abc import Callable, Sequence

from sitbreak.app.edits import Edits
from sitbreak.app.local import answer_from_files, tips_check
from sitbreak.app.pages import Pages
from sitbreak.core.commands import BadCommand, Command, GetSetting, Question, SetSetting, parse_json
from sitbreak.core.effects import Reply
from sitbreak.core.inputs import Asked, SetAutostart, Ticked
from sitbreak.core.status import BACKENDS, status
from sitbreak.core.view import first_line
from sitbreak.core.words import replies, sore_back
from sitbreak.desktop.desktop import Desktop
from sitbreak.loop import Loop
from sitbreak.remote.protocol import DONE, FAILED, USAGE_ERROR, Answer

OnAnswer = Callable[[Answer], None]


class Answers:
    """The commands of a running instance. Called on the loop's thread."""

    def __init__(
        self, loop: Loop, desktop: Desktop, edits: Edits, pages: Pages, problems: Sequence[str]
    ) -> None:
        """Answer from these parts; `problems` were found at the start."""
        self._loop = loop
        self._desktop = desktop
        self._edits = edits
        self._pages = pages
        self._problems = problems

    def answer_request(self, content: object, on_answer: OnAnswer) -> None:
        """Answer what came through the remote control."""
        try:
            command = parse_json(content)
        except BadCommand as error:
            on_answer(Answer(USAGE_ERROR, str(error)))
        else:
            self.answer(command, on_answer)

    def answer_typed(self, arguments: Sequence[str], on_answer: OnAnswer) -> None:
        """Answer what was typed into this instance's own terminal."""
        from sitbreak.app import command_line  # most terminals are never typed into

        try:
            meaning = command_line.parse(arguments)
        except command_line.UsageError as error:
            on_answer(Answer(USAGE_ERROR, str(error)))
            return
        match meaning:
            case command_line.Text(text=text):
                on_answer(Answer(DONE, text))
            case command_line.CheckTips(file=file):
                on_answer(tips_check(file))
            case command_line.Start():
                on_answer(Answer(DONE, replies.already_running()))
            case _:
                self.answer(meaning, on_answer)

    def answer(self, command: Command, on_answer: OnAnswer) -> None:
        """Carry out a command; `on_answer` gets the result, now or later."""
        self._edits.check_files()  # the answer and the instance must agree
        answer = answer_from_files(command, self._edits.files, lambda: self._loop.planner.hidden_tips)
        if answer is not None:
            self._follow_files(command, answer)
            on_answer(answer)
            return
        match command:
            case Question(about=Asked.TROUBLESHOOT):
                self._desktop.look(lambda: on_answer(self._report(as_json=command.as_json)))
            case Question():  # after the inbox, and up to date
                self._loop.ask(Ticked(), lambda _reply: on_answer(Answer(DONE, self._reply(command))))
            case GetSetting() | SetSetting():
                raise AssertionError("these are answered from files")
            case _:
                self._loop.ask(command, lambda reply: on_answer(_as_answer(reply)))

    def _follow_files(self, command: Command, answer: Answer) -> None:
        """Use what a command has changed in files."""
        match command:
            case SetSetting(key=key) if answer.status == DONE:
                self._edits.apply_setting(key)
            case SetAutostart() | Question(about=Asked.AUTOSTART):
                self._edits.check_autostart()

    def _reply(self, question: Question) -> str:
        now, situation = self._loop.clock(), self._loop.planner.situation
        match question.about:
            case Asked.INTERVAL:
                return replies.interval_set(situation.settings.interval)
            case Asked.PAUSES if question.as_json:
                return json.dumps(status(situation, now, {})["pauses"])
            case Asked.PAUSES:
                lines = (replies.pause_line(n, pause, now) for n, pause in enumerate(situation.pauses, 1))
                return "\n".join(lines) or replies.no_pauses()
            case Asked.TIPS_TODAY:
                return sore_back.tips_today(situation.tips_today, now)
        if question.as_json:
            found = {finding.what: finding.used for finding in self._desktop.findings()}
            backends = {what: found[what] for what in BACKENDS}
            return json.dumps(status(situation, now, backends))
        return first_line(situation, now)

    def _report(self, *, as_json: bool) -> Answer:
        from sitbreak.app.troubleshoot import write_report  # rarely needed
        from sitbreak.core.words import troubleshoot

        now, files = self._loop.clock(), self._edits.files
        situation = self._loop.planner.situation
        problems = [*self._problems, *self._edits.settings_problems, *files.tip_problems]
        for reason, since in situation.stale_reasons:
            problems.append(troubleshoot.stale_reason(reason, now.on_wall(since), now))
        sound = self._desktop.sound.findings() if situation.settings.sound else ()  # few people turn it on
        findings = (*self._desktop.findings(), *sound, self._pages.finding())
        return Answer(DONE, write_report(findings, files.places, problems, as_json=as_json))


def _as_answer(reply: Reply) -> Answer:
    return Answer(DONE if reply.done else FAILED, reply.text)
