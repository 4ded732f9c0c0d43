"""The way into a window's process. `sitbreak.desktop.dialogs` has the command.

`tip CONTENT [--focused]` opens a tip's card; CONTENT is JSON, as `sitbreak.app.pages` writes it. Prints a
line as soon as the card is on the screen. Exit status: 0 it was, 1 it cannot show that, 2 wrong words, 69 Qt
does not start; standard error says why.
"""

import gc

gc.disable()  # it would look again and again at the thousands of things that Qt brings; see `program`

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

from sitbreak.desktop.dialogs import CANNOT_START, SHOWN  # noqa: E402
from sitbreak.dialogs.single import hand_over  # noqa: E402

DONE, FAILED, WRONG = range(3)


def main(arguments: Sequence[str]) -> int:
    """Show what the words say; return the exit status."""
    match list(arguments):
        case ["tip", _]:
            asked = list(arguments)
        case ["tip", _, "--focused"]:
            asked = [*arguments, os.environ.get("XDG_ACTIVATION_TOKEN", "")]
        case _:
            return _complain(WRONG, "usage: tip CONTENT [--focused]")
    try:
        folder = Path(json.loads(arguments[1])["runtime"], "card")
        folder.mkdir(mode=0o700, exist_ok=True)
        answer = hand_over(folder, asked)
        if answer is not None:
            problem = answer.text
            if not problem:
                tell_shown()
        else:
            from sitbreak.dialogs.program import run_card  # here Qt is missing, if it is

            problem = run_card(folder, asked, tell_shown)
    except ImportError as error:
        return _complain(CANNOT_START, f"Qt does not start: {error}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        return _complain(FAILED, f"{type(error).__name__}: {error}")
    return _complain(FAILED, problem) if problem else DONE


def tell_shown() -> None:
    """Tell whoever started us; from here on nobody listens."""
    if sys.stdout is not None:
        print(SHOWN, flush=True)  # noqa: T201  it speaks to the program that has started it
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _complain(status: int, text: str) -> int:
    if sys.stderr is not None:
        print(text, file=sys.stderr, flush=True)  # noqa: T201  the same
    return status
