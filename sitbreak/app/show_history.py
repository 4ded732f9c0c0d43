"""Answers `history`: from the database, and from the running instance for what it does not have yet."""

import json
from collections.abc import Callable

from sitbreak import disk
from sitbreak.app.command_line import HistoryForm, ShowHistory
from sitbreak.app.files import Files
from sitbreak.core.commands import Command, Question
from sitbreak.core.days import Ongoing
from sitbreak.core.history_forms import as_csv, as_json, as_text
from sitbreak.core.inputs import Asked
from sitbreak.core.now import Now
from sitbreak.core.words import history_command as words
from sitbreak.core.words import times
from sitbreak.core.words.files import no_folder, unwritable
from sitbreak.desktop.clocks import read_clocks
from sitbreak.remote.client import NoAnswer
from sitbreak.remote.protocol import DONE, FAILED, NOT_RUNNING, Answer
from sitbreak.storage.folders import Folders
from sitbreak.storage.history import history_path, read_days

PAGE_DAYS = 28
"""What a page shows at least: four weeks fit on one sheet of paper."""


def show_history(wanted: ShowHistory, ask: Callable[[Command], Answer]) -> Answer:
    """Answer `history`; `ask` asks the running instance."""
    try:
        return show(wanted, Files(Folders.of_person()), _ongoing(ask), read_clocks())
    except OSError as error:
        return Answer(FAILED, str(error))


def show(wanted: ShowHistory, files: Files, ongoing: Ongoing | None, now: Now) -> Answer:
    """Answer `history`.

    Args:
        wanted: what was typed.
        files: the person's.
        ongoing: what goes on, if sitbreak runs.
        now: this moment.

    Raises:
        StorageError: the database cannot be read, or the page cannot be written.
    """
    count = max(wanted.days, PAGE_DAYS) if wanted.form is HistoryForm.HTML else wanted.days
    days = read_days(history_path(files.places["state"]), count, ongoing, now)
    match wanted.form:
        case HistoryForm.CSV:
            return Answer(DONE, as_csv(days))
        case HistoryForm.JSON:
            return Answer(DONE, as_json(days))
        case HistoryForm.TEXT:
            return Answer(DONE, as_text(days))
    from sitbreak.pages.history import history_page

    assert wanted.file is not None, "a page has a file"
    folder = wanted.file.absolute().parent
    if disk.is_missing(folder):  # a typing mistake would make a folder that nobody looks for
        raise disk.StorageError(unwritable(wanted.file, no_folder(folder)))
    settings, _ = files.settings.read()
    page = history_page(days, times.spoken_span(settings.interval), settings.break_length)
    disk.write(wanted.file, page.encode(), keeps_mode=True)
    return Answer(DONE, words.saved(wanted.file))


def _ongoing(ask: Callable[[Command], Answer]) -> Ongoing | None:
    """Return what goes on; None if sitbreak does not run, hangs, or is another version.

    Then what the database has is all there is to show.
    """
    try:
        answer = ask(Question(Asked.HISTORY, as_json=True))
        return None if answer.status == NOT_RUNNING else Ongoing.from_table(json.loads(answer.text))
    except (NoAnswer, KeyError, TypeError, ValueError):
        return None
