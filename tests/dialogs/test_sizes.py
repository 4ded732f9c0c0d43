"""The card at every size of screen and text, and in whatever room a tiling desktop gives it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sitbreak.core.tips import Tip
from tests.dialogs.cards import LIBRARY, content_of, shipped
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from sitbreak.dialogs.card.window import TipCard
from sitbreak.dialogs.widgets import units
from tests.dialogs.shown import SCREENS, Shown, until

Show = Callable[..., Shown]

STRETCH = shipped("piriformis-seated")
ALONE = replace(shipped("home-exercises"), picture="")
HELD_ALONE = replace(STRETCH, picture="")
LONG = replace(STRETCH, title="A title as long as one may be, of nearly sixty letters", steps=tuple(
    f"{number} " + "step " * 50 for number in range(12)
))  # fmt: skip
PER_CENT = (100, 150, 200)
TILES = (
    (252, 573), (267, 250), (267, 580), (400, 500), (512, 1000),
    (600, 300), (800, 250), (960, 1080), (1900, 1050),
)  # fmt: skip
PHONES = (468, 762), (788, 442)
"""Of cards on screens of 480x800 and 800x480, with a title bar."""


@pytest.fixture
def text_at(application: QApplication) -> Iterator[Callable[[int], None]]:
    """Set the desktop's text size, in per cent; the fixture `show` restores it."""
    font = application.font()
    points = font.pointSizeF()

    def set_size(per_cent: int) -> None:
        larger = application.font()
        larger.setPointSizeF(points * per_cent / 100)
        application.setFont(larger)

    yield set_size
    application.setFont(font)


def place(widget: QWidget, on: QWidget) -> QRect:
    """Return where a widget is on another one."""
    return QRect(widget.mapTo(on, QPoint(0, 0)), widget.size())


def visible(widgets: list[QWidget]) -> list[QWidget]:
    return [widget for widget in widgets if widget.isVisible()]


def widest_word(label: QLabel) -> int:
    """Return the width of the longest part of a label's text that no line break can divide."""
    text = label.accessibleName() if label.text().startswith("<") else label.text()
    return max(label.fontMetrics().horizontalAdvance(word) for word in text.split(" "))


def assert_nothing_is_cut(shown: Shown) -> None:
    """Check every part of the tip on the card."""
    card, view, tip = shown.card, shown.view, shown.card.tip.id
    inside = QRect(QPoint(0, 0), card.size())
    for button in shown.buttons.values():
        if not button.isVisible() or view.text.isAncestorOf(button):
            continue  # of the tip before, or scrolled
        assert inside.contains(place(button, card)), (tip, button.text())
        assert button.width() >= button.sizeHint().width(), (tip, button.text())
        assert button.height() >= button.sizeHint().height(), (tip, button.text())
    for label in view.findChildren(QLabel):
        if label.isVisible() and label.text():
            enough = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= enough, (tip, label.text())
            wide_enough = widest_word(label) if label.wordWrap() else label.sizeHint().width()
            assert label.contentsRect().width() >= wide_enough, (tip, label.text())
            surface = label.parentWidget()
            assert surface is not None
            assert surface.rect().contains(label.geometry()), (tip, label.text())
    assert view.text.steps.horizontalScrollBar().maximum() == 0, tip
    if view.picture is not None and view.picture.isVisible():
        frame, image = view.picture.size(), view.picture.pixmap().deviceIndependentSize()
        assert image.width() <= frame.width(), tip
        assert image.height() <= frame.height(), tip
    parts = visible([part for part in (view.picture, view.countdown, view.text, card._row) if part])
    parts = [part for part in parts if not view.text.isAncestorOf(part)]  # it scrolls
    for number, part in enumerate(parts):
        assert inside.contains(place(part, card)), (tip, part)
        for other in parts[number + 1 :]:
            assert not place(part, card).intersects(place(other, card)), (tip, part, other)


