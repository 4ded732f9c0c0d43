"""The back diary's window: a question, eleven answers, and the answer that is none."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from sitbreak.core.diary import WORST
from sitbreak.core.words import diary as words
from sitbreak.dialogs.diary.scale import Scale
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
        title.setWordWrap(True)
        title.setFont(sized(title.font(), TITLE, bold=True))
        self._scale = Scale(self, self._note)
        self.numbers = self._scale.numbers
        not_today = Button(self, partial(self._note, None), words.not_today(), name="plain")
        close = Button(self, self.reject, words.close(), name="main")
        close.setDefault(True)

        em = units().em
        margin, gap = round(1.6 * em), round(0.9 * em)
        self._margin, self._column = margin, QVBoxLayout(self)
        column = self._column
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(gap)
        column.addWidget(title)
        column.addWidget(self._scale)
        column.addWidget(label(self, words.kept_here(), SMALL, name="quiet"))
        column.addWidget(self.message)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(not_today)
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()

    # --- what every dialog does ----------------------------------------------------------------

    def fill(self, _content: str) -> None:
        """Ask; whatever the content is, the question is the same."""
        width = self._scale.sizeHint().width() + 2 * self._margin
        self.resize(width, self._column.totalHeightForWidth(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the focus to a number that is typed; Enter and the space bar choose it."""
        text = event.text()
        if not (text.isascii() and text.isdecimal()):
            super().keyPressEvent(event)
            return
        has_one = self.numbers[1].hasFocus()
        self.numbers[WORST if text == "0" and has_one else int(text)].setFocus()

    # --- internals -----------------------------------------------------------------------------

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


DIALOG = DiaryWindow
