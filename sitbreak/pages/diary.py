"""The back diary's question as a page, where there is no window: it says where to answer."""

from sitbreak.core.words import diary as words
from sitbreak.pages.html import heading, page, paragraph


def diary_page() -> str:
    """Return the page."""
    return page(
        words.question(),
        heading(words.question(), level=1),
        paragraph(words.in_the_menu()),
        footer=paragraph(words.explained()),
    )
