"""Answers commands without a running instance, as far as possible."""

import logging

from sitbreak.app.files import Files
from sitbreak.app.history import History
from sitbreak.app.local import answer_from_files
from sitbreak.core.commands import Command, Question
from sitbreak.core.effects import Reply
from sitbreak.core.entries import day_of
from sitbreak.core.inputs import Asked, NoteBack, ReadTip, TipForm
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import LONGEST_KEPT
from sitbreak.core.tips import Tip
from sitbreak.core.wishes import draw_tip, write_tip
from sitbreak.core.words import diary, instance, replies
from sitbreak.desktop.clocks import read_clocks
from sitbreak.remote.protocol import DONE, FAILED, NOT_RUNNING, Answer
from sitbreak.storage.choices import saved_choices
from sitbreak.storage.folders import Folders


def answer_alone(command: Command) -> Answer:
    """Answer a command.

    Raises:
        StorageError: the person has no runtime folder that can be trusted.
    """
    folders = Folders.of_person()
    files = Files(folders)
    answer = answer_from_files(command, files, lambda: frozenset(_rotation(files, folders).hidden))
    if answer is not None:
        return answer
    match command:
        case ReadTip():
            return _tip(command, files, folders)
        case NoteBack(pain=pain):
            return _record_back(pain, folders)
        case Question(about=Asked.TROUBLESHOOT, as_json=as_json):
            return troubleshoot(instance.not_running(), as_json=as_json)
    return Answer(NOT_RUNNING, instance.not_running())


def troubleshoot(why_alone: str, *, as_json: bool) -> Answer:
    """Answer `troubleshoot` with what this process can see.

    Args:
        why_alone: why no instance answers.
        as_json: whether the answer is for a script.
    """
    from sitbreak.app.pages import tip_card_finding
    from sitbreak.app.troubleshoot import write_report
    from sitbreak.desktop.platforms import survey

    logging.getLogger("sitbreak").addHandler(logging.NullHandler())  # every problem is in the report
    problems = [why_alone]
    places = {}
    try:
        files = Files(Folders.of_person())
    except OSError as error:
        problems.append(str(error))
    else:
        places = files.places
        problems += [*files.settings.read()[1], *files.tip_problems]
    findings = (*survey(), tip_card_finding())
    return Answer(DONE, write_report(findings, places, problems, as_json=as_json))


def _record_back(pain: int | None, folders: Folders) -> Answer:
    """Answer `diary`; nobody else writes to the history now."""
    now, history = read_clocks(), History(folders.state, lambda: LONGEST_KEPT)
    try:
        history.answer(day_of(now.wall, now), pain)
        history.close()
    except OSError as error:
        return Answer(FAILED, str(error))
    return Answer(DONE, diary.noted_not_today() if pain is None else diary.noted(pain))


def _rotation(files: Files, folders: Folders) -> Rotation:
    return saved_choices(folders.state, files.library, read_clocks())


def _tip(wish: ReadTip, files: Files, folders: Folders) -> Answer:
    """Answer `tip`, without recording that the tip was shown."""
    topics = files.settings.read()[0].topics
    tip = draw_tip(_rotation(files, folders), wish.topic, topics, read_clocks())
    if isinstance(tip, Reply):
        return Answer(FAILED, tip.text)
    if wish.form is not TipForm.PAGE:
        return Answer(DONE, write_tip(tip, files.library, wish.form))
    return open_page(tip, files)


def open_page(tip: Tip, files: Files) -> Answer:
    """Open the page of a tip from this process."""
    from sitbreak.app.pages import Pages
    from sitbreak.desktop.launcher import Launcher

    try:
        Pages(files, Launcher()).open_tip(tip.id, files.settings.read()[0])
    except OSError as error:
        return Answer(FAILED, str(error))
    return Answer(DONE, replies.opening_page())
