"""The person's own tips in the settings window: listed, added, changed, removed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitbreak.core.own_tips import DRAFT_FIELDS
from sitbreak.desktop.launcher import Launcher
from sitbreak.tips.files import load_library
from sitbreak.tips.pictures import DRAWINGS
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.settings.own_tips.editor import OwnTipsEditor
from sitbreak.dialogs.settings.own_tips.tip_form import TipForm
from tests.dialogs.shown import until

CHIN = """\
# From Anna.
[[tip]]
id = "chin-back"  # hidden by this name
topic = "posture"
title = "Chin back"
body = "Draw your chin back a little."
source = "my physiotherapist"
"""
ROCK = """
[[tip]]
id = "rock"
topic = "stretch"
title = "Rock your pelvis"
body = "Lie on your back and rock."
caution = "Stop if it hurts."
source = "my physiotherapist"
steps = ["Lie down.", "Rock."]
place = "home"
"""


class Shown:
    """A person's own tips in a window of their own."""

    def __init__(self, runtime: Path, config: Path, width: int = 760) -> None:
        self.file = config / "tips.toml"
        self.frame = Frame(runtime)
        self.editor = OwnTipsEditor(self.frame, config, self.frame.colours)
        self.changes: list[str] = []
        self.editor.changed.connect(lambda: self.changes.append(self.text))
        self.editor.rearranged.connect(self.arrange)
        self.frame.resize(width, 1200)
        self.arrange()
        self.frame.show()
        self.frame.activateWindow()
        until(self.frame.isActiveWindow, "the window is active")

    def arrange(self) -> None:
        width = self.frame.width()
        self.editor.setGeometry(0, 0, width, self.editor.arrange(width, 0))

    @property
    def text(self) -> str:
        return self.file.read_text("utf-8") if self.file.exists() else ""

    @property
    def lines(self) -> list[str]:
        """The list, if there is one."""
        tips = self.editor.tips
        return [tips.item(row).text() for row in range(tips.count())] if tips.isVisible() else []

    @property
    def chosen(self) -> str:
        return self.editor.tips.currentItem().text()

    @property
    def said(self) -> str:
        return self.editor.message.accessibleName() if self.editor.message.isVisible() else ""

    @property
    def form(self) -> TipForm:
        form = self.editor.form
        assert form
        assert form.isVisible()
        return form

    @property
    def is_listing(self) -> bool:
        return self.editor.add_button.isVisible()

    @property
    def errors(self) -> dict[str, str]:
        """What is said to be wrong, by field."""
        return {name: error.text for name, error in self.form.errors.items() if error.isVisible()}

    @property
    def previewed(self) -> list[str]:
        """The texts of the preview."""
        assert self.form.preview.view
        return [label.accessibleName() for label in self.form.preview.view.findChildren(QLabel)]

    def click(self, label: str) -> None:
        buttons = [button for button in self.editor.findChildren(QPushButton) if button.isVisible()]
        button = next(button for button in buttons if button.text().replace("&", "") == label)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def choose(self, row: int) -> None:
        self.editor.tips.setCurrentRow(row)

    def type(self, name: str, text: str) -> None:
        """Type into a field in place of what is there."""
        field = self.form.fields[name]
        target: QWidget = field.focusProxy() or field
        target.setFocus()
        QTest.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(target, Qt.Key.Key_Delete)
        *lines, last = text.split("\n")
        for line in lines:
            QTest.keyClicks(target, line)
            QTest.keyClick(target, Qt.Key.Key_Return)
        QTest.keyClicks(target, last)

    def pick(self, name: str, value: Any) -> None:
        """Choose from a list with the arrow keys."""
        field: Any = self.form.fields[name]
        field.setFocus()
        for _ in range(field.count()):
            QTest.keyClick(field, Qt.Key.Key_Up)
        while field.value != value:
            QTest.keyClick(field, Qt.Key.Key_Down)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.frame, key)
        QApplication.processEvents()


@pytest.fixture
def own(application: QApplication, runtime: Path, tmp_path: Path) -> Iterator[Shown]:
    config = tmp_path / "config"
    config.mkdir()
    (config / "tips.toml").write_text(CHIN + ROCK, "utf-8")
    shown = Shown(runtime, config)
    yield shown
    shown.frame.hide()
    shown.frame.deleteLater()
    application.processEvents()


