"""Stories about a person's own tips file: every problem names file, line and field."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOENT
from pathlib import Path

import pytest

from sitbreak.core.tips import Tip
from sitbreak.tips.files import check_file, load_library
from sitbreak.tips.pictures import drawing_title, picture_problem

GOOD = """\
[[tip]]
id = "chin-tuck"
topic = "posture"
title = "Chin back"
body = "Draw your chin back a little."
source = "my physiotherapist"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "tips.toml"


def problems(file: Path, text: str) -> list[str]:
    """Write and check the file; return its problems without its name."""
    file.write_text(text, "utf-8")
    found = check_file(file)
    assert all(line.startswith(str(file)) for line in found)
    return [line.removeprefix(str(file)).lstrip(",: ") for line in found]


def joined(file: Path) -> list[str]:
    """Return the ids of the person's tips that can be shown."""
    library, _ = load_library(file)
    shipped, _ = load_library(None)
    return [tip.id for tip in library.tips[len(shipped.tips) :]]


def test_own_tips_join_the_shipped_ones(own: Path) -> None:
    assert problems(own, GOOD) == []
    assert joined(own) == ["chin-tuck"]


def test_without_an_own_file_there_are_the_shipped_tips(own: Path) -> None:
    assert load_library(own) == load_library(None)
    assert load_library(None)[1] == []


def test_checking_a_missing_file_says_so(own: Path) -> None:
    assert check_file(own) == [f"{own}: {os.strerror(ENOENT)}"]


def test_a_folder_in_place_of_the_file_costs_only_own_tips(own: Path) -> None:
    own.mkdir()
    library, found = load_library(own)
    assert library == load_library(None)[0]
    assert len(found) == 1
    assert str(own) in found[0]


def test_a_file_in_another_encoding_is_named(own: Path) -> None:
    other = GOOD.replace("chin-tuck", "other").replace("Chin back", "Kinn zur\u00fcck")
    own.write_bytes(f"# f\u00fcr mich\n{GOOD}{other}".encode("latin-1"))
    assert check_file(own) == [
        f"{own}: not UTF-8 text",
        f'{own}, line 11: tip "other", title: contains a control character',
    ]
    assert joined(own) == ["chin-tuck"]


def test_a_file_from_a_windows_editor_is_read(own: Path) -> None:
    own.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert check_file(own) == []
    assert joined(own) == ["chin-tuck"]


def test_problems_name_the_line_of_the_field_or_of_the_tip(own: Path) -> None:
    text = """\
# my tips
[[tip]]
id = "a"
topic = "stretch"
title = "A"
body = '''
title = "not a field"
'''
source = "me"

[[ tip ]]  # the second
"id" = "b"
topic = "posture"
steps = [
    "One.",
    2,
]
title = "B"
body = "B"
source = "me"
hold_seconds = "20"
"""
    assert problems(own, text) == [
        'line 2: tip "a", caution: is missing; a stretch needs one, such as "Stop if it hurts."',
        'line 14: tip "b", steps: 2 is not text in quotes',
        "line 21: tip \"b\", hold_seconds: '20' is not a whole number from 1 to 600",
    ]


def test_one_bad_tip_never_hides_the_others(own: Path) -> None:
    assert problems(own, '[[tip]]\nid = "bad"\ntopic = "lunch"\n\n' + GOOD) == [
        'line 1: tip "bad", body: is missing',
        'line 1: tip "bad", facts: is missing; write facts or a source',
        'line 1: tip "bad", title: is missing',
        "line 3: tip \"bad\", topic: 'lunch' is not one of posture, lifting, stretch, moving",
    ]
    assert joined(own) == ["chin-tuck"]


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ('[[tip]]\nid = "bad\ntitle = "Bad"\n', 9),
        ('[[tip]]\nid = "bad"\nsteps = [\n    "One.",\n', 8),
        ('[[tip]]\nid = "bad"\nbody = """Never\nending\n', 8),
        ('[[tip]]\nid = "bad"\nid = "twice"\n', 10),
        ('[[tip\nid = "bad"\n', 8),
    ],
)
def test_a_tip_that_is_not_toml_hides_no_other(own: Path, broken: str, line: int) -> None:
    text = GOOD + "\n" + broken + "\n" + GOOD.replace("chin-tuck", "after")
    found = problems(own, text)
    assert found[0].startswith(f"line {line}: ")
    assert joined(own) == ["chin-tuck", "after"]


