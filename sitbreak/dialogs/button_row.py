"""The buttons at the bottom of a dialog."""

from PySide6.QtWidgets import QWidget

from sitbreak.dialogs.widgets import Button, units


class ButtonRow(QWidget):
    """One button on the left, the others on the right; two columns, or one, where the row is too narrow.

    Attributes:
        buttons: from left to right.
    """

    def __init__(self, parent: QWidget, *buttons: Button) -> None:
        """Hold these buttons, in the order of the Tab key."""
        super().__init__(parent)
        self.buttons = buttons
        for button in buttons:
            button.setParent(self)

    def arrange(self, width: int, margin: int, below: int) -> int:
        """Place the buttons in this width, with these margins beside and below; return the height needed."""
        em = units().em
        hints = [button.sizeHint() for button in self.buttons]
        widths = [hint.width() for hint in hints]
        tallest = max(hint.height() for hint in hints)
        for padding in (1.4, 0.7, 0):
            padded, gap = [hint + round(padding * em) for hint in widths], round((0.4 + padding / 4) * em)
            if sum(padded) + gap * (len(widths) - 1) + 2 * margin <= width:
                height = tallest + round((0.2 + padding / 4) * em)
                self._place_in_a_row(padded, height, width, margin, gap)
                return height + round(0.65 * below)
        return self._place_in_columns(widths, tallest, width, margin, gap)

    def _place_in_a_row(self, widths: list[int], height: int, width: int, margin: int, gap: int) -> None:
        first, *others = self.buttons
        first.setGeometry(margin, 0, widths[0], height)
        right = width - margin
        for button, wide in zip(reversed(others), reversed(widths[1:]), strict=True):
            button.setGeometry(right - wide, 0, wide, height)
            right -= wide + gap

    def _place_in_columns(self, hints: list[int], height: int, width: int, margin: int, gap: int) -> int:
        """Place them in two columns, or in one; the last is at the bottom right. Return the height."""
        left, right = max(hints[::2]), max(hints[1::2])
        spare = width - left - right - gap
        if spare < 2 * gap:
            columns = [(margin, width - 2 * margin)]
        else:
            margin = min(margin, spare // 2)
            left += (spare - 2 * margin) // 2
            columns = [(margin, left), (margin + left + gap, width - 2 * margin - left - gap)]
        for number, button in enumerate(self.buttons):
            line, column = divmod(number, len(columns))
            x, wide = columns[column]
            button.setGeometry(x, line * (height + gap), wide, height)
        return -(-len(self.buttons) // len(columns)) * (height + gap) + gap
