"""The page of a tip in the browser. Plain text; the page adds the markup."""

from sitbreak.core.words import language
from sitbreak.core.words.language import _, ngettext


def take_care() -> str:
    """Title a tip's caution."""
    return _("Take care:")


def caution(text: str) -> str:
    """Write a tip's caution, which follows its title."""
    return language.current().after_colon(text)


def how_to_do_it() -> str:
    """Title the steps."""
    return _("How to do it")


def hold() -> str:
    """Title how long to hold."""
    return _("Hold")


def side() -> str:
    """Title the order of sides."""
    return _("Side")


def repeat() -> str:
    """Title how often to do it."""
    return _("Repeat")


def times(count: int) -> str:
    """Write how often to do it."""
    return ngettext("once", "{count} times", count).format(count=count)


def times_each_side(count: int) -> str:
    """Write how often to do it on each side."""
    return ngettext("once on each side", "{count} times on each side", count).format(count=count)


def origin() -> str:
    """Title where a tip comes from."""
    return _("Where this comes from")


def section(heading: str) -> str:
    """Introduce what a section of the article says."""
    return _("In our own words, from the article's section “{heading}”:").format(heading=heading)


def disclaimer() -> str:
    """Say what kind of advice this is."""
    return _(
        "sitbreak takes its advice on sitting, posture, lifting and stretching from one article about "
        "massage therapy for sciatica. It is general information, not reviewed by a clinician."
    )


def symptoms() -> str:
    """Say what the article advises about symptoms."""
    return _(
        "The article lists numbness, tingling and muscle weakness among the symptoms of sciatica, and "
        "advises a proper diagnosis by a health professional."
    )
