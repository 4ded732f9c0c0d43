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
from sitbreak.core.words import menu, replies
from sitbreak.remote.protocol import Answer
from tests.dialogs.cards import LIBRARY, FakeInstance, shipped, status_with
from tests.fakes import FakeSound
from tests.rig.programs import needs_qt

needs_qt()

from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sitbreak.dialogs.colours import DARK, LIGHT
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
    assert said[said.index(STRETCH.title) + 1 :][:2] == [STRETCH.body, "Take care: stop if it hurts."]
    assert words.how() == "How: common practice, not from the article"
    assert words.how() in said
    for number, step in enumerate(STRETCH.steps, 1):
        assert said[said.index(step) - 1] == f"Step {number} of 4"
    assert "Hold for 20 seconds. 2 times on each side: right, then left." in said
    assert "From the article: \u201cYoga and Stretching\u201d" in said
    assert "Right side, 1 of 2: hold for 20 seconds" in said
    assert card.card.windowTitle() == STRETCH.title


def test_a_tip_for_home_says_so(show: Show) -> None:
    assert "Stretching · for home" in show(shipped("piriformis-lying")).texts
    assert "Stretching" in show(STRETCH).texts


def test_an_own_tip_names_its_source_and_not_the_article(show: Show) -> None:
    card = show(OWN)
    assert "Your own tip. Source: my physiotherapist" in card.texts
    assert OWN.title in card.texts
    assert "10 times." in card.texts
    assert not any("article" in text for text in card.texts)
    assert card.view.picture is None
    assert card.view.countdown is None


def test_a_long_own_tip_scrolls_instead_of_leaving_the_screen(show: Show) -> None:
    card = show(replace(OWN, body="word " * 30, steps=tuple(f"{n} " + "step " * 60 for n in range(12))))
    assert card.card.height() <= card.card.screen().availableGeometry().height()
    assert card.view.text.steps.verticalScrollBar().maximum() > 0
    assert card.button("Close").isVisible()


def test_the_scroll_bar_shows_that_the_steps_have_the_focus(show: Show) -> None:
    card = show(replace(OWN, steps=tuple(f"{n} " + "step " * 60 for n in range(12))))
    steps = card.view.text.steps

    def bar() -> QColor:
        return steps.grab().toImage().pixelColor(steps.width() - 5, 20)

    assert bar() == QColor(LIGHT.border)
    steps.setFocus()
    assert bar() == QColor(LIGHT.ink)
    card.button("Close").setFocus()
    assert bar() == QColor(LIGHT.border)


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
    files = [card.view.picture.path for card in (light, dark) if card.view.picture]
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
    assert shape.width() > 200
    assert shape.height() == round(shape.width() / 4)
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
    monkeypatch.setattr("sitbreak.dialogs.card.countdown.time.monotonic", lambda: now[0])
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


@pytest.mark.parametrize("wanted", [True, False])
def test_the_end_of_each_hold_can_be_heard(
    show: Show, monkeypatch: pytest.MonkeyPatch, *, wanted: bool
) -> None:
    now, heard = [1000.0], FakeSound()
    monkeypatch.setattr("sitbreak.dialogs.card.countdown.time.monotonic", lambda: now[0])
    monkeypatch.setattr("sitbreak.dialogs.sound._sound", lambda: heard)
    card = show(STRETCH, Settings(sound=wanted))
    countdown = card.view.countdown
    assert countdown is not None

    def heard_after(seconds: int) -> int:
        for _ in range(seconds):
            now[0] += 1
            countdown._update()
        return heard.played

    card.click("Start")
    assert heard_after(24) == 0, "not before a hold, nor in it"
    card.click("Pause")
    assert heard_after(60) == 0
    card.click("Resume")
    assert [heard_after(seconds) for seconds in (1, 25, 25, 25)] == ([1, 2, 3, 4] if wanted else [0] * 4)
    card.click("Repeat")
    assert heard_after(10) == (4 if wanted else 0)
    card.click("Pause")


# --- what the buttons do ---------------------------------------------------------------------------


