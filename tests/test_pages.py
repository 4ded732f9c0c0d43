"""What must be true of the tip page and the help page."""

import re
import tomllib
from base64 import b64encode
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sitbreak import __version__
from sitbreak.core.settings import parse_settings
from sitbreak.core.tips import Library, Tip, parse_tips
from sitbreak.core.tray_view import IconName
from sitbreak.pages.help import Help, help_page, icons
from sitbreak.pages.tip import tip_page
from sitbreak.tips.files import load_library
from tests.core.story import with_settings

LIBRARY, _ = load_library(None)
NASTY = "<b>&\"'</b>"
VOID = {"meta", "img"}
OWN_TIPS = Path("/home/lisa/.config/sitbreak/tips.toml")


class Page(HTMLParser):
    """Parses a page strictly: every tag is closed, in order; keeps the text that people see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += f" {data}"


def shipped(tip_id: str) -> Tip:
    tip = LIBRARY.find(tip_id)
    assert tip
    return tip


PNG = b"\x89PNG\r\n\x1a\n a picture"


def make_help(*commands: tuple[str, str], **settings: Any) -> str:
    """Return the help of somebody with these settings."""
    images = dict.fromkeys(icons(), PNG)
    return help_page(Help(with_settings(**settings), LIBRARY, OWN_TIPS, images, commands))


ALL_PAGES = [
    *(pytest.param(tip_page(tip, LIBRARY), id=tip.id) for tip in LIBRARY.tips),
    pytest.param(make_help(), id="help"),
]


@pytest.mark.parametrize("html", ALL_PAGES)
def test_a_page_is_complete_and_loads_nothing_from_outside(html: str) -> None:
    page = Page(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr">')
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert not {"script", "link", "iframe", "object", "a"} & set(page.tags)
    assert all(source.startswith("data:image/") for source in re.findall(r'src="([^"]*)', html))
    assert not re.search(r"https?:|//|url\(|@import|javascript|\son\w+=", html)
    assert "default-src 'none'" in html


@pytest.mark.parametrize("html", ALL_PAGES)
def test_every_page_says_what_kind_of_advice_this_is(html: str) -> None:
    text = Page(html).text
    assert "general information" in text
    assert "not reviewed by a clinician" in text
    assert "numbness, tingling and muscle weakness" in text
    assert "diagnosis by a health professional" in text


def test_a_stretch_shows_what_to_do_how_and_when_to_stop() -> None:
    tip = shipped("piriformis-seated")
    page = Page(tip_page(tip, LIBRARY))
    for text in (tip.title, tip.body, "Take care: stop if it hurts.", *tip.steps):
        assert text in page.text
    assert page.tags.count("li") == len(tip.steps)
    assert "Hold 20 seconds Side right, then left Repeat 2 times on each side" in page.text
    assert "How: common practice, not from the article" in page.text


def test_a_tip_says_where_in_the_article_its_claims_are() -> None:
    text = Page(tip_page(shipped("home-exercises"), LIBRARY)).text
    for name in shipped("home-exercises").facts:
        assert LIBRARY.facts[name].heading in text
        assert LIBRARY.facts[name].fact in text


def test_a_section_with_two_facts_is_named_once() -> None:
    text = Page(tip_page(shipped("put-down"), LIBRARY)).text
    assert text.count("Lifestyle Changes to Support Sciatica Relief") == 1


def test_a_tip_without_steps_has_no_empty_section() -> None:
    page = Page(tip_page(shipped("walk-over"), LIBRARY))
    assert "How to do it" not in page.text
    assert "Take care" not in page.text
    assert "ol" not in page.tags


def test_an_own_tip_shows_its_source_and_not_the_article() -> None:
    tip = Tip(
        id="mine",
        topic="moving",
        title="Dance",
        body="To one song.",
        source="my sister",
        hold_seconds=1,
        repetitions=1,
    )
    text = Page(tip_page(tip, LIBRARY)).text
    assert "Hold 1 second Repeat once" in text
    assert "Your own tip. Source: my sister" in text
    assert "common practice" not in text


def test_an_own_picture_becomes_part_of_the_page() -> None:
    photo = b"\xff\xd8\xff a photo of it"
    tip = Tip("mine", "moving", "Dance", "To one song.", source="me", picture="/dance.jpg")
    html = tip_page(tip, LIBRARY, {"own": photo})
    assert f'<img src="data:image/jpeg;base64,{b64encode(photo).decode()}" alt="">' in html
    assert "/dance.jpg" not in html


def test_no_text_becomes_markup() -> None:
    tip = Tip(
        id="x",
        topic="stretch",
        title=NASTY,
        body=NASTY,
        caution=NASTY,
        source=NASTY,
        steps=(NASTY,),
    )
    for html in (tip_page(tip, Library()), make_help((NASTY, NASTY))):
        page = Page(html)
        assert "b" not in page.tags
        assert NASTY in page.text


def test_a_drawing_becomes_part_of_the_page_without_alternative_text() -> None:
    riff = b"RIFF----WEBP"
    pictures = {"light": riff + b"light ground", "dark": riff + b"dark ground", "mono": riff + b"still"}
    html = tip_page(shipped("piriformis-seated"), LIBRARY, pictures)
    for webp in pictures.values():
        assert f"data:image/webp;base64,{b64encode(webp).decode()}" in html
    assert html.count("<img ") == 1
    assert 'alt=""' in html
    assert "prefers-reduced-motion" in html
    assert "<picture" not in tip_page(shipped("ask-which-suit"), LIBRARY)


# --- the help ----------------------------------------------------------------------------------------


def headings(html: str) -> list[str]:
    return re.findall(r"<h[23]>([^<]*)", html)


def test_the_help_speaks_to_the_person_first_and_lists_commands_last() -> None:
    html = make_help(("sitbreak snooze [MINUTES]", "Remind me later"))
    assert headings(html) == [
        "When a reminder comes",
        "The icon in the tray",
        "When your back hurts",
        "How you sat",
        "Make it yours",
        "Working hours",
        "Tips of your own",
        "Privacy",
        "Commands for a terminal",
    ]
    before, _, commands = html.partition("Commands for a terminal")
    assert "sitbreak snooze [MINUTES]" in commands
    assert "<code>sitbreak" not in before
    assert "never uses the network" in before


def test_the_help_shows_every_picture_of_the_tray_and_what_it_means() -> None:
    html = make_help(standing_desk=True)
    assert {icon.name for icon in icons()} == set(IconName)
    shown = re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)">([^<]+)</dt><dd>([^<]+)', html)
    assert len(shown) == len(IconName)
    assert len({name for _, name, _ in shown}) == len(IconName)
    assert ("A full red disc with an arrow pointing up", "Time to get up") in [row[:2] for row in shown]


def test_the_help_shows_no_standing_to_somebody_who_never_used_it() -> None:
    before, _, _ = make_help().partition("Commands for a terminal")
    assert "tanding" not in before


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ("20m-30m", "after 20–30 minutes, at a moment when you aren't typing."),
        ("25m", "after 25 minutes. Each reminder"),
    ],
)
def test_the_help_tells_the_persons_own_times(interval: str, said: str) -> None:
    text = Page(make_help(interval=interval, break_length="5m", snooze="10m")).text
    assert said in text
    assert "Stay away for 5 minutes, and that was your break" in text
    assert "Snooze 10 min It comes again in 10 minutes." in text


def test_the_help_explains_working_hours_own_tips_and_a_day_without_stretches() -> None:
    text = Page(make_help()).text
    assert 'monday = ["09:00-12:30", "13:30-18:00"]' in text
    assert str(OWN_TIPS) in text
    assert "[[tip]]" in text
    assert "Choose No stretches today (my back hurts) in the menu" in text
    assert "can't say what your pain means" in text
    assert text.count("numbness, tingling and muscle weakness") == 1


def test_the_examples_of_the_help_are_valid() -> None:
    hours, tip = (unescape(text) for text in re.findall(r"<pre><code>(.*?)</code></pre>", make_help(), re.S))
    settings, problems = parse_settings(tomllib.loads(hours))
    assert not problems
    assert any(settings.working_hours)
    library, wrong = parse_tips(tomllib.loads(tip), LIBRARY)
    assert wrong == []
    assert len(library.tips) == len(LIBRARY.tips) + 1


def test_the_help_names_its_version_and_the_sections_of_the_article() -> None:
    text = Page(make_help()).text
    assert f"sitbreak {__version__}" in text
    for fact in LIBRARY.facts.values():
        assert f"“{fact.heading}”" in text
