"""The text of a tip: what comes first stays in sight, the rest can be scrolled where it does not fit.

On a small card what is urgent moves up: nobody has to scroll to a caution.
"""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QWidget

from sitbreak.dialogs.focus import ignore_mouse, set_tab_stop
from sitbreak.dialogs.widgets import SMALL, TEXT, disc_side, label, sized, units

BAR_SPACE = 14
"""Logical pixels to the right of the text, for the scroll bar: lines break at the same words without it."""

_LEAST_TO_SCROLL = 4
"""Ems of text that can be scrolled at least; where less would be left, more of the text scrolls."""


class _Part(NamedTuple):
    widget: QWidget
    space: int
    """Logical pixels above it."""
    is_urgent: bool
    """It moves up where not all of the head stays in sight."""


class TextColumn(QWidget):
    """Parts of text, one below the other.

    Attributes:
        steps: what scrolls; once woken, the Tab key stops there while there is something to scroll.
    """

    def __init__(self, parent: QWidget) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._scrolled = QWidget()
        self.steps = _Steps(self)
        self.steps.setFrameShape(QFrame.Shape.NoFrame)
        self.steps.setWidget(self._scrolled)
        self._fade = QFrame(self)  # what is below has no hard edge
        self._fade.setObjectName("fade")
        self._parts: list[_Part] = []
        self._heads: list[int] = []

    def add(self, part: QWidget, *, space: float = 0, is_urgent: bool = False) -> None:
        """Add a part with this space above it, in ems."""
        part.ensurePolished()  # or its style's padding would not be measured
        self._parts.append(_Part(part, round(space * units().em), is_urgent))

    def end_head(self) -> None:
        """Keep the parts so far in sight, if that leaves enough room to scroll the others."""
        self._heads.insert(0, len(self._parts))

    def arrange(self, width: int, height: int, last: QWidget | None = None) -> int:
        """Place all parts in this room; return how much of its height they need.

        The scroll bar is to the right of it.

        Args:
            width: of the room.
            height: of the room.
            last: what comes below all parts this time.
        """
        parts = [*self._parts, *([] if last is None else [_Part(last, round(units().em), is_urgent=False)])]
        heights = {part: part.space + part.widget.heightForWidth(width) for part in parts}

        def leaves_enough(head: list[_Part]) -> bool:
            needed = sum(heights[part] for part in head)
            return height - needed >= min(_LEAST_TO_SCROLL * units().em, sum(heights.values()) - needed)

        in_sight, scrolled = next(
            order for order in self._orders(parts) if not order[0] or leaves_enough(order[0])
        )
        head = self._place(self, in_sight, heights, width)
        rest = self._place(self._scrolled, scrolled, heights, width)
        self._scrolled.resize(width, rest)
        self.steps.setGeometry(0, head, width + BAR_SPACE, max(height - head, 0))
        for upper in (self.steps, self._fade):  # read last, and above everything
            upper.raise_()
        fade = round(units().em)
        self._fade.setGeometry(0, height - fade, width, fade)
        self._fade.setVisible(head + rest > height)
        return head + rest

    def wake(self) -> None:
        """Let the Tab key stop at the text while there is something to scroll."""
        bar = self.steps.verticalScrollBar()
        bar.rangeChanged.connect(lambda *_: self._follow_bar())
        bar.valueChanged.connect(lambda *_: self._follow_bar())
        self._follow_bar()
        ignore_mouse(self._fade)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    def _follow_bar(self) -> None:
        bar = self.steps.verticalScrollBar()
        set_tab_stop(self.steps, stops=bar.maximum() > 0)
        self._fade.setVisible(bar.value() < bar.maximum())

    def _follow_focus(self, _before: QWidget | None, focused: QWidget | None) -> None:
        """Scroll to what has the focus: Qt does so only where the Tab key comes from within."""
        if focused is not None and self._scrolled.isAncestorOf(focused):
            self.steps.ensureWidgetVisible(focused)

    def _orders(self, parts: list[_Part]) -> Iterator[tuple[list[_Part], list[_Part]]]:
        """Yield what stays in sight and what scrolls, the best first."""
        whole, *smaller = self._heads
        yield parts[:whole], parts[whole:]
        urgent = [part for part in parts if part.is_urgent]
        others = [part for part in parts if not part.is_urgent]
        for count in smaller:
            yield [*others[:count], *urgent], others[count:]
            yield others[:count], [*urgent, *others[count:]]
        yield [], parts

    @staticmethod
    def _place(parent: QWidget, parts: list[_Part], heights: dict[_Part, int], width: int) -> int:
        """Place parts from the top of this parent; return where they end."""
        top = 0
        for part in parts:
            widget, space, height = part.widget, part.space, heights[part]
            if widget.parentWidget() is not parent:
                widget.setParent(parent)
                widget.show()
            widget.setGeometry(0, top + space, width, height - space)
            top += height
        return top


class _Steps(QScrollArea):
    """Shows by its scroll bar that it has the focus: a style sheet asks only the bar itself."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark_bar(focused=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_bar(focused=False)

    def _mark_bar(self, *, focused: bool) -> None:
        bar = self.verticalScrollBar()
        bar.setProperty("focused", focused)
        bar.style().unpolish(bar)
        bar.style().polish(bar)


class Step(QWidget):
    """A step: its number in a disc, and beside it what to do."""

    def __init__(self, parent: QWidget, number: int, text: str, spoken_number: str) -> None:
        """Show a step; a screen reader says its number in other words."""
        super().__init__(parent)
        self._badge = QLabel(str(number), self)
        self._badge.setObjectName("badge")
        self._badge.setAccessibleName(spoken_number)
        self._badge.setFont(sized(self._badge.font(), SMALL, bold=True))
        self._text = label(self, text, TEXT)
        self._side = disc_side()
        self._left = round(self._side * 1.55)
        self._down = max(0, (self._side - self._text.fontMetrics().height()) // 2)

    def heightForWidth(self, width: int) -> int:
        """Return the height that the text needs, or the disc."""
        return max(self._side, self._down + self._text.heightForWidth(width - self._left))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the text beside the disc."""
        super().resizeEvent(event)
        self._badge.setGeometry(0, 0, self._side, self._side)
        room = self.width() - self._left
        self._text.setGeometry(self._left, self._down, room, self._text.heightForWidth(room))
