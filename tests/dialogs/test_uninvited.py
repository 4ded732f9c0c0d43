"""A dialog that nobody asked for, on desktops that give it the keyboard all the same."""

from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path

import pytest

from tests.dialogs.cards import FakeInstance, content_of, shipped
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sitbreak.core.inputs import StartBreak
from sitbreak.core.words import card as words
from sitbreak.dialogs import uninvited
from sitbreak.dialogs.card.window import TipCard
from sitbreak.dialogs.diary.window import DiaryWindow
from sitbreak.dialogs.frame import Frame
from tests.dialogs.shown import until

TIP = shipped("piriformis-seated")
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_5, Qt.Key.Key_Tab)

Come = Callable[[type[Frame]], Frame]


@pytest.fixture
def come(
    application: QApplication, runtime: Path, instance: FakeInstance, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Come]:
    """Have a dialog come by itself while a reminder is out; the desktop activates it at once."""
    monkeypatch.setattr(uninvited, "_SURPRISE", 0)
    dialogs: list[Frame] = []
    application.setPalette(QPalette())
    instance.be("due")

    def show(kind: type[Frame]) -> Frame:
        dialog = kind(runtime)
        dialogs.append(dialog)
        content = content_of(TIP, runtime, status=instance.status)
        assert dialog.show_request([content]) == ""
        until(lambda: dialog.is_painted, "it is painted")
        guard = dialog._uninvited
        assert guard
        until(lambda: guard._person_clicks_from < inf, "it awaits the person")
        activate(dialog)
        return dialog

    yield show
    for dialog in dialogs:
        dialog.hide()
        dialog.deleteLater()
    QApplication.processEvents()


def activate(dialog: Frame) -> None:
    dialog.activateWindow()
    until(dialog.isActiveWindow, "it is active")


