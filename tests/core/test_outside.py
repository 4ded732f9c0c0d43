"""What comes from outside is shown escaped, whatever it is put into."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.outside import is_plain, one_line, printable
from sitbreak.core.tips import parse_tips
from sitbreak.core.words import command_line, files, tips_file
from sitbreak.core.words.language import Sentence

ANYTHING = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe, 腰, \N{GRINNING FACE} and a no-break\N{NO-BREAK SPACE}space", None),
        ("a soft\N{SOFT HYPHEN}hyphen, a joiner\N{ZERO WIDTH JOINER}, a mark\N{RIGHT-TO-LEFT MARK}", None),
        ("two\nlines", None),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("back\rto the start\t", r"back\rto the start\t"),
        ("\x00\x07\x7f\x9b", r"\x00\x07\x7f\x9b"),
        ("line\N{LINE SEPARATOR}paragraph\N{PARAGRAPH SEPARATOR}", r"line\u2028paragraph\u2029"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}exe.txt\N{POP DIRECTIONAL ISOLATE}", r"\u202eexe.txt\u2069"),
        ("half a pair \udc80", r"half a pair \udc80"),
    ],
)
def test_only_what_does_not_show_is_escaped(text: str, shown: str | None) -> None:
    assert printable(text) == (text if shown is None else shown)


@given(ANYTHING)
def test_no_text_steers_a_terminal_or_starts_a_line(text: str) -> None:
    shown = one_line(text)
    assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert shown.splitlines() in ([shown], [])
    assert shown.encode().decode() == shown
    assert one_line(shown) == shown
    assert is_plain(text) == (text == shown)


@given(ANYTHING)
def test_a_sentence_shows_what_is_put_into_it_on_one_line(text: str) -> None:
    assert files.unreadable(text, text) == f"{one_line(text)} cannot be read: {one_line(text)}"
    assert one_line(command_line.unknown_command(text)) == command_line.unknown_command(text)
    assert one_line(tips_file.unknown_facts([text])) == tips_file.unknown_facts([text])


def test_a_sentence_keeps_its_own_lines_and_formats() -> None:
    sentence = Sentence("First:\N{NO-BREAK SPACE}{what!r}\n{count:03}, {path}")
    assert sentence.format(what={"a": "b"}, count=7, path="/a\nb") == (
        "First:\N{NO-BREAK SPACE}{'a': 'b'}\n007, /a\\nb"
    )


def test_a_problem_is_one_line_whatever_the_file_calls_its_parts() -> None:
    table = {"facts": {"x\n\x1b[2J": 1}, "a\nb": 2, "tip": [{"c\u202ed": 3}]}
    problems = [str(problem) for problem in parse_tips(table)[1]]
    assert [problem for problem in problems if one_line(problem) != problem] == []
    assert r"a\nb: unknown; write [[tip]] or [facts.some-name]" in problems


@pytest.mark.parametrize("letter", ["\x07", "\x9b", "\N{RIGHT-TO-LEFT OVERRIDE}", "\udc80"])
def test_a_tip_may_only_have_text_that_shows(letter: str) -> None:
    tip = {"id": "a", "topic": "moving", "title": f"Walk{letter}", "body": "A little.", "source": "me"}
    library, problems = parse_tips({"tip": [tip]}, parse_tips({})[0])
    assert library.tips == ()
    assert [str(problem) for problem in problems] == ['tip "a", title: contains a control character']
