"""What our pages share: complete, local HTML without script, network or a file beside it.

A page follows the browser's light or dark colours and its text size, and prints in black on white.
"""

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from pathlib import Path

from sitbreak.core.words import language
from sitbreak.tips.pictures import media_type

_HERE = Path(__file__).parent

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def heading(text: str, *, level: int = 2) -> str:
    """Return a heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{escape(text)}</p>"


def pairs(kind: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms and meanings, both of them HTML."""
    lines = "\n".join(f"<div><dt>{term}</dt><dd>{meaning}</dd></div>" for term, meaning in rows)
    return f'<dl class="{kind}">\n{lines}\n</dl>'


def style_sheet(name: str) -> str:
    """Return one of our style sheets."""
    return (_HERE / f"{name}.css").read_text("utf-8")


def data_uri(image: bytes) -> str:
    """Return an address that holds the image itself."""
    return f"data:{media_type(image)};base64,{b64encode(image).decode()}"


def page(title: str, *sections: str, footer: str, style: str = "") -> str:
    """Return a whole page; its policy forbids everything but its own style and its own images.

    Args:
        title: what the browser shows as its name.
        sections: HTML; what is empty is left out.
        footer: HTML.
        style: CSS, in addition to that of all pages.
    """
    body, spoken = "\n".join(section for section in sections if section), language.current()
    return f"""\
<!DOCTYPE html>
<html lang="{spoken.tag}" dir="{"rtl" if spoken.is_right_to_left else "ltr"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} – sitbreak</title>
<style>
{style_sheet("page")}{style}</style>
</head>
<body>
<main>
{body}
</main>
<footer>
{footer}
</footer>
</body>
</html>
"""
