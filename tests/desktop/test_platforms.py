"""Every platform composes a desktop; nothing is connected, measured or shown before it starts."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

from sitbreak.core.inputs import Input, NotificationFailed, Shown, SitbreakUsed, StartBreak
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.platforms import this_platform
from sitbreak.waiter import Waiter
from sitbreak.wires import macos
from tests.desktop.frameworks import Frameworks
from tests.desktop.idle.fake_macos import FakeMacOS


@pytest.fixture
def waiter() -> Iterator[Waiter]:
    waiter = Waiter()
    yield waiter
    waiter.close()


@pytest.fixture(params=["linux", "win32", "darwin", "terminal"])
def desktop(request: pytest.FixtureRequest, waiter: Waiter, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    monkeypatch.setitem(sys.modules, "winreg", ModuleType("winreg"))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", "" if request.param == "terminal" else ":nowhere")
    name = "linux" if request.param == "terminal" else request.param
    return this_platform(name).make_desktop(Wiring(waiter=waiter))


def test_no_part_of_a_desktop_is_missing(desktop: Desktop) -> None:
    assert None not in [getattr(desktop, field.name) for field in fields(desktop)]


def test_before_it_starts_a_desktop_uses_nothing(desktop: Desktop, waiter: Waiter) -> None:
    in_use = {finding.what: finding.used for finding in desktop.findings()}
    assert in_use.pop("tray") in {"none", "windows", "macos"}, "those are the platform's own"
    assert in_use == {"notifications": "none", "idle": "none"}
    assert waiter.sources == []
    desktop.close()


def test_windows_always_has_a_display() -> None:
    assert this_platform("win32").display_is_there()


@pytest.mark.parametrize("session", [{}, None])
def test_macos_has_a_display_in_a_graphical_session(
    monkeypatch: pytest.MonkeyPatch, session: dict[str, bool | int] | None
) -> None:
    mac = FakeMacOS()
    mac.session = session
    monkeypatch.setattr(macos.MacApi.__init__, "__defaults__", (mac.load,))
    assert this_platform("darwin").display_is_there() is (session is not None)


def test_over_ssh_macos_shows_no_icon_and_leaves_appkit_alone(
    frameworks: Frameworks, waiter: Waiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = FakeMacOS()
    mac.session = None
    monkeypatch.setattr(macos.MacApi.__init__, "__defaults__", (mac.load,))
    desktop = this_platform("darwin").make_desktop(Wiring(waiter=waiter))
    desktop.session.start()
    reasons = {reason for finding in desktop.findings() for _, reason in finding.tried}
    assert reasons == {"this is no graphical session"}
    frameworks.appkit.NSApplication.sharedApplication.assert_not_called()


@pytest.mark.parametrize(
    ("hours", "twelve"), [("h\N{NO-BREAK SPACE}a", True), ("HH", False), ("HH 'Uhr'", False), ("ah", True)]
)
def test_macos_says_whether_the_clock_has_twelve_hours(
    frameworks: Frameworks, hours: str, *, twelve: bool
) -> None:
    frameworks.foundation.NSDateFormatter.dateFormatFromTemplate_options_locale_.return_value = hours
    assert this_platform("darwin").has_twelve_hours() is twelve


def test_macos_opens_settings_in_its_text_editor() -> None:
    open_file = this_platform("darwin").open_file
    settings, tip = Path("/a/settings.toml"), Path("/a/tip.html")
    assert open_file(settings) == ["/usr/bin/open", "-t", str(settings)]
    assert open_file(tip) == ["/usr/bin/open", str(tip)]


@pytest.mark.parametrize("name", ["win32"] if sys.platform == "win32" else ["linux", "darwin"])
def test_the_boot_clock_is_never_behind_the_awake_clock(name: str) -> None:
    platform = this_platform(name)
    assert 0 < platform.awake_ns() <= platform.boot_ns() + 1_000_000


def test_a_click_on_something_of_ours_proves_no_return(waiter: Waiter) -> None:
    posted: list[Input] = []
    wiring = Wiring(posted.append, waiter)
    wiring.post_use(StartBreak())
    wiring.post_use(NotificationFailed(Shown.TIP))
    wiring.post_use(SitbreakUsed())
    assert posted == [SitbreakUsed(), StartBreak(), NotificationFailed(Shown.TIP), SitbreakUsed()]
