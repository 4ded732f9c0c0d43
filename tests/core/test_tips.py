"""Reading tips and facts from TOML values."""

import subprocess
import sys
from typing import Any

import pytest

from sitbreak.core.tips import Fact, Library, Problem, Tip, parse_tips

SLOUCHING = {"heading": "Lifestyle Changes", "fact": "Slouching can irritate the nerve."}
SHIPPED = Library(
    tips=(Tip(id="sit-back", topic="posture", title="Sit back", body="Hips back.", facts=("slouching",)),),
    facts={"slouching": Fact("slouching", "Lifestyle Changes", "Slouching can irritate the nerve.")},
)


def tip(**changes: object) -> dict[str, Any]:
    """Return a stretch as a TOML table; a change to None leaves the field out."""
    table: dict[str, object] = {
        "id": "reach",
        "topic": "stretch",
        "title": "Reach up",
        "body": "Reach for the ceiling.",
        "caution": "Stop if it hurts.",
        "facts": ["slouching"],
    }
    return {key: value for key, value in (table | changes).items() if value is not None}


def read(*tips: object, facts: object = None) -> tuple[Library, list[Problem]]:
    """Read tips as sitbreak's own."""
    return parse_tips({"facts": facts or {"slouching": SLOUCHING}, "tip": list(tips)})


def read_own(*tips: object) -> tuple[list[str], list[str]]:
    """Read tips as a person's; return the ids that were added, and the problems."""
    library, problems = parse_tips({"tip": list(tips)}, SHIPPED)
    return [tip.id for tip in library.tips], [str(problem) for problem in problems]


def test_a_tip_with_everything_is_read_as_it_was_written() -> None:
    library, problems = read(
        tip(
            steps=["Stand up.", "Reach."],
            hold_seconds=20,
            repetitions=2,
            sides=["right", "left"],
            picture="reach",
            place="chair",
        )
    )
    assert problems == []
    assert library.facts["slouching"].heading == "Lifestyle Changes"
    assert library.find("reach") == Tip(
        id="reach",
        topic="stretch",
        title="Reach up",
        body="Reach for the ceiling.",
        caution="Stop if it hurts.",
        facts=("slouching",),
        steps=("Stand up.", "Reach."),
        hold_seconds=20,
        repetitions=2,
        sides=("right", "left"),
        picture="reach",
        place="chair",
    )


def test_a_text_over_several_lines_becomes_one_line() -> None:
    library, _ = read(tip(body="Reach\n   for the\nceiling.\n"))
    assert library.tips[0].body == "Reach for the ceiling."


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"id": None}, "id", "is missing"),
        ({"id": "Reach Up"}, "id", "'Reach Up' may only contain a-z, 0-9 and -"),
        ({"id": 7}, "id", "7 may only contain a-z, 0-9 and -"),
        ({"topic": None}, "topic", "is missing"),
        ({"topic": "food"}, "topic", "'food' is not one of posture, lifting, stretch, moving"),
        ({"topic": ["stretch"]}, "topic", "['stretch'] is not one of posture, lifting, stretch, moving"),
        ({"title": "x" * 61}, "title", "is longer than 60 characters (61)"),
        ({"title": " "}, "title", "is empty"),
        ({"body": 3}, "body", "3 is not text in quotes"),
        ({"body": "bell \x07"}, "body", "contains a control character"),
        ({"body": "x" * 184}, "body", "together with the caution, it is longer than 200 characters"),
        ({"caution": None}, "caution", 'is missing; a stretch needs one, such as "Stop if it hurts."'),
        ({"facts": None}, "facts", "is missing"),
        (
            {"facts": ["slouching", "b", "c"]},
            "facts",
            "['slouching', 'b', 'c'] is not a list of 1 to 2 strings",
        ),
        ({"facts": ["unheard-of"]}, "facts", "there is no fact named unheard-of"),
        ({"facts": "slouching"}, "facts", "'slouching' is not a list of 1 to 2 strings"),
        ({"steps": []}, "steps", "[] is not a list of 1 to 12 strings"),
        ({"steps": ["a", 1]}, "steps", "1 is not text in quotes"),
        ({"hold_seconds": 0}, "hold_seconds", "0 is not a whole number from 1 to 600"),
        ({"hold_seconds": True}, "hold_seconds", "True is not a whole number from 1 to 600"),
        ({"repetitions": "2"}, "repetitions", "'2' is not a whole number from 1 to 50"),
        ({"sides": ["up"]}, "sides", "'up' is not one of right, left"),
        ({"sides": ["left", "left"]}, "sides", "contains something twice"),
    ],
)
def test_a_wrong_field_is_named_and_costs_only_its_tip(
    changes: dict[str, object], field: str, message: str
) -> None:
    library, problems = read(tip(**changes), tip(id="good"))
    assert [tip.id for tip in library.tips] == ["good"]
    assert [(problem.place, problem.field, problem.message) for problem in problems] == [
        ("tip 1", field, message)
    ]


