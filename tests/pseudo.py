"""A language that nobody speaks: what is marked for translation is longer, accented and in ⟦ ⟧.

What is seen without these brackets is not marked. Long words show where a text has no room.
"""

import re
from dataclasses import replace

from sitbreak.core.tips import Library
from sitbreak.core.words.language import English

_ACCENTED = str.maketrans("AEIOUaeiounc", "ÀËÏÖÜàëïöüñç")
_CHOICES = {"small", "y yes", "n no"}
"""Messages that are no text, but a choice."""


class Pseudo(English):
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        """See `Catalogue`."""
        return pseudo(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """See `Catalogue`."""
        return pseudo(super().ngettext(singular, plural, n))

    def pgettext(self, context: str, message: str) -> str:
        """See `Catalogue`."""
        return pseudo(super().pgettext(context, message))


def pseudo(message: str) -> str:
    """Translate a message: 40 % longer, with its placeholders, access key and surrounding space."""
    if message in _CHOICES or not re.search("[A-Za-z]", re.sub(r"{.*?}", "", message)):
        return message
    parts = re.split(r"({[^}]*}|&.|\s+$|^\s+)", message)
    accented = "".join(part if number % 2 else part.translate(_ACCENTED) for number, part in enumerate(parts))
    body = accented.strip()
    start, end = accented[: accented.index(body)], accented[accented.index(body) + len(body) :]
    longer = " ".join(["ẽẽẽẽẽ"] * round(0.4 * len(message) / 6))
    return f"{start}⟦{body}{' ' if longer else ''}{longer}⟧{end}"


def in_pseudo(library: Library) -> Library:
    """Translate tips, too, but no longer than tips may be."""
    tips = tuple(
        replace(
            tip,
            title=f"⟦{tip.title}⟧",
            body=f"⟦{tip.body}⟧",
            caution=tip.caution and f"⟦{tip.caution}⟧",
            steps=tuple(f"⟦{step}⟧" for step in tip.steps),
        )
        for tip in library.tips
    )
    facts = {
        name: replace(fact, heading=f"⟦{fact.heading}⟧", fact=f"⟦{fact.fact}⟧")
        for name, fact in library.facts.items()
    }
    return Library(tips, facts)


def unmarked(text: str) -> str:
    """Return what of a text is not in brackets, without digits, signs and names that stay."""
    while (rest := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = rest
    text = re.sub(r"sitbreak|settings\.toml|~?/\S+", "", text.replace("\u200b", ""))
    return " ".join(re.findall(r"[A-Za-z]{2,}", text))
