r"""Text from outside (a file, another program, an argument), made safe to show to a person.

An escape sequence steers a terminal, a line break forges the next line of a log, and some characters of
Unicode reverse what follows. Such characters are shown as Python writes them: `\x1b`, `\n`, `\u202e`.

Two layers, so that neither has to be remembered: every sentence escapes what is put into it
(`core/words/language.py`), and every way out (terminal, log, notification) escapes what is left.
"""

import re

# Source: "Trojan Source", CVE-2021-42574: the characters that embed, override or isolate a direction.
# Marks of direction stay, and so do joiners and soft hyphens: sentences of some languages need them.
_HIDDEN = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"


def printable(text: str) -> str:
    """Return a text of any number of lines with everything escaped that does not show."""
    if text.isprintable():  # nearly every text, at no cost worth naming
        return text
    return re.sub(_HIDDEN, lambda hidden: hidden[0].encode("unicode_escape").decode(), text)


def one_line(text: str) -> str:
    """Return the same as one line: a line break is escaped, too."""
    return printable(text).replace("\n", r"\n")


def is_plain(text: str) -> bool:
    """Return whether nothing in a text of one line would be escaped."""
    return one_line(text) == text
