"""`sitbreak` typed in a terminal on a desktop: goes on in the background, so that no terminal ends it.

The first such start asks; the answers are remembered. A process without a terminal is never asked: it is
started from a menu, at login or by a script, and goes on by itself.
"""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sitbreak.app.predecessor import started_in
from sitbreak.core.commands import Question, as_json
from sitbreak.core.inputs import Asked
from sitbreak.core.settings import Interval
from sitbreak.core.words import first_start as words
from sitbreak.core.words import language, terminal
from sitbreak.desktop.command import own_command
from sitbreak.desktop.desktop import DELAYS
from sitbreak.desktop.dialogs import nameless_file
from sitbreak.desktop.platforms import this_platform
from sitbreak.disk import StorageError
from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.endpoints import PlatformEndpoint
from sitbreak.remote.protocol import DONE, FAILED, Answer
from sitbreak.storage.folders import Folders
from sitbreak.storage.once import IN_BACKGROUND, IN_MENU, Once
from sitbreak.waiter import Waiter

PATIENCE = 15.0
"""Seconds that a start in the background gets until it answers, as long as it lives."""

LOOK = 0.05
"""Seconds between two looks at it."""

Say = Callable[[str], object]
ReadLine = Callable[[str], str]


def leave_terminal(
    folders: Folders, interval: Interval | None, say: Say, *, asks: bool, read_line: ReadLine = input
) -> Answer | None:
    """Go on in the background, if there is a desktop and the person wants it.

    Args:
        folders: the person's.
        interval: that of `--interval`.
        say: prints a line.
        asks: ask what has never been asked; otherwise it is wanted.
        read_line: shows a question and returns what is typed; raises EOFError at the end of the input.

    Returns:
        What became of it; None to go on in this process.
    """
    if not _is_on_desktop():
        return None if asks else Answer(FAILED, terminal.cannot_start(words.no_desktop()))
    if asks and not _is_wanted(folders, say, read_line):
        return None
    return _start_in_background(folders, interval)


def _is_on_desktop() -> bool:
    """Return whether a display answers: the variables that name one may be left over."""
    waiter = Waiter()
    display = started_in(waiter).display
    waiter.close()
    return bool(display)


def _is_wanted(folders: Folders, say: Say, read_line: ReadLine) -> bool:
    once = Once(folders.state)
    answer = once.answer(IN_BACKGROUND)
    if answer is None and not PlatformEndpoint(folders.runtime).instance():
        say(terminal.what_it_is())
        _offer_menu(once, say, read_line)
        answer = _ask_once(once, IN_BACKGROUND, words.keep_running(), read_line)
        if answer is False:
            say(words.runs_in_foreground())
    return bool(answer)


def _start_in_background(folders: Folders, interval: Interval | None) -> Answer:
    """Start sitbreak in a session of its own; answer where it is, or what it has printed if it has ended."""
    import subprocess

    before = PlatformEndpoint(folders.runtime).instance()
    options = ["--foreground"] if interval is None else ["--foreground", "--interval", str(interval)]
    with nameless_file() as printed:
        try:
            started = subprocess.Popen(
                [*own_command(), *options],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                cwd=Path(sys.executable).anchor,  # or the disk of this folder could not be unmounted
                start_new_session=True,
                creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),  # from the console of Windows
            )
        except OSError as error:
            return Answer(FAILED, terminal.cannot_start(error))
        until = time.monotonic() + PATIENCE
        while (status := started.poll()) is None:
            if text := _where_it_is(folders, before):
                return Answer(DONE, text)
            if time.monotonic() > until:
                return Answer(FAILED, words.did_not_answer())
            time.sleep(LOOK)
        printed.seek(0)
        return Answer(status, printed.read().decode(errors="replace").rstrip())


def _offer_menu(once: Once, say: Say, read_line: ReadLine) -> None:
    """Offer an application entry, where one is possible and there is none."""
    installation = this_platform().make_installation()
    try:
        if installation.unavailable_reason or installation.place() is not None:
            return
        if _ask_once(once, IN_MENU, words.add_to_menu(), read_line):
            installation.install()
    except OSError as error:
        say(str(error))


def _ask_once(once: Once, name: str, question: str, read_line: ReadLine) -> bool | None:
    """Return the answer that is remembered, or that is given now; None for the end of the input."""
    answer = once.answer(name)
    while answer is None:
        try:
            with _ending_at_ctrl_c():
                typed = read_line(f"{question} {words.yes_or_no()} ").strip().lower()
        except EOFError:
            return None
        if typed in ("", *words.yes(), *words.no()):
            answer = typed not in words.no()
            once.record(name, answer=answer)
    return answer


@contextmanager
def _ending_at_ctrl_c() -> Iterator[None]:
    """Leave Ctrl-C to the system, which ends this process at once.

    Python would only remember one that comes between the question and the wait for its answer, and wait.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # otherwise it is ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _where_it_is(folders: Folders, before: str) -> str:
    """Return what to say once an instance other than that before has had the time to show its icon.

    Its process may not be the one that was started: in a virtual environment on Windows that only starts
    another.
    """
    try:
        if PlatformEndpoint(folders.runtime).instance() in ("", before):
            return ""  # it has not got that far, or the other one goes on
        line = ask(folders.runtime, as_json(Question(Asked.STATUS))).text
        until = time.monotonic() + DELAYS.tray + DELAYS.icon
        while not (shown := _shows_icon(folders)) and time.monotonic() < until:
            time.sleep(LOOK)
    except (NotRunning, NoAnswer, StorageError):
        return ""
    return f"{language.current().ended(line)}\n{words.runs_in_tray() if shown else words.runs_without_tray()}"


def _shows_icon(folders: Folders) -> bool:
    status = json.loads(ask(folders.runtime, as_json(Question(Asked.STATUS, as_json=True))).text)
    return bool(status["backends"]["tray"] != "none")
