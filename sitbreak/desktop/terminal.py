"""A terminal as the desktop: reminders are printed, words typed are commands."""

import logging
import os
import textwrap
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from sitbreak.core.effects import Bubble

OnWords = Callable[[list[str]], None]
_WIDTH = 78
_INDENT = " " * 7
_log = logging.getLogger(__name__)


class TerminalOutput:
    """Standard output. Once it takes nothing any more, what is said is lost and costs nothing."""

    def __init__(self, stream: TextIO | None) -> None:
        """Write to this; None where the process was started without one."""
        self._stream = stream

    @property
    def is_terminal(self) -> bool:
        """Whether a person may be watching."""
        return self._stream is not None and self._stream.isatty()

    def say(self, text: str) -> None:
        """Print it."""
        if self._stream is None:
            return
        try:
            print(text, file=self._stream, flush=True)
        except (OSError, ValueError) as error:
            _log.warning("standard output takes nothing any more: %s", error)
            self._give_up(self._stream)

    def _give_up(self, stream: TextIO) -> None:
        """Send what Python still has to a place where it can go, or the exit would fail on it."""
        self._stream = None
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


class TerminalNotifications:
    """Prints what would be a notification; nothing printed can be withdrawn."""

    name = "terminal"

    def __init__(self, out: TerminalOutput, clock_label: Callable[[], str]) -> None:
        """Print to `out`, each time with the label of the time."""
        self._out = out
        self._clock_label = clock_label

    def show(self, bubble: Bubble) -> None:
        """Print it."""
        lines = bubble.body.split("\n")
        body = "\n".join(
            textwrap.fill(line, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT) for line in lines
        )
        self._out.say(f"\n{self._clock_label()}  {bubble.title}\n{body}")

    def withdraw(self) -> None:
        """Leave what is printed."""

    def close(self) -> None:
        """Leave what is printed."""


class TerminalInput:
    """Reads the words typed on standard input; a `Source`. The end of the input ends nothing else."""

    def __init__(self, descriptor: int, on_words: OnWords) -> None:
        """Read lines from this descriptor."""
        self._descriptor = descriptor
        self._on_words = on_words
        self._begun = b""

    def fileno(self) -> int:
        """Return the descriptor, -1 after the end of the input."""
        return self._descriptor

    def due(self) -> float | None:
        """Return None: it waits for words only."""
        return None

    def ready(self) -> None:
        """Read what was typed."""
        try:
            data = os.read(self._descriptor, 4096)
        except OSError:
            data = b""
        if not data:
            self._descriptor = -1
            data = b"\n"  # the last line may have no end
        *lines, self._begun = (self._begun + data).split(b"\n")
        for line in lines:
            if words := _split(line.decode(errors="replace")):
                self._on_words(words)


def _split(line: str) -> list[str]:
    """Split a line as a shell would; the program's own name in front may be typed or left out."""
    import shlex

    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return words[1:] if words[:1] == ["sitbreak"] else words
