"""The tray of Windows and macOS: our logic over a fake pystray backend."""

import queue
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sitbreak.core.inputs import Input, ShowTip
from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import Backend, NativeTray, fit_tooltip, fitting
from tests.desktop.tray.fake_icon import LEFT, FakeIcon
from tests.desktop.tray.views import MAGENTA, a_view, pixmaps
from tests.until import BUSY, until


class RunningTray:
    """A native tray in a thread of its own.

    Attributes:
        current: the view that the tray gets when it asks for the current one.
    """

    def __init__(self, make_icon: Callable[[str], Any] = FakeIcon) -> None:
        self.posted: queue.Queue[Input] = queue.Queue()
        self.current = a_view()
        backend = Backend("windows", make_icon, _call, fit_title=fit_tooltip, with_default=True)
        self.tray = NativeTray(backend, Feed(self.posted.put, pixmaps, lambda: self.current))
        self.icon: FakeIcon = self.tray.icon
        self._over = threading.Event()
        self.thread = threading.Thread(target=self.tray.run, args=(self._over.wait,))
        self.thread.start()
        until(lambda: "show" in self.icon.done, "the icon is shown")

    def stop(self) -> None:
        self._over.set()
        self.thread.join(BUSY)
        assert not self.thread.is_alive()


def _call(_icon: FakeIcon, action: Callable[[], None]) -> None:
    action()


def test_an_icon_is_shown_and_updated_only_where_it_differs() -> None:
    running = RunningTray()
    assert running.icon.icon.size == (96, 96)
    assert running.icon.icon.getpixel((0, 0)) == (*MAGENTA, 255)
    assert running.icon.title == "Sitting 17 min"
    running.icon.done.clear()
    running.tray.show(a_view())
    assert running.icon.done == []
    running.tray.show(a_view(18))
    assert running.icon.done == ["title Sitting 18 min"]
    running.stop()


def test_a_left_click_runs_the_default_item() -> None:
    running = RunningTray()
    running.icon.click(LEFT)
    assert running.posted.get(timeout=BUSY) == ShowTip()
    running.stop()


def test_an_icon_that_is_not_shown_is_reported_with_the_reason() -> None:
    problem = "the task bar is busy"
    backend = Backend("windows", FakeIcon, _call, problem=lambda _: problem)
    tray = NativeTray(backend, Feed(lambda _: None, pixmaps, a_view))
    assert (tray.name, tray.finding().tried) == ("none", (("windows", problem),))
    problem = ""
    assert (tray.name, tray.finding().tried) == ("windows", ())


def test_macos_icon_is_touched_on_the_main_thread_only() -> None:
    main: list[Callable[[], None]] = []
    tray = NativeTray(
        Backend("macos", FakeIcon, lambda _, action: main.append(action)),
        Feed(lambda _: None, pixmaps, a_view),
    )
    tray.show(a_view(18))
    assert tray.icon.title == ""
    main.pop()()
    assert tray.icon.title == "Sitting 18 min"


def test_work_that_ends_before_the_icon_runs_still_ends_it() -> None:
    tray = NativeTray(Backend("windows", FakeIcon, _call), Feed(lambda _: None, pixmaps, a_view))
    tray.run(lambda: None)


def test_a_tooltip_ends_after_a_word_where_windows_has_no_room_for_more() -> None:
    fitting = " ".join(["Rozmowa"] * 16)
    assert fit_tooltip(fitting) == fitting
    assert fit_tooltip(f"{fitting} trwa") == fitting.removesuffix(" Rozmowa") + "…"


@pytest.mark.parametrize(("size", "chosen"), [(16, 16), (20, 22), (32, 32), (40, 48), (200, 96)])
def test_a_picture_is_shrunk_rather_than_enlarged(size: int, chosen: int) -> None:
    made = tuple(Pixmap(edge, edge, b"") for edge in (16, 22, 24, 32, 48, 64, 96))
    assert fitting(made, size).width == chosen
