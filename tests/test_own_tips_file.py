"""Stories about tips.toml as the window writes it: one tip changes, every other byte stays."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitbreak import disk
from sitbreak.core.own_tips import Conflict, Draft, as_draft, merged, new_id, with_draft
from sitbreak.disk import Changed, StorageError
from sitbreak.tips.files import load_library
from sitbreak.tips.own_file import OwnTipsFile

TEXT = """\
# My tips, from Anna.
[facts.chin]
heading = "My notes"
fact = "The chin belongs above the chest."

# Every morning!
[[tip]]
id = "chin-back"
topic = "posture"   # not stretch
title = "Chin back"
body = '''
Draw your chin
back a little.
'''
source = "my physiotherapist"
colour = "green"  # another program's

[[ tip ]]  # the second
id = "rock"
topic = "stretch"
title = "Rock your pelvis"
body = "Lie on your back and rock."
caution = "Stop if it hurts."
facts = ["chin"]
steps = [
    "Lie down.",  # on the mat
    "Rock.",
]

# The end.
"""


@pytest.fixture
def own(tmp_path: Path) -> OwnTipsFile:
    path = tmp_path / "tips.toml"
    path.write_text(TEXT)
    return OwnTipsFile(path)


def table(own: OwnTipsFile, number: int) -> dict[str, Any]:
    return dict(own.read().tips[number].table)


def text(own: OwnTipsFile) -> str:
    return own.path.read_text()


# --- reading -------------------------------------------------------------------------------------


def test_every_tip_is_read_with_what_is_wrong_with_it(own: OwnTipsFile) -> None:
    own.path.write_text(TEXT.replace('topic = "stretch"', 'topic = "streching"'))
    read = own.read()
    assert [tip.table["id"] for tip in read.tips] == ["chin-back", "rock"]
    assert read.tips[0].checked.is_usable
    assert not read.tips[1].checked.is_usable
    assert set(read.tips[1].checked.problems) == {"topic"}
    assert "chin" in read.library.facts
    assert read.mistakes == ()


def test_a_tip_that_cannot_be_read_costs_no_other(own: OwnTipsFile) -> None:
    own.path.write_text(TEXT.replace('id = "chin-back"', "id = chin-back"))
    read = own.read()
    assert [tip.table["id"] for tip in read.tips] == ["rock"]
    assert len(read.mistakes) == 1
    assert read.mistakes[0].startswith("Line 8 of the file can't be read: ")
    own.change(read.tips[0].table, {**read.tips[0].table, "title": "Rock"})
    assert text(own) == own.path.read_text()
    assert 'title = "Rock"\n' in text(own)
    assert "id = chin-back\n" in text(own)


def test_the_second_tip_with_an_id_is_wrong_and_gets_another_when_it_is_saved(own: OwnTipsFile) -> None:
    own.path.write_text(TEXT.replace('id = "rock"', 'id = "chin-back"'))
    second = own.read().tips[1]
    assert set(second.checked.problems) == {"id"}
    assert own.change(second.table, second.table)["id"] == "rock-your-pelvis"
    assert all(tip.checked.is_usable for tip in own.read().tips)


def test_without_a_file_there_are_no_tips(tmp_path: Path) -> None:
    read = OwnTipsFile(tmp_path / "tips.toml").read()
    assert read.tips == ()
    assert read.problem == ""


def test_a_file_that_cannot_be_read_says_so_and_is_left_alone(own: OwnTipsFile) -> None:
    own.path.write_bytes(TEXT.encode("utf-16"))
    assert "UTF-8" in own.read().problem
    with pytest.raises(StorageError, match="UTF-8"):
        own.add({"title": "A"})
    assert own.path.read_bytes() == TEXT.encode("utf-16")


# --- adding --------------------------------------------------------------------------------------


NEW = {"topic": "moving", "title": "Über den Flur!", "body": "Walk.", "source": "me"}


def test_a_new_tip_is_added_at_the_end_with_an_id_from_its_title(own: OwnTipsFile) -> None:
    added = own.add(NEW)
    assert added["id"] == "uber-den-flur"
    assert text(own).startswith(TEXT)
    assert text(own).removeprefix(TEXT) == (
        '\n[[tip]]\nid = "uber-den-flur"\ntopic = "moving"\ntitle = "Über den Flur!"\nbody = "Walk."\n'
        'source = "me"\n'
    )
    assert all(tip.checked.is_usable for tip in own.read().tips)


def test_the_first_tip_makes_a_private_file(tmp_path: Path) -> None:
    own = OwnTipsFile(tmp_path / "config" / "tips.toml")
    own.add(NEW)
    assert [tip.table["title"] for tip in own.read().tips] == ["Über den Flur!"]
    assert own.path.read_text("utf-8").startswith("# Your own tips.")
    assert all(tip.checked.is_usable for tip in own.read().tips)


def test_ids_are_made_from_titles() -> None:
    assert new_id("Chin back", ()) == "chin-back"
    assert new_id("Chin back!", {"chin-back", "chin-back-2"}) == "chin-back-3"
    assert new_id("\u6b63\u3057\u3044\u59ff\u52e2", ()) == "own-tip"
    assert len(new_id("word " * 30, ())) <= 40


def test_a_new_tip_does_not_take_the_id_of_a_shipped_one(own: OwnTipsFile) -> None:
    shipped = load_library(None)[0].tips[0]
    added = own.add({**NEW, "title": shipped.id.replace("-", " ")})
    assert added["id"] == f"{shipped.id}-2"


def test_a_file_without_a_last_line_break_gets_one(own: OwnTipsFile) -> None:
    own.path.write_text('[[tip]]\nid = "a"')
    own.add(NEW)
    assert text(own).startswith('[[tip]]\nid = "a"\n\n[[tip]]\nid = "uber')


# --- changing ------------------------------------------------------------------------------------


def test_only_the_line_of_a_changed_field_changes(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    own.change(seen, {**seen, "topic": "moving"})
    assert text(own) == TEXT.replace('topic = "posture"   # not', 'topic = "moving"   # not')


def test_a_new_field_comes_after_the_others_of_its_tip(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    own.change(seen, {**seen, "hold_seconds": 20})
    assert text(own) == TEXT.replace("program's\n", "program's\nhold_seconds = 20\n")


def test_an_emptied_field_is_taken_out(own: OwnTipsFile) -> None:
    seen = table(own, 1)
    del seen["caution"]
    own.change(table(own, 1), seen)
    assert text(own) == TEXT.replace('caution = "Stop if it hurts."\n', "")


def test_steps_are_written_one_on_each_line(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    steps = ["Sit down and put your feet flat on the floor.", "Draw your chin back."]
    own.change(seen, {**seen, "steps": steps})
    assert 'steps = [\n    "Sit down and put' in text(own)
    assert table(own, 0)["steps"] == steps


def test_a_changed_step_leaves_the_comments_of_the_others(own: OwnTipsFile) -> None:
    seen = table(own, 1)
    own.change(seen, {**seen, "steps": ["Lie down.", "Rock gently."]})
    assert text(own) == TEXT.replace('"Rock."', '"Rock gently."')
    seen = table(own, 1)
    own.change(seen, {**seen, "steps": ["Lie down.", "Breathe.", "Rock gently."]})
    assert '"Lie down.",  # on the mat\n' in text(own)
    assert table(own, 1)["steps"] == ["Lie down.", "Breathe.", "Rock gently."]


def test_what_the_form_does_not_show_stays_as_it_is_written(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    assert as_draft(seen).body == "Draw your chin back a little."
    assert with_draft(seen, as_draft(seen)) == seen
    changed = with_draft(seen, Draft(**{**_fields(as_draft(seen)), "title": "Chin in"}))
    assert changed == {**seen, "title": "Chin in"}


def test_a_title_that_is_too_long_is_shown_to_be_shortened() -> None:
    long = "Sit right back in your chair, and then a little further back, please"
    assert as_draft({"title": f" {long}\n"}) == Draft(title=long)


def test_a_wrong_value_is_replaced_by_what_the_form_shows() -> None:
    assert as_draft({"title": "A", "hold_seconds": "long"}) == Draft(title="A")
    assert with_draft({"title": "A", "hold_seconds": "long"}, Draft(title="A")) == {
        "title": "A",
        "topic": "posture",
    }


def test_a_byte_order_mark_and_windows_line_ends_stay(own: OwnTipsFile) -> None:
    original = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()
    own.path.write_bytes(original)
    seen = table(own, 0)
    own.change(seen, {**seen, "title": "Chin in"})
    assert own.path.read_bytes() == original.replace(b'"Chin back"', b'"Chin in"')
    own.add(NEW)
    assert b"\n" not in own.path.read_bytes().replace(b"\r\n", b"")
    assert all(tip.checked.is_usable for tip in own.read().tips)


def test_a_layout_that_nobody_expects_is_not_touched(own: OwnTipsFile) -> None:
    odd = 'tip = [{id = "a", topic = "posture", title = "A", body = "B.", source = "me"}]\n'
    own.path.write_text(odd)
    seen = table(own, 0)
    with pytest.raises(StorageError, match="only be changed in the file"):
        own.change(seen, {**seen, "title": "C"})
    assert text(own) == odd


# --- removing ------------------------------------------------------------------------------------


def test_a_removed_tip_leaves_every_comment_around_it(own: OwnTipsFile) -> None:
    own.remove(table(own, 0))
    assert text(own) == TEXT[: TEXT.index("[[tip]]")] + TEXT[TEXT.index("\n[[ tip ]]") :]


def test_a_removed_tip_is_put_back_byte_for_byte(own: OwnTipsFile) -> None:
    removed = own.remove(table(own, 0))
    own.restore(removed)
    assert text(own) == TEXT


def test_it_is_put_back_at_the_end_of_a_file_that_has_changed(own: OwnTipsFile) -> None:
    removed = own.remove(table(own, 0))
    own.add(NEW)
    own.restore(removed)
    assert [tip.table["id"] for tip in own.read().tips] == ["rock", "uber-den-flur", "chin-back"]
    assert 'colour = "green"  # another program\'s\n' in text(own)


# --- somebody else -------------------------------------------------------------------------------


def test_a_change_made_elsewhere_is_kept(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    own.path.write_text(TEXT.replace("my physiotherapist", "Anna").replace("The end", "Not the end"))
    own.change(seen, {**seen, "title": "Chin in"})
    changed = TEXT.replace("my physiotherapist", "Anna").replace("The end", "Not the end")
    assert text(own) == changed.replace('"Chin back"', '"Chin in"')


def test_the_same_field_changed_on_both_sides_is_refused(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    elsewhere = TEXT.replace('"Chin back"', '"Chin up"')
    own.path.write_text(elsewhere)
    with pytest.raises(StorageError, match="“Title” has also been changed"):
        own.change(seen, {**seen, "title": "Chin in"})
    assert text(own) == elsewhere


def test_a_field_that_no_form_shows_is_named_as_it_is_written(own: OwnTipsFile) -> None:
    seen = table(own, 1)
    own.path.write_text(TEXT.replace('facts = ["chin"]', 'facts = ["walking"]'))
    with pytest.raises(StorageError, match="“facts” has also been changed"):
        own.change(seen, {**seen, "facts": ["other"]})


def test_a_tip_that_was_removed_elsewhere_is_not_written(own: OwnTipsFile) -> None:
    seen = table(own, 0)
    own.path.write_text(TEXT[TEXT.index("[[ tip ]]") :])
    with pytest.raises(StorageError, match="no longer in the file"):
        own.remove(seen)


def test_what_is_saved_right_before_the_write_is_kept(
    own: OwnTipsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, write, others = table(own, 0), disk.write, [TEXT.replace("The end", "Not the end")]

    def slow_write(path: Path, data: bytes, **options: Any) -> Any:
        if others:
            path.write_text(others.pop())
        return write(path, data, **options)

    monkeypatch.setattr(disk, "write", slow_write)
    own.change(seen, {**seen, "title": "Chin in"})
    assert "Not the end" in text(own)
    assert '"Chin in"' in text(own)


def test_an_editor_that_empties_the_file_before_it_saves_loses_nothing(
    own: OwnTipsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.read()
    own.path.unlink()
    monkeypatch.setattr("sitbreak.disk.time.sleep", lambda _seconds: own.path.write_text(TEXT))
    own.add(NEW)
    assert text(own).startswith(TEXT)


def test_a_file_that_never_rests_is_left_alone(own: OwnTipsFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Changed("somebody writes all the time")

    monkeypatch.setattr(disk, "write", refuse)
    with pytest.raises(Changed):
        own.add(NEW)


def test_a_file_does_not_grow_too_large_to_be_read(own: OwnTipsFile) -> None:
    own.path.write_text("# full\n" * 140_000)
    with pytest.raises(StorageError, match="larger than"):
        own.add({**NEW, "body": "x" * 30_000})


def test_changes_of_different_fields_are_merged() -> None:
    assert merged({"a": 1, "b": 3}, {"a": 1, "b": 2}, {"a": 4, "b": 2}) == {"a": 4, "b": 3}
    assert merged({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 3}) == {"a": 1, "c": 3}
    assert merged({"a": 1, "b": 2}, {"a": 1, "b": 2}, {"a": 1}) == {"a": 1}
    with pytest.raises(Conflict):
        merged({"a": 1}, {"a": 2}, {"a": 3})


# --- promises ------------------------------------------------------------------------------------

plain = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1)
texts = plain.filter(lambda text: " ".join(text.split()) != "")
comments = st.lists(plain.map(lambda text: f"# {text}"), max_size=2)
literals = st.sampled_from(('"{}"', "'{}'", "'''{}'''", '"""{}"""'))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return a file with comments in every place, and the lines of each tip."""
    parts, tips = [*draw(comments), ""], []
    for number in range(draw(st.integers(1, 3))):
        word = draw(st.sampled_from(("plain", "[[tip]]", "# no comment", "a = 1")))
        lines = [
            f"[[tip]]{draw(st.sampled_from(('', '  # head')))}",
            f'id = "tip-{number}"',
            *draw(comments),
            'topic = "moving"  # why',
            f"title = {draw(literals).format(word)}",
            'body = """\n[[tip]]\n# not a comment\n"""',
            'source = "me"',
        ]
        parts += [*draw(comments), *lines, *draw(comments), *draw(st.sampled_from(((), ("",))))]
        tips.append("\n".join(lines))
    return "\n".join([*parts, ""]), tips


def _fields(form: Draft) -> dict[str, Any]:
    return {name: getattr(form, name) for name in Draft.__annotations__}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(files(), st.data())
def test_every_other_byte_stays(tmp_path: Path, made: tuple[str, list[str]], data: st.DataObject) -> None:
    whole, tips = made
    own = OwnTipsFile(tmp_path / "tips.toml")
    own.path.write_bytes(whole.encode())
    number = data.draw(st.integers(0, len(tips) - 1))
    seen = table(own, number)
    assert seen["id"] == f"tip-{number}"
    wanted = {**seen, "title": data.draw(texts), "steps": data.draw(st.lists(texts, max_size=3))}
    own.change(seen, wanted)
    before, tip, after = whole.partition(tips[number])
    changed = own.path.read_bytes().decode()
    assert changed.startswith(before)
    assert changed.endswith(after)
    own_lines = changed.removeprefix(before).removesuffix(after).splitlines()
    for line in tip.splitlines():
        if "#" in line and "title" not in line:
            assert line in own_lines
    assert tomllib.loads(changed)["tip"][number] == wanted
    removed = own.remove(wanted)
    assert own.path.read_bytes().decode().startswith(before)
    own.restore(removed)
    assert own.path.read_bytes().decode() == changed
