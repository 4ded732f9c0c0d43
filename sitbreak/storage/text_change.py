"""A change of ours to a text that people edit, too, and how to undo it once they have edited other lines."""

from collections.abc import Sequence

from sitbreak.core.values import frozen


@frozen
class TextChange:
    """A change of ours.

    Attributes:
        before: the whole text before it.
        after: the whole text after it.
    """

    before: str
    after: str

    def undone_in(self, text: str) -> str | None:
        """Return a text without this change; None if somebody has changed the same lines since.

        Args:
            text: what the text is now. Lines of ours that have moved are found where they are nearest; an
                editor may have given all lines other ends, which stay.
        """
        if text == self.after:
            return self.before
        before, after, lines = (
            whole.replace("\r\n", "\n").split("\n") for whole in (self.before, self.after, text)
        )
        head = _shared(before, after)
        tail = _shared(before[head:][::-1], after[head:][::-1])
        old, new = before[head : len(before) - tail], after[head : len(after) - tail]
        places = [i for i in range(len(lines) - len(new) + 1) if lines[i : i + len(new)] == new]
        if not new or not places:
            return None
        place = min(places, key=lambda place: abs(place - head))
        lines[place : place + len(new)] = old
        return ("\r\n" if "\r\n" in text else "\n").join(lines)


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many lines both begin with."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
