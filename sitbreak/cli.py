"""The `sitbreak` command: starts sitbreak, or has the running one do something."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitbreak.remote.protocol import Answer

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the words say; return the exit status.

    Returns:
        0 done, 1 failed, 2 wrong words, 3 not running.
    """
    command = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without our letters is no reason to fail
    try:
        return _run(command)
    except BrokenPipeError:  # `sitbreak help | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the exit fails on the rest
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(command: list[str]) -> int:
    match command:
        case [] | ["--interval", *_]:
            return _start(command)
        case [option] if option.startswith("--interval="):
            return _start(option.split("=", 1))
        case ["help" | "--help" | "-h"]:
            from sitbreak.app.local import help_text

            return _say(0, help_text())
        case ["--version"]:
            from sitbreak.app.local import version_text

            return _say(0, version_text())
        case ["tips", "check", file]:
            from sitbreak.app.local import tips_check

            answer = tips_check(Path(file))  # here, where a relative path means what the person means
            return _say(answer.status, answer.text)
    return _ask(command)


def _say(status: int, text: str) -> int:
    """Print an answer where it belongs: what failed goes to standard error."""
    if text:
        print(text, file=sys.stdout if status == 0 else sys.stderr, flush=True)
    return status


def _start(options: list[str]) -> int:
    from sitbreak.core.settings import parse_interval

    try:
        interval = parse_interval(options[1]) if len(options) == 2 else None
    except ValueError as error:
        return _say(2, f"--interval: {error}")
    if len(options) not in {0, 2}:
        return _say(2, "--interval: write one interval after it, such as 20m-30m or 5s-10s")
    from sitbreak.app.start import start
    from sitbreak.storage.files import StorageError
    from sitbreak.storage.folders import Folders

    try:
        return start(Folders.of_person(), interval)
    except StorageError as error:
        return _say(1, f"sitbreak cannot start: {error}")


def _ask(command: list[str]) -> int:
    from sitbreak.remote.client import NoAnswer
    from sitbreak.storage.files import StorageError

    try:
        if command[:1] == ["tip"] and "--card" in command:
            from sitbreak.app.card import open_card

            answer = open_card(command, _answer)
        else:
            answer = _answer(command)
    except (NoAnswer, StorageError) as error:
        if command not in (["troubleshoot"], ["troubleshoot", "--json"]):
            return _say(1, str(error))
        from sitbreak.app.alone import troubleshoot

        answer = troubleshoot(str(error), as_json=len(command) == 2)
    return _say(answer.status, answer.text)


def _answer(command: list[str]) -> "Answer":
    """Have the running instance answer; where there is none, do what can be done without it."""
    from sitbreak.remote.client import NotRunning, ask
    from sitbreak.storage.folders import runtime_folder

    try:
        return ask(runtime_folder(), command)
    except NotRunning:
        from sitbreak.app.alone import answer_alone

        return answer_alone(command)
