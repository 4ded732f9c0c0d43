"""Pauses in the settings window: listed, planned, cancelled by the running instance."""

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from sitbreak.core.commands import Question
from sitbreak.core.inputs import Asked, CancelPause, PlanPause
from sitbreak.core.week import DAY, HOUR
from sitbreak.remote.protocol import Answer
from tests.dialogs.cards import FakeInstance
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.settings.planned_pauses import PausesEditor
from tests.dialogs.shown import until

PAUSES = Question(Asked.PAUSES, as_json=True)
NOON = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)
"""Today."""


def pause(reason: str, start: datetime, end: datetime | None) -> dict[str, Any]:
    return {"reason": reason, "from": start.isoformat(), "until": end and end.isoformat()}


HOURS = pause("working_hours", NOON - timedelta(hours=6), NOON - timedelta(hours=3))
MEETING = pause("planned", NOON + timedelta(hours=2), NOON + timedelta(hours=3))
TOMORROW = pause("planned", NOON + timedelta(days=1), NOON + timedelta(days=1, minutes=45))


class Shown:
    """The pauses in a window of their own."""

    def __init__(self, runtime: Path) -> None:
        self.frame = Frame(runtime)
        self.editor = PausesEditor(self.frame, self.frame.instance)
        self.spans: list[list[tuple[int, int]]] = []
        self.editor.listed.connect(self.spans.append)
        self.frame.resize(500, 300)
        self.editor.setGeometry(0, 0, 500, 300)
        self.frame.show()
        self.frame.activateWindow()
        until(self.frame.isActiveWindow, "the window is active")
        self.editor.look()

    @property
    def texts(self) -> list[str]:
        return [
            label.accessibleName() or label.text()
            for label in self.editor.findChildren(QLabel)
            if label.isVisible()
        ]

    def press_cancel(self, number: int) -> None:
        buttons = [button for button in self.editor.findChildren(QPushButton) if button.text() == "Cancel"]
        QTest.mouseClick(buttons[number], Qt.MouseButton.LeftButton)

    def type(self, text: str) -> None:
        self.editor.line.setFocus()
        QTest.keyClicks(self.editor.line, text)
        QTest.keyClick(self.editor.line, Qt.Key.Key_Return)


@pytest.fixture(autouse=True)
def still_today() -> None:
    if datetime.now().astimezone().date() != NOON.date():
        pytest.skip("another day has begun since the tests were collected")


@pytest.fixture
def pauses(application: QApplication, runtime: Path) -> Iterator[Shown]:
    shown = Shown(runtime)
    yield shown
    shown.frame.hide()
    shown.frame.deleteLater()
    application.processEvents()


def test_without_an_instance_nothing_can_be_planned(pauses: Shown) -> None:
    until(lambda: "Pauses can be planned while sitbreak is running." in pauses.texts, "it says so")
    assert not pauses.editor.plan_button.isEnabled()


def test_the_field_is_whole_and_stands_close_to_its_button(pauses: Shown) -> None:
    QApplication.processEvents()
    field, button = pauses.editor.line, pauses.editor.plan_button
    row = field.parentWidget()
    assert row is not None
    assert row.rect().contains(field.geometry())
    assert button.x() - field.geometry().right() < field.height()


def test_laying_out_comes_to_an_end(pauses: Shown) -> None:
    class Counter(QObject):
        requests = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.requests += event.type() is QEvent.Type.LayoutRequest
            return super().eventFilter(watched, event)

    counter = Counter()
    pauses.editor.installEventFilter(counter)
    # The field has got its place by a resize before this arrives.
    QApplication.postEvent(pauses.editor, QEvent(QEvent.Type.LayoutRequest))
    for _ in range(30):
        QApplication.sendPostedEvents()
    assert counter.requests < 10