def assert_text_can_be_read(shown: Shown) -> None:
    """Check that enough of the text is in sight; of a tip of ours also the title and the caution."""
    view, em = shown.view, units().em
    bar = view.text.steps.verticalScrollBar()
    assert not bar.maximum() or view.text.steps.height() >= 4 * em, shown.card.tip.id
    title = next(label for label in view.findChildren(QLabel) if label.accessibleName() == view.tip.title)
    if view.tip.title == LONG.title:
        return
    assert not view.text.steps.isAncestorOf(title), view.tip.id
    for caution in view.findChildren(QLabel, "caution"):
        if view.text.steps.isAncestorOf(caution):
            surface = view.text.steps.viewport()
            assert surface.rect().contains(place(caution, surface)), view.tip.id


@pytest.mark.parametrize("per_cent", PER_CENT)
@pytest.mark.parametrize("screen", SCREENS[1:], ids=str)
def test_every_tip_fits_and_moves_no_button(
    show: Show, text_at: Callable[[int], None], screen: tuple[int, int], per_cent: int
) -> None:
    text_at(per_cent)
    shown = show(STRETCH, screen=screen)
    size = shown.card.size()
    assert size.width() <= screen[0]
    assert size.height() <= screen[1]
    places = {button: place(button, shown.card) for button in shown.card._row.buttons}
    for tip in (*LIBRARY.tips, ALONE, HELD_ALONE, LONG):
        shown.turn_to(tip)
        assert shown.card.size() == size, tip.id
        assert {button: place(button, shown.card) for button in places} == places, tip.id
        assert_nothing_is_cut(shown)
        assert_text_can_be_read(shown)
        if tip.picture:
            assert shown.view.picture is not None
            assert shown.view.picture.isVisible(), tip.id
            side = min(shown.view.picture.width(), shown.view.picture.height())
            assert side >= 9 * units().em, (tip.id, side)


