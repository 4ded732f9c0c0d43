"""Damage to a file: cut at every byte, every byte changed; and which parts it has nothing to do with."""

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.faults.fault import TRIES

_TELLING = b"\0\n \"#'+,-.09:=E[\\]e{}~\x7f\x80\xe2\xff"
"""JSON, TOML and UTF-8 make something of each of these."""
_EACH = min(TRIES, 256)
"""How many other values each byte gets."""
Damage = Callable[[bytes], Iterator[tuple[range, bytes]]]
"""Yields damaged versions of a file, each with the places of the bytes that are lost."""


def cuts(data: bytes) -> Iterator[tuple[range, bytes]]:
    """Cut a file at every byte."""
    for end in range(len(data)):
        yield range(end, len(data)), data[:end]


def changes(data: bytes) -> Iterator[tuple[range, bytes]]:
    """Change every byte of a file."""
    for place, byte in enumerate(data):
        telling = Random(place).sample(_TELLING, min(_EACH, len(_TELLING)))
        for value in telling if len(_TELLING) >= _EACH else range(_EACH):
            if value != byte:
                yield range(place, place + 1), data[:place] + bytes([value]) + data[place + 1 :]


class Parts:
    """The named parts of a text, one after the other."""

    def __init__(self, text: str, start: str, between: int) -> None:
        """Find the parts.

        Args:
            text: the whole text.
            start: what each part starts with; the group is its name.
            between: bytes before it that belong to the part before as well, such as a comma and a line break.
        """
        assert text.isascii(), "or places in bytes and in text differ"
        self._between = between
        found = list(re.finditer(start, text, re.MULTILINE))
        ends = [*(match.start() for match in found[1:]), len(text)]
        self._spans = [(match[1], match.start(), end) for match, end in zip(found, ends, strict=True)]

    def untouched(self, lost: range) -> set[str]:
        """Return the names of the parts that have nothing to do with the bytes at these places."""
        return {
            name
            for name, start, end in self._spans
            if end <= lost.start or start - self._between >= lost.stop
        }