def test_pauses_are_listed_and_marked_in_the_week(instance: FakeInstance, pauses: Shown) -> None:
    instance.answers[PAUSES] = Answer(0, json.dumps([]))
    pauses.editor.look()
    until(lambda: "No pause is planned." in pauses.texts, "there is none")
    instance.answers[PAUSES] = Answer(0, json.dumps([HOURS, MEETING, TOMORROW]))
    pauses.editor.look()
    until(lambda: "Today, 14:00–15:00" in pauses.texts, "the meeting is listed")
    assert "Tomorrow, 12:00–12:45" in pauses.texts
    assert "No pause is planned." not in pauses.texts
    start = NOON.weekday() * DAY + 14 * HOUR
    assert pauses.spans[-1][0] == (start, start + HOUR)
    parts = [part for part in pauses.editor.findChildren(QWidget) if part.isVisible()]
    names = [part.accessibleName() for part in parts if part.accessibleName()]
    assert names[:2] == ["Cancel: Today, 14:00–15:00", "Cancel: Tomorrow, 12:00–12:45"]
    assert names[2:] == ["New pause"], "the Tab key follows the eye"


def test_pauses_made_by_hand_say_when_they_end(instance: FakeInstance, pauses: Shown) -> None:
    made = [
        pause("you", NOON, NOON + timedelta(hours=1)),
        pause("you", NOON, NOON + timedelta(days=1)),
        pause("you", NOON, NOON + timedelta(days=3)),
        pause("you", NOON, None),
    ]
    instance.answers[PAUSES] = Answer(0, json.dumps(made))
    pauses.editor.look()
    until(lambda: "Paused until 13:00" in pauses.texts, "they are listed")
    assert "Paused until 12:00 tomorrow" in pauses.texts
    assert f"Paused until 12:00 on {NOON + timedelta(days=3):%A}" in pauses.texts
    assert "Paused until you resume" in pauses.texts


def test_a_pause_is_planned_with_the_keyboard(instance: FakeInstance, pauses: Shown) -> None:
    instance.answers[PAUSES] = Answer(0, json.dumps([]))
    pauses.editor.look()
    until(pauses.editor.plan_button.isEnabled, "the instance has answered")
    pauses.type("14:00-15")
    assert pauses.editor.problem == "'15' is not a time of day; write it like 14:05"
    pauses.editor.line.clear()
    instance.answers[PAUSES] = Answer(0, json.dumps([MEETING]))
    pauses.type("14:00-15:00")
    until(lambda: "Today, 14:00–15:00" in pauses.texts, "it is listed")
    assert PlanPause(time(14), time(15)) in instance.asked
    assert pauses.editor.line.text() == ""
    assert pauses.editor.problem == ""


def test_what_the_instance_refuses_is_explained(instance: FakeInstance, pauses: Shown) -> None:
    instance.answers[PAUSES] = Answer(0, json.dumps([]))
    instance.answers[PlanPause(time(14), time(15))] = Answer(1, "The disk is full.")
    pauses.editor.look()
    until(pauses.editor.plan_button.isEnabled, "the instance has answered")
    pauses.type("14:00-15:00")
    until(lambda: pauses.editor.problem == "The disk is full.", "it is explained")
    assert pauses.editor.line.text() == "14:00-15:00"


def test_the_pause_that_is_shown_is_cancelled_whatever_its_number_is_now(
    instance: FakeInstance, pauses: Shown
) -> None:
    instance.answers[PAUSES] = Answer(0, json.dumps([MEETING, TOMORROW]))
    pauses.editor.look()
    until(lambda: "Today, 14:00–15:00" in pauses.texts, "both are listed")
    instance.answers[PAUSES] = Answer(0, json.dumps([TOMORROW, MEETING, HOURS]))
    pauses.press_cancel(0)
    until(lambda: CancelPause(2) in instance.asked, "the meeting is cancelled")


def test_a_pause_that_is_over_cancels_no_other(instance: FakeInstance, pauses: Shown) -> None:
    instance.answers[PAUSES] = Answer(0, json.dumps([MEETING]))
    pauses.editor.look()
    until(lambda: "Today, 14:00–15:00" in pauses.texts, "it is listed")
    instance.answers[PAUSES] = Answer(0, json.dumps([TOMORROW]))
    pauses.press_cancel(0)
    until(lambda: "Tomorrow, 12:00–12:45" in pauses.texts, "the list is new")
    assert not any(isinstance(command, CancelPause) for command in instance.asked)