def test_an_unknown_table_is_named_with_its_line(own: Path) -> None:
    assert problems(own, GOOD + '\n[[tips]]\nid = "b"\n') == [
        "line 8: tips: unknown; write [[tip]] or [facts.some-name]"
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "there is no file {}"),
        (b"", "{} is not an image in PNG, JPEG, GIF or WebP"),
        (b"<svg></svg>", "{} is not an image in PNG, JPEG, GIF or WebP"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "{} is not an image in PNG, JPEG, GIF or WebP"),
        (b"GIF89a" + bytes(10_000_000), "{} cannot be read: it is larger than 10 MB"),
    ],
)
def test_a_picture_that_cannot_be_shown_costs_only_itself(
    own: Path, data: bytes | None, problem: str
) -> None:
    picture = own.with_name("chin.png")
    if data is not None:
        picture.write_bytes(data)
    assert problems(own, GOOD + 'picture = "chin.png"\n') == [
        f'line 7: tip "chin-tuck", picture: {problem.format(picture)}'
    ]
    assert load_library(own)[0].tips[-1] == Tip(
        "chin-tuck",
        "posture",
        "Chin back",
        "Draw your chin back a little.",
        source="my physiotherapist",
        picture=str(picture),
    )


@pytest.mark.parametrize(
    "start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 "]
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_picture_is_beside_the_tips_or_anywhere(own: Path, start: bytes, *, whole: bool) -> None:
    (own.parent / "pictures").mkdir()
    picture = own.parent / "pictures" / "chin"
    picture.write_bytes(start)
    named = picture.as_posix() if whole else "pictures/chin"
    assert problems(own, GOOD + f'picture = "{named}"\n') == []
    assert load_library(own)[0].tips[-1].picture == str(picture)


def test_a_picture_may_be_named_from_the_home_on(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(own.parent))
    picture = own.with_name("chin.gif")
    picture.write_bytes(b"GIF89a")
    assert problems(own, GOOD + 'picture = "~/chin.gif"\n') == []
    assert load_library(own)[0].tips[-1].picture == str(picture)


@pytest.mark.parametrize("path", [r"C:\Users\Zoë\chin.png", r"D:\temp\chin.png", r"\\nas\Fotos\chin.png"])
def test_a_path_as_windows_writes_it_needs_single_quotes(own: Path, path: str) -> None:
    [problem] = problems(own, GOOD + f'picture = "{path}"\n')
    assert problem.endswith("write the path with / or inside ''")
    for written in (f"'{path}'", path.replace("\\", "/").join('""')):
        [problem] = problems(own, GOOD + f"picture = {written}\n")
        assert "there is no file" in problem


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "{} cannot be read: (it is not a regular file|Permission denied)"),
        ("tips.toml/chin.png", "({0} cannot be read: Not a directory|there is no file {0})"),
        ("x" * 300, "({0} cannot be read: File name too long|there is no file {0})"),
    ],
    ids=["a folder", "in a file", "too long"],
)
def test_what_can_be_no_picture_is_explained(own: Path, name: str, reason: str) -> None:
    picture = own.parent / name
    [problem] = problems(own, GOOD + f'picture = "{name}"\n')
    assert re.search(f"picture: {reason.format(re.escape(str(picture)))}$", problem)


@pytest.mark.skipif(
    sys.platform == "win32", reason="folders that are closed to a person are closed otherwise"
)
def test_a_picture_in_a_closed_folder_says_so(own: Path) -> None:
    picture = own.parent / "closed" / "chin.png"
    picture.parent.mkdir()
    picture.parent.chmod(0)
    try:
        with as_somebody():
            assert picture_problem(picture) == f"{picture} cannot be read: Permission denied"
    finally:
        picture.parent.chmod(0o700)


@contextmanager
def as_somebody() -> Iterator[None]:
    """Be an ordinary person: no folder is closed to root."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_shipped_id_cannot_be_reused(own: Path) -> None:
    assert problems(own, GOOD.replace("chin-tuck", "sit-back")) == [
        'line 2: tip "sit-back", id: there is another tip with this id'
    ]


def test_own_tips_can_rest_on_own_facts(own: Path) -> None:
    fact = '[facts.my-book]\nheading = "Chapter 3"\nfact = "Chins like to be back."\n'
    assert problems(own, fact + GOOD.replace('source = "my physiotherapist"', 'facts = ["my-book"]')) == []
    assert problems(own, fact.replace("fact =", "text =")) == [
        "line 1: facts.my-book, fact: is missing",
        "line 3: facts.my-book, text: there is no such field",
    ]


@pytest.mark.parametrize("content", ["", '{"tip": ['])
def test_damaged_translations_leave_the_tips_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    english = load_library(None)[0]
    file = tmp_path / "tips.de.json"
    file.write_text(content)
    monkeypatch.setattr("sitbreak.tips.pictures.ready_made_in", lambda _code: file)
    assert load_library(None)[0] == english
    assert drawing_title("walk")
