"""The fields of a tip's form: each shows one value and reports what is typed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from sitbreak.core.words import own_tips as words
from sitbreak.dialogs.folders import start_folder
from sitbreak.dialogs.settings.drop_down import Choice
from sitbreak.dialogs.widgets import TEXT, Button, sized, units
from sitbreak.tips.files import find_picture

_IMAGES = "*.png *.jpg *.jpeg *.gif *.webp"


class Line(QLineEdit):
    """A text of one line."""

    edited = Signal()

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__()
        self.setFont(sized(self.font(), TEXT))
        self.setFixedHeight(round(2 * units().em))
        self.textEdited.connect(lambda _text: self.edited.emit())

    @property
    def value(self) -> str:
        """What is typed."""
        return " ".join(self.text().split())

    def show_value(self, value: str) -> None:
        """Show this."""
        self.setText(value)
        self.setCursorPosition(0)


class Paragraph(QPlainTextEdit):
    """A text of several lines, which are one paragraph."""

    edited = Signal()

    def __init__(self, lines: int) -> None:
        """Hold nothing.

        Args:
            lines: how many are in sight.
        """
        super().__init__()
        self.setFont(sized(self.font(), TEXT))
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines = lines
        self._is_shown = False
        self.textChanged.connect(self._report)

    @property
    def value(self) -> Any:
        """What is typed."""
        return " ".join(self.toPlainText().split())

    def show_value(self, value: Any) -> None:
        """Show this."""
        self._is_shown = True
        self.setPlainText(value)
        self._is_shown = False

    def sizeHint(self) -> QSize:
        """Return the size of its lines."""
        height = self._lines * QFontMetricsF(self.font()).lineSpacing()
        frame = 2 * (self.frameWidth() + self.document().documentMargin())
        return QSize(round(16 * units().em), round(height + frame) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(round(8 * units().em), self.sizeHint().height())

    def _report(self) -> None:
        if not self._is_shown:
            self.edited.emit()


class Steps(Paragraph):
    """Steps, one on each line."""

    @property
    def value(self) -> tuple[str, ...]:
        """What is typed, without empty lines."""
        lines = (" ".join(line.split()) for line in self.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    def show_value(self, value: Sequence[str]) -> None:
        """Show these."""
        super().show_value("\n".join(value))


class Number(QWidget):
    """A whole number and its unit; an empty field is zero, which stands for none."""

    edited = Signal()

    def __init__(self, unit: str, step: int) -> None:
        """Hold zero.

        Args:
            unit: what is counted.
            step: how far an arrow key goes.
        """
        super().__init__()
        self._step = step
        self.line = Line()
        self.line.setFixedWidth(round(5 * units().em))
        self.line.edited.connect(self.edited)
        self.line.installEventFilter(self)
        counted = QLabel(unit)
        counted.setFont(sized(counted.font(), TEXT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        row.addWidget(counted)
        row.addStretch()
        self.setFocusProxy(self.line)

    @property
    def value(self) -> Any:
        """The number; what is typed instead if it is none."""
        text = self.line.value
        return int(text or 0) if text.isdecimal() or not text else text

    def show_value(self, value: int) -> None:
        """Show this."""
        self.line.show_value(str(value) if value else "")

    def eventFilter(self, _line: QObject, event: QEvent) -> bool:
        """Step with the arrow keys."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        steps = {Qt.Key.Key_Up: self._step, Qt.Key.Key_Down: -self._step}.get(Qt.Key(event.key()))
        if steps is None or not isinstance(self.value, int):
            return False
        self.show_value(max(self.value + steps, 0))
        self.edited.emit()
        return True


class PictureField(QWidget):
    """An image file: its path, and what chooses one."""

    edited = Signal()

    def __init__(self, folder: Path) -> None:
        """Hold no picture.

        Args:
            folder: what a path that is not absolute starts from.
        """
        super().__init__()
        self._folder = folder
        self.line = Line()
        self.line.setPlaceholderText(words.no_picture())
        self.line.edited.connect(self.edited)
        self.choose = Button(self, self._choose, words.choose_picture())
        self.choose.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)
        self.choose.raise_()  # a screen reader and the Tab key follow the eye
        self.setFocusProxy(self.line)

    @property
    def value(self) -> str:
        """The path."""
        return self.line.value

    def show_value(self, value: str) -> None:
        """Show this path."""
        self.line.show_value(value)

    def use_file(self, file: str) -> None:
        """Take this file; one in the folder of the tips is named without the folder."""
        path = Path(file)
        self.show_value(str(path.relative_to(self._folder) if path.is_relative_to(self._folder) else path))
        self.edited.emit()

    def _choose(self) -> None:
        """Show the desktop's own window for files, without waiting for it."""
        dialog = QFileDialog(self, words.field_label("picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{words.images()} ({_IMAGES})")
        if self.value:
            dialog.selectFile(find_picture(self._folder, self.value)[0])
        else:
            dialog.setDirectory(str(start_folder(QStandardPaths.StandardLocation.PicturesLocation)))
        dialog.fileSelected.connect(self.use_file)
        dialog.setModal(True)
        dialog.show()


TipField = Line | Paragraph | Number | Choice | PictureField
