"""The tray on macOS: what the frameworks, which are faked, are asked to do."""

import importlib
import struct
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Self
from unittest.mock import MagicMock

import pytest

from sitbreak.core.inputs import Input
from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.live_icon import Feed
from sitbreak.desktop.tray.native import NativeTray
from tests.desktop.tray.views import a_view, pixmaps

ACCESSORY = 1
MENU_BAR = 22.0  # points


class FakeImage:
    """An NSImage."""

    def __init__(self, png: bytes) -> None:
        self.pixels: int = struct.unpack(">I", png[16:20])[0]
        self.points = 0
        self.is_template = False

    def setSize_(self, size: tuple[int, int]) -> None:
        self.points, _ = size

    def setTemplate_(self, is_template: bool) -> None:
        self.is_template = is_template


class FakeObject:
    """An NSObject."""

    @classmethod
    def alloc(cls) -> Self:
        return cls()

    def init(self) -> Self:
        return self


class Frameworks:
    """AppKit, Foundation and PyObjCTools, as far as pystray and we call them.

    Attributes:
        main: what waits for the main thread.
        appkit: what was asked of AppKit.
    """

    def __init__(self) -> None:
        self.main: list[Callable[[], None]] = []
        self.appkit = MagicMock(NSApplicationActivationPolicyAccessory=ACCESSORY)
        self.appkit.NSImage.alloc.return_value.initWithData_ = FakeImage
        self.bar = self.appkit.NSStatusBar.systemStatusBar.return_value
        self.bar.thickness.return_value = MENU_BAR
        self.button = self.bar.statusItemWithLength_.return_value.button.return_value

    def modules(self) -> dict[str, Any]:
        foundation = MagicMock(NSObject=FakeObject)
        foundation.NSData.dataWithBytes_length_ = lambda data, _length: data
        objc = MagicMock(namedSelector=lambda _: lambda function: function)
        helper = MagicMock(callAfter=self.main.append)
        tools = ModuleType("PyObjCTools")
        vars(tools).update(AppHelper=helper, MachSignals=MagicMock())
        return {
            "AppKit": self.appkit,
            "Foundation": foundation,
            "objc": objc,
            "PyObjCTools": tools,
            "PyObjCTools.AppHelper": helper,
            "PyObjCTools.MachSignals": vars(tools)["MachSignals"],
        }

    def image(self) -> FakeImage:
        """Return the picture in the menu bar."""
        (image,), _ = self.button.setImage_.call_args
        assert isinstance(image, FakeImage)
        return image


@pytest.fixture
def frameworks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Frameworks]:
    frameworks = Frameworks()
    ours = ("pystray._darwin", "sitbreak.desktop.tray.macos")
    monkeypatch.delattr(sys.modules["pystray"], "_darwin", raising=False)
    for name, module in frameworks.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    for name in ours:
        sys.modules.pop(name, None)
    yield frameworks
    vars(sys.modules["pystray"]).pop("_darwin", None)
    for name in ours:
        sys.modules.pop(name, None)


def make_tray(pictures: Callable[..., tuple[Pixmap, ...]] = pixmaps) -> NativeTray:
    module = importlib.import_module("sitbreak.desktop.tray.macos")
    tray = module.macos_tray(Feed(list[Input]().append, pictures, a_view))
    assert isinstance(tray, NativeTray)
    return tray


def test_it_has_no_place_in_the_dock(frameworks: Frameworks) -> None:
    make_tray()
    application = frameworks.appkit.NSApplication.sharedApplication.return_value
    application.setActivationPolicy_.assert_called_once_with(ACCESSORY)


def test_the_menu_bar_is_touched_on_the_main_thread_only(frameworks: Frameworks) -> None:
    tray = make_tray()
    tray._update()
    tray._begin()
    frameworks.button.setToolTip_.reset_mock()
    tray.show(a_view(18))
    frameworks.button.setToolTip_.assert_not_called()
    [action] = frameworks.main
    action()
    frameworks.button.setToolTip_.assert_called_once_with("Sitting 18 min")


def test_the_picture_is_sharp_on_a_screen_with_two_pixels_a_point(frameworks: Frameworks) -> None:
    tray = make_tray()
    tray._update()
    tray._begin()
    assert (frameworks.image().pixels, frameworks.image().points) == (48, 22)


@pytest.mark.parametrize(("second", "is_template"), [((255, 0, 0, 0), True), ((255, 9, 9, 9), False)])
def test_a_picture_in_one_colour_is_coloured_by_the_menu_bar(
    frameworks: Frameworks, second: tuple[int, ...], is_template: bool
) -> None:
    invisible = bytes((0, 1, 2, 3))
    argb = bytes((128, 0, 0, 0)) + bytes(second) + invisible * (48 * 48 - 2)
    tray = make_tray(lambda _: (Pixmap(48, 48, argb),))
    tray._update()
    tray._begin()
    assert frameworks.image().is_template is is_template
