"""A terminal as the desktop: reminders are printed, words typed are commands."""

import os
import shlex
import textwrap
from collections.abc import Callable
from typing import TextIO

from sitbreak.core.effects import Bubble

OnWords = Callable[[list[str]], None]
_WIDTH = 78


class TerminalNotifications:
    """Prints what would be a notification; nothing printed can be withdrawn."""

    name = "terminal"

    def __init__(self, out: TextIO, clock_label: Callable[[], str]) -> None:
        """Print to `out`, each time with the label of the time."""
        self._out = out
        self._clock_label = clock_label

    def show(self, bubble: Bubble) -> None:
        """Print it."""
        lines = textwrap.wrap(bubble.body, _WIDTH - 7)
        print(f"\n{self._clock_label()}  {bubble.title}", file=self._out)
        print(textwrap.indent("\n".join(lines), " " * 7), file=self._out, flush=True)

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
            return
        *lines, self._begun = (self._begun + data).split(b"\n")
        for line in lines:
            if words := _split(line.decode(errors="replace")):
                self._on_words(words)


def _split(line: str) -> list[str]:
    """Split a line as a shell would; the program's own name in front may be typed or left out."""
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    return words[1:] if words[:1] == ["sitbreak"] else words
