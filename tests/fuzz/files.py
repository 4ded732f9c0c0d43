"""settings.toml and tips.toml as people and programs may leave them."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from sitbreak.core.durations import LONGEST, SHORTEST
from sitbreak.core.settings import TOPICS, Settings
from sitbreak.core.tips import TEXT_LIMIT, TITLE_LIMIT, as_json
from sitbreak.disk import StorageError
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.storage.settings_text import as_lines, as_table, template
from sitbreak.tips.files import load_library
from sitbreak.tips.own_file import OwnTipsFile
from tests.fuzz.damage import damaged, json_values, texts
from tests.fuzz.engine import Target, Try

SHIPPED, _ = load_library(None)

# --- what may stand there --------------------------------------------------------------------------

_quoted = texts.map(lambda text: json.dumps(text.encode("utf-8", "replace").decode()))
_values = st.one_of(
    st.sampled_from(
        [
            "true",
            "false",
            "0",
            "-1",
            "25",
            "7.5",
            "inf",
            "nan",
            "1979-05-27",
            "07:32:00",
            "[]",
            "{}",
            "0x10",
            "1_0",
        ]
    ),
    st.sampled_from(
        [
            '"20m-30m"',
            '"5m"',
            '"1s"',
            '"4h"',
            '"never"',
            '"9:00-12:00"',
            '"22:00-06:00"',
            '"1h30m"',
            '"light"',
        ]
    ),
    st.sampled_from(
        ['["09:00-12:00"]', '["posture", "moving"]', "{ call = false }", '{ monday = ["8:00-9:00"] }']
    ),
    st.sampled_from(["[" * 3000, "[[1], [2]]", "{a = {b = {}}}", '"""\n1\n"""', "'''x'''", "", "1 2", "= 3"]),
    _quoted,
    json_values.map(lambda value: json.dumps(value, default=str)),
)
_names = st.one_of(
    st.sampled_from([field.name for field in fields(Settings)]),
    st.sampled_from(
        ["wait_during.call", "working_hours.monday", "history", "history.x", "wait_during", "Interval"]
    ),
    st.sampled_from(["monday", "call", "fullscreen", "sunday"]),
    _quoted,
)
_other_lines = st.one_of(
    st.sampled_from(
        ["[wait_during]", "[working_hours]", "[history]", "[[interval]]", "[a.b]", "[", "]", "#", ""]
    ),
    st.sampled_from(template().splitlines()),
    texts,
)
_settings_lines = st.one_of(
    st.tuples(_names, _values).map(" = ".join),
    _other_lines,
)


def _lines(line: SearchStrategy[str], most: int) -> SearchStrategy[bytes]:
    texts_of_lines = st.lists(line, max_size=most).map("\n".join)
    return texts_of_lines.map(lambda text: text.encode("utf-8", "surrogatepass"))


_tip_values = st.one_of(
    st.sampled_from([f'"{topic}"' for topic in TOPICS]),
    st.sampled_from(
        ['"stand-up"', '"Stand up"', '"a"', '["a"]', '["long-sitting"]', "[]", "30", "0", '["right"]']
    ),
    st.sampled_from(
        [f'"{"x" * TITLE_LIMIT}"', f'"{"y" * (TEXT_LIMIT + 1)}"', '"home"', '"/dev/null"', '"../x.png"']
    ),
    _values,
)
_tip_names = st.sampled_from(
    [
        *(
            "id",
            "topic",
            "title",
            "body",
            "caution",
            "facts",
            "source",
            "steps",
            "hold_seconds",
            "repetitions",
        ),
        *("sides", "picture", "place", "fact", "heading", "other"),
    ]
)
_GOOD_TIP = """[[tip]]
id = "own"
topic = "moving"
title = "Walk to the window"
body = "It is over there."
source = "me"
"""
_GOOD_FACT = """[facts.own-fact]
heading = "Mine"
fact = "It helps."
"""
_tips_lines = st.one_of(
    st.sampled_from(
        [_GOOD_TIP, _GOOD_FACT, "[[tip]]", "[facts.a]", "[facts]", "[tip]", "[[facts]]", "tip = 1", ""]
    ),
    st.tuples(_tip_names, _tip_values).map(" = ".join),
    _other_lines,
)

# --- what must hold --------------------------------------------------------------------------------


@contextmanager
def _reading(folder: Path) -> Iterator[Try]:
    path = folder / "settings.toml"

    def try_case(text: bytes) -> None:
        file = _file_with(path, text)
        settings, problems = file.read()
        _check_settings(settings)
        _check_problems(problems)
        again = SettingsFile(path)
        assert again.read()[0] == settings, "it reads the same again"
        path.write_text("\n".join(as_lines(settings)))
        assert SettingsFile(path).read() == (settings, []), "what is printed can be read"

    yield try_case


@contextmanager
def _setting(folder: Path) -> Iterator[Try]:
    path = folder / "settings.toml"

    def try_case(case: tuple[bytes, str, str]) -> None:
        text, key, value = case
        file = _file_with(path, text)
        before = as_table(file.read()[0])
        path.touch()  # what is no text was set aside
        os.utime(path, (0, 0))  # nobody is just saving it
        rest = path.read_bytes()
        try:
            file.set(key, value)
        except (KeyError, ValueError, StorageError) as error:
            _check_problems([str(error)])
            assert path.read_bytes() == rest, "nothing was written"
            return
        name = key.partition(".")[0]
        assert {**as_table(file.read()[0]), name: 0} == {**before, name: 0}, "only this one has changed"
        written = path.read_bytes()
        assert all(line in written for line in rest.splitlines() if line.startswith(b"#"))

    yield try_case


@contextmanager
def _repair(folder: Path) -> Iterator[Try]:
    path = folder / "settings.toml"

    def try_case(text: bytes) -> None:
        file = _file_with(path, text)
        file.read()
        problems, before = set(file.details), text.split(b"\n")
        for problem, repair in file.find_repairs():
            assert problem in problems
            if repair is None:
                continue
            file.repair(problem)
            after = path.read_bytes().split(b"\n")
            touched = range(repair.first - 1, repair.first - 1 + len(repair.lines))
            assert len(after) == len(before)
            assert all(
                new.removeprefix(b"\xef\xbb\xbf") == old.removeprefix(b"\xef\xbb\xbf")
                for number, (old, new) in enumerate(zip(before, after, strict=True))
                if number not in touched
            ), "every other line stays"
            file.read()
            assert set(file.details) < problems, "a mistake is gone, and none is new"
            path.write_bytes(text)

    yield try_case


def _file_with(path: Path, text: bytes) -> SettingsFile:
    """Return a file that says this; whatever was beside it is gone."""
    for left in path.parent.iterdir():
        left.unlink()
    path.write_bytes(text)
    return SettingsFile(path)


def _check_settings(settings: Settings) -> None:
    lengths = (
        settings.lull,
        settings.repeat_every,
        settings.snooze,
        settings.standing,
        settings.break_length,
    )
    assert all(SHORTEST <= length <= LONGEST for length in lengths)
    assert SHORTEST <= settings.interval.start <= settings.interval.end <= LONGEST
    assert settings.away_after is None or SHORTEST <= settings.away_after <= LONGEST
    assert settings.topics
    assert set(settings.topics) <= set(TOPICS)
    assert len(settings.working_hours) == 7


def _check_problems(problems: list[str]) -> None:
    for problem in problems:
        assert problem
        assert "\n" not in problem.strip(), problem


@contextmanager
def _tips(folder: Path) -> Iterator[Try]:
    path = folder / "tips.toml"

    def try_case(text: bytes) -> None:
        path.write_bytes(text)
        library, problems = load_library(path)
        _check_problems(problems)
        assert library.tips[: len(SHIPPED.tips)] == SHIPPED.tips, "the shipped ones are all there"
        assert len({tip.id for tip in library.tips}) == len(library.tips)
        for tip in library.tips[len(SHIPPED.tips) :]:
            assert tip.topic in TOPICS
            assert 0 < len(tip.title) <= TITLE_LIMIT
            assert 0 < len(tip.body) + len(tip.caution) <= TEXT_LIMIT
            assert (tip.title + tip.body + tip.caution).isprintable() or tip.title.strip()
            json.dumps(as_json(tip, library))

    yield try_case


@contextmanager
def _own_tip(folder: Path) -> Iterator[Try]:
    path = folder / "tips.toml"

    def try_case(case: tuple[bytes, int, str]) -> None:
        text, number, title = case
        path.write_bytes(text)
        os.utime(path, (0, 0))  # nobody is just saving it
        file = OwnTipsFile(path)
        tables = [tip.table for tip in file.read().tips]
        new = {"topic": "moving", "title": title, "body": "Walk.", "source": "me"}
        place = number % (len(tables) + 1)
        try:
            if place == len(tables):
                changed = file.add(new)
            else:
                place = tables.index(tables[place])
                changed = file.change(tables[place], {**tables[place], "title": title})
        except StorageError as error:
            _check_problems([str(error)])
            assert path.read_bytes() == text, "nothing was written"
            return
        written = path.read_bytes()
        kept = [tip.table for tip in file.read().tips]
        assert kept == [*tables[:place], changed, *tables[place + 1 :]], "only this one has changed"
        assert all(line in written for line in text.splitlines() if line.startswith(b"#"))
        file.restore(file.remove(changed))
        assert path.read_bytes() == written, "a removed one comes back as it was"

    yield try_case


_SETTINGS_TEXTS = damaged(_lines(_settings_lines, 8))
_changes = st.tuples(
    _SETTINGS_TEXTS,
    st.sampled_from(["snooze", "interval", "tray_icon", "wait_during.call", "history.x", "away_after"]),
    st.sampled_from(["7m", "20m-30m", "never", "light", "5h", "", "\ud800", "x\n[y]"]),
)

SETTINGS = Target("settings", _SETTINGS_TEXTS, _reading)
REPAIR = Target("repair", _SETTINGS_TEXTS, _repair)
SETTING = Target("setting", _changes, _setting)
_TIPS_TEXTS = damaged(_lines(_tips_lines, 14))
_tip_changes = st.tuples(
    _TIPS_TEXTS, st.integers(0, 9), st.sampled_from(["Walk", "", "\ud800", 'x"\n[[tip]]', "\u6b63 \\"])
)
TIPS = Target("tips", _TIPS_TEXTS, _tips)
OWN_TIP = Target("own_tip", _tip_changes, _own_tip)
