"""pystray's own icons elsewhere: our logic, over a backend with the same methods and no desktop."""

import queue
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sitbreak.core.inputs import Input, ShowTip
from sitbreak.desktop.tray.live_icon import Feed, Icon
from sitbreak.desktop.tray.native import Backend, NativeTray, fit_tooltip, with_menu_built_on_open
from tests.desktop.tray.views import MAGENTA, a_view, pictures
from tests.until import until

_LEFT, _RIGHT = 0x0202, 0x0205


class FakeIcon(Icon):
    """A backend that writes down what it is told to do, built like pystray's Windows one."""

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
        if button == _LEFT:
            self()
        elif self._menu_handle is None and button == _RIGHT:
            self.done.append("menu")

    _menu_handle: object


class Started:
    """A native tray in a thread of its own."""

    def __init__(self, on_main: Callable[[Callable[[], None]], None], icon_class: Any = FakeIcon) -> None:
        self.posted: queue.Queue[Input] = queue.Queue()
        self.fresh = a_view()
        backend = Backend("windows", icon_class, on_main, fit_tooltip, with_default=True)
        self.tray = NativeTray(backend, Feed(self.posted.put, pictures, lambda: self.fresh))
        self.icon: FakeIcon = self.tray._icon
        self._over = threading.Event()
        self.thread = threading.Thread(target=self.tray.run, args=(self._over.wait,))
        self.thread.start()
        until(lambda: "show" in self.icon.done, "the icon is shown", 5)

    def stop(self) -> None:
        self._over.set()
        self.thread.join(5)
        assert not self.thread.is_alive()


def _now(action: Callable[[], None]) -> None:
    action()


def test_an_icon_is_shown_with_the_view_and_follows_what_differs() -> None:
    started = Started(_now)
    assert started.icon.icon.size == (48, 48)
    assert started.icon.icon.getpixel((0, 0)) == (*MAGENTA, 255)
    assert started.icon.title == "Sitting 17 min"
    started.icon.done.clear()
    started.tray.show(a_view())
    assert started.icon.done == []
    started.tray.show(a_view(18))
    assert started.icon.done == ["title Sitting 18 min"]
    started.stop()


def test_a_left_click_does_the_default_item() -> None:
    started = Started(_now, with_menu_built_on_open(FakeIcon))
    started.icon.click(_LEFT)
    assert started.posted.get(timeout=5) == ShowTip()
    started.stop()


def test_on_windows_the_menu_is_made_fresh_when_it_is_opened_and_never_while_it_is_open() -> None:
    started = Started(_now, with_menu_built_on_open(FakeIcon))
    started.tray.show(a_view(18))
    assert started.icon.menus == []
    started.fresh = a_view(19)
    started.icon.click(_RIGHT)
    until(lambda: "menu" in started.icon.done, "the menu opens", 5)
    assert [menu[0] for menu in started.icon.menus] == ["Sitting 19 min"]
    started.stop()


def test_on_macos_the_icon_is_touched_on_the_main_thread_only() -> None:
    main: list[Callable[[], None]] = []
    tray = NativeTray(Backend("macos", FakeIcon, main.append), Feed(lambda _: None, pictures, a_view))
    tray.show(a_view(18))
    assert tray._icon.title == ""
    main.pop()()
    assert tray._icon.title == "Sitting 18 min"


def test_work_that_is_over_before_the_icon_runs_ends_it_all_the_same() -> None:
    tray = NativeTray(Backend("windows", FakeIcon, _now), Feed(lambda _: None, pictures, a_view))
    tray.run(lambda: None)


@pytest.mark.parametrize(("text", "units"), [("x" * 200, 127), ("\U0001f9d8" * 100, 126), ("short", 5)])
def test_a_tooltip_is_cut_to_what_windows_takes(text: str, units: int) -> None:
    cut = fit_tooltip(text)
    assert text.startswith(cut)
    assert len(cut.encode("utf-16-le")) == 2 * units
