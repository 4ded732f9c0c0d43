"""An editor of several widgets, one below the other."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sitbreak.dialogs.settings.editors import Editor
from sitbreak.dialogs.widgets import units


class LaidOutEditor(Editor):
    """Places its widgets with a layout, and reports when they need another height."""

    labels_itself = True

    def __init__(self, parent: QWidget) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(round(0.5 * units().em))

    def arrange(self, width: int, column: int) -> int:  # noqa: ARG002  it fills the width
        """See `Editor`."""
        self._column.invalidate()
        return self._height_for(width)

    def event(self, event: QEvent) -> bool:
        """Report another height: one of the widgets has changed."""
        is_handled = super().event(event)
        # To invalidate the layout here would request the next one of these events, for ever.
        if event.type() is QEvent.Type.LayoutRequest and self._height_for(self.width()) != self.height():
            self.rearranged.emit()
        return is_handled

    def _height_for(self, width: int) -> int:
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(width)
        return self._column.totalSizeHint().height()
