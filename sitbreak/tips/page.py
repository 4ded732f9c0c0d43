"""A tip, or the help, as one local HTML page: no script, no network, nothing beside the file itself.

The page follows the browser's light or dark colours and its text size, and prints in black on white.
"""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from sitbreak.core.tips import Library, Tip
from sitbreak.core.words import card, menu, sore_back
from sitbreak.core.words import page as words
from sitbreak.tips.pictures import media_type

_STYLE = Path(__file__).with_name("page.css")

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def tip_page(tip: Tip, library: Library, images: Mapping[str, bytes] | None = None) -> str:
    """Return the page of one tip: what to do, how, and where it comes from.

    Args:
        tip: the tip.
        library: has the facts it rests on.
        images: see `sitbreak.tips.pictures.page_images`; they become part of the page.
    """
    caution = f"<strong>{escape(words.take_care())}</strong> {escape(tip.caution)}"
    return _page(
        tip.title,
        f'<p class="topic">{escape(menu.topic(tip.topic))}</p>',
        _heading(tip.title, level=1),
        _picture(images) if images else "",
        _paragraph(tip.body),
        f'<p class="caution">{caution}</p>' if tip.caution else "",
        *_how(tip),
        *_origin(tip, library),
        footer=f"{_paragraph(words.disclaimer())}\n{_paragraph(words.symptoms())}",
    )


def help_page(commands: Iterable[tuple[str, str]]) -> str:
    """Return the page that explains sitbreak.

    Args:
        commands: each command as it is typed, and what it does.
    """
    return _page(
        words.help_title(),
        _heading("sitbreak", level=1),
        *map(_paragraph, words.introduction()),
        _heading(words.back_hurts()),
        f"<p>{sore_back.explained(_entry, _code)}</p>",
        _paragraph(words.symptoms()),
        _paragraph(words.no_diagnosis()),
        _heading(words.icon()),
        _pairs("list", ((escape(look), escape(meaning)) for look, meaning in words.icon_states())),
        _heading(words.commands()),
        _paragraph(words.every_entry_is_a_command()),
        _pairs("list", ((_code(typed), escape(does)) for typed, does in commands)),
        _heading(words.privacy()),
        _paragraph(words.stays_here()),
        footer=_paragraph(words.disclaimer()),
    )


def _entry(label: str) -> str:
    return f"<em>{escape(label)}</em>"


def _code(typed: str) -> str:
    return f"<code>{escape(typed)}</code>"


def _picture(images: Mapping[str, bytes]) -> str:
    """Return the picture. It shows what the steps say, so screen readers skip it."""
    from base64 import b64encode  # only pages with a picture need it

    data = {
        kind: f"data:{media_type(image)};base64,{b64encode(image).decode()}" for kind, image in images.items()
    }
    if "own" in data:
        return f'<p class="figure"><img src="{data["own"]}" alt=""></p>'
    still = "(prefers-reduced-motion: reduce) and (prefers-color-scheme: light)"
    return f"""\
<picture class="figure">
<source media="{still}" srcset="{data["mono"]}">
<source media="(prefers-color-scheme: dark)" srcset="{data["dark"]}">
<img src="{data["light"]}" alt="">
</picture>"""


def _how(tip: Tip) -> list[str]:
    """Return the section with the steps and how long, how often and on which side."""
    durations = [
        *([(words.hold(), card.seconds(tip.hold_seconds))] if tip.hold_seconds else []),
        *([(words.side(), card.order(tip.sides))] if tip.sides else []),
        *([(words.repeat(), _times(tip.repetitions, tip.sides))] if tip.repetitions else []),
    ]
    if not (tip.steps or durations):
        return []
    section = [_heading(words.how_to_do_it())]
    if tip.steps:
        steps = "\n".join(f"<li>{escape(step)}</li>" for step in tip.steps)
        section.append(f'<ol role="list">\n{steps}\n</ol>')
    if durations:
        section.append(_pairs("measure", ((escape(name), escape(text)) for name, text in durations)))
    if tip.facts:
        section.append(f'<p class="mark">{escape(card.how())}</p>')
    return section


def _times(repetitions: int, sides: tuple[str, ...]) -> str:
    return words.times_each_side(repetitions) if len(sides) > 1 else words.times(repetitions)


def _origin(tip: Tip, library: Library) -> list[str]:
    """Return the section on where the tip's claims come from."""
    section = [_heading(words.origin())]
    heading = ""
    for fact in (library.facts[name] for name in tip.facts):
        if fact.heading != heading:
            heading = fact.heading
            section.append(f'<p class="cite">{escape(words.section(heading))}</p>')
        section.append(f"<blockquote>{_paragraph(fact.fact)}</blockquote>")
    if tip.source:
        section.append(_paragraph(card.from_source(tip.source)))
    return section


def _heading(text: str, *, level: int = 2) -> str:
    return f"<h{level}>{escape(text)}</h{level}>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _pairs(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms and meanings, both of them HTML."""
    rows = "\n".join(f"<div><dt>{term}</dt><dd>{meaning}</dd></div>" for term, meaning in pairs)
    return f'<dl class="{kind}">\n{rows}\n</dl>'


def _page(title: str, *sections: str, footer: str) -> str:
    """Return a whole page; its policy forbids everything but its own style."""
    body = "\n".join(section for section in sections if section)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} – sitbreak</title>
<style>
{_STYLE.read_text("utf-8")}</style>
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
