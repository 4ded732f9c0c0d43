"""Every window in every language: nothing stays English, nothing is cut, no access key is there twice."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sitbreak.core.tips import Library, as_json
from sitbreak.core.words import language
from sitbreak.core.words.language import Language
from sitbreak.desktop.language import languages, own_name, use_language
from sitbreak.tips.files import load_library
from tests.pseudo import Pseudo, in_pseudo, unmarked
from tests.rig.programs import give_up, needs_qt

needs_qt()

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from sitbreak.dialogs.card import tip_view
from sitbreak.dialogs.card.content import TipContent
from sitbreak.dialogs.mirror import use_direction
from sitbreak.dialogs.settings.checks import edge
from sitbreak.dialogs.settings.field import longest_line
from sitbreak.dialogs.settings.flow import Flow
from sitbreak.dialogs.settings.form import Form
from sitbreak.dialogs.settings.languages import has_letters_for
from sitbreak.dialogs.settings.step_field import LENGTH, StepField, field_size
from tests.dialogs.every_window import access_keys, cut, every_view, open_card, texts

PSEUDO, RIGHT_TO_LEFT = "pseudo", "pseudo-rtl"
SCROLL_BAR = 8
"""Pixels of a bar, which is at the other side, too."""


@pytest.fixture
def speak(application: QApplication) -> Iterator[Callable[[str], Library]]:
    """Speak a language; return its tips."""
    font = application.font()

    def use(code: str) -> Library:
        if code in (PSEUDO, RIGHT_TO_LEFT):
            language.use(Language(Pseudo(), code="xx" if code == PSEUDO else "ar"))
            return in_pseudo(load_library(None)[0])
        if not has_letters_for(code):  # empty boxes are narrower than letters, and lower
            give_up(f"no font for {code} (Debian: fonts-noto-cjk)")
        use_language(code)
        return load_library(None)[0]

    yield use
    language.use(Language())
    application.setFont(font)


@pytest.mark.parametrize("per_cent", [100, 150])
@pytest.mark.parametrize("code", ["en", PSEUDO, RIGHT_TO_LEFT, *languages()])
def test_no_text_is_cut_in_any_window(
    speak: Callable[[str], Library], application: QApplication, tmp_path: Path, code: str, per_cent: int
) -> None:
    library, font = speak(code), application.font()
    font.setPointSizeF(font.pointSizeF() * per_cent / 100)
    application.setFont(font)
    fields = r"⟦?\d+ (mïñ|s|dàys).*" if code in (PSEUDO, RIGHT_TO_LEFT) else "-"  # few units are that long
    wrong = {}
    for name, window in every_view(tmp_path, library):
        if found := [text for text in cut(window) if not re.match(fields, text)]:
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("code", ["en", *languages()])
def test_no_tip_scrolls(
    speak: Callable[[str], Library], application: QApplication, tmp_path: Path, code: str
) -> None:
    library = speak(code)
    with open_card(library.tips[0], library, tmp_path) as card:
        hidden = {}
        for tip in library.tips:
            card.show_tip(TipContent.from_json(as_json(tip, library)))
            application.processEvents()
            assert card._view
            if pixels := card._view.text.steps.verticalScrollBar().maximum():
                hidden[tip.id] = pixels
    assert hidden == {}


@pytest.mark.parametrize("code", ["en", *languages()])
def test_a_field_has_room_for_long_lengths(speak: Callable[[str], Library], code: str) -> None:
    speak(code)
    around = QWidget()
    for length in (timedelta(hours=3, minutes=45), timedelta(minutes=59, seconds=59)):
        line = StepField(around, LENGTH, length).line
        room = field_size()[0] - line.fontMetrics().averageCharWidth()
        assert line.fontMetrics().horizontalAdvance(line.text()) <= room, line.text()


def test_a_window_from_right_to_left_is_a_mirror_but_for_its_pictures(
    speak: Callable[[str], Library], tmp_path: Path
) -> None:
    def seen(code: str) -> dict[str, tuple[list[int], list[QImage]]]:
        """Return for each window how far each button is from where lines begin, and its pictures."""
        views = {}
        for name, window in every_view(tmp_path, speak(code)):
            buttons = [it for it in window.findChildren(QPushButton) if it.isVisible() and it.text()]
            lefts = [it.mapTo(window, QPoint(0, 0)).x() for it in buttons]
            if code == RIGHT_TO_LEFT:
                lefts = [window.width() - x - it.width() for x, it in zip(lefts, buttons, strict=True)]
            pictures = [it.pixmap() for it in window.findChildren(QLabel) if not it.pixmap().isNull()]
            views[name] = lefts, [picture.toImage() for picture in pictures]
        return views

    forwards, backwards = seen(PSEUDO), seen(RIGHT_TO_LEFT)
    assert forwards.keys() == backwards.keys()
    for name, (places, pictures) in forwards.items():
        assert len(places) >= 1
        assert places == pytest.approx(backwards[name][0], abs=SCROLL_BAR), name
        assert pictures == backwards[name][1], name


def test_a_button_that_stands_apart_is_mirrored_when_its_row_gets_wider(
    speak: Callable[[str], Library], application: QApplication
) -> None:
    speak("ar")
    use_direction(is_right_to_left=True)
    window = QWidget()
    first, last = QPushButton("1"), QPushButton("2")
    row = Flow(window, first, last, is_last_apart=True)
    row.resize(first.sizeHint().width(), 100)
    window.show()
    row.resize(1000, 100)
    application.processEvents()
    assert (first.geometry().right(), last.x()) == (999, 0)


def test_what_is_wrong_with_the_file_begins_where_the_settings_begin(
    speak: Callable[[str], Library], application: QApplication
) -> None:
    speak("ar")
    use_direction(is_right_to_left=True)
    window = QWidget()
    form = Form(window)
    form.resize(1000, 500)
    window.show()
    [view] = form.problem_views(1)
    view.show_problem("1")
    form.arrange(1000)
    application.processEvents()
    assert (view.width(), view.geometry().right()) == (longest_line(), 1000 - edge() - 1)


@pytest.mark.parametrize("code", ["en", *languages()])
def test_no_access_key_is_there_twice_in_a_window(
    speak: Callable[[str], Library], tmp_path: Path, code: str
) -> None:
    for name, window in every_view(tmp_path, speak(code)):
        twice = [key for key, count in Counter(access_keys(window)).items() if count > 1]
        assert twice == [], name


@pytest.mark.parametrize("code", ["en", *languages()])
def test_every_access_key_is_on_every_keyboard(
    speak: Callable[[str], Library], tmp_path: Path, code: str
) -> None:
    for name, window in every_view(tmp_path, speak(code)):
        assert [key for key in access_keys(window) if not key.isascii()] == [], name


def test_every_text_in_a_window_can_be_translated(
    speak: Callable[[str], Library], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, own_names = {}, {unmarked(own_name(code)) for code in ("en", *languages())}
    monkeypatch.setattr(tip_view, "drawing_title", lambda name: f"⟦{name}⟧")
    for name, window in every_view(tmp_path, speak(PSEUDO)):
        left = {rest for text in texts(window) if (rest := unmarked(text))} - own_names
        if left:
            english[name] = left
    assert english == {}
