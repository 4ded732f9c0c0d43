"""One tip as it stands on the card: picture and countdown on the left, words on the right."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sitbreak.dialogs import words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.content import TipContent
from sitbreak.dialogs.countdown import CountdownPanel
from sitbreak.dialogs.holds import holds
from sitbreak.dialogs.letters import SMALL, TEXT, TITLE, disc_side, sized
from sitbreak.dialogs.picture import Picture

_LINE = 125
"""Per cent of a line's own height."""


class TipView(QWidget):
    """Everything that the card says about one tip. Another tip is another view.

    Attributes:
        tip: the tip.
        problem: why it has no picture, if it should have one.
        picture: the picture, if there is one.
        countdown: the countdown, if there is something to hold.
        beside_text: logical pixels that the text leaves to them.
    """

    def __init__(self, tip: TipContent, picture: Path | None, colours: Colours, *, may_move: bool) -> None:
        """Lay the tip out; nothing moves before `wake`."""
        super().__init__()
        self.tip = tip
        self.problem = ""
        self.countdown: CountdownPanel | None = None
        self._colours = colours
        self._may_move = may_move
        self.picture = self._make_picture(picture) if picture else None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 8)
        layout.setSpacing(30)
        left = self._left()
        self.beside_text = left.sizeHint().width()
        if left.count():
            left.addStretch(1)
            layout.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._write(right)
        right.addStretch(1)
        layout.addLayout(right, 1)

    def wake(self) -> None:
        """After the first paint: let the picture move, and say in words what it shows."""
        from sitbreak.dialogs.later import describe

        if self.picture is not None:
            shows = describe(self.tip.picture) or words.picture_of(self.tip.title)
            self.picture.setAccessibleName(shows)
            self.picture.start()

    # --- inside --------------------------------------------------------------------------------

    def _make_picture(self, path: Path) -> Picture | None:
        picture = Picture(self, may_move=self._may_move)
        reason = picture.load(path)
        if reason is None:
            return picture
        self.problem = words.picture_cannot_be_shown(str(path), reason)
        picture.hide()
        return None

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(18)
        if self.picture is not None:
            column.addWidget(self.picture)
        if all_holds := holds(self.tip):
            self.countdown = CountdownPanel(self, all_holds, self._colours, may_move=self._may_move)
            column.addWidget(self.countdown)
        return column

    def _write(self, column: QVBoxLayout) -> None:
        """Write the words, from the title to where they come from."""
        tip = self.tip
        column.addWidget(self._label(tip.topic.capitalize(), SMALL, name="quiet"))
        column.addSpacing(4)
        column.addWidget(self._label(tip.title, TITLE, bold=True))
        column.addSpacing(10)
        column.addWidget(self._label(tip.body, TEXT))
        if tip.caution:
            column.addSpacing(14)
            column.addWidget(self._label(f"{words.TAKE_CARE} {tip.caution}", TEXT, name="caution"))
        measure = words.measure(tip.hold_seconds, tip.repetitions, tip.sides)
        if tip.steps or measure:
            column.addSpacing(18)
            column.addWidget(self._label(words.HOW if tip.facts else words.OWN_HOW, SMALL, name="quiet"))
        for number, text in enumerate(tip.steps, 1):
            column.addSpacing(9)
            column.addLayout(self._step(number, text))
        if measure:
            column.addSpacing(11)
            column.addWidget(self._label(measure, TEXT, bold=True))
        column.addSpacing(18)
        for text in self._origin():
            column.addWidget(self._label(text, SMALL, name="quiet"))

    def _origin(self) -> list[str]:
        headings = self.tip.headings
        return [
            *([words.from_article(headings)] if headings else []),
            *([words.from_source(self.tip.source)] if self.tip.source else []),
        ]

    def _step(self, number: int, text: str) -> QHBoxLayout:
        """Lay out a step: its number in a disc, beside it what to do."""
        badge = QLabel(str(number), self)
        badge.setObjectName("badge")
        badge.setAccessibleName(words.step(number, len(self.tip.steps)))
        badge.setFont(sized(badge.font(), SMALL, bold=True))
        side = disc_side()
        badge.setFixedSize(side, side)
        label = self._label(text, TEXT)
        label.setContentsMargins(0, max(0, (side - label.fontMetrics().height()) // 2), 0, 0)
        top = QVBoxLayout()
        top.addWidget(badge)
        top.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(top)
        row.addWidget(label, 1)
        return row

    def _label(self, text: str, size: float, *, name: str = "", bold: bool = False) -> QLabel:
        label = QLabel(self)
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        label.setText(f'<p style="line-height: {_LINE}%">{safe}</p>')
        label.setAccessibleName(text)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setFont(sized(label.font(), size, bold=bold))
        return label
