"""What must be true of the tips that ship with sitbreak.

Run this file as a program (`python -m tests.test_shipped_tips`) to update docs/TIPS.md.
"""

import hashlib
import re
import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from textwrap import wrap

import pytest

from sitbreak.core.reminder import Due
from sitbreak.core.rotation import SORE_BACK_TOPICS, Rotation
from sitbreak.core.screen import reminder_bubble
from sitbreak.core.settings import TOPICS, Settings
from sitbreak.core.tips import Library, Problem, Tip, parse_tips
from sitbreak.tips.files import SHIPPED, load_library
from translations.tips import ready_made, ready_made_of

TABLE = Path(__file__).parents[1] / "docs" / "TIPS.md"
RUNS = Path(__file__).with_name("data") / "article-nine-word-runs.txt"
USED_HEADINGS = {
    "Understanding Sciatica and Its Causes",
    "Physical Therapy",
    "Yoga and Stretching",
    "Lifestyle Changes to Support Sciatica Relief",
}
DUE = Due(timedelta(), 3, None)
GNOME_LINE, MAKO_LINE, MAKO_LINES = 68, 26, 3
"""What is seen of a notification: characters on GNOME without the mouse; of each line on mako, and lines."""
COUNTS = {"posture": 8, "lifting": 5, "stretch": 9, "moving": 8}
PLACES = {"": "anywhere", "chair": "when they sit down again", "home": "at home: only on demand"}
DROPPED = {
    *("posture-cue", "keyboard-close", "go-twice", "piriformis-knee-hug", "hamstring-seated"),
    *("twist-seated", "twist-lying", "regular-exercise"),
}
"""Ids of tips that shipped once. People may have hidden them, so no other tip takes such an id."""
NOT_OURS_TO_SAY = (
    r"\b(will|cures?|heals?|always|never|must|massage|weight|overweight|water|drink|danger\w*)\b|!"
)


@pytest.fixture(scope="module")
def shipped() -> Library:
    library, problems = written()
    assert problems == []
    return library


def written() -> tuple[Library, list[Problem]]:
    return parse_tips(tomllib.loads(SHIPPED.read_text("utf-8")))


def test_the_ready_made_tips_match_what_is_written() -> None:
    assert ready_made_of("en").read_text("utf-8") == ready_made("en"), "run python3 dev.py translations"
    assert load_library(None) == (written()[0], [])


def texts(tip: Tip) -> list[str]:
    return [tip.title, f"{tip.body} {tip.caution}", *tip.steps]


def nine_word_runs(text: str) -> set[str]:
    """Return the hash of every run of nine words, as in the data file."""
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", text.lower()))
    runs = (" ".join(words[at : at + 9]) for at in range(len(words) - 8))
    return {hashlib.sha1(run.encode(), usedforsecurity=False).hexdigest()[:10] for run in runs}