def test_title_and_text_may_fill_their_limits() -> None:
    library, problems = read(tip(title="x" * 60, body="x" * 183))
    assert problems == []
    assert len(library.tips) == 1


def test_an_unknown_field_is_named_but_the_tip_is_used() -> None:
    library, problems = read(tip(stpes=["Reach."]))
    assert [str(problem) for problem in problems] == ['tip "reach", stpes: there is no such field']
    assert library.find("reach")


def test_only_stretches_need_a_caution() -> None:
    library, problems = read(tip(topic="posture", caution=None))
    assert problems == []
    assert library.tips[0].caution == ""


def test_a_tip_without_a_good_id_is_named_by_its_number() -> None:
    _, problems = read(tip(), tip(id="B!"), "not a table")
    assert [str(problem) for problem in problems] == [
        "tip 2, id: 'B!' may only contain a-z, 0-9 and -",
        "tip 3: write [[tip]] above each tip",
    ]


def test_the_first_of_two_tips_with_one_id_stays() -> None:
    library, problems = read(tip(title="First"), tip(title="Second"))
    assert [tip.title for tip in library.tips] == ["First"]
    assert [str(problem) for problem in problems] == ['tip "reach", id: there is another tip with this id']


def test_a_wrong_fact_is_named_and_so_is_the_tip_that_rests_on_it() -> None:
    library, problems = read(tip(), facts={"slouching": {"heading": "Lifestyle Changes"}})
    assert library == Library()
    assert [str(problem) for problem in problems] == [
        "facts.slouching, fact: is missing",
        'tip "reach", facts: there is no fact named slouching',
    ]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"tips": []}, "tips: unknown; write [[tip]] or [facts.some-name]"),
        ({"tip": {"id": "reach"}}, "tip: write [[tip]] above each tip"),
        ({"facts": []}, "facts: write [facts.some-name] above its heading and fact"),
        ({"facts": {"heading": "x"}}, "facts.heading: write [facts.heading] above its heading and fact"),
        ({"facts": {"A b": SLOUCHING}}, "facts.A b: the name may only contain a-z, 0-9 and -"),
    ],
)
def test_a_badly_structured_file_is_reported_with_the_right_form(table: dict[str, Any], problem: str) -> None:
    library, problems = parse_tips(table)
    assert [str(problem) for problem in problems] == [problem]
    assert library == Library()


def test_a_persons_tip_needs_a_source_or_one_of_our_facts() -> None:
    ids, problems = read_own(tip(facts=None, source="my physiotherapist"), tip(id="fact"))
    assert problems == []
    assert ids == ["sit-back", "reach", "fact"]


def test_a_persons_tip_says_where_it_comes_from() -> None:
    ids, problems = read_own(tip(facts=None))
    assert problems == ['tip "reach", facts: is missing; write facts or a source']
    assert ids == ["sit-back"]


def test_our_own_tips_have_facts_even_if_they_name_a_source() -> None:
    _, problems = read(tip(facts=None, source="hearsay"))
    assert [str(problem) for problem in problems] == ['tip "reach", facts: is missing']


def test_a_person_cannot_reuse_our_ids() -> None:
    ids, problems = read_own(tip(id="sit-back"))
    assert problems == ['tip "sit-back", id: there is another tip with this id']
    assert ids == ["sit-back"]
    _, taken = parse_tips({"facts": {"slouching": SLOUCHING}}, SHIPPED)
    assert [str(problem) for problem in taken] == ["facts.slouching: sitbreak has a fact with this name"]


def test_reading_tips_from_values_needs_no_toml_parser() -> None:
    looks = "import sys, sitbreak.core.rotation; sys.exit('tomllib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", looks], check=False).returncode == 0
