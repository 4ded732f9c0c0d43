"""Parts of the history window: the day's figures, and panels with a title, a picture and its explanation."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from sitbreak.dialogs.focus import HEADING
from sitbreak.dialogs.history.chart import Chart
from sitbreak.dialogs.widgets import LARGE, SMALL, TEXT, Button, sized, units
from sitbreak.pages.figures import Figure

if TYPE_CHECKING:
    _Base = QWidget
else:
    _Base = object  # Qt can make only one of the bases

_NARROWEST_FIGURE = 10.5
"""Ems of a figure; where there is less room, they stand in two rows or more."""

_INSET, _GAP = 1.2, 0.7
"""Ems within a panel's edge, and between two figures."""


class _Arranged(_Base):
    """What places its parts itself, and is as high as they are in its width."""

    def heightForWidth(self, width: int) -> int:
        """Return the height that all parts need."""
        return self._arrange(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place all parts."""
        super().resizeEvent(event)
        self._arrange(self.width())

    def _arrange(self, width: int) -> int:
        """Place all parts in this width; return the height needed."""
        raise NotImplementedError


class Figures(_Arranged, QWidget):
    """The figures of the day side by side, or in rows where the window is narrow."""

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._cards: list[_FigureCard] = []

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these figures."""
        while len(self._cards) > len(figures):
            self._cards.pop().deleteLater()
        while len(self._cards) < len(figures):
            self._cards.append(_FigureCard(self))
            self._cards[-1].show()
        for card, figure in zip(self._cards, figures, strict=True):
            card.show_figure(figure)

    def _arrange(self, width: int) -> int:
        em, count = units().em, len(self._cards)
        gap = round(_GAP * em)
        fits = max(int((width + gap) // (_NARROWEST_FIGURE * em + gap)), 1)
        across = ceil(count / ceil(count / fits)) if count else 1
        wide = (width - gap * (across - 1)) / across
        high = max((card.value_height for card in self._cards), default=0)
        tall = max((card.arrange(int(wide), high) for card in self._cards), default=0)
        for number, card in enumerate(self._cards):
            row, column = divmod(number, across)
            left, right = (round(edge * (wide + gap)) for edge in (column, column + 1))
            card.setGeometry(left, row * (tall + gap), right - gap - left, tall)
        rows = ceil(count / across)
        return rows * (tall + gap) - gap if rows else 0


class _FigureCard(QFrame):
    """One figure, and below it what it counts."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._value = QLabel(self)
        self._value.setFont(sized(self._value.font(), LARGE * 1.1, bold=True))
        self._label = QLabel(self)
        self._label.setObjectName("quiet")
        self._label.setFont(sized(self._label.font(), SMALL))
        self._label.setWordWrap(True)

    def show_figure(self, figure: Figure) -> None:
        self._value.setText(figure.value)
        self._label.setText(figure.label)

    @property
    def value_height(self) -> int:
        """The height of the figure, which depends on its letters: 6時間 is taller than 12."""
        return self._value.sizeHint().height()

    def arrange(self, width: int, high: int) -> int:
        """Place both, the figure at the bottom of this height; return the height needed."""
        inset = round(0.9 * units().em)
        within = width - 2 * inset
        below = self._label.heightForWidth(within)
        self._value.setGeometry(inset, inset + high - self.value_height, within, self.value_height)
        self._label.setGeometry(inset, inset + high, within, below)
        return inset + high + below + inset


class Panel(_Arranged, QFrame):
    """A title, a picture, and a line for what is pointed at in it; or a sentence where there is no picture.

    Attributes:
        chart: the picture.
        explanation: the line.
    """

    def __init__(self, parent: QWidget) -> None:
        """Hold an empty picture."""
        super().__init__(parent)
        self.setObjectName("panel")
        self._title = QLabel(self)
        self._title.setObjectName(HEADING)
        self._title.setFont(sized(self._title.font(), TEXT, bold=True))
        self._instead = QLabel(self)
        self._instead.setObjectName("quiet")
        self._instead.setWordWrap(True)
        self._instead.setFont(sized(self._instead.font(), SMALL))
        self.chart = Chart(self)
        self.chart.setFont(sized(self.chart.font(), SMALL))
        self.explanation = QLabel(self)
        self.explanation.setObjectName("quiet")
        self.explanation.setFont(sized(self.explanation.font(), SMALL))
        self.explanation.setWordWrap(True)
        self._below: list[QWidget] = []
        self.chart.pointed.connect(self.explanation.setText)

    def add(self, widget: QWidget) -> None:
        """Add a widget below the picture."""
        widget.setParent(self)
        widget.show()
        self._below.append(widget)

    def show_title(self, title: str, instead: str = "") -> None:
        """Show this title; `instead` stands in the place of the picture."""
        self._title.setText(title)
        self._title.setAccessibleName(title)
        self._instead.setText(instead)
        self._instead.setVisible(bool(instead))
        self.chart.setVisible(not instead)
        self.explanation.setVisible(not instead)

    def _arrange(self, width: int) -> int:
        em = units().em
        inset, y = round(_INSET * em), round(em)
        within = width - 2 * inset
        middle = (self._instead,) if self._instead.text() else (self.chart, self.explanation)
        for widget in (self._title, *middle, *(it for it in self._below if not it.isHidden())):
            tall = self._lines(within) if widget is self.explanation else _height(widget, within)
            wide = within
            if isinstance(widget, Button):
                wide = min(widget.sizeHint().width() + round(em), within)
            widget.setGeometry(inset, y, wide, tall)
            y += tall + round(0.5 * em)
        return y + round(0.4 * em)

    def _lines(self, width: int) -> int:
        """Return the height of the longest explanation: nothing moves while somebody points."""
        metrics = QFontMetricsF(self.explanation.font())
        # The size of the text, not of its font: letters may come from a taller font that stands in.
        size = metrics.size(0, max(self.chart.sentences, key=len, default=""))
        lines = ceil(1.08 * size.width() / width) if size.width() > 0.97 * width else 1
        return round(lines * size.height())


def _height(widget: QWidget, width: int) -> int:
    needed = widget.heightForWidth(width)
    return needed if needed >= 0 else widget.sizeHint().height()
