"""A tip as a page."""

from collections.abc import Mapping
from html import escape

from sitbreak.core.tips import Library, Tip
from sitbreak.core.words import card, language, menu
from sitbreak.core.words import page as words
from sitbreak.pages.html import data_uri, heading, page, pairs, paragraph


def tip_page(tip: Tip, library: Library, images: Mapping[str, bytes] | None = None) -> str:
    """Return the page of one tip: what to do, how, and where it comes from.

    Args:
        tip: the tip.
        library: has the facts it rests on.
        images: see `sitbreak.tips.pictures.page_images`; they become part of the page.
    """
    facing = language.current().facing
    caution = f"<strong>{escape(words.take_care())}</strong> {escape(words.caution(tip.caution))}"
    return page(
        tip.title,
        f'<p class="topic">{escape(menu.topic(tip.topic))}</p>',
        heading(facing(tip.title), level=1),
        _picture(images) if images else "",
        paragraph(facing(tip.body)),
        f'<p class="caution">{caution}</p>' if tip.caution else "",
        *_how(tip),
        *_origin(tip, library),
        footer=f"{paragraph(words.disclaimer())}\n{paragraph(words.symptoms())}",
    )


def _picture(images: Mapping[str, bytes]) -> str:
    """Return the picture. It shows what the steps say, so screen readers skip it."""
    data = {kind: data_uri(image) for kind, image in images.items()}
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
    section = [heading(words.how_to_do_it())]
    if tip.steps:
        steps = "\n".join(f"<li>{escape(language.current().facing(step))}</li>" for step in tip.steps)
        section.append(f'<ol role="list">\n{steps}\n</ol>')
    if durations:
        section.append(pairs("measure", ((escape(name), escape(text)) for name, text in durations)))
    if tip.facts:
        section.append(f'<p class="mark">{escape(card.how())}</p>')
    return section


def _times(repetitions: int, sides: tuple[str, ...]) -> str:
    return words.times_each_side(repetitions) if len(sides) > 1 else words.times(repetitions)


def _origin(tip: Tip, library: Library) -> list[str]:
    """Return the section on where the tip's claims come from."""
    section = [heading(words.origin())]
    cited = ""
    for fact in (library.facts[name] for name in tip.facts):
        if fact.heading != cited:
            cited = fact.heading
            section.append(f'<p class="cite">{escape(words.section(cited))}</p>')
        section.append(f"<blockquote>{paragraph(fact.fact)}</blockquote>")
    if tip.source:
        section.append(paragraph(card.from_source(tip.source)))
    return section
