"""Waits for a `Source` in Qt's event loop, as the waiter does in its select."""

import time

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from sitbreak.ports import Source


class QtSelect(QObject):
    """Waits for sources as `sitbreak.waiter.Waiter` does."""

    def __init__(self) -> None:
        """Wait for nothing yet."""
        super().__init__()
        self._notifiers: dict[Source, QSocketNotifier] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run_due)

    def add(self, source: Source) -> None:
        """Start waiting for a source."""
        notifier = QSocketNotifier(source.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda *_: self._run(source))
        self._notifiers[source] = notifier

    def remove(self, source: Source) -> None:
        """Stop waiting for a source; an unknown one is ignored."""
        notifier = self._notifiers.pop(source, None)
        if notifier is not None:
            notifier.setEnabled(False)
            notifier.deleteLater()

    def _run(self, source: Source) -> None:
        if source in self._notifiers:
            source.ready()
        self._set_timer()

    def _run_due(self) -> None:
        for source in list(self._notifiers):
            due = source.due()
            if due is not None and due <= time.monotonic():
                self._run(source)
        self._set_timer()

    def _set_timer(self) -> None:
        due_times = [due for source in self._notifiers if (due := source.due()) is not None]
        if due_times:
            self._timer.start(max(0, round(1000 * (min(due_times) - time.monotonic()))))
        else:
            self._timer.stop()
