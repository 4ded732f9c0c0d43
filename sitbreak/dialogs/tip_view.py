"""One tip as the card shows it: picture and countdown on the left, text on the right."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sitbreak.core.words import card as words
from sitbreak.dialogs.colours import DARK, Colours
from sitbreak.dialogs.content import CardContent
from sitbreak.dialogs.countdown import CountdownPanel
from sitbreak.dialogs.holds import holds
from sitbreak.dialogs.picture import Picture
from sitbreak.dialogs.widgets import SMALL, TEXT, TITLE, disc_side, label, sized
from sitbreak.tips.pictures import drawing, drawing_title


class TipView(QWidget):
    """Everything that the card says about one tip. Another tip is another view.

    Attributes:
        tip: the tip.
        problem: why its picture is missing; nothing if it is not.
        picture: the picture, if there is one.
        countdown: the countdown, if there is something to hold.
        beside_text: the width that picture and countdown take from the text, in logical pixels.
    """

    def __init__(self, content: CardContent, colours: Colours) -> None:
        """Lay the tip out; nothing moves before `wake`."""
        super().__init__()
        self.tip = content.tip
        self.problem = ""
        self.countdown: CountdownPanel | None = None
        self._colours = colours
        self._content = content
        self.picture = self._load_picture() if self.tip.picture else None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 8)
        layout.setSpacing(30)
        left = self._left_column()
        self.beside_text = left.sizeHint().width()
        if left.count():
            left.addStretch(1)
            layout.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._add_text(right)
        right.addStretch(1)
        layout.addLayout(right, 1)

    def wake(self) -> None:
        """After the first paint, start the picture and describe it for a screen reader."""
        if self.picture is not None:
            description = drawing_title(self.tip.picture) or words.picture_of(self.tip.title)
            self.picture.setAccessibleName(description)
            self.picture.start()

    # --- internals -------------------------------------------------------------------------------

    def _load_picture(self) -> Picture | None:
        """Load one of our drawings, or the person's own picture, which is named by its path."""
        kind = "dark" if self._colours is DARK else "light"
        path = drawing(self.tip.picture, kind) or Path(self.tip.picture)
        picture = Picture(self, may_move=self._content.moving)
        reason = picture.load(path)
        if not reason:
            return picture
        self.problem = words.picture_cannot_be_shown(str(path), reason)
        picture.hide()
        return None

    def _left_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(18)
        if self.picture is not None:
            column.addWidget(self.picture)
        if all_holds := holds(self.tip):
            self.countdown = CountdownPanel(self, all_holds, self._colours, may_move=self._content.moving)
            column.addWidget(self.countdown)
        return column

    def _add_text(self, column: QVBoxLayout) -> None:
        """Add everything from the topic to where the tip comes from."""
        tip = self.tip
        column.addWidget(label(self, self._content.topic, SMALL, name="quiet"))
        column.addSpacing(4)
        column.addWidget(label(self, tip.title, TITLE, bold=True))
        column.addSpacing(10)
        column.addWidget(label(self, tip.body, TEXT))
        if tip.caution:
            column.addSpacing(14)
            column.addWidget(label(self, words.caution(tip.caution), TEXT, name="caution"))
        duration = words.duration(tip.hold_seconds, tip.repetitions, tip.sides)
        if tip.steps or duration:
            column.addSpacing(18)
            column.addWidget(label(self, words.how() if tip.facts else words.how_own(), SMALL, name="quiet"))
        for number, text in enumerate(tip.steps, 1):
            column.addSpacing(9)
            column.addLayout(self._step(number, text))
        if duration:
            column.addSpacing(11)
            column.addWidget(label(self, duration, TEXT, bold=True))
        column.addSpacing(18)
        if tip.headings:
            column.addWidget(label(self, words.from_article(tip.headings), SMALL, name="quiet"))
        if tip.source:
            column.addWidget(label(self, words.from_source(tip.source), SMALL, name="quiet"))

    def _step(self, number: int, text: str) -> QHBoxLayout:
        """Lay out a step: its number in a disc, and beside it what to do."""
        badge = QLabel(str(number), self)
        badge.setObjectName("badge")
        badge.setAccessibleName(words.step(number, len(self.tip.steps)))
        badge.setFont(sized(badge.font(), SMALL, bold=True))
        side = disc_side()
        badge.setFixedSize(side, side)
        beside = label(self, text, TEXT)
        beside.setContentsMargins(0, max(0, (side - beside.fontMetrics().height()) // 2), 0, 0)
        top = QVBoxLayout()
        top.addWidget(badge)
        top.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(top)
        row.addWidget(beside, 1)
        return row