def press(dialog: Frame, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as a desktop reports it: to the window, which looks for shortcuts first."""
    QTest.keyClick(dialog.windowHandle(), key, modifier)
    QApplication.processEvents()


def click_beside_the_buttons(dialog: Frame) -> None:
    QTest.mouseClick(dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QApplication.processEvents()


def default_of(dialog: Frame) -> QPushButton | None:
    buttons = dialog.findChildren(QPushButton)
    return next((button for button in buttons if button.isDefault()), None)


@pytest.mark.parametrize("kind", [TipCard, DiaryWindow])
def test_what_is_typed_for_another_window_does_nothing(
    come: Come, kind: type[Frame], instance: FakeInstance
) -> None:
    dialog = come(kind)
    assert default_of(dialog) is None
    for key in KEYS:
        press(dialog, key)
    for letter in (Qt.Key.Key_B, Qt.Key.Key_C, Qt.Key.Key_N, Qt.Key.Key_S):
        press(dialog, letter, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is dialog, "and not a button"
    click_beside_the_buttons(dialog)  # reported at once, so whatever was done before is reported, too
    until(lambda: instance.reports, "the click is use")
    assert instance.commands == []
    assert len(instance.reports) == 1, "typing is not"
    assert dialog.isVisible()


def test_a_click_turns_to_it(come: Come, instance: FakeInstance) -> None:
    card = come(TipCard)
    press(card, Qt.Key.Key_Return)
    click_beside_the_buttons(card)
    press(card, Qt.Key.Key_Return)
    until(lambda: instance.commands == [StartBreak()], "the break starts")


def test_a_click_for_what_was_there_before_does_nothing(
    come: Come, instance: FakeInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uninvited, "_SURPRISE", 60)
    card = come(TipCard)
    button = next(it for it in card.findChildren(QPushButton) if it.text() == words.start_break())
    at = button.mapTo(card, button.rect().center())

    def click() -> None:
        QTest.mouseClick(card.windowHandle(), Qt.MouseButton.LeftButton, pos=at)
        QApplication.processEvents()

    click()
    press(card, Qt.Key.Key_Return)
    assert card._uninvited
    card._uninvited._person_clicks_from = 0
    assert instance.commands == []
    click()
    until(lambda: instance.commands == [StartBreak()], "the break starts")


def test_the_tab_key_turns_to_it_but_not_in_the_middle_of_typing(
    come: Come, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = come(TipCard)
    press(card, Qt.Key.Key_A)
    press(card, Qt.Key.Key_Tab)
    press(card, Qt.Key.Key_Escape)
    assert card.isVisible()
    assert QApplication.focusWidget() is card
    monkeypatch.setattr(uninvited, "_LULL", -1)  # two keys may come within one tick of the clock
    press(card, Qt.Key.Key_Tab)
    assert isinstance(card, TipCard)
    assert card._view
    assert QApplication.focusWidget() is card._view.picture
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def leave_and_return(dialog: Frame) -> None:
    """Activate another window, then this one again."""
    other = QWidget()
    other.show()
    other.activateWindow()
    until(other.isActiveWindow, "they are elsewhere")
    activate(dialog)
    other.hide()


def test_a_desktop_that_has_activated_it_may_do_so_again(come: Come, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uninvited, "_AT_ONCE", 0)
    card = come(TipCard)
    leave_and_return(card)
    press(card, Qt.Key.Key_Escape)
    assert card.isVisible()


@pytest.fixture
def other(request: pytest.FixtureRequest) -> Iterator[QWidget]:
    """Another window, to which the person goes."""
    request.getfixturevalue("application")
    window = QWidget()
    yield window
    window.hide()


def leave(other: QWidget) -> None:
    other.show()
    other.activateWindow()
    until(other.isActiveWindow, "they are elsewhere")


def come_inactive(come: Come, other: QWidget, monkeypatch: pytest.MonkeyPatch, *, rest: int) -> Frame:
    """Have a card come that the desktop has not activated, and that is activated some time later."""
    monkeypatch.setattr(uninvited, "_AT_ONCE", -1)
    monkeypatch.setattr(uninvited, "_REST", rest)
    card = come(TipCard)
    leave(other)
    assert card._uninvited
    card._uninvited._await_person()
    activate(card)
    return card


def test_a_key_held_down_or_typed_on_after_another_window_was_closed_does_nothing(
    come: Come, other: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = come_inactive(come, other, monkeypatch, rest=60_000)
    press(card, Qt.Key.Key_Escape)
    assert card.isVisible()
    assert default_of(card) is None


def test_whoever_activates_it_can_use_the_keys_once_none_is_pressed(
    come: Come, other: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = come_inactive(come, other, monkeypatch, rest=1)
    until(lambda: default_of(card), "it is a dialog like others")
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_whoever_leaves_it_before_that_can_do_so_later(
    come: Come, other: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = come_inactive(come, other, monkeypatch, rest=60_000)
    assert card._uninvited
    leave(other)
    assert not card._uninvited._rest.isActive()
    activate(card)
    assert card._uninvited._rest.isActive()


def test_one_that_was_left_open_comes_again_without_the_keyboard(
    come: Come, other: QWidget, runtime: Path
) -> None:
    card = come(TipCard)
    click_beside_the_buttons(card)
    leave(other)
    assert card.show_request([content_of(shipped("walk-a-little"), runtime)]) == ""
    activate(card)  # as some desktops do with one that was minimized
    press(card, Qt.Key.Key_Escape)
    assert card.isVisible()


def test_asking_for_it_turns_to_it(come: Come, runtime: Path) -> None:
    card = come(TipCard)
    assert card.show_request([content_of(TIP, runtime), ""]) == ""
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_it_takes_no_keyboard_from_a_person_who_uses_it(come: Come, runtime: Path) -> None:
    card = come(TipCard)
    click_beside_the_buttons(card)
    assert card.show_request([content_of(shipped("walk-a-little"), runtime)]) == ""
    press(card, Qt.Key.Key_Escape)
    assert not card.isVisible()