def test_it_fits_the_screen_where_the_pointer_is(
    runtime: Path, text_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    text_at(200)
    small = QGuiApplication.screens()[-1]
    monkeypatch.setattr(QCursor, "pos", small.geometry().center)
    card = TipCard(runtime)
    card.fill(content_of(STRETCH, runtime))
    assert card.width() <= small.availableGeometry().width()
    assert card.height() <= small.availableGeometry().height()
    card.deleteLater()


@pytest.mark.parametrize("size", TILES, ids=str)
@pytest.mark.parametrize("tip", [STRETCH, ALONE, HELD_ALONE, LONG], ids=["full", "text", "held", "long"])
def test_a_tiling_desktop_may_give_it_any_size(show: Show, tip: Tip, size: tuple[int, int]) -> None:
    shown = show(tip)
    shown.card.resize(*size)
    until(lambda: shown.card.width() == size[0], "it has the size of its tile")
    assert_nothing_is_cut(shown)
    picture, text = shown.view.picture, shown.view.text
    if picture is not None and picture.isVisible() and picture.y() + picture.height() <= text.y():
        assert text.height() >= 12 * units().em, "the picture gives up its size first"


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_large_text_on_a_screen_as_small_as_a_phones_leaves_every_title_whole(
    show: Show, text_at: Callable[[int], None], size: tuple[int, int]
) -> None:
    text_at(200)
    shown = show(STRETCH)
    shown.card.resize(*size)
    until(lambda: shown.card.width() == size[0], "it has the size of such a screen")
    for tip in LIBRARY.tips:
        shown.turn_to(tip)
        assert_nothing_is_cut(shown)
        text = shown.view.text
        title = next(it for it in text.findChildren(QLabel) if it.accessibleName() == tip.title)
        above_fade = text.height() - (units().em if text.steps.verticalScrollBar().maximum() else 0)
        assert place(title, text).bottom() < above_fade, tip.title


def test_a_countdown_that_leaves_the_text_no_room_scrolls_with_it(
    show: Show, text_at: Callable[[int], None]
) -> None:
    text_at(200)
    shown = show(STRETCH)
    countdown, steps = shown.view.countdown, shown.view.text.steps
    assert countdown
    shown.card.resize(*PHONES[1])
    until(lambda: steps.isAncestorOf(countdown), "it is part of what scrolls")
    shown.button("Another tip").setFocus()
    shown.press(Qt.Key.Key_Backtab)
    assert countdown.button.hasFocus()
    assert steps.viewport().rect().contains(place(countdown.button, steps.viewport())), "it comes in sight"
    shown.card.resize(1300, 1000)
    until(lambda: countdown.parent() is shown.view, "it has a place of its own")
    assert_nothing_is_cut(shown)


@pytest.mark.parametrize("is_active", [True, False])  # a new window makes those of a tiling desktop smaller
def test_a_countdown_that_moves_keeps_the_focus(
    show: Show, text_at: Callable[[int], None], *, is_active: bool
) -> None:
    text_at(200)
    shown = show(STRETCH)
    countdown, steps = shown.view.countdown, shown.view.text.steps
    assert countdown
    other = QWidget()
    countdown.button.setFocus()
    if not is_active:
        other.show()
        other.activateWindow()
        until(lambda: not shown.card.isActiveWindow(), "another window has the focus")
    shown.card.resize(*PHONES[1])
    until(lambda: steps.isAncestorOf(countdown), "it is part of what scrolls")
    assert shown.card.focusWidget() is countdown.button
    shown.card.activateWindow()
    in_sight = steps.viewport().rect()
    until(lambda: in_sight.contains(place(countdown.button, steps.viewport())), "it is in sight")
    shown.card.resize(1300, 1000)
    until(lambda: countdown.parent() is shown.view, "it has a place of its own")
    assert countdown.button.hasFocus()


def test_no_tip_of_ours_scrolls_where_there_is_room(show: Show) -> None:
    shown = show(STRETCH, screen=(1280, 720))
    for tip in LIBRARY.tips:
        shown.turn_to(tip)
        assert not shown.view.text.steps.verticalScrollBar().maximum(), tip.id


def test_the_picture_gives_up_its_size_before_the_text(show: Show, text_at: Callable[[int], None]) -> None:
    text_at(200)
    shown = show(STRETCH, screen=(1024, 600))
    assert shown.view.picture is not None
    assert shown.view.picture.width() < shown.view.text.width() / 1.5
    body = next(part for part in shown.view.findChildren(QLabel) if part.accessibleName() == STRETCH.body)
    assert body.fontMetrics().height() > 1.9 * 14


def test_only_the_steps_scroll_while_the_rest_fits(show: Show, text_at: Callable[[int], None]) -> None:
    text_at(150)
    shown = show(STRETCH, screen=(1024, 600))
    steps = shown.view.text.steps
    assert steps.verticalScrollBar().maximum()
    scrolled = [label.accessibleName() for label in steps.findChildren(QLabel)]
    assert STRETCH.steps[0] in scrolled
    assert not {STRETCH.title, STRETCH.body, "Take care: stop if it hurts."} & set(scrolled)


def test_a_message_moves_no_button(show: Show) -> None:
    shown = show(STRETCH)
    row = shown.card._row.geometry()
    picture = shown.view.picture and shown.view.picture.geometry()
    shown.card.say("This tip won't be shown again.")
    assert shown.card._row.geometry() == row
    assert shown.view.picture
    assert shown.view.picture.geometry() == picture
    shown.card.say("A long message. " * 30)
    assert shown.card._row.geometry() == row
    assert shown.card.message.height() >= shown.card.message.heightForWidth(shown.card.message.width())


def test_a_longer_label_moves_no_button(show: Show) -> None:
    shown = show(STRETCH)
    before = [button.geometry() for button in shown.card._row.buttons]
    shown.card._main.setText("Start &break")
    shown.card._hide.setText("Show a&gain")
    shown.card.say("")
    assert [button.geometry() for button in shown.card._row.buttons] == before


def test_the_countdown_keeps_its_button_in_place(show: Show) -> None:
    shown = show(STRETCH)
    assert shown.view.countdown
    before = shown.view.countdown.button.geometry()
    shown.click("Start")
    assert shown.view.countdown.button.geometry() == before
    shown.click("Pause")
    assert shown.view.countdown.button.geometry() == before
