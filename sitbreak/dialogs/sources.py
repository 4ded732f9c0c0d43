"""Lets sources that were made for the waiter's select act in Qt's event loop."""

import time

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from sitbreak.ports import Source


class QtSources(QObject):
    """Waits for sources as `sitbreak.waiter.Waiter` does."""

    def __init__(self) -> None:
        """Wait for nothing yet."""
        super().__init__()
        self._notifiers: dict[Source, QSocketNotifier] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._act_on_due)

    def add(self, source: Source) -> None:
        """Wait for this source too."""
        notifier = QSocketNotifier(source.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda *_: self._act(source))
        self._notifiers[source] = notifier

    def remove(self, source: Source) -> None:
        """Wait for this source no more; one that is unknown is fine."""
        notifier = self._notifiers.pop(source, None)
        if notifier is not None:
            notifier.setEnabled(False)
            notifier.deleteLater()

    def _act(self, source: Source) -> None:
        if source in self._notifiers:
            source.ready()
        self._keep_time()

    def _act_on_due(self) -> None:
        for source in list(self._notifiers):
            due = source.due()
            if due is not None and due <= time.monotonic():
                self._act(source)
        self._keep_time()

    def _keep_time(self) -> None:
        dues = [due for source in self._notifiers if (due := source.due()) is not None]
        if dues:
            self._timer.start(max(0, round(1000 * (min(dues) - time.monotonic()))))
        else:
            self._timer.stop()
