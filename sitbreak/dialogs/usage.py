"""Notices that the person uses a window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

_INPUT = frozenset((
    QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.KeyPress,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
))  # fmt: skip

_REST = 1000
"""Milliseconds between two reports."""


class Usage(QObject):
    """Reports input to a window, at once and then at most once a second, but always the last one."""

    def __init__(self, window: QWindow, on_use: Callable[[], None]) -> None:
        """Watch this window."""
        super().__init__(window)
        self._on_use = on_use
        self._used_since = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.report_rest)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Notice input; it goes on to the window."""
        if event.type() in _INPUT:
            if self._rest.isActive():
                self._used_since = True
            else:
                self._report()
        return False

    def report_rest(self) -> None:
        """Report input that has not been reported."""
        if self._used_since:
            self._report()

    def _report(self) -> None:
        self._used_since = False
        self._rest.start()
        self._on_use()
