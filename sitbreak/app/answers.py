"""Answers commands of a running instance, from the remote control or typed into its terminal."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sitbreak.app.edits import Edits
from sitbreak.app.history import History
from sitbreak.app.local import answer_from_files, tips_check
from sitbreak.app.pages import Pages
from sitbreak.app.status_lines import StatusLines, write_status
from sitbreak.core.commands import (
    BadCommand,
    Command,
    GetSetting,
    Question,
    SetInstalled,
    SetSetting,
    parse_json,
)
from sitbreak.core.effects import Reply
from sitbreak.core.graphical import StartedIn
from sitbreak.core.inputs import Asked, Introduce, Quit, SetAutostart, Ticked
from sitbreak.core.values import frozen
from sitbreak.core.words import instance, replies, sore_back
from sitbreak.desktop.desktop import Desktop
from sitbreak.loop import Loop
from sitbreak.remote.protocol import DONE, FAILED, NOT_RUNNING, USAGE_ERROR, Answer
from sitbreak.remote.server import OnAnswer

if TYPE_CHECKING:
    from sitbreak.app.command_line import ShowHistory
    from sitbreak.core.days import Ongoing


@frozen
class Answers:
    """The commands of a running instance. Called on the loop's thread.

    Attributes:
        loop: handles the wishes.
        desktop: reports what is in use.
        edits: what was changed by hand.
        pages: what opens.
        history: what has happened.
        status: what `status` prints.
        problems: one line for each problem found at the start.
        leave: ends this instance; gets the reason, for the person.
    """

    loop: Loop
    desktop: Desktop
    edits: Edits
    pages: Pages
    history: History
    status: StatusLines
    problems: Sequence[str]
    leave: Callable[[str], None]

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
            case command_line.ShowHistory():
                on_answer(self._show_history(meaning))
            case command_line.Start():
                on_answer(Answer(DONE, replies.already_running()))
            case Question(about=Asked.CHANGES, as_json=as_json):  # nothing here could end it
                self.answer(Question(Asked.STATUS, as_json), on_answer)
            case _:
                self.answer(meaning, on_answer)

    def answer(self, command: Command, on_answer: OnAnswer) -> None:
        """Carry out a command; `on_answer` gets the result, now or later."""
        self.edits.check_files()  # the answer and the instance must agree
        answer = answer_from_files(command, self.edits.files, lambda: self.loop.planner.hidden_tips)
        if answer is not None:
            self._follow_files(command, answer)
            if command == SetInstalled(on=False) and answer.status == DONE:
                self._stop_after(answer, on_answer)
            else:
                on_answer(answer)
            return
        match command:
            case Question(about=Asked.TROUBLESHOOT):
                self.desktop.look(lambda: on_answer(self._report(as_json=command.as_json)))
            case Question(about=Asked.CHANGES):
                self.loop.ask(Ticked(), lambda _reply: self.status.watch(on_answer, as_json=command.as_json))
            case Question():  # after the inbox, and up to date
                self.loop.ask(Ticked(), lambda _reply: on_answer(Answer(DONE, self._reply(command))))
            case StartedIn():  # after the inbox, which may end this instance
                self.loop.ask(Ticked(), lambda _reply: on_answer(self._answer_start(command)))
            case Introduce():
                if self.loop.planner.has_looked_for_icon:  # a tray may have come or gone since
                    self.loop.post(self.desktop.look_for_icon())
                self.loop.ask(command, lambda reply: on_answer(_as_answer(reply)))
            case GetSetting() | SetSetting() | SetInstalled():
                raise AssertionError("these are answered from files")
            case _:
                self.loop.ask(command, lambda reply: on_answer(_as_answer(reply)))

    def _follow_files(self, command: Command, answer: Answer) -> None:
        """Use what a command has changed in files."""
        match command:
            case SetSetting(key=key) if answer.status == DONE:
                self.edits.apply_setting(key)
            case SetAutostart() | SetInstalled() | Question(about=Asked.AUTOSTART):
                self.edits.check_autostart()

    def _stop_after(self, answer: Answer, on_answer: OnAnswer) -> None:
        """End: who takes sitbreak out of the desktop wants nothing of it to run."""

        def stopped(reply: Reply) -> None:
            on_answer(Answer(_as_answer(reply).status, f"{answer.text}\n{reply.text}"))

        self.loop.ask(Quit(), stopped)

    def _reply(self, question: Question) -> str:
        now, situation = self.loop.clock(), self.loop.planner.situation
        match question.about:
            case Asked.HISTORY:
                return json.dumps(self.ongoing().to_table())
            case Asked.INTERVAL:
                return replies.interval_set(situation.settings.interval)
            case Asked.PAUSES if question.as_json:
                return json.dumps(self.status.table()["pauses"])
            case Asked.PAUSES:
                lines = (replies.pause_line(n, pause, now) for n, pause in enumerate(situation.pauses, 1))
                return "\n".join(lines) or replies.no_pauses()
            case Asked.TIPS_TODAY:
                return sore_back.tips_today(situation.tips_today, now)
        return write_status(self.status.table(), as_json=question.as_json)

    def ongoing(self) -> "Ongoing":
        """Return what the history does not have yet."""
        return self.history.ongoing(self.loop.planner, self.loop.clock())

    def _show_history(self, wanted: "ShowHistory") -> Answer:
        from sitbreak.app.show_history import show  # brings csv and what writes pages

        try:
            return show(wanted, self.edits.files, self.ongoing(), self.loop.clock())
        except OSError as error:
            return Answer(FAILED, str(error))

    def _answer_start(self, start: StartedIn) -> Answer:
        """Make way for a start, or answer it with the status."""
        if not self.desktop.running().makes_way_for(start):
            return Answer(DONE, self._reply(Question(Asked.STATUS)))
        self.leave(instance.continues_elsewhere())
        return Answer(NOT_RUNNING, instance.continues_elsewhere())

    def _report(self, *, as_json: bool) -> Answer:
        from sitbreak.app.troubleshoot import write_report  # rarely needed

        files, situation = self.edits.files, self.loop.planner.situation
        problems = [*self.problems, *files.settings.problems, *files.tip_problems]
        sound = self.desktop.sound.findings() if situation.settings.sound else ()  # few people turn it on
        findings = (*self.desktop.findings(), *sound, self.pages.finding())
        return Answer(DONE, write_report(findings, files.places, problems, as_json=as_json))


def _as_answer(reply: Reply) -> Answer:
    return Answer(DONE if reply.done else FAILED, reply.text)