def test_the_main_button_closes_the_card_without_a_reminder(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    until(lambda: instance.asked, "the card has asked what makes sense")
    assert card.button("Close") is QApplication.focusWidget()
    card.press(Qt.Key.Key_Return)
    assert not card.card.isVisible()
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == []


@pytest.mark.parametrize("state", ["due", "overdue"])
def test_the_main_button_starts_the_break_of_a_reminder(
    show: Show, instance: FakeInstance, state: str
) -> None:
    instance.be(state)
    instance.answers[StartBreak()] = Answer(0, "Enjoy your break.")
    card = show(STRETCH)
    until(lambda: "Start break" in card.buttons, "the card has asked what makes sense")
    instance.be(state, "break")  # the reminder is kept: they may come back too early
    card.press(Qt.Key.Key_Return)
    until(lambda: card.message == "Enjoy your break.", "it has started the break")
    until(lambda: "Close" in card.buttons, "the button fits the break")
    assert card.card.isVisible(), "the card shows how to spend the break"
    assert instance.commands == [StartBreak()]


def test_the_buttons_fit_the_moment_at_the_first_paint(show: Show) -> None:
    at_once = show(STRETCH, status=status_with("due")).buttons_at_first_paint
    assert all(at_once.values())
    assert "Start break" in at_once
    at_once = show(STRETCH, status=status_with(None)).buttons_at_first_paint
    assert (at_once["Close"], at_once["Snooze 5 min"], at_once["Don't show again"]) == (True, False, True)
    assert not show(STRETCH).buttons_at_first_paint["Don't show again"], "no instance runs"


@pytest.mark.parametrize("state", [None, "waiting", "snoozed"])
def test_the_main_button_starts_no_break_that_nobody_asks_for(
    show: Show, instance: FakeInstance, state: str | None
) -> None:
    instance.be(state)
    card = show(STRETCH)
    until(lambda: instance.asked, "the card has asked what makes sense")
    QTest.qWait(20)
    assert "Start break" not in card.buttons


def test_the_buttons_follow_the_moment_when_the_card_gets_the_focus(
    show: Show, instance: FakeInstance
) -> None:
    card, other = show(STRETCH), QWidget()
    until(lambda: instance.asked, "the card has asked what makes sense")
    other.show()
    other.activateWindow()
    until(lambda: not card.card.isActiveWindow(), "the person looks at another window")
    instance.be("due")
    card.card.activateWindow()
    until(lambda: "Start break" in card.buttons, "the card has asked again")
    assert card.button("Snooze 5 min").isEnabled()
    other.deleteLater()


def test_the_buttons_follow_the_moment_while_the_card_is_used(
    show: Show, instance: FakeInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitbreak.dialogs.frame._REFRESH_REST", 0.0)
    card = show(STRETCH)
    until(lambda: instance.asked, "the card has asked what makes sense")
    instance.be("overdue")
    QTest.mouseMove(card.card.windowHandle(), QPoint(20, 20))
    until(lambda: "Start break" in card.buttons, "the card has asked again")


def test_a_person_who_uses_the_card_is_not_back_from_a_break(
    show: Show, instance: FakeInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitbreak.dialogs.usage._REST", 60_000)  # a busy computer is slow to move the mouse
    card = show(STRETCH)
    window, usage = card.card.windowHandle(), card.card._usage
    assert usage
    for x in range(10):
        QTest.mouseMove(window, QPoint(20 + x, 20))
    usage._rest.setInterval(50)
    until(lambda: len(instance.reports) == 2, "the first use and the last one are reported")
    until(lambda: not usage._rest.isActive(), "they rest")
    assert len(instance.reports) == 2, "and nothing while nobody does anything"
    usage._rest.setInterval(60_000)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    until(lambda: card.was_closed, "the card is closed")
    assert len(instance.reports) == 4, "the key that closed it is reported before its process ends"


def test_escape_closes_the_card_and_does_nothing_else(show: Show, instance: FakeInstance) -> None:
    instance.be("due")
    card = show(STRETCH)
    card.press(Qt.Key.Key_Escape)
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == []


def test_snooze_closes_the_card(show: Show, instance: FakeInstance) -> None:
    instance.be("due")
    card = show(STRETCH)
    until(lambda: card.button("Snooze 5 min").isEnabled(), "there is something to snooze")
    card.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    until(lambda: card.was_closed, "the card is closed")
    assert instance.commands == [Snooze()]


def test_snooze_is_disabled_while_there_is_nothing_to_snooze(show: Show, instance: FakeInstance) -> None:
    instance.be(None)
    card = show(STRETCH)
    snooze = card.button("Snooze 5 min")
    until(lambda: snooze.toolTip() == words.nothing_to_snooze(), "the card has asked what makes sense")
    assert not snooze.isEnabled()
    card.press(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    QTest.qWait(50)
    assert instance.commands == []
    assert card.card.isVisible()


def test_the_snooze_button_shows_the_length_from_the_settings(show: Show) -> None:
    card = show(STRETCH, Settings(snooze=timedelta(minutes=10)))
    assert card.button("Snooze 10 min")


def test_the_instance_draws_another_tip(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    other = shipped("twist-standing")
    instance.answers[ReadTip(form=TipForm.JSON)] = Answer(0, json.dumps(as_json(other, LIBRARY)))
    card.press(Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    until(lambda: other.title in card.texts, "the other tip is shown")
    assert card.card.windowTitle() == other.title
    instance.answers[ReadTip(form=TipForm.JSON)] = Answer(1, "No tips left to show.")
    card.click("Another tip")
    until(lambda: card.message == "No tips left to show.", "the card says something")


def test_a_tip_can_be_hidden_and_shown_again(show: Show, instance: FakeInstance) -> None:
    card = show(STRETCH)
    until(lambda: card.button("Don't show again").isEnabled(), "the card has asked what makes sense")
    card.click("Don't show again")
    until(lambda: card.message == "This tip won't be shown again.", "the card says so")
    assert instance.commands == [HideTip("piriformis-seated")]
    card.click("Show again")
    until(lambda: "Don't show again" in card.buttons, "the button is as before")
    assert card.message == "This tip will be shown again."
    assert instance.commands[1:] == [UnhideTip("piriformis-seated")]


def test_no_id_is_shown_when_an_own_tip_is_gone(show: Show, instance: FakeInstance) -> None:
    instance.answers[HideTip("my-own")] = Answer(1, replies.no_such_tip("my-own"))
    card = show(OWN)
    until(lambda: card.button("Don't show again").isEnabled(), "the card has asked what makes sense")
    card.click("Don't show again")
    until(lambda: card.message == "This tip is no longer in your own tips.", "it says why")


def test_without_an_instance_buttons_that_need_one_are_disabled(show: Show) -> None:
    card = show(STRETCH)
    until(lambda: card.button("Don't show again").toolTip(), "the card has asked what makes sense")
    for label in ("Don't show again", "Snooze 5 min"):
        assert not card.button(label).isEnabled()
        assert card.button(label).toolTip() == words.only_while_running()
    card.click("Close")
    until(lambda: card.was_closed, "the card is closed")


def test_without_an_instance_another_tip_goes_through_all_chosen_topics(show: Show, runtime: Path) -> None:
    hidden = [tip.id for tip in LIBRARY.tips if tip.topic == "lifting"][1:]
    (runtime / "state.json").write_text(json.dumps({"tips": {"hidden": hidden}}))
    card = show(STRETCH, Settings(topics=("posture", "lifting")))
    drawn = []
    for _ in range(12):
        before = card.card.tip.id
        card.click("Another tip")
        until(partial(card.shows_other_than, before), "another tip is shown")
        drawn.append(card.card.tip)
    assert {tip.topic for tip in drawn} == {"posture", "lifting"}
    assert not {tip.id for tip in drawn} & set(hidden), "those stay hidden"
    assert menu.topic(card.card.tip.topic) in card.texts


def test_without_an_instance_nothing_comes_where_there_is_no_other_tip(show: Show, runtime: Path) -> None:
    hidden = [tip.id for tip in LIBRARY.tips if tip.id != "walk-a-little"]
    (runtime / "state.json").write_text(json.dumps({"tips": {"hidden": hidden}}))
    card = show(shipped("walk-a-little"))
    card.click("Another tip")
    until(lambda: card.message == words.no_other_tip(), "it says so")


def test_the_tab_key_moves_through_the_card_from_left_to_right(show: Show, instance: FakeInstance) -> None:
    instance.be("due")
    card = show(STRETCH)
    until(lambda: "Start break" in card.buttons, "the card has asked what makes sense")
    assert QApplication.focusWidget() is card.button("Start break"), "Enter is for the main button"
    names = ["Start", "Don't show again", "Another tip", "Snooze 5 min", "Start break"]
    buttons = [card.button(name) for name in names]
    assert tab_order(card, 6) == [card.view.picture, *buttons]
    assert not card.view.text.steps.verticalScrollBar().maximum(), "or it would be reached, too"
    card.card.resize(520, 260)
    until(lambda: card.view.text.steps.verticalScrollBar().maximum(), "the steps scroll")
    assert tab_order(card, 7) == [card.view.picture, card.view.text.steps, *buttons]


def tab_order(card: Shown, presses: int) -> list[QWidget | None]:
    """Return what has the focus after each press of the Tab key."""
    order: list[QWidget | None] = []
    for _ in range(presses):
        card.press(Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget())
    return order