@pytest.fixture
def nothing(application: QApplication, runtime: Path, tmp_path: Path) -> Iterator[Shown]:
    shown = Shown(runtime, tmp_path / "config")
    yield shown
    shown.frame.hide()
    shown.frame.deleteLater()
    application.processEvents()


# --- the list ------------------------------------------------------------------------------------


def test_tips_are_listed_with_their_topic_and_place(own: Shown) -> None:
    assert own.lines == ["Chin back · Posture", "Rock your pelvis · Stretching, for home"]
    assert own.editor.tips.height() < own.frame.height() / 3, "no higher than its lines"


def test_an_empty_list_says_how_to_begin(nothing: Shown) -> None:
    assert nothing.lines == []
    texts = [
        label.accessibleName() or label.text()
        for label in nothing.editor.findChildren(QLabel)
        if label.isVisible()
    ]
    assert texts == [
        "You have no tips of your own yet. Add an exercise from your physiotherapist, for example."
    ]
    assert not nothing.editor.change_button.isEnabled()
    assert not nothing.editor.remove_button.isEnabled()


def test_a_tip_with_a_mistake_is_listed_and_can_be_corrected(own: Shown) -> None:
    own.file.write_text((CHIN + ROCK).replace('"stretch"', '"streching"'), "utf-8")
    until(lambda: "\u26a0" in own.lines[1], "the file is followed")
    own.choose(1)
    own.click("Change…")
    assert list(own.errors) == ["topic"]
    own.pick("topic", "stretch")
    assert own.errors == {}
    own.click("Save tip")
    assert own.text == CHIN + ROCK


def test_what_cannot_be_read_is_said(own: Shown) -> None:
    own.file.write_text(CHIN.replace('"chin-back"', "chin-back") + ROCK, "utf-8")
    until(lambda: len(own.lines) == 1, "the file is followed")
    texts = [
        label.accessibleName() or label.text()
        for label in own.editor.findChildren(QLabel)
        if label.isVisible()
    ]
    assert any(text.startswith("Line 3 of the file can't be read") for text in texts)


