"""The back diary's window: a question, eleven answers, and the answer that is none."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from sitbreak.core.diary import WORST
from sitbreak.core.words import diary as words
from sitbreak.dialogs.focus import HEADING
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.widgets import SMALL, TITLE, Button, label, sized, units

if TYPE_CHECKING:
    from sitbreak.remote.protocol import Answer


class DiaryWindow(Frame):
    """Asks how the back is today; an answer closes it. A typed number only moves the focus."""

    def __init__(self, runtime: Path) -> None:
        """Make the window."""
        super().__init__(runtime)
        self.setWindowTitle(words.question())
        title = QLabel(words.question(), self)
        title.setObjectName(HEADING)
        title.setFont(sized(title.font(), TITLE, bold=True))
        self.numbers = [self._make_number(pain) for pain in range(WORST + 1)]
        not_today = Button(self, partial(self._note, None), words.not_today(), name="plain")
        close = Button(self, self.reject, words.close(), name="main")
        close.setDefault(True)

        em = units().em
        margin, gap = round(1.6 * em), round(0.9 * em)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(gap)
        column.addWidget(title)
        column.addLayout(self._arrange_numbers(2 * margin))
        column.addWidget(label(self, words.kept_here(), SMALL, name="quiet"))
        column.addWidget(self.message)
        row = QHBoxLayout()
        row.addWidget(not_today)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    # --- what every dialog does ----------------------------------------------------------------

    def fill(self, content: str) -> None:
        """Ask; whatever the content is, the question is the same."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus to a number that is typed; Enter and the space bar choose it."""
        text = event.text()
        if not (text.isascii() and text.isdecimal()):
            super().keyPressEvent(event)
            return
        has_one = self.numbers[1].hasFocus()
        self.numbers[WORST if text == "0" and has_one else int(text)].setFocus()

    # --- internals -----------------------------------------------------------------------------

    def _make_number(self, pain: int) -> Button:
        button = Button(self, partial(self._note, pain), str(pain), str(WORST))
        button.setAccessibleName(words.spoken(pain))
        button.setAutoDefault(True)
        return button

    def _arrange_numbers(self, margins: int) -> QGridLayout:
        """Arrange the numbers in a row, or in two where the screen is too narrow; explain both ends."""
        gap, hint = round(0.35 * units().em), self.numbers[WORST].sizeHint()
        width = len(self.numbers) * (hint.width() + gap) + margins
        columns = len(self.numbers) if width <= self.screen().availableGeometry().width() else 6
        grid = QGridLayout()
        grid.setSpacing(gap)
        for pain, button in enumerate(self.numbers):
            grid.addWidget(button, pain // columns, pain % columns)
        least, most = (
            label(self, text, SMALL, name="quiet") for text in (words.no_pain(), words.worst_pain())
        )
        below = WORST // columns + 1
        grid.addWidget(least, below, 0, 1, columns // 2)
        half = columns - columns // 2
        most.setProperty("alignment", _RIGHT)
        grid.addWidget(most, below, columns // 2, 1, half)
        return grid

    def _note(self, pain: int | None) -> None:
        """Have the running instance keep an answer, and close."""

        def answered(answer: "Answer | None") -> None:
            if answer is None:
                self.say(words.needs_sitbreak())
            elif answer.status:
                self.say(answer.text)
            else:
                self.reject()

        self.instance.note_back(pain, answered)


_RIGHT = 0x0002
"""Source: Qt::AlignRight. Qt's enumerations cost a tenth of the time to a first paint."""

DIALOG = DiaryWindow
