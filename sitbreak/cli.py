"""The `sitbreak` command: starts sitbreak, or has the running instance carry out a command."""

import errno
import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from sitbreak.core.outside import printable
from sitbreak.desktop.language import use_language
from sitbreak.remote.protocol import DONE, FAILED, USAGE_ERROR, Answer
from sitbreak.storage.chosen_language import chosen_language

if TYPE_CHECKING:
    from sitbreak.app.command_line import CheckTips, ShowHistory
    from sitbreak.core.commands import Command
    from sitbreak.core.settings import Interval

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out what was typed.

    Returns:
        The exit status: 0 done, 1 failed, 2 usage error, 3 not running.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a letter the terminal lacks must not crash us
    use_language(chosen_language())
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    """Parse and dispatch. Each command imports only what it needs.

    The process that becomes the tray does without argparse: it would keep that half a MiB all day.
    """
    match arguments:
        case []:
            return _start(None)
        case ["--foreground"]:
            return _start(None, background=False)
        case ["--interval", text] if interval := _interval(text):
            return _start(interval)
        case ["--foreground", "--interval", text] if interval := _interval(text):
            return _start(interval, background=False)
    from sitbreak.app import command_line

    try:
        meaning = command_line.parse(arguments)
    except command_line.UsageError as error:
        return _say(USAGE_ERROR, str(error))
    match meaning:
        case command_line.Start(interval=interval, background=background):
            return _start(interval, background=background)
        case command_line.Text(text=text):
            return _say(DONE, text)
        case command_line.CheckTips() | command_line.ShowHistory():
            return _answer_here(meaning)
    return _ask(meaning)


def _answer_here(meaning: "CheckTips | ShowHistory") -> int:
    """Answer in this process: a relative path depends on its folder."""
    from sitbreak.app.command_line import CheckTips, HistoryForm

    if isinstance(meaning, CheckTips):
        from sitbreak.app.local import tips_check

        answer = tips_check(meaning.file)
    else:
        from sitbreak.app.show_history import show_history

        if meaning.form is HistoryForm.CSV and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(newline="\r\n")  # Source: RFC 4180
        answer = show_history(meaning, _answer)
    return _say(answer.status, answer.text)


def _interval(text: str) -> "Interval | None":
    """Read an interval; None if it is not valid, which the parser then explains."""
    from sitbreak.core.settings import parse_interval

    try:
        return parse_interval(text)
    except ValueError:
        return None


def _say(status: int, text: str) -> int:
    """Print an answer; what failed goes to standard error. Return the exit status."""
    stream = sys.stdout if status == DONE else sys.stderr
    if not text or stream is None:  # it was closed before the start
        return status
    try:
        print(printable(text), file=stream, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # or flushing the rest at exit fails
        if error.errno == (errno.EINVAL if os.name == "nt" else errno.EPIPE):  # `sitbreak help | head`
            return FAILED
        from sitbreak.core.words.terminal import cannot_print

        return _say(FAILED, cannot_print(error.strerror))
    return status


def _start(interval: "Interval | None", *, background: bool | None = None) -> int:
    """Start in this process or in the background.

    Args:
        interval: that of `--interval`, for this run only.
        background: what `--background` and `--foreground` say; None without either.
    """
    from sitbreak.core.words import terminal
    from sitbreak.disk import StorageError
    from sitbreak.storage.folders import Folders

    is_plain = background is None and interval is None
    is_watched = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    try:
        folders = Folders.of_person()
        if background or (is_plain and is_watched):
            from sitbreak.app.background import leave_terminal

            answer = leave_terminal(folders, interval, partial(_say, DONE), asks=not background)
            if answer is not None:
                return _say(answer.status, answer.text)
        from sitbreak.app.start import start  # imports nearly everything

        return start(folders, interval, from_menu=is_plain and not is_watched)
    except StorageError as error:
        return _say(FAILED, terminal.cannot_start(error))


def _ask(command: "Command") -> int:
    from sitbreak.core.commands import Question
    from sitbreak.core.inputs import Asked, Open, Page, ReadTip, TipForm
    from sitbreak.disk import StorageError
    from sitbreak.remote.client import NoAnswer

    try:
        match command:
            case ReadTip(topic=topic, form=TipForm.CARD):
                from sitbreak.app.open_window import open_card

                answer = open_card(topic, _answer)
            case Question(about=Asked.CHANGES):
                from sitbreak.app.watch import watch

                return watch(command, _say)
            case Open(page=Page.SETTINGS):
                from sitbreak.app.open_window import open_settings

                answer = open_settings()
            case _:
                answer = _answer(command)
    except (NoAnswer, StorageError) as error:
        if not isinstance(command, Question) or command.about is not Asked.TROUBLESHOOT:
            return _say(FAILED, str(error))
        from sitbreak.app.alone import troubleshoot

        answer = troubleshoot(str(error), as_json=command.as_json)
    return _say(answer.status, answer.text)


def _answer(command: "Command") -> Answer:
    """Have the running instance answer; without one, answer as far as possible."""
    from sitbreak.core.commands import as_json
    from sitbreak.remote.client import NotRunning, ask_any
    from sitbreak.storage.folders import runtime_folder

    try:
        return ask_any(runtime_folder(), as_json(command))
    except NotRunning:
        from sitbreak.app.alone import answer_alone

        return answer_alone(command)
