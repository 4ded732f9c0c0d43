"""What must be true of the tip page and the help page."""

import re
from base64 import b64encode
from html.parser import HTMLParser

import pytest

from sitbreak.core.tips import Library, Tip
from sitbreak.tips.files import load_library
from sitbreak.tips.page import help_page, tip_page

LIBRARY, _ = load_library(None)
NASTY = "<b>&\"'</b>"
VOID = {"meta"}


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


ALL_PAGES = [
    *(pytest.param(tip_page(tip, LIBRARY), id=tip.id) for tip in LIBRARY.tips),
    pytest.param(help_page([("sitbreak status", "how long you have been sitting")]), id="help"),
]


@pytest.mark.parametrize("html", ALL_PAGES)
def test_a_page_is_complete_and_loads_nothing_from_outside(html: str) -> None:
    page = Page(html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert not {"script", "link", "img", "iframe", "object", "a"} & set(page.tags)
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
    for text in (tip.title, tip.body, f"Take care: {tip.caution}", *tip.steps):
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
    for html in (tip_page(tip, Library()), help_page([(NASTY, NASTY)])):
        page = Page(html)
        assert "b" not in page.tags
        assert NASTY in page.text


def test_the_help_lists_commands_icon_states_and_privacy() -> None:
    text = Page(help_page([("sitbreak snooze [MINUTES]", "remind me later")])).text
    assert "sitbreak snooze [MINUTES] remind me later" in text
    for state in ("paused", "snoozed", "waiting", "on a break", "away", "question mark", "amber"):
        assert state in text
    assert "never uses the network" in text


def test_the_help_explains_a_day_without_stretches_and_judges_no_pain() -> None:
    text = Page(help_page([])).text
    assert "No stretches today (my back hurts) in the menu, or type sitbreak stretches off" in text
    assert "come back by themselves" in text
    assert "can't say what your pain means" in text
    assert text.count("numbness, tingling and muscle weakness") == 1


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
