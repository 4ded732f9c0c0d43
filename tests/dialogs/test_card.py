"""What is on the card, and what its buttons and keys do."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from sitbreak.core.inputs import HideTip, ReadTip, Snooze, StartBreak, TipForm, UnhideTip
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Tip, as_json
from sitbreak.core.words import card as words
from sitbreak.core.words import menu
from sitbreak.remote.protocol import Answer
from tests.dialogs.cards import LIBRARY, FakeInstance, shipped
from tests.rig.programs import needs_qt

needs_qt()

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from sitbreak.dialogs.colours import DARK, LIGHT
from sitbreak.dialogs.content import TipContent
from tests.dialogs.shown import Shown, until

Show = Callable[..., Shown]

STRETCH = shipped("piriformis-seated")
OWN = Tip(
    id="my-own",
    topic="stretch",
    title="Rock your pelvis <gently> & slowly",
    body="Lie on your back and rock.",
    caution="Stop if it hurts.",
    source="my physiotherapist",
    steps=("Lie down.", "Rock."),
    repetitions=10,
)


# --- what it shows ----------------------------------------------------------------------------------


def test_everything_about_a_tip_is_on_its_card(show: Show) -> None:
    card = show(STRETCH)
    said = card.texts
    assert said[said.index(STRETCH.title) + 1 :][:2] == [STRETCH.body, f"Take care: {STRETCH.caution}"]
    assert words.how() == "How: common practice, not from the article"
    assert words.how() in said
    for number, step in enumerate(STRETCH.steps, 1):
        assert said[said.index(step) - 1] == f"Step {number} of 4"
    assert "Hold for 20 seconds. 2 times on each side: right, then left." in said
    assert "From the article: \u201cYoga and Stretching\u201d" in said
    assert "Right side, 1 of 2: hold for 20 seconds" in said
    assert card.card.windowTitle() == STRETCH.title


def test_an_own_tip_names_its_source_and_not_the_article(show: Show) -> None:
    card = show(OWN)
    assert "Your own tip. Source: my physiotherapist" in card.texts
    assert OWN.title in card.texts
    assert "10 times." in card.texts
    assert not any("article" in text for text in card.texts)
    assert card.view.picture is None
    assert card.view.countdown is None


@pytest.mark.parametrize("points", [7, 9, 14, 24])
def test_no_text_is_cut_at_any_text_size(application: QApplication, show: Show, points: int) -> None:
    font = application.font()
    font.setPointSize(points)
    application.setFont(font)
    card = show(OWN)
    screen = card.card.screen().availableGeometry()
    for tip in LIBRARY.tips:
        card.card.show_tip(TipContent.from_json(as_json(tip, LIBRARY)))
        QApplication.processEvents()
        for label in card.view.findChildren(QLabel):
            if label.isVisible() and not label.pixmap():
                assert label.height() >= label.heightForWidth(label.width()), (tip.id, label.accessibleName())
        assert card.card._scroll.horizontalScrollBar().maximum() == 0, tip.id
        for button in card.card.findChildren(QPushButton):
            assert button.width() >= button.minimumSizeHint().width(), (tip.id, button.text())
    assert card.card.width() <= screen.width()
    assert card.card.height() <= screen.height()


def test_a_long_own_tip_scrolls_instead_of_leaving_the_screen(show: Show) -> None:
    card = show(replace(OWN, body="word " * 30, steps=tuple(f"{n} " + "step " * 60 for n in range(12))))
    assert card.card.height() <= card.card.screen().availableGeometry().height()
    assert card.card._scroll.verticalScrollBar().maximum() > 0
    assert card.button("Done").isVisible()


def test_every_part_has_a_name_for_a_screen_reader(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    until(lambda: instance.asked, "the card has asked for the status")
    picture, countdown = card.view.picture, card.view.countdown
    assert picture is not None
    assert countdown is not None
    assert picture.accessibleName() == "Sitting, one ankle on the other knee, leaning forward"
    assert picture.accessibleDescription() == words.pause_picture()
    assert countdown.ring.accessibleName() == "Hold countdown"
    assert countdown.ring.accessibleDescription() == "Right side, 1 of 2: hold for 20 seconds"
    for button in card.card.findChildren(QPushButton):
        assert "&" in button.text(), "Alt and a letter press it"
    assert words.another_tip().replace("&", "") == menu.another_tip(), "the menu's name for it"


# --- light and dark --------------------------------------------------------------------------------


def test_card_and_picture_are_light_or_dark_as_the_desktop_is(application: QApplication, show: Show) -> None:
    light = show(STRETCH)
    assert light.background == QColor(LIGHT.sheet)
    application.setPalette(QPalette(QColor("#202020"), QColor("#202020")))
    dark = show(STRETCH)
    assert dark.background == QColor(DARK.sheet)
    files = [card.view.picture._path for card in (light, dark) if card.view.picture]
    assert [path.name for path in files if path] == [
        "piriformis-seated-light.webp",
        "piriformis-seated-dark.webp",
    ]


def test_it_follows_a_desktop_that_turns_dark(show: Show) -> None:
    card = show(STRETCH)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert card.background == QColor(DARK.sheet)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert card.background == QColor(LIGHT.sheet)


# --- pictures --------------------------------------------------------------------------------------


def test_the_picture_starts_moving_after_the_first_paint(show: Show) -> None:
    card = show(STRETCH)
    assert card.images_at_first_paint == 1
    picture = card.view.picture
    assert picture is not None
    assert picture.is_moving
    until(lambda: len(picture._images) > 2, "it moves")


def test_a_click_or_the_space_bar_pauses_and_resumes_the_picture(show: Show) -> None:
    card = show(STRETCH)
    picture = card.view.picture
    assert picture is not None
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton)
    assert not picture.is_moving
    QTest.keyClick(picture, Qt.Key.Key_Space)
    assert picture.is_moving


def test_the_picture_stays_still_for_a_person_who_wants_that(show: Show) -> None:
    card = show(STRETCH, Settings(moving_pictures=False))
    assert card.view.picture is not None
    assert not card.view.picture.is_moving


def test_an_own_picture_keeps_its_shape(show: Show, runtime: Path) -> None:
    Image.new("RGB", (400, 100), "red").save(runtime / "mine.png")
    card = show(replace(OWN, picture=str(runtime / "mine.png")))
    assert card.view.picture is not None
    shape = card.view.picture.pixmap().size()
    assert (shape.width(), shape.height()) == (272, 68)
    assert card.view.picture.accessibleName() == f"Picture: {OWN.title}"


def test_a_picture_that_cannot_be_read_costs_only_itself(show: Show, runtime: Path) -> None:
    (runtime / "broken.png").write_bytes(b"\x89PNG\r\n")
    for name in ("broken.png", "gone.png"):
        card = show(replace(OWN, picture=str(runtime / name)))
        assert card.view.picture is None
        assert card.message.startswith(f"Can't show the picture {runtime / name}: ")
        assert OWN.title in card.texts


# --- the countdown ---------------------------------------------------------------------------------


def test_one_button_starts_pauses_resumes_and_repeats_the_countdown(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("sitbreak.dialogs.countdown.time.monotonic", lambda: now[0])
    card = show(STRETCH)
    countdown = card.view.countdown
    assert countdown is not None

    def at(seconds: float) -> tuple[str, str, int]:
        now[0] = 1000 + seconds
        countdown._update()
        countdown.ring.repaint()
        return countdown.line.accessibleName(), countdown.button.text(), countdown.ring.value()

    assert at(60) == ("Right side, 1 of 2: hold for 20 seconds", "S&tart", 0)
    now[0] = 1000
    card.click("Start")
    assert at(12) == ("Right side, 1 of 2: hold for 20 seconds", "&Pause", 7), "after no update in between"
    assert at(1) == ("Get ready: right side, 1 of 2", "&Pause", 1)
    assert at(12) == ("Right side, 1 of 2: hold for 20 seconds", "&Pause", 7)
    card.click("Pause")
    assert at(100) == ("Paused. Right side, 1 of 2: hold for 20 seconds", "&Resume", 7)
    card.click("Resume")
    assert at(114)[0] == "Get ready: left side, 1 of 2"
    assert at(1000)[:2] == ("All done.", "&Repeat")
    card.click("Repeat")
    assert at(1001)[0] == "Get ready: right side, 1 of 2"


# --- what the buttons do ---------------------------------------------------------------------------


def test_done_only_closes_the_card_without_a_reminder(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    card.press(Qt.Key.Key_Return)
    assert not card.card.isVisible()
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == []


@pytest.mark.parametrize("state", ["due", "overdue"])
def test_done_starts_the_break_a_reminder_asks_for(show: Show, instance: FakeInstance, state: str) -> None:
    instance.status["reminder"] = {"state": state}
    card = show(STRETCH)
    card.click("Done")
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == [StartBreak()]


def test_escape_closes_the_card_and_does_nothing_else(show: Show, instance: FakeInstance) -> None:
    instance.status["reminder"] = {"state": "due"}
    card = show(STRETCH)
    card.press(Qt.Key.Key_Escape)
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == []


def test_snooze_closes_the_card(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    instance.status["reminder"] = {"state": "snoozed"}
    card.click("Snooze 5 min")
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == [Snooze()]


def test_the_card_says_when_there_is_nothing_to_snooze(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    instance.answers[Snooze()] = Answer(0, "There's nothing to snooze.")
    card.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    until(lambda: card.message == "There's nothing to snooze.", "the card says something")
    assert card.card.isVisible()


def test_the_snooze_button_shows_the_length_from_the_settings(show: Show) -> None:
    card = show(STRETCH, Settings(snooze=timedelta(minutes=10)))
    assert card.button("Snooze 10 min")


def test_the_instance_draws_another_tip(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    other = shipped("twist-standing")
    instance.answers[ReadTip("stretch", TipForm.JSON)] = Answer(0, json.dumps(as_json(other, LIBRARY)))
    card.press(Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    until(lambda: other.title in card.texts, "the other tip is shown")
    assert card.card.windowTitle() == other.title
    instance.answers[ReadTip("stretch", TipForm.JSON)] = Answer(1, "No tips left to show.")
    card.click("Another tip")
    until(lambda: card.message == "No tips left to show.", "the card says something")


def test_a_tip_can_be_hidden_and_shown_again(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    until(lambda: instance.asked, "the card has asked for the status")
    card.click("Don't show again")
    until(lambda: card.message == "This tip won't be shown again.", "the card says so")
    assert instance.commands == [HideTip("piriformis-seated")]
    card.click("Show again")
    until(lambda: "Don't show again" in card.buttons, "the button is as before")
    assert card.message == "This tip will be shown again."
    assert instance.commands[1:] == [UnhideTip("piriformis-seated")]


def test_without_an_instance_buttons_that_need_one_are_disabled(show: Show) -> None:
    card = show(STRETCH)
    until(lambda: not card.button("Snooze 5 min").isEnabled(), "the card has asked for the status")
    assert not card.button("Don't show again").isEnabled()
    for _ in range(12):
        before = card.card.tip.id
        card.click("Another tip")
        until(partial(card.shows_other_than, before), "another tip is shown")
        assert card.card.tip.topic == "stretch"
    card.click("Done")
    until(lambda: card.was_closed, "the card is closed")


def test_the_tab_key_moves_through_the_card_from_left_to_right(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    until(lambda: instance.asked, "the card has asked for the status")
    assert QApplication.focusWidget() is card.button("Done"), "Enter is for Done"
    order: list[QWidget | None] = []
    for _ in range(6):
        card.press(Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
    assert not card.card._scroll.verticalScrollBar().maximum(), "or it would be reached, too"
    names = ["Start", "Don't show again", "Another tip", "Snooze 5 min", "Done"]
    assert order == [card.view.picture, *(card.button(name) for name in names)]


def test_buttons_too_wide_for_a_row_form_a_column(show: Show) -> None:
    card = show(STRETCH)
    buttons = card.card._row
    for width, in_a_row in ((300, False), (2000, True)):
        buttons.fit(width)
        QApplication.processEvents()
        tops = {button.geometry().center().y() for button in buttons.buttons}
        assert (len(tops) == 1) == in_a_row
