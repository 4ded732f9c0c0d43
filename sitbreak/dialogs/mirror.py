"""Windows in a language that is written from right to left.

Qt mirrors what it lays out and draws itself. Our windows place their parts themselves, as seen in a language
from left to right; the mirror moves each of them to the other side. What is in a picture stays as it is: left
and right are those of the body.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QWidget

_ARRANGES = QEvent.Type.Resize, QEvent.Type.LayoutRequest
"""Events at which a widget places its parts."""


class Mirror(QObject):
    """Mirrors the place of each part of our own widgets."""

    def __init__(self, application: QObject) -> None:
        """Watch every widget of the application."""
        super().__init__(application)
        self._wanted: dict[QWidget, int] = {}
        """Where a part was placed: its left edge as it would be from left to right."""
        self._moved_to: dict[QWidget, int] = {}
        """Where the mirror has moved it; Qt reports that late where the part is hidden."""
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a part that was placed, and a widget that got another width."""
        kind = event.type()
        if kind is QEvent.Type.Move and isinstance(watched, QWidget) and _is_placed_by_us(watched):
            if watched.x() != self._moved_to.get(watched):
                self._wanted[watched] = watched.x()
                self._mirror(watched)
        elif kind is QEvent.Type.Polish and isinstance(watched, QLabel):
            _align(watched)
        elif kind in _ARRANGES and isinstance(watched, QWidget):
            if kind is QEvent.Type.Resize and _is_placed_by_us(watched):
                self._wanted.setdefault(watched, watched.x())
                self._mirror(watched)
            children = watched.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if parts := [child for child in children if _is_placed_by_us(child)]:
                self._arrange(watched, event, parts)
                return True
        return False

    def _arrange(self, around: QWidget, event: QEvent, parts: list[QWidget]) -> None:
        """Have a widget place its parts.

        Until then they are where it placed them before: Qt reports no move to where a part happens to be, and
        that could be its place in the mirror.
        """
        for part in parts:
            self._moved_to[part] = self._wanted.setdefault(part, part.x())
            part.move(self._wanted[part], part.y())
        around.event(event)
        for part in parts:
            if part.x() != self._moved_to[part]:
                self._wanted[part] = part.x()
            self._mirror(part)

    def _mirror(self, part: QWidget) -> None:
        around = part.parentWidget()
        assert around is not None
        place = mirrored(QRect(self._wanted[part], part.y(), part.width(), part.height()), around)
        self._moved_to[part] = place.x()
        part.move(place.topLeft())


def _align(label: QLabel) -> None:
    """Have a label begin at the right, whatever its first letter is: Qt takes a number to be English."""
    alignment = label.alignment()
    if alignment & Qt.AlignmentFlag.AlignLeft:
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        label.setAlignment(alignment & ~Qt.AlignmentFlag.AlignLeft | at_right)


def mirrored(place: QRect, on: QWidget) -> QRect:
    """Return a place on a widget as it is seen in the language: mirrored, or as it is."""
    if on.isRightToLeft():
        return QRect(on.width() - place.x() - place.width(), place.y(), place.width(), place.height())
    return place


def _is_placed_by_us(part: QWidget) -> bool:
    """Return whether it is a part of a widget of ours that has no layout of Qt's."""
    around = part.parentWidget()
    if part.isWindow() or around is None or isinstance(around, QAbstractScrollArea):  # Qt places what scrolls
        return False
    return type(around).__module__.startswith("sitbreak.") and around.layout() is None


def use_direction(*, is_right_to_left: bool) -> None:
    """Have all windows run from right to left, or from left to right."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    direction = Qt.LayoutDirection.RightToLeft if is_right_to_left else Qt.LayoutDirection.LeftToRight
    application.setLayoutDirection(direction)
    mirror = application.findChild(Mirror)
    if is_right_to_left and mirror is None:
        Mirror(application)
    elif not is_right_to_left and mirror is not None:
        application.removeEventFilter(mirror)
        mirror.setParent(None)
