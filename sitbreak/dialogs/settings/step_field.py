"""A field for a length of time or a number of days: typed, or stepped with two buttons and keys."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from sitbreak.core.durations import LONGEST, SHORTEST
from sitbreak.core.settings import LONGEST_KEPT
from sitbreak.core.words import settings_window as words
from sitbreak.core.words import times
from sitbreak.dialogs.widgets import TEXT, sized, units

_REST = 400
"""Milliseconds after the last step before it counts: a key that is held down steps many times."""

_STEPS = ((10, 1), (60, 5), (1800, 60), (7200, 300), (14_400, 900))
"""Seconds: below the first, the second is a step."""

_DAYS = 30
"""Days of a step."""

_WIDTH, _GAP = 6.5, 0.25
"""Ems of the text, and between it and its buttons."""


class Measure(NamedTuple):
    """What a field holds.

    Attributes:
        write: returns the text of a value.
        parse: returns the value of a text typed over a value; raises a ValueError that says what is wrong.
        step: returns a value some steps larger or smaller.
    """

    write: Callable[[Any], str]
    parse: Callable[[str, Any], Any]
    step: Callable[[Any, int], Any]


def parse_length(text: str, before: timedelta) -> timedelta:
    """Read a length of time within the limits; a bare number typed over seconds is seconds, too.

    Raises:
        ValueError: it is none; the message says so.
    """
    try:
        in_seconds = text.strip().isdecimal() and before < timedelta(minutes=1)
        length = times.parse_length(f"{text} s" if in_seconds else text)
    except ValueError:
        raise ValueError(words.not_a_length(text)) from None
    if not SHORTEST <= length <= LONGEST:
        raise ValueError(words.out_of_limits())
    return length


def step_length(length: timedelta, steps: int) -> timedelta:
    """Return a length some steps longer or shorter: a round number, within the limits."""
    seconds = round(length.total_seconds())
    for _ in range(abs(steps)):
        if steps > 0:
            size = next((size for end, size in _STEPS if seconds < end), 1)
            seconds = (seconds // size + 1) * size
        else:
            size = next((size for end, size in _STEPS if seconds <= end), 1)
            seconds = (seconds - 1) // size * size
    return max(SHORTEST, min(timedelta(seconds=seconds), LONGEST))


def parse_days(text: str, _before: int = 1) -> int:
    """Read a number of days, with the word after it or without.

    Raises:
        ValueError: it is none, or outside the limits; the message says so.
    """
    found = re.search(r"[0-9]{1,5}", text)
    digits = found[0] if found else ""
    days = int(digits or 0)
    if text.strip() not in {digits, words.days(days)} or not 1 <= days <= LONGEST_KEPT:
        raise ValueError(words.not_a_number_of_days(text, LONGEST_KEPT))
    return days


def step_days(days: int, steps: int) -> int:
    """Return a number of days some steps larger or smaller, within the limits."""
    return max(1, min(days + steps * _DAYS, LONGEST_KEPT))


LENGTH = Measure(times.exact_length, parse_length, step_length)
DAYS = Measure(words.days, parse_days, step_days)


class StepField(QWidget):
    """Shows a value that counts; what is entered counts once it is finished and was accepted.

    Attributes:
        line: where it is typed.
    """

    changed = Signal()
    """Something was entered and finished; `value` has it."""

    edited = Signal()
    """Something is being entered."""

    stepped = Signal()
    """A step was made, which counts after a short rest."""

    def __init__(self, parent: QWidget, measure: Measure, value: Any) -> None:
        """Show this value."""
        super().__init__(parent)
        self._measure = measure
        self._value = value
        self.line = _Line(self)
        self._less = self._button("\u2212", words.less(), -1)
        self._more = self._button("+", words.more(), 1)
        self.line.setText(measure.write(value))
        self.line.stepped.connect(self._step)
        self.line.textEdited.connect(lambda *_: self.edited.emit())
        self.line.editingFinished.connect(self.finish)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.finish)

    @property
    def value(self) -> Any:
        """What is entered; raises a ValueError that says why it cannot be used."""
        return self._measure.parse(self.line.text(), self._value) if self.is_being_edited else self._value

    @property
    def is_being_edited(self) -> bool:
        """Whether it shows something that does not count yet."""
        return self.line.text() != self._measure.write(self._value)

    def show_value(self, value: Any) -> None:
        """Show the value that counts now; another one that is being entered stays."""
        try:
            replaces_text = not self.is_being_edited or self.value == value
        except ValueError:
            replaces_text = False
        self._value = value
        if replaces_text:
            self.revert()

    def revert(self) -> bool:
        """Forget what was entered and does not count; return whether there was something."""
        was_being_edited = self.is_being_edited
        self._rest.stop()
        if was_being_edited:
            self.line.setText(self._measure.write(self._value))
        return was_being_edited

    def enter(self, value: Any) -> None:
        """Enter a value in the person's place; it counts once they have finished."""
        self.line.setText(self._measure.write(value))

    def finish(self) -> None:
        """Let what was entered count."""
        self._rest.stop()
        if self.is_being_edited:
            self.changed.emit()

    def place(self, x: int, y: int) -> int:
        """Place it here; return its width."""
        em = units().em
        side, gap, wide = round(2 * em), round(_GAP * em), round(_WIDTH * em)
        self._less.setGeometry(0, 0, side, side)
        self.line.setGeometry(side + gap, 0, wide, side)
        self._more.setGeometry(side + wide + 2 * gap, 0, side, side)
        width = 2 * (side + gap) + wide
        self.setGeometry(x, y, width, side)
        return width

    def _step(self, steps: int) -> None:
        try:
            value = self.value
        except ValueError:
            value = self._value
        self.enter(self._measure.step(value, steps))
        self._rest.start()
        self.stepped.emit()
        self.edited.emit()

    def _button(self, text: str, name: str, steps: int) -> QPushButton:
        """Return a button for the mouse; the keyboard has the arrow keys."""
        button = QPushButton(text, self)
        button.setObjectName("step")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFont(sized(button.font(), TEXT))
        button.setAutoRepeat(True)
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: self._step(steps))
        return button


def field_size() -> tuple[int, int]:
    """Return the width and height of such a field, in logical pixels."""
    em = units().em
    side = round(2 * em)
    return 2 * (side + round(_GAP * em)) + round(_WIDTH * em), side


class _Line(QLineEdit):
    """A line of text whose arrow keys step."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("length")
        self.setFont(sized(self.font(), TEXT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, or edit."""
        from PySide6.QtCore import Qt  # a tenth of the time to a first paint

        key = Qt.Key
        steps = {key.Key_Up: 1, key.Key_Down: -1, key.Key_PageUp: 5, key.Key_PageDown: -5}.get(
            key(event.key())
        )
        if steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(steps)
        else:
            super().keyPressEvent(event)
