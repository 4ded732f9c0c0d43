"""Every platform composes a desktop; nothing is connected, measured or shown before it starts."""

import sys
from collections.abc import Iterator
from dataclasses import fields
from types import ModuleType

import pytest

from sitbreak.core.inputs import Input, NotificationFailed, Shown, SitbreakUsed, StartBreak
from sitbreak.desktop.desktop import Desktop, Wiring
from sitbreak.desktop.platforms import this_platform
from sitbreak.waiter import Waiter


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


@pytest.mark.parametrize("name", ["win32", "darwin"])
def test_other_platforms_always_have_a_display(name: str) -> None:
    assert this_platform(name).display_is_there()


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
