"""The tray on macOS: what the frameworks, which are faked, are asked to do."""

import importlib
import signal
from collections.abc import Callable

import pytest

from sitbreak.core.inputs import Input, SitbreakUsed, StartBreak
from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import NativeTray
from tests.desktop.frameworks import ACCESSORY, Frameworks
from tests.desktop.tray.views import a_view, pixmaps


class Menus:
    """What the tray shows when its menu opens, and what it posts."""

    def __init__(self) -> None:
        self.view = a_view()
        self.posted: list[Input] = []
        feed = Feed(self.posted.append, pixmaps, lambda: self.view)
        self.tray: NativeTray = importlib.import_module("sitbreak.desktop.tray.macos").macos_tray(feed)


def make_tray(pictures: Callable[..., tuple[Pixmap, ...]] = pixmaps) -> NativeTray:
    module = importlib.import_module("sitbreak.desktop.tray.macos")
    tray = module.macos_tray(Feed(list[Input]().append, pictures, a_view))
    assert isinstance(tray, NativeTray)
    return tray


def test_it_has_no_place_in_the_dock(frameworks: Frameworks) -> None:
    make_tray()
    assert frameworks.application.policy == ACCESSORY


def test_the_menu_bar_is_touched_on_the_main_thread_only(frameworks: Frameworks) -> None:
    tray = make_tray()
    tray._update()
    tray._begin()
    frameworks.button.setToolTip_.reset_mock()
    tray.show(a_view(18))
    frameworks.button.setToolTip_.assert_not_called()
    frameworks.settle()
    frameworks.button.setToolTip_.assert_called_once_with("Sitting 18 min")


def test_an_update_that_fails_does_not_reach_appkit(
    frameworks: Frameworks, caplog: pytest.LogCaptureFixture
) -> None:
    tray = make_tray()
    tray._update()
    tray._begin()
    frameworks.button.setToolTip_.side_effect = ValueError("too long")
    tray.show(a_view(18))
    frameworks.settle()
    assert "updating the icon" in caplog.text


def test_the_picture_is_sharp_on_a_screen_with_two_pixels_a_point(frameworks: Frameworks) -> None:
    tray = make_tray()
    tray._update()
    tray._begin()
    assert (frameworks.image().pixels, frameworks.image().points) == (32, 16)


@pytest.mark.parametrize(("second", "is_template"), [((255, 0, 0, 0), True), ((255, 9, 9, 9), False)])
def test_a_picture_in_one_colour_is_coloured_by_the_menu_bar(
    frameworks: Frameworks, second: tuple[int, ...], *, is_template: bool
) -> None:
    invisible = bytes((0, 1, 2, 3))
    argb = bytes((128, 0, 0, 0)) + bytes(second) + invisible * (48 * 48 - 2)
    tray = make_tray(lambda _: (Pixmap(48, 48, argb),))
    tray._update()
    tray._begin()
    assert frameworks.image().is_template is is_template


def test_a_menu_is_fresh_when_it_opens_and_that_is_no_return(frameworks: Frameworks) -> None:
    menus = Menus()
    menus.tray.show(a_view(17))
    frameworks.settle()
    menus.view = a_view(19)
    assert frameworks.menu.open()[0] == "Sitting 19 min"
    assert menus.posted == [SitbreakUsed()]


def test_a_menu_that_is_open_stays_as_it_is_and_runs_what_was_clicked(frameworks: Frameworks) -> None:
    menus = Menus()
    menus.tray.show(menus.view)
    frameworks.settle()
    labels = frameworks.menu.open()
    menus.tray.show(a_view(18, extra=True))  # one line more, above the others
    frameworks.settle()
    assert [item.title for item in frameworks.menu.items] == labels
    frameworks.menu.click("Start break")
    assert menus.posted == [SitbreakUsed(), StartBreak()]
    menus.view = a_view(18, extra=True)
    assert "One more line" in frameworks.menu.open()


def test_an_update_makes_no_menu(frameworks: Frameworks) -> None:
    menus = Menus()
    for minutes in range(5):
        menus.tray.show(a_view(minutes))
    frameworks.settle()
    assert frameworks.menu.items == []
    item = frameworks.bar.statusItemWithLength_.return_value
    item.setMenu_.assert_called_once_with(frameworks.menu)


def test_reminders_come_in_time_although_there_is_no_window(frameworks: Frameworks) -> None:
    make_tray()
    allowed = frameworks.foundation.NSActivityUserInitiatedAllowingIdleSystemSleep
    [call] = frameworks.foundation.NSProcessInfo.processInfo.return_value.method_calls
    assert call.args[0] is allowed, "the computer may sleep"


def test_the_loop_of_appkit_calls_the_handlers_of_signals(
    frameworks: Frameworks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handler(*_: object) -> None:
        """Do nothing."""

    monkeypatch.setattr(signal, "getsignal", {signal.SIGTERM: handler}.get)
    frameworks.application.main.put(None)
    make_tray().icon._run()
    assert frameworks.signals == {signal.SIGTERM: handler}
