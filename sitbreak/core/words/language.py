"""The language that sentences are written in; the program sets it once, before it says anything.

The core reads no files, so the program loads a catalogue and hands it in:

    use(Language(CompiledCatalogue(data), has_twelve_hours, "de"))

How a language writes lists, lengths and times, and joins sentences, are messages of its catalogue like all
others, so a new language is a file, not code.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property, reduce
from string import Formatter
from typing import Protocol

from sitbreak.core.outside import one_line


class Catalogue(Protocol):
    """What is used of the interface of the standard library's `gettext.NullTranslations`."""

    def gettext(self, message: str) -> str:
        """Return the translation of a message."""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form that goes with the number `n`."""

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a message that means different things in different contexts."""


class English:
    """The catalogue of the language that the sentences are written in."""

    def gettext(self, message: str) -> str:
        """See `Catalogue`."""
        return message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """See `Catalogue`."""
        return singular if n == 1 else plural

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002  it has one word for each context
        """See `Catalogue`."""
        return message


OWN_NAME = "English"
"""What speakers of the language call it: the message of that name, in its own words."""

_RIGHT_TO_LEFT_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
"""Source: the Unicode blocks of Hebrew, Arabic and their relatives, and of their presentation forms."""
_LRM, _RLM = "\u200e", "\u200f"
"""Unicode's left-to-right mark and right-to-left mark."""

_CLOSING = ")]\"'\u2019\u201d\u201c\u00bb\u203a\u300d\u300f\uff09 \u00a0\u202f"
"""What may stand behind the last letter of a sentence: quotation marks, brackets, and spaces before them."""

_LONG = 400
_LONGEST_QUOTATION = 100
"""Characters of a sentence in which quotations are cut, and of what is left of them."""


class Sentence(str):
    """A translated message. What is put into it cannot start a line of its own, or steer a terminal."""

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        """Fill in the placeholders."""
        text = super().format(*args, **kwargs)
        is_usual = len(text) < _LONG and text.isprintable()
        return text if is_usual else _Escaping().vformat(self, args, kwargs)


class _Escaping(Formatter):
    """Escapes each value that is filled in, cuts long quotations, and leaves the message as it is."""

    def convert_field(self, value: object, conversion: str | None) -> object:
        text = super().convert_field(value, conversion)
        if conversion == "r" and len(text) > _LONGEST_QUOTATION:
            return f"{text[:_LONGEST_QUOTATION]}\u2026"
        return text

    def format_field(self, value: object, format_spec: str) -> str:
        return one_line(format(value, format_spec))


_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "yi")
"""Languages that are written from right to left."""


