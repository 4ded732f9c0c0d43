"""The language that sentences are written in; the program sets it once, before it says anything.

A catalogue is a translations object of the standard library's `gettext`. The core reads no files, so the
program loads it and hands it in:

    use(Language(gettext.translation("sitbreak", folder, [code]), has_twelve_hours))

A language whose lengths, lists or times need more than a translated pattern subclasses `Language`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from string import Formatter
from typing import Protocol

from sitbreak.core.outside import one_line


class Catalogue(Protocol):
    """What is used of `gettext.NullTranslations` and its subclasses."""

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


class Language:
    """A catalogue, and how lengths, lists and times of day are written.

    Attributes:
        catalogue: the translated sentences.
    """

    def __init__(
        self, catalogue: Catalogue | None = None, has_twelve_hours: Callable[[], bool] = lambda: False
    ) -> None:
        """Write sentences from this catalogue.

        Args:
            catalogue: the translated sentences; English if there is none.
            has_twelve_hours: returns whether the person's clock shows 4:44 PM or 16:44.
        """
        self.catalogue = catalogue or English()
        self._has_twelve_hours = has_twelve_hours

    @cached_property
    def twelve_hours(self) -> bool:
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
        return " ".join(parts)

    def exact_length(self, length: timedelta) -> str:
        """Write a length of time to the second: `1 h 30 min`, `2 min 30 s`."""
        minutes, seconds = divmod(int(length.total_seconds()), 60)
        written = self.length(timedelta(minutes=minutes)) if minutes else ""
        if seconds or not minutes:
            written += " " + self.length(timedelta(seconds=seconds))
        return written.strip()

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
        return " ".join(parts)

    def time_of_day(self, local: datetime, *, seconds: bool) -> str:
        """Write a local time as the person's clock shows it."""
        hour = local.hour
        after = f"{local:%M:%S}" if seconds else f"{local:%M}"
        if not self.twelve_hours:
            return f"{hour:02}:{after}"
        time = f"{hour % 12 or 12}:{after}"
        return _("{time} AM").format(time=time) if hour < 12 else _("{time} PM").format(time=time)

    def listed(self, items: Sequence[str]) -> str:
        """Join items as a sentence does: `a, b and c`."""
        *most, last = items
        if not most:
            return last
        # Translators: the last two items of a list, as in "posture, lifting and moving"
        return _("{most} and {last}").format(most=", ".join(most), last=last)

    def ended(self, text: str) -> str:
        """Return a text that ends as a sentence does: some desktops show a line break as a space."""
        return f"{text}." if text.rstrip(")\"'”")[-1:].isalnum() else text

    def continued(self, sentence: str) -> str:
        """Return a sentence as it goes on after a dash."""
        return sentence[:1].lower() + sentence[1:]


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


def _split(length: timedelta) -> tuple[int, int, int]:
    """Return hours, minutes and, only for less than a minute, seconds."""
    whole = int(length.total_seconds())
    if whole < 60:
        return 0, 0, whole
    return whole // 3600, whole // 60 % 60, 0
