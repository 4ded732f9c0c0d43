"""A pystray backend without a desktop."""

import queue
from collections.abc import Callable

from sitbreak.desktop.tray.live_icon import Icon

LEFT = 0x0202
"""Windows' message for the released left mouse button."""


class FakeIcon(Icon):
    """A backend built like pystray's for Windows, which records what it is asked to do."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.done: list[str] = []
        self.menus: list[list[str]] = []
        self._events: queue.Queue[Callable[[], None] | None] = queue.Queue()

    def click(self, button: int) -> None:
        self._events.put(lambda: self._on_notify(0, button))

    def _run(self) -> None:
        self._mark_ready()
        while (event := self._events.get()) is not None:
            event()

    def _stop(self) -> None:
        self._events.put(None)

    def _show(self) -> None:
        self.done.append("show")

    def _hide(self) -> None:
        self.done.append("hide")

    def _update_icon(self) -> None:
        self._icon_valid = True
        self.done.append("icon")

    def _update_title(self) -> None:
        self.done.append(f"title {self.title}")

    def _update_menu(self) -> None:
        self.menus.append([item.text for item in self.menu])

    def _on_notify(self, _: int, button: int) -> None:
        if button == LEFT:
            self()