class Language:
    """A catalogue, and how lengths, lists and times of day are written.

    Attributes:
        catalogue: the translated sentences.
        code: the language's name, as its catalogue's folder has it: `de`, `pt_BR`.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        has_twelve_hours: Callable[[], bool] = lambda: False,
        code: str = "en",
    ) -> None:
        """Write sentences from this catalogue.

        Args:
            catalogue: the translated sentences; English if there is none.
            has_twelve_hours: returns whether the person's clock shows 4:44 PM or 16:44.
            code: the language's name.
        """
        self.catalogue = catalogue or English()
        self.code = code
        self._has_twelve_hours = has_twelve_hours

    def with_clock(self, *, has_twelve_hours: bool) -> "Language":
        """Return the same language with such a clock."""
        return Language(self.catalogue, lambda: has_twelve_hours, self.code)

    @property
    def own_name(self) -> str:
        """What those who speak the language call it."""
        # Translators: the name of your language in itself, with the country if there are several: Deutsch
        return pgettext("language", "English")

    @property
    def tag(self) -> str:
        """The language's name as HTML and BCP 47 have it: `pt-BR`."""
        return self.code.replace("_", "-")

    @property
    def is_right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        return self.code.partition("_")[0] in _RIGHT_TO_LEFT

    @cached_property
    def has_twelve_hours(self) -> bool:
        """Whether the person's clock shows 4:44 PM or 16:44; looked up for the first time of day."""
        return self._has_twelve_hours()

    def length(self, length: timedelta) -> str:
        """Write a length of time for a menu: `17 min`, `1 h 5 min`, `40 s`."""
        hours, minutes, seconds = _split(length)
        parts = []
        if hours:
            parts.append(_("{count} h").format(count=hours))
        if minutes:
            parts.append(_("{count} min").format(count=minutes))
        if seconds or not parts:
            parts.append(_("{count} s").format(count=seconds))
        return _in_a_row(parts)

    def exact_length(self, length: timedelta) -> str:
        """Write a length of time to the second: `1 h 30 min`, `2 min 30 s`."""
        minutes, seconds = divmod(int(length.total_seconds()), 60)
        parts = [self.length(timedelta(minutes=minutes))] if minutes else []
        if seconds or not minutes:
            parts.append(self.length(timedelta(seconds=seconds)))
        return _in_a_row(parts)

    def spoken_length(self, length: timedelta) -> str:
        """Write a length of time for a sentence: `17 minutes`, `1 hour 5 minutes`, `40 seconds`."""
        hours, minutes, seconds = _split(length)
        parts = []
        if hours:
            parts.append(ngettext("{count} hour", "{count} hours", hours).format(count=hours))
        if minutes:
            parts.append(ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes))
        if seconds or not parts:
            parts.append(ngettext("{count} second", "{count} seconds", seconds).format(count=seconds))
        return _in_a_row(parts)

    def time_of_day(self, local: datetime, *, seconds: bool) -> str:
        """Write a local time as the person's clock shows it."""
        hour = local.hour
        after = f"{local:%M:%S}" if seconds else f"{local:%M}"
        if not self.has_twelve_hours:
            return f"{hour:02}:{after}"
        time = f"{hour % 12 or 12}:{after}"
        return _("{time} AM").format(time=time) if hour < 12 else _("{time} PM").format(time=time)

    def listed(self, items: Sequence[str]) -> str:
        """Join items as a sentence does: `a, b and c`."""
        *most, last = items
        if not most:
            return last
        # Translators: the last two items of a list, as in "posture, lifting and moving"
        return _("{most} and {last}").format(most=self.enumerated(most), last=last)

    def enumerated(self, items: Sequence[str]) -> str:
        """Join items without an *and*: `a, b, c`."""
        # Translators: two items of a list that has no "and", or not yet
        pattern = pgettext("list", "{first}, {second}")
        return reduce(lambda first, second: pattern.format(first=first, second=second), items)

    def sentences(self, *texts: str) -> str:
        """Write sentences one after the other; what is empty is left out."""
        # Translators: two whole sentences in a row; languages without spaces have none here
        pattern = pgettext("sentences", "{first} {second}")
        said = [text for text in texts if text] or [""]
        return reduce(lambda first, second: pattern.format(first=first, second=second), said)

    def ended(self, text: str) -> str:
        """Return a text that ends as a sentence does: some desktops show a line break as a space."""
        if not text.rstrip(_CLOSING)[-1:].isalnum():
            return text
        # Translators: a text without a full stop, and its full stop
        return pgettext("sentence", "{text}.").format(text=text)

    def after_dash(self, sentence: str) -> str:
        """Return a sentence as it goes on after a dash."""
        # Translators: "small" if the second half of "Paused until 10:00 – away since 09:17" has no capital
        # there, although it has one where it stands alone; otherwise "as it is"
        return _begun(sentence, pgettext("first letter after a dash", "small"))

    def after_colon(self, title: str) -> str:
        """Return a tip's title or caution as it goes on after a colon."""
        # Translators: "small" if the title in "When you sit down again: turn the chair" and the caution in
        # "Take care: stop if it hurts." lose their capitals; otherwise "as it is", as where nouns have them
        return self.facing(_begun(title, pgettext("first letter after a colon", "small")))

    def facing(self, text: str) -> str:
        """Return a text of the person's, or a path, as it stands among ours.

        One whose letters all run the other way gets a mark on either side: without, its full stop would be
        at the wrong end, as in an English tip that somebody reads in Arabic.
        """
        runs_from_right = re.search(_RIGHT_TO_LEFT_LETTER, text) is not None
        if runs_from_right == self.is_right_to_left or not any(map(str.isalpha, text)):
            return text
        if runs_from_right and re.search("[A-Za-z]", text):
            return text  # it has letters of ours, too
        mark = _RLM if runs_from_right else _LRM
        return f"{mark}{text}{mark}"


_language = Language()


def use(language: Language) -> None:
    """Write every sentence in this language from now on."""
    global _language  # noqa: PLW0603  a process speaks one language, as with gettext.install
    _language = language


def current() -> Language:
    """Return the language in use."""
    return _language


def lines(*texts: str) -> str:
    """Write each text on a line of its own, so that they stay apart where all run on in one."""
    *most, last = texts
    return "\n".join((*map(_language.ended, most), last))


def _(message: str) -> Sentence:
    """Translate a message."""
    return Sentence(_language.catalogue.gettext(message))


def ngettext(singular: str, plural: str, n: int) -> Sentence:
    """Translate a message whose form depends on the number `n`."""
    return Sentence(_language.catalogue.ngettext(singular, plural, n))


def pgettext(context: str, message: str) -> Sentence:
    """Translate a message that means different things in different contexts."""
    return Sentence(_language.catalogue.pgettext(context, message))


def _begun(text: str, first_letter: str) -> str:
    is_acronym = text[1:2].isupper()
    return text if is_acronym or first_letter != "small" else text[:1].lower() + text[1:]


def joint_of_parts() -> str:
    """Return the word between two parts of a length of time, as in Arabic; none in most languages."""
    return _in_a_row(("", "")).strip()


def _in_a_row(parts: Sequence[str]) -> str:
    """Write the parts of a length of time, the largest first."""
    # Translators: two parts of a length of time, as in "1 h 5 min" or "1 hour 5 minutes"
    pattern = pgettext("length of time", "{larger} {smaller}")
    return reduce(lambda larger, smaller: pattern.format(larger=larger, smaller=smaller), parts)


def _split(length: timedelta) -> tuple[int, int, int]:
    """Return hours, minutes and, only for less than a minute, seconds."""
    whole = int(length.total_seconds())
    if whole < 60:
        return 0, 0, whole
    return whole // 3600, whole // 60 % 60, 0
