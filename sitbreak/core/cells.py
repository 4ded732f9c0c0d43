"""The cells of a table in a terminal, where signs of Chinese and Japanese are two columns wide."""


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Source: Unicode Standard Annex 11, "East Asian Width".
    """
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # 1 MB of tables, for few languages

    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "FW" else 1 for sign in text)


def at_left(text: str, width: int) -> str:
    """Return a cell of this many columns with the text at its left."""
    return text + " " * (width - columns(text))


def at_right(text: str, width: int) -> str:
    """Return a cell of this many columns with the text at its right."""
    return " " * (width - columns(text)) + text