def test_the_file_can_be_opened_for_what_the_form_does_not_show(
    own: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_it(_launcher: Launcher, path: Path) -> str | None:
        opened.append(path)
        return "no program to open files with was found"

    monkeypatch.setattr(Launcher, "open", open_it)
    own.click("Open the file")
    assert opened == [own.file]
    assert own.said == "no program to open files with was found"


# --- adding --------------------------------------------------------------------------------------


def test_a_tip_is_added_with_the_keyboard_alone(nothing: Shown) -> None:
    nothing.editor.add_button.setFocus()
    nothing.press(Qt.Key.Key_Space)
    nothing.type("title", "Walk to the window")
    nothing.pick("topic", "moving")
    nothing.type("body", "Look out for a minute.")
    nothing.type("source", "me")
    nothing.press(Qt.Key.Key_Return)
    assert nothing.is_listing
    assert nothing.said == "Added “Walk to the window”."
    assert nothing.lines == ["Walk to the window · Moving"]
    assert QApplication.focusWidget() is nothing.editor.tips
    library, problems = load_library(nothing.file)
    assert problems == []
    tip = library.find("walk-to-the-window")
    assert tip
    assert (tip.topic, tip.body, tip.source) == ("moving", "Look out for a minute.", "me")
    assert nothing.changes == [nothing.text]


def test_every_field_reaches_the_file(nothing: Shown) -> None:
    nothing.click("Add a tip…")
    picture = DRAWINGS / "walk-light.webp"
    for name, text in {
        "title": "Seated twist", "body": "Turn slowly.", "caution": "Stop if it hurts.",
        "steps": "Sit tall.\n\n Turn. \nBreathe.", "hold_seconds": "20", "repetitions": "3",
        "picture": str(picture), "source": "Anna",
    }.items():  # fmt: skip
        nothing.type(name, text)
    nothing.pick("topic", "stretch")
    nothing.pick("sides", ("left", "right"))
    nothing.pick("place", "chair")
    assert nothing.errors == {}
    nothing.click("Save tip")
    tip = load_library(nothing.file)[0].find("seated-twist")
    assert tip
    assert {name: getattr(tip, name) for name in DRAFT_FIELDS} == {
        "topic": "stretch", "title": "Seated twist", "body": "Turn slowly.", "caution": "Stop if it hurts.",
        "source": "Anna", "steps": ("Sit tall.", "Turn.", "Breathe."), "hold_seconds": 20, "repetitions": 3,
        "sides": ("left", "right"), "picture": str(picture), "place": "chair",
    }  # fmt: skip


def test_what_is_missing_is_said_when_it_is_saved_and_not_before(nothing: Shown) -> None:
    nothing.click("Add a tip…")
    assert nothing.errors == {}
    nothing.pick("topic", "stretch")
    assert nothing.form.draft.caution == "Stop if it hurts.", "the usual one is offered"
    nothing.type("caution", "")
    assert nothing.errors == {"caution": "A stretch needs a caution, such as “Stop if it hurts.”"}
    nothing.click("Save tip")
    assert set(nothing.errors) == {"title", "body", "caution", "source"}
    assert nothing.form.failure.text == "This tip can't be saved yet: please look at the marked fields."
    assert QApplication.focusWidget() is nothing.form.fields["title"]
    assert nothing.text == ""


def test_it_is_checked_as_its_file_is(nothing: Shown, tmp_path: Path) -> None:
    nothing.click("Add a tip…")
    nothing.type("title", "x" * 61)
    assert nothing.errors == {"title": "Is longer than 60 characters (61)"}
    assert nothing.form.fields["title"].accessibleDescription() == "Is longer than 60 characters (61)"
    nothing.type("title", "x")
    nothing.type("body", "y" * 201)
    assert nothing.errors == {"body": "Together with the caution, it is longer than 200 characters"}
    nothing.type("hold_seconds", "long")
    assert nothing.errors["hold_seconds"] == "'long' is not a whole number from 1 to 600"
    nothing.type("hold_seconds", "601")
    assert nothing.errors["hold_seconds"] == "601 is not a whole number from 1 to 600"
    nowhere = str(tmp_path / "nowhere.png")
    nothing.type("picture", nowhere)
    assert nothing.errors["picture"] == f"There is no file {nowhere}"


# --- changing ------------------------------------------------------------------------------------


def test_a_change_leaves_everything_else_in_the_file(own: Shown) -> None:
    own.choose(0)
    own.editor.tips.setFocus()
    own.press(Qt.Key.Key_Return)
    own.type("title", "Chin in")
    own.press(Qt.Key.Key_Return)
    assert own.text == CHIN.replace('"Chin back"', '"Chin in"') + ROCK
    assert own.said == "Saved “Chin in”."
    assert own.chosen == "Chin in · Posture"


def test_escape_leaves_the_tip_and_offers_to_go_on(own: Shown) -> None:
    own.choose(0)
    own.click("Change…")
    own.press(Qt.Key.Key_Escape)
    assert own.is_listing
    assert own.said == ""
    own.click("Change…")
    own.type("title", "Chin in")
    assert own.editor.has_unsaved_changes
    own.press(Qt.Key.Key_Escape)
    assert own.frame.isVisible()
    assert not own.editor.has_unsaved_changes
    assert own.text == CHIN + ROCK
    assert own.said == "Your changes were discarded."
    own.click("Keep editing")
    assert own.form.draft.title == "Chin in"
    own.click("Save tip")
    assert '"Chin in"' in own.text


def test_a_change_of_the_file_at_the_same_time_loses_nothing(own: Shown) -> None:
    own.choose(0)
    own.click("Change…")
    own.type("title", "Chin in")
    own.file.write_text((CHIN + ROCK).replace("a little", "gently").replace("From Anna", "For me"), "utf-8")
    own.click("Save tip")
    assert own.text == (CHIN + ROCK).replace("a little", "gently").replace("From Anna", "For me").replace(
        "Chin back", "Chin in"
    )


def test_the_same_field_changed_elsewhere_is_not_overwritten(own: Shown) -> None:
    own.choose(0)
    own.click("Change…")
    own.type("title", "Chin in")
    own.file.write_text((CHIN + ROCK).replace("Chin back", "Chin up"), "utf-8")
    own.click("Save tip")
    assert own.form.failure.text.startswith("“Title” has also been changed in the file.")
    assert '"Chin up"' in own.text


# --- removing ------------------------------------------------------------------------------------


def test_a_tip_is_removed_and_put_back(own: Shown) -> None:
    own.choose(0)
    own.editor.tips.setFocus()
    own.press(Qt.Key.Key_Delete)
    assert own.lines == ["Rock your pelvis · Stretching, for home"]
    assert own.said == "Removed “Chin back”."
    own.press(Qt.Key.Key_Delete)
    assert own.lines == []
    assert QApplication.focusWidget() is own.editor.undo_button
    own.press(Qt.Key.Key_Space)
    own.choose(0)
    assert own.lines == ["Rock your pelvis · Stretching, for home"]
    own.file.write_text(CHIN + ROCK, "utf-8")
    until(lambda: len(own.lines) == 2, "the file is followed")
    own.choose(0)
    own.press(Qt.Key.Key_Delete)
    own.click("Put it back")
    assert own.text == CHIN + ROCK
    assert own.chosen == "Chin back · Posture"
    assert len(own.changes) == 5


# --- the preview ---------------------------------------------------------------------------------


def test_the_preview_follows_what_is_typed(own: Shown) -> None:
    own.choose(1)
    own.click("Change…")
    assert "Rock your pelvis" in own.previewed
    own.type("title", "Rock gently")
    own.type("hold_seconds", "20")
    until(lambda: "Rock gently" in own.previewed, "the preview follows")
    assert "Hold for 20 seconds." in own.previewed
    assert "Your own tip. Source: my physiotherapist" in own.previewed
    assert own.form.preview.view
    assert own.form.preview.view.countdown is not None


def test_the_preview_leaves_out_numbers_that_cannot_be_used(own: Shown) -> None:
    own.choose(1)
    own.click("Change…")
    own.type("hold_seconds", "ten")
    own.type("repetitions", "9000000")
    own.type("title", "Rock gently")
    until(lambda: "Rock gently" in own.previewed, "the preview follows")
    assert own.form.preview.view
    assert own.form.preview.view.countdown is None
    own.type("hold_seconds", "10")
    own.type("repetitions", "2")
    until(lambda: "Hold for 10 seconds. 2 times." in own.previewed, "the preview has both")


def test_the_preview_shows_the_picture(own: Shown) -> None:
    picture = own.file.with_name("mine.webp")
    picture.write_bytes((DRAWINGS / "walk-light.webp").read_bytes())
    own.choose(0)
    own.click("Change…")
    field: Any = own.form.fields["picture"]
    field.use_file(str(picture))
    assert field.value == "mine.webp", "beside tips.toml its name is enough"
    until(lambda: own.form.preview.view and own.form.preview.view.picture, "the preview has a picture")
    own.click("Save tip")
    tip = load_library(own.file)[0].find("chin-back")
    assert tip
    assert tip.picture == str(picture)


# --- keyboard, screen reader, sizes --------------------------------------------------------------


def test_every_field_has_a_name_and_the_tab_key_follows_the_eye(own: Shown) -> None:
    own.click("Add a tip…")
    stops: list[QWidget] = []
    widget: Any = own.form.nextInFocusChain()
    while widget is not own.form:
        if (
            own.form.isAncestorOf(widget)
            and widget.isVisible()
            and (widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        ):
            stops.append(widget)
        widget = widget.nextInFocusChain()
    fields = [field.focusProxy() or field for field in own.form.fields.values()]
    assert [stop for stop in stops if stop in fields] == fields
    assert stops.index(own.form.save_button) > stops.index(fields[-1])
    for stop in stops:
        assert stop.accessibleName() or isinstance(stop, QPushButton), stop


def test_arrow_keys_count(own: Shown) -> None:
    own.click("Add a tip…")
    field: Any = own.form.fields["hold_seconds"]
    field.setFocus()
    own.press(Qt.Key.Key_Up)
    own.press(Qt.Key.Key_Up)
    own.press(Qt.Key.Key_Down)
    assert field.value == 5
    own.press(Qt.Key.Key_Down)
    own.press(Qt.Key.Key_Down)
    assert field.value == 0


@pytest.mark.parametrize("width", [420, 760, 1200])
def test_everything_fits_into_any_width(
    application: QApplication, runtime: Path, tmp_path: Path, width: int
) -> None:
    (tmp_path / "tips.toml").write_text(CHIN + ROCK, "utf-8")
    shown = Shown(runtime, tmp_path, width)
    try:
        shown.choose(1)
        shown.click("Change…")
        shown.arrange()
        QApplication.processEvents()
        for field in shown.form.fields.values():
            right = field.mapTo(shown.editor, QPoint(field.width(), 0)).x()
            assert right <= width
        beside = shown.form.preview.mapTo(shown.editor, QPoint()).x() > width / 3
        assert beside == (width == 1200)
    finally:
        shown.frame.hide()
        shown.frame.deleteLater()
        application.processEvents()
