"""A tip, or the help, as one local HTML page: no script, no network, nothing beside the file itself.

The page follows the browser's light or dark colours and its text size, and prints in black on white.
"""

from collections.abc import Iterable, Mapping
from html import escape

from sitbreak.core.tips import Library, Tip
from sitbreak.core.words import menu
from sitbreak.tips.pictures import media_type

_STYLE = """\
:root {
  color-scheme: light dark;
  --ground: #f4f6f9; --sheet: #ffffff; --soft: #eef2f6; --line: #dde3ea;
  --ink: #14213d; --quiet: #526072; --accent: #0f766e; --warm: #e8552b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151a; --sheet: #191d24; --soft: #222831; --line: #333b47;
    --ink: #e9eef7; --quiet: #a3afc0; --accent: #3cb8ae; --warm: #ff7a52;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2rem 1rem; background: var(--ground); color: var(--ink);
  font: 1.125rem/1.55 "Noto Sans", "Segoe UI", system-ui, sans-serif; overflow-wrap: break-word;
}
main, footer { max-width: 42rem; margin: 0 auto; }
main { padding: 2.25rem 2.5rem; background: var(--sheet); border-radius: 1.25rem; }
h1 { margin: 0 0 1rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.25rem 0 0.75rem; font-size: 1.15rem; }
p { margin: 0 0 0.75rem; }
.figure { display: block; margin: 0 0 1.25rem; padding: 1rem; border-radius: 1rem;
  background: var(--soft); text-align: center; }
.figure img { width: 20rem; max-width: 100%; height: auto; }
.topic, .mark, footer { color: var(--quiet); }
.topic { margin-bottom: 0.25rem; }
.mark { font-size: 0.95rem; }
.caution { margin: 1.25rem 0 0; padding: 0.6rem 1rem; background: var(--soft);
  border-left: 0.3rem solid var(--warm); border-radius: 0.4rem; }
ol { margin: 0 0 1rem; padding: 0; list-style: none; counter-reset: step; }
li { position: relative; min-height: 2.1rem; margin: 0 0 0.8rem; padding: 0.2rem 0 0 3.1rem;
  counter-increment: step; }
li::before {
  content: counter(step); position: absolute; left: 0; top: 0; width: 2.1rem; line-height: 2.1rem;
  border-radius: 50%; background: var(--soft); color: var(--accent); font-weight: 700; text-align: center;
}
dl { margin: 0 0 1rem; }
.measure { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.measure div { padding: 0.6rem 1.1rem; background: var(--soft); border-radius: 0.8rem; }
.measure dt { color: var(--quiet); font-size: 0.95rem; }
.measure dd { margin: 0; font-weight: 700; }
.list div { padding: 0.55rem 0; border-top: 1px solid var(--line); }
.list dt { font-weight: 700; }
.list dd { margin: 0; }
code { font: 0.95em ui-monospace, "DejaVu Sans Mono", monospace; color: var(--accent); }
blockquote { margin: 0 0 0.6rem; padding-left: 1rem; border-left: 0.2rem solid var(--line); }
.cite { margin: 0 0 0.2rem; color: var(--quiet); }
blockquote p { margin: 0; }
blockquote + .cite { margin-top: 1rem; }
footer { padding: 1.25rem 2.5rem 0; font-size: 0.95rem; }
@media (max-width: 34rem) {
  body { padding: 0; background: var(--sheet); }
  main { padding: 1.5rem 1.25rem; border-radius: 0; }
  footer { padding: 0 1.25rem 1.5rem; }
}
@media print {
  :root { --ground: #fff; --sheet: #fff; --soft: #fff; --line: #999;
    --ink: #000; --quiet: #333; --accent: #000; --warm: #000; }
  body, main, footer { padding: 0; }
  main, footer { max-width: none; }
  footer { padding-top: 1.5rem; }
  li::before, .measure div { border: 1px solid var(--line); }
  li, dl div, blockquote, .caution { break-inside: avoid; }
}
"""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"

_DISCLAIMER = """\
<p>sitbreak takes its advice on sitting, posture, lifting and stretching from one article about sciatica,
which is mainly about massage. It is general information, not reviewed by a clinician.</p>"""

_SYMPTOMS = """\
<p>The article lists numbness, tingling and muscle weakness among the symptoms of sciatica, and advises a
proper diagnosis by a health professional.</p>"""

_INTRODUCTION = """\
<h1>sitbreak</h1>
<p>sitbreak sits in the tray, knows how long you have been sitting, and gets you up in time: after 20 to 30
minutes, at a moment when you are not typing. Each reminder brings a tip.</p>
<p>Stay away for two minutes and that was your break: the clock starts again at zero, and there is nothing to
click. Both times can be changed in the settings.</p>"""


