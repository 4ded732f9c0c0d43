"""What changes one setting: first of all a length of time, a number of days, or an interval.

Each is an `Editor`: it shows a value in its TOML form, and says when the person has finished another one.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from sitbreak.core.durations import SHORTEST, parse_duration, write_duration
from sitbreak.core.settings import Interval, parse_interval
from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.settings.checks import Check, Radio, indent
from sitbreak.dialogs.settings.step_field import DAYS, LENGTH, Measure, StepField, field_size
from sitbreak.dialogs.widgets import TEXT, sized, units


class Editor(QWidget):
    """Changes one value.

    Attributes:
        labels_itself: whether nothing has to stand in front of it.
        begins_with_box: whether a check box is at its left, which has an edge of its own.
    """

    changed = Signal()
    """The person has finished a change; `value` has it."""

    edited = Signal()
    """The person is in the middle of a change."""

    rearranged = Signal()
    """It needs another height: `arrange` it again."""

    labels_itself = False
    begins_with_box = False

    @property
    def value(self) -> Any:
        """What the person has entered, in its TOML form; raises a ValueError that says what is wrong."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show what counts now; something else that the person is entering stays."""
        raise NotImplementedError

    def finish(self) -> None:
        """Let a change count that is under way."""

    def revert(self) -> bool:
        """Forget a change that does not count; return whether there was one."""
        return False

    @property
    def entry(self) -> QWidget:
        """What gets the focus first. No focus proxy: the Tab key would stop there once more."""
        return self

    def describe(self, label: str, explanation: str) -> None:
        """Name and explain it for a screen reader."""
        raise NotImplementedError

    def arrange(self, width: int, column: int) -> int:
        """Place everything in this width; return the height needed.

        Args:
            width: logical pixels.
            column: where fields begin in this form, counted from this editor's left edge.
        """
        raise NotImplementedError

    def recolour(self, colours: Colours) -> None:
        """Use these colours."""
        for check in (*self.findChildren(Check), *self.findChildren(Radio)):
            check.use(colours)


# --- lengths of time -------------------------------------------------------------------------------


class LengthEditor(Editor):
    """A length of time."""

    def __init__(self, parent: QWidget, measure: Measure = LENGTH, value: Any = SHORTEST) -> None:
        """Show this value."""
        super().__init__(parent)
        self.field = StepField(self, measure, value)
        self.field.changed.connect(self.changed)
        self.field.edited.connect(self.edited)

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self.field.line

    @property
    def value(self) -> Any:
        """See `Editor`."""
        return write_duration(self.field.value)

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.field.show_value(parse_duration(value))

    def finish(self) -> None:
        """See `Editor`."""
        self.field.finish()

    def revert(self) -> bool:
        """See `Editor`."""
        return self.field.revert()

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        describe(self.field.line, label, explanation)

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it has one place
        """See `Editor`."""
        self.field.place(0, 0)
        return field_size()[1]


class DaysEditor(LengthEditor):
    """A number of days."""

    def __init__(self, parent: QWidget) -> None:
        """Show one day."""
        super().__init__(parent, DAYS, 1)

    @property
    def value(self) -> Any:
        """See `Editor`."""
        return self.field.value

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.field.show_value(value)


class OptionalLengthEditor(LengthEditor):
    """A check box, and a length of time that counts while it is checked."""

    labels_itself = begins_with_box = True

    def __init__(self, parent: QWidget, label: str, colours: Colours, forms: Mapping[Any, timedelta]) -> None:
        """Show nothing yet.

        Args:
            parent: the widget it is on.
            label: the text of the check box.
            colours: light or dark.
            forms: what stands for "off" in the file, first, with the length to offer then; and what stands
                for a length that is not written as one.
        """
        super().__init__(parent)
        self._off, *_ = forms
        self._forms = forms
        self.check = Check(self, label, colours)
        self.check.stackUnder(self.field)
        self.check.toggled.connect(self.field.setEnabled)
        self.check.clicked.connect(lambda *_: self.changed.emit())
        QWidget.setTabOrder(self.check, self.field.line)
        self.field.show_value(forms[self._off])
        self.field.setEnabled(False)

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self.check

    @property
    def value(self) -> Any:
        """See `Editor`."""
        if not self.check.isChecked():
            return self._off
        length = self.field.value
        named = [form for form, named in self._forms.items() if form != self._off and named == length]
        return named[0] if named else write_duration(length)

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.check.setChecked(value != self._off)
        if value != self._off:
            self.field.show_value(self._forms[value] if value in self._forms else parse_duration(value))

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        describe(self.check, label, explanation)
        describe(self.field.line, words.length_for(label), explanation)

    def arrange(self, width: int, column: int) -> int:
        """See `Editor`."""
        wide, high = field_size()
        if column + wide <= width and column:
            text = column - round(0.8 * units().em)
            height = max(self.check.heightForWidth(text), high)
            line = self.check.heightForWidth(10_000)
            self.check.setGeometry(0, max(0, (high - line) // 2), text, self.check.heightForWidth(text))
            self.field.place(column, 0)
            return height + max(0, (high - line) // 2)
        text = self.check.heightForWidth(width)
        self.check.setGeometry(0, 0, width, text)
        self.field.place(indent(), text + 4)
        return text + 4 + high


class IntervalEditor(Editor):
    """Two lengths of time, the second at least as long as the first."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.start = StepField(self, LENGTH, SHORTEST)
        self._to = _plain_label(self, words.to())
        self.end = StepField(self, LENGTH, SHORTEST)
        for field in self._fields:
            field.changed.connect(self.changed)
            field.edited.connect(self.edited)
        self.start.stepped.connect(lambda: self._push(self.end))
        self.end.stepped.connect(lambda: self._push(self.start))

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self.start.line

    @property
    def value(self) -> str:
        """See `Editor`."""
        interval = Interval(self.start.value, self.end.value)
        if interval.end < interval.start:
            raise ValueError(words.ends_before_start())
        return str(interval)

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        interval = parse_interval(value)
        self.start.show_value(interval.start)
        self.end.show_value(interval.end)

    def finish(self) -> None:
        """See `Editor`."""
        for field in self._fields:
            field.finish()

    def revert(self) -> bool:
        """See `Editor`."""
        reverted = [field.revert() for field in self._fields]  # all of them
        return any(reverted)

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        describe(self.start.line, words.interval_start(label), explanation)
        describe(self.end.line, words.interval_end(label), explanation)

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it has a line of its own if need be
        """See `Editor`."""
        gap = round(0.5 * units().em)
        wide, high = field_size()
        x = y = 0
        for part in (self.start, self._to, self.end):
            needed = wide if isinstance(part, StepField) else part.sizeHint().width()
            if x and x + needed > width:
                x, y = 0, y + high + gap
            if isinstance(part, StepField):
                part.place(x, y)
            else:
                part.setGeometry(x, y, needed, high)
            x += needed + gap
        return y + high

    def _push(self, other: StepField) -> None:
        """Take the other end along where one would step past it."""
        try:
            start, end = self.start.value, self.end.value
        except ValueError:
            return
        if end < start:
            other.enter(start if other is self.end else end)

    @property
    def _fields(self) -> tuple[StepField, StepField]:
        return self.start, self.end


def describe(widget: QWidget, label: str, explanation: str) -> None:
    """Name and explain a widget for a screen reader."""
    widget.setAccessibleName(label)
    widget.setAccessibleDescription(explanation)


def _plain_label(parent: QWidget, text: str) -> QLabel:
    label = QLabel(text, parent)
    label.setFont(sized(label.font(), TEXT))
    return label