def table(library: Library) -> str:
    """Return the table in docs/TIPS.md: which tip rests on which fact, and where the article says it."""
    lines = [
        "| Topic | Tip | Place | Picture | Fact, in our own words | Section of the article |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for tip in library.tips:
        said = f"{tip.topic} | {tip.title} (`{tip.id}`) | {PLACES[tip.place]} | {tip.picture or 'none'}"
        for number, name in enumerate(tip.facts):
            fact = library.facts[name]
            lines.append(f"| {said if number == 0 else '| | |'} | {fact.fact} | {fact.heading} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, library: Library) -> str:
    """Return the page with an up-to-date table; the words around it stay as they are."""
    return re.sub(r"(?m)^\| Topic \|(.*\n)(\|.*\n)*", lambda _: table(library), page)


def test_each_topic_has_as_many_tips_as_intended(shipped: Library) -> None:
    assert Counter(tip.topic for tip in shipped.tips) == COUNTS


def test_every_fact_names_a_section_of_the_article(shipped: Library) -> None:
    assert {fact.heading for fact in shipped.facts.values()} == USED_HEADINGS


def test_every_fact_supports_one_to_four_tips(shipped: Library) -> None:
    uses = Counter(name for tip in shipped.tips for name in tip.facts)
    assert set(uses) == set(shipped.facts)
    assert max(uses.values()) <= 4


def test_stretches_say_to_stop_if_it_hurts_and_twists_are_small(shipped: Library) -> None:
    for tip in shipped.tips:
        if tip.topic == "stretch":
            assert "stop if it hurts" in tip.caution.lower(), tip.id
        if "spinal-twist" in tip.facts:
            assert re.search(r"slow\b.*small\b.*(empty|no load)", tip.caution.lower()), tip.id


def test_a_caution_survives_the_cut_in_a_reminder(shipped: Library) -> None:
    """GNOME shows one line until the mouse is over it, mako three short ones."""
    for tip in shipped.tips:
        if tip.place != "home" and "hurts" in tip.caution:
            body = reminder_bubble(timedelta(minutes=28), tip, DUE, Settings()).body
            first = body.splitlines()[0]
            assert tip.caution in first, tip.id
            assert "if it hurts" in first[:GNOME_LINE], tip.id
            assert len(wrap(first, MAKO_LINE)) <= MAKO_LINES, tip.id


def test_a_hamstring_stretch_spares_a_sore_nerve(shipped: Library) -> None:
    for tip in shipped.tips:
        if "hamstring" in tip.facts:
            assert re.search(r"\bknees? soft, toes loose\b", tip.body.lower()), tip.id
            assert "pain runs down the leg" in tip.caution, tip.id


def test_a_tip_done_on_a_chair_names_chairs_that_roll(shipped: Library) -> None:
    on_a_chair = [tip.id for tip in shipped.tips if "doesn't roll" in tip.body]
    assert on_a_chair == ["piriformis-seated", "sit-to-stand"]
    seated = [tip for tip in shipped.tips if tip.topic == "stretch" and tip.place == "chair"]
    assert [tip.id for tip in seated if tip.id not in on_a_chair] == []


def test_most_tips_suit_somebody_who_is_about_to_get_up(shipped: Library) -> None:
    places = Counter(tip.place for tip in shipped.tips)
    assert places[""] >= 20
    lying = [tip.id for tip in shipped.tips if re.search(r"\blie\b", " ".join(texts(tip)))]
    assert {tip.place for tip in shipped.tips if tip.id in lying} == {"home"}


def test_a_state_saved_with_tips_that_were_dropped_still_counts(shipped: Library) -> None:
    assert {tip.id for tip in shipped.tips} & DROPPED == set()
    rotation = Rotation(shipped, Random(1))
    ids = sorted(DROPPED)
    rounds = {topic: {"coming": ids[:4], "shown": ids[4:]} for topic in TOPICS}
    rotation.restore({"last": ids[0], "turn": "posture", "hidden": [*ids, "walk-a-little"], "rounds": rounds})
    drawn = [rotation.next(TOPICS) for _ in range(4 * len(shipped.tips))]
    assert {tip.id for tip in drawn if tip} == {tip.id for tip in shipped.tips} - {"walk-a-little"}


def test_no_tip_for_a_day_without_stretches_mentions_one(shipped: Library) -> None:
    gentle = [tip for tip in shipped.tips if tip.topic in SORE_BACK_TOPICS]
    assert [tip.id for tip in gentle if "stretch" in " ".join(texts(tip)).lower()] == []


def test_a_stretch_that_is_held_has_a_time_and_steps(shipped: Library) -> None:
    for tip in shipped.tips:
        assert (tip.hold_seconds is None) == (tip.repetitions is None), tip.id
        assert tip.steps or tip.hold_seconds is None, tip.id
        assert not tip.sides or any("swap sides" in step for step in tip.steps), tip.id


def test_tips_neither_promise_nor_frighten(shipped: Library) -> None:
    said = [text for tip in shipped.tips for text in texts(tip)]
    said += [fact.fact for fact in shipped.facts.values()]
    assert [text for text in said if re.search(NOT_OURS_TO_SAY, text, re.IGNORECASE)] == []


def test_a_claim_about_the_body_says_can(shipped: Library) -> None:
    for tip in shipped.tips:
        for sentence in re.split(r"(?<=[.?:;]) ", tip.body):
            if re.search(r"\b(spine|risk|injury|strain|worse|good (one|stretch)?\s?for)\b", sentence):
                assert re.search(r"\bcan\b", sentence), sentence


def test_no_text_shares_nine_words_in_a_row_with_the_article(shipped: Library) -> None:
    article = {line for line in RUNS.read_text("utf-8").splitlines() if not line.startswith("#")}
    assert len(article) > 2000
    assert nine_word_runs("Other therapies to complement massage: while massage therapy can") <= article
    said = [text for tip in shipped.tips for text in texts(tip)] + [
        fact.fact for fact in shipped.facts.values()
    ]
    assert [text for text in said if nine_word_runs(text) & article] == []


def test_the_table_of_tips_is_up_to_date(shipped: Library) -> None:
    page = TABLE.read_text("utf-8")
    assert page.count(table(shipped)) == 1


def test_the_page_explains_every_tip_that_was_dropped() -> None:
    _, _, after = TABLE.read_text("utf-8").partition("## Tips that were dropped")
    explained = re.findall(r"(?m)^- `([a-z-]+)`: ", after.partition("## ")[0])
    assert set(explained) == DROPPED


if __name__ == "__main__":
    TABLE.write_text(with_table(TABLE.read_text("utf-8"), written()[0]), "utf-8")
