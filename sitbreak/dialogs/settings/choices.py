"""What changes a setting that is chosen: a switch, or one or some of a few names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QLabel, QWidget

from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.settings.checks import Check, Drawn, Radio, indent
from sitbreak.dialogs.settings.editors import Editor, describe
from sitbreak.dialogs.settings.step_field import field_size
from sitbreak.dialogs.widgets import SMALL, Button, sized, units


class SwitchEditor(Editor):
    """A check box."""

    labels_itself = begins_with_box = True

    def __init__(self, parent: QWidget, label: str, colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.check = Check(self, label, colours)
        self.check.clicked.connect(lambda *_: self.changed.emit())

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        return self.check

    @property
    def value(self) -> bool:
        """See `Editor`."""
        return self.check.isChecked()

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.check.setChecked(value)

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        describe(self.check, label, explanation)

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it begins at the left
        """See `Editor`."""
        height = self.check.heightForWidth(width)
        self.check.setGeometry(0, 0, min(width, self.check.sizeHint().width()), height)
        return height


class SoundEditor(SwitchEditor):
    """A check box, and a button that plays the sound."""

    def __init__(self, parent: QWidget, label: str, colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent, label, colours)
        self._button = Button(self, self._play, words.play())
        self._button.setAutoDefault(False)
        self._silence = quiet = QLabel(self)
        quiet.setObjectName("quiet")
        quiet.setWordWrap(True)
        quiet.setFont(sized(quiet.font(), SMALL))
        quiet.hide()

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        super().describe(label, explanation)
        self._button.setAccessibleDescription(label)

    def arrange(self, width: int, column: int) -> int:
        """See `Editor`."""
        hint, text = self._button.sizeHint(), self.check.sizeHint().width()
        high = max(field_size()[1], hint.height())
        beside = max(column, text + round(units().em)) if text + hint.width() <= width else 0
        down = (high - self.check.heightForWidth(text)) // 2 if beside else 0
        y = super().arrange(width if not beside else min(width, text), column) + down
        self.check.move(0, down)
        self._button.setGeometry(beside or indent(), 0 if beside else y + 4, hint.width(), high)
        y = high if beside else y + 4 + high
        if self._silence.text():
            wide = width - indent()
            self._silence.setGeometry(indent(), y + 4, wide, self._silence.heightForWidth(wide))
            y += 4 + self._silence.height()
        return y

    def _play(self) -> None:
        """Play the sound, or say why there is none."""
        from sitbreak.dialogs import sound  # brings what plays it

        reason = sound.unavailable_reason()
        self._silence.setText(words.cannot_play(reason) if reason else "")
        self._silence.setVisible(bool(reason))
        self.rearranged.emit()
        if reason:
            announce(self._silence, self._silence.text())
        else:
            sound.play()


class _Several(Editor):
    """Some buttons, each for a name that may stand in the file."""

    def __init__(self, parent: QWidget, labels: Mapping[str, str], kind: Any, colours: Colours) -> None:
        """Show nothing yet.

        Args:
            parent: the widget it is on.
            labels: the labels of the buttons, by the names.
            kind: the class of the buttons.
            colours: light or dark.
        """
        super().__init__(parent)
        self.buttons = {name: kind(self, label, colours) for name, label in labels.items()}
        for button in self.buttons.values():
            button.clicked.connect(lambda *_: self.changed.emit())

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        buttons = list(self.buttons.values())
        return next((button for button in buttons if button.isChecked()), buttons[0])

    def describe(self, label: str, explanation: str) -> None:
        """See `Editor`."""
        describe(self, label, explanation)
        for button in self.buttons.values():
            button.setAccessibleDescription(label)

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it fills the width
        """See `Editor`."""
        gap = round(0.7 * units().em)
        buttons = list(self.buttons.values())
        widths = [button.sizeHint().width() for button in buttons]
        if sum(widths) + gap * (len(widths) - 1) <= width:
            rows = [list(zip(buttons, widths, strict=True))]
        else:
            columns = 2 if 2 * max(widths) + gap <= width else 1
            wide = min(max(widths), width)
            rows = [[(button, wide) for button in row] for row in _rows(buttons, columns)]
        high = max(button.heightForWidth(wide) for row in rows for button, wide in row)
        y = max(0, round(units().em) - high // 2)  # in line with the name in front
        for row in rows:
            x = 0
            for button, wide in row:
                button.setGeometry(x, y, wide, high)
                x += wide + gap
            y += high
        return y


class TopicsEditor(_Several):
    """A check box for each topic."""

    def __init__(self, parent: QWidget, labels: Mapping[str, str], colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent, labels, Check, colours)

    @property
    def value(self) -> list[str]:
        """See `Editor`."""
        chosen = [name for name, check in self.buttons.items() if check.isChecked()]
        if not chosen:
            raise ValueError(words.keep_one_topic())
        return chosen

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        for name, check in self.buttons.items():
            check.setChecked(name in value)


class ChoiceEditor(_Several):
    """A radio button for each choice."""

    def __init__(self, parent: QWidget, labels: Mapping[str, str], colours: Colours) -> None:
        """Show nothing yet."""
        super().__init__(parent, labels, Radio, colours)
        group = QButtonGroup(self)
        for button in self.buttons.values():
            group.addButton(button)

    @property
    def value(self) -> str:
        """See `Editor`."""
        return next(name for name, button in self.buttons.items() if button.isChecked())

    def show_value(self, value: Any) -> None:
        """See `Editor`."""
        self.buttons[value].setChecked(True)


class TrayIconEditor(ChoiceEditor):
    """A radio button for each kind of tray icon, with its picture."""

    def __init__(self, parent: QWidget, labels: Mapping[str, str], colours: Colours) -> None:
        """Show nothing yet."""
        from sitbreak.dialogs.settings.tray_pictures import tray_picture

        super().__init__(parent, labels, colours)
        side, ratio = round(1.8 * units().em), self.devicePixelRatioF()
        for theme, button in self.buttons.items():
            button.picture = tray_picture(theme, side, ratio)


def _rows(buttons: Sequence[Drawn], columns: int) -> Iterator[Sequence[Drawn]]:
    for start in range(0, len(buttons), columns):
        yield buttons[start : start + columns]
