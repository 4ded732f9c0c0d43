"""The help as a page: for the person first, commands last."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from sitbreak import __version__
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library
from sitbreak.core.tray_view import IconName, TrayIcon
from sitbreak.core.values import frozen
from sitbreak.core.words import help as words
from sitbreak.core.words import page as tip_words
from sitbreak.pages.html import data_uri, heading, page, pairs, paragraph

_HOURS = """\
[working_hours]
monday = ["09:00-12:30", "13:30-18:00"]
tuesday = ["09:00-12:30"]"""

_TIP = """\
[[tip]]
id = "chin-back"
topic = "posture"
title = "{title}"
body = "{body}"
source = "{source}\""""


@frozen
class Help:
    """What the help shows of this computer.

    Attributes:
        settings: those in force.
        library: has the article's sections that tips rest on.
        own_tips: where the person's own tips are written.
        images: every picture of the tray, as a PNG file.
        commands: each command as it is typed, and what it does.
    """

    settings: Settings
    library: Library
    own_tips: Path
    images: Mapping[TrayIcon, bytes]
    commands: Iterable[tuple[str, str]]


def icons() -> list[TrayIcon]:
    """Return the pictures of the tray that the help shows."""
    return [TrayIcon(state.icon, state.step) for state in words.icon_states()]


def help_page(content: Help) -> str:
    """Return the page that explains sitbreak."""
    settings = content.settings
    headings = dict.fromkeys(fact.heading for fact in content.library.facts.values())
    return page(
        words.title(),
        heading("sitbreak", level=1),
        paragraph(words.purpose(settings.interval)),
        paragraph(words.enough(settings.break_length)),
        heading(words.reminder()),
        _choices(words.choices(settings.snooze)),
        paragraph(words.ignored()),
        heading(words.icon()),
        paragraph(words.click()),
        pairs("icons", _icon_rows(content)),
        heading(words.back_hurts()),
        f"<p>{words.without_stretches(_entry)}</p>",
        paragraph(tip_words.symptoms()),
        paragraph(words.no_diagnosis()),
        heading(words.history()),
        f"<p>{words.history_explained(_entry)}</p>",
        heading(words.changes()),
        _choices(words.changes_in_menu()),
        heading(words.working_hours(), level=3),
        f"<p>{words.working_hours_explained(_entry)}</p>",
        _example(_HOURS),
        heading(words.own_tips(), level=3),
        f"<p>{words.own_tips_explained(_entry, _code(str(content.own_tips)))}</p>",
        _example(
            _TIP.format(title=words.own_tip_title(), body=words.own_tip_body(), source=words.own_tip_source())
        ),
        heading(words.privacy()),
        paragraph(words.stays_here()),
        heading(words.commands()),
        paragraph(words.every_entry_is_a_command()),
        pairs("list", ((_code(typed), escape(does)) for typed, does in content.commands)),
        footer="\n".join(
            paragraph(text)
            for text in (words.version(__version__), tip_words.disclaimer(), words.sections(headings))
        ),
    )


def _icon_rows(content: Help) -> Iterable[tuple[str, str]]:
    """Yield every picture that the person may see: that of standing only once they use it."""
    for state in words.icon_states():
        if state.icon is IconName.STANDING and not content.settings.standing_desk:
            continue
        address = data_uri(content.images[TrayIcon(state.icon, state.step)])
        picture = f'<img src="{address}" alt="{escape(state.look)}">'
        yield f"{picture}{escape(state.name)}", escape(state.meaning)


def _choices(rows: Iterable[tuple[str, str]]) -> str:
    return pairs("choices", ((escape(term), escape(meaning)) for term, meaning in rows))


def _entry(label: str) -> str:
    return f"<em>{escape(label)}</em>"


def _code(typed: str) -> str:
    return f"<code>{escape(typed)}</code>"


def _example(lines: str) -> str:
    return f"<pre><code>{escape(lines)}</code></pre>"