def _hurting_back() -> str:
    return f"""\
<h2>When your back hurts</h2>
<p>Choose <em>{menu.no_stretches()}</em> in the menu, or type <code>sitbreak stretches off</code>: tips are
about posture and moving only, until four in the morning. It ends by itself, or earlier with
<code>sitbreak stretches on</code>.</p>
{_SYMPTOMS}
<p>What your pain means is not for sitbreak to say.</p>"""


_PRIVACY = """\
<h2>Privacy</h2>
<p>sitbreak never uses the network. It knows how long ago the last key or mouse input was, never which one.
All that it remembers stays in your own files on this computer.</p>"""

_ICON_STATES = (
    ("A ring around a seated figure", "You are sitting. The ring fills towards the end of your interval."),
    ("An amber ring", "A reminder can come any moment: as soon as you stop typing, at the end anyway."),
    ("A full disc with an arrow up", "A reminder is out. It is time to get up."),
    ("A ring with a Z", "You have snoozed the reminder."),
    ("A ring with two bars", "Reminders are paused, or one is waiting, for example for a call to end."),
    ("A full disc with a figure, arms up", "You are on a break, or away."),
    (
        "A ring with a question mark",
        "sitbreak cannot tell here whether you are at the desk; all time at the computer counts as sitting.",
    ),
)


def tip_page(tip: Tip, library: Library, pictures: Mapping[str, bytes] | None = None) -> str:
    """Return the page that shows one tip: what to do, how, and where it comes from.

    Args:
        tip: the tip.
        library: knows the facts it rests on.
        pictures: its figure as WebP, for `light` and `dark` grounds (these may move), and `mono`, which never
            moves; or `own`, the person's own image. They become part of the page.
    """
    caution = (
        f'<p class="caution"><strong>Take care:</strong> {escape(tip.caution)}</p>' if tip.caution else ""
    )
    return _page(
        tip.title,
        f'<p class="topic">{escape(tip.topic.capitalize())}</p>',
        f"<h1>{escape(tip.title)}</h1>",
        _figure(pictures) if pictures else "",
        f"<p>{escape(tip.body)}</p>",
        caution,
        *_how(tip),
        *_origin(tip, library),
        footer=f"{_DISCLAIMER}\n{_SYMPTOMS}",
    )


def help_page(commands: Iterable[tuple[str, str]]) -> str:
    """Return the page that explains sitbreak.

    Args:
        commands: each command as it is typed, and what it does.
    """
    typed = ((f"<code>{escape(command)}</code>", escape(meaning)) for command, meaning in commands)
    icons = ((escape(look), escape(meaning)) for look, meaning in _ICON_STATES)
    return _page(
        "Help",
        _INTRODUCTION,
        _hurting_back(),
        "<h2>What the icon shows</h2>",
        _pairs("list", icons),
        "<h2>Commands</h2>",
        "<p>All that the menu does, a terminal can do, too.</p>",
        _pairs("list", typed),
        _PRIVACY,
        footer=_DISCLAIMER,
    )


def _figure(pictures: Mapping[str, bytes]) -> str:
    """Return the figure; it shows what the steps say in words, so a screen reader passes it over."""
    from base64 import b64encode

    data = {
        kind: f"data:{media_type(image)};base64,{b64encode(image).decode()}"
        for kind, image in pictures.items()
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
    measures = [
        (
            "Hold",
            f"{tip.hold_seconds} second{'s' if tip.hold_seconds != 1 else ''}" if tip.hold_seconds else "",
        ),
        ("Side", ", then ".join(tip.sides)),
        ("Repeat", _times(tip)),
    ]
    given = [(escape(name), escape(measure)) for name, measure in measures if measure]
    if not (tip.steps or given):
        return []
    section = ["<h2>How to do it</h2>"]
    if tip.steps:
        steps = "\n".join(f"<li>{escape(step)}</li>" for step in tip.steps)
        section.append(f'<ol role="list">\n{steps}\n</ol>')
    if given:
        section.append(_pairs("measure", given))
    if tip.facts:
        section.append('<p class="mark">How: common practice, not from the article.</p>')
    return section


def _times(tip: Tip) -> str:
    if tip.repetitions is None:
        return ""
    times = "once" if tip.repetitions == 1 else f"{tip.repetitions} times"
    return f"{times} each side" if len(tip.sides) > 1 else times


def _origin(tip: Tip, library: Library) -> list[str]:
    """Return the section that says where the tip's claims come from."""
    section = ["<h2>Where this comes from</h2>"]
    heading = ""
    for fact in (library.facts[name] for name in tip.facts):
        if fact.heading != heading:
            heading = fact.heading
            section.append(
                f'<p class="cite">The article, in \u201c{escape(heading)}\u201d, in our words:</p>'
            )
        section.append(f"<blockquote><p>{escape(fact.fact)}</p></blockquote>")
    if tip.source:
        section.append(f"<p>Your own tip. Its source: {escape(tip.source)}</p>")
    return section


def _pairs(kind: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms and meanings, both HTML already."""
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
<title>{escape(title)} - sitbreak</title>
<style>
{_STYLE}</style>
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
