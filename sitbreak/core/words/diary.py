"""The back diary: it asks, and never judges an answer."""

from sitbreak.core.words.language import _


def question() -> str:
    """Ask."""
    return _("How is your back today?")


def explained() -> str:
    """Explain the numbers."""
    return _("0 is no pain at all, 10 is the worst pain. Your answers stay on this computer.")


def kept_here() -> str:
    """Say in the window where answers go."""
    return _("Your answers stay on this computer, in your history.")


def spoken(pain: int) -> str:
    """Name an answer for a screen reader."""
    if pain == 0:
        return _("0 of 10, no pain")
    if pain == 10:
        return _("10 of 10, worst pain")
    return _("{pain} of 10").format(pain=pain)


def answer() -> str:
    """Label what opens the answers."""
    return _("Answer…")


def not_today() -> str:
    """Label the answer that is none."""
    return _("Not today")


def entry() -> str:
    """Title the menu of answers."""
    return _("My back today")


def number(pain: int) -> str:
    """Label an answer in the menu."""
    if pain == 0:
        return _("0 – no pain")
    if pain == 10:
        return _("10 – worst pain")
    return str(pain)


def no_pain() -> str:
    """Explain the lowest answer, below it."""
    return _("no pain")


def worst_pain() -> str:
    """Explain the highest answer, below it."""
    return _("worst pain")


def close() -> str:
    """Label what closes the window without an answer."""
    return _("&Close")


def noted(pain: int) -> str:
    """Confirm an answer."""
    return _("Noted for today: {pain} of 10.").format(pain=pain)


def noted_not_today() -> str:
    """Confirm the answer that is none."""
    return _("Nothing noted for today.")


def no_such_answer(written: object) -> str:
    """Reject what is no answer."""
    return _("{written!r} is not a number from 0 to 10").format(written=written)


def in_the_menu() -> str:
    """Say where to answer without a window."""
    return _("Answer in the menu of sitbreak's icon: “My back today”.")


def needs_sitbreak() -> str:
    """Report in the window that nothing could be noted."""
    return _("sitbreak isn't running, so nothing was noted.")
