"""What is wrong with a field or the file: a sign, a line of text, and perhaps a button that puts it right."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from sitbreak.core.words import language
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.widgets import SMALL, TEXT, Button, disc_side, label, sized, units, write

_ROOM_FOR_TEXT = 14
"""Ems that the text needs at least for the button to be beside it, not below."""


class _Parts(NamedTuple):
    """What is seen of a problem."""

    sign: QLabel
    said: QLabel


class ProblemView(QWidget):
    """Shows what is wrong; it takes no room while nothing is, and is made of its parts when it needs them.

    Attributes:
        text: what is wrong; nothing if nothing is.
    """

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.text = ""
        self._made: _Parts | None = None
        self._button: Button | None = None
        self._on_repair: Callable[[], object] = lambda: None
        self._field: QWidget | None = None
        self._explanation = ""
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def belong_to(self, field: QWidget) -> None:
        """Add what is wrong to the explanation of a field, for a screen reader that comes to it."""
        self._field = field
        self._explanation = field.accessibleDescription()

    def show_problem(
        self, text: str, repair_label: str = "", repair: Callable[[], object] | None = None
    ) -> None:
        """Show what is wrong, have a screen reader say it, and offer what puts it right; or show nothing.

        Args:
            text: what is wrong; nothing if nothing is.
            repair_label: the button's.
            repair: what it does; without it there is no button.
        """
        self._on_repair = repair or self._on_repair
        if text == self.text and (repair is None) == (self._button is None):
            return
        self.text = text
        write(self._parts.said, text)
        self._offer(repair_label if repair else "")
        if self._field is not None:
            self._field.setAccessibleDescription(language.current().sentences(text, self._explanation))
        self._arrange()
        self.updateGeometry()
        self.setVisible(bool(text))
        if text:
            announce(self, text)

    # --- where everything goes -------------------------------------------------------------------

    def heightForWidth(self, width: int) -> int:
        """Return the height of everything."""
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """Return the size of the sign and the text as it likes to be wrapped."""
        if self._made is None:
            return QSize()
        wide = _text_from() + self._made.said.sizeHint().width()
        return QSize(wide, self.heightForWidth(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything."""
        super().resizeEvent(event)
        self._arrange()

    # --- internals -------------------------------------------------------------------------------

    @property
    def _parts(self) -> _Parts:
        if self._made is None:
            sign = QLabel("!", self)
            sign.setObjectName("sign")
            sign.setFont(sized(sign.font(), SMALL, bold=True))
            self._made = _Parts(sign, label(self, "", SMALL, name="problem"))
            for part in self._made:
                part.show()
        return self._made

    def _offer(self, repair_label: str) -> None:
        """Show a button with this label, or none."""
        if self._button is not None:
            self._button.deleteLater()
            self._button = None
        if repair_label:
            self._button = Button(self, self._repair, repair_label)
            self._button.setAutoDefault(False)
            self._button.setFont(sized(self._button.font(), SMALL / TEXT))
            self._button.setAccessibleDescription(self.text)
            self._button.show()

    def _repair(self) -> None:
        self._on_repair()

    def _arrange(self) -> None:
        for part, place in self._places(self.width()):
            part.setGeometry(place)

    def _places(self, width: int) -> Iterator[tuple[QWidget, QRect]]:
        """Yield each part and its place in this width."""
        if self._made is None:
            return
        sign, said = self._made
        em, side, left = units().em, disc_side(), _text_from()
        yield sign, QRect(0, 0, side, side)
        room = wide = width - left
        button = QSize() if self._button is None else self._button.sizeHint()
        if self._button is not None and room - button.width() - round(em) >= _ROOM_FOR_TEXT * em:
            wide = room - button.width() - round(em)
        high = said.heightForWidth(wide)
        down = max(0, (side - said.fontMetrics().height()) // 2)  # the first line is beside the sign
        yield said, QRect(left, down, wide, high)
        if self._button is not None:
            is_beside = wide < room
            x, y = (width - button.width(), 0) if is_beside else (left, down + high + 4)
            yield self._button, QRect(x, y, button.width(), button.height())


def _text_from() -> int:
    """Return where the text begins, in logical pixels."""
    return round(disc_side() + 0.6 * units().em)
