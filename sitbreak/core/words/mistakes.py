"""The notification about what is wrong in the person's files."""

from collections.abc import Sequence

from sitbreak.core.words import files, language
from sitbreak.core.words.language import _


def title(names: Sequence[str]) -> str:
    """Return the title of the notification about one file or two."""
    if len(names) == 1:
        return _("Please check {file}").format(file=names[0])
    return _("Please check {file} and {other}").format(file=names[0], other=names[1])


def first(problems: Sequence[str], most: int) -> str:
    """Return the first problem of a file and how many more there are, in at most `most` characters."""
    more = (files.more_problems(len(problems) - 1),) if len(problems) > 1 else ()
    most -= sum(map(len, more)) + len(more)
    line = problems[0]
    return language.lines(line if len(line) <= most else f"{line[: most - 1]}\u2026", *more)
