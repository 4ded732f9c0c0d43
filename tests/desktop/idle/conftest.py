"""Desks of every kind, as fixtures."""

import sys

import pytest

from tests.desktop.idle.polled_desks import OFTEN, MacDesk, WindowsDesk

_ON_LINUX_ONLY = [
    "test_candidates.py",
    "test_compositors.py",
    "test_contract.py",
    "test_films.py",
    "test_mutter.py",
    "test_wayland.py",
    "test_x11.py",
]
collect_ignore = [] if sys.platform == "linux" else _ON_LINUX_ONLY

if sys.platform == "linux":
    from tests.desktop.idle.wayland_desks import (  # noqa: F401 - fixtures
        fake_compositor,
        fake_wayland_desk,
        kwin,
        kwin_desk,
        mutter,
        mutter_bus,
        mutter_desk,
        no_desktop,
        sway,
        sway_desk,
    )


@pytest.fixture
def windows_desk() -> WindowsDesk:
    """Somebody at a computer that runs a simulated Windows."""
    return WindowsDesk(OFTEN)


@pytest.fixture
def mac_desk() -> MacDesk:
    """Somebody at a computer that runs a simulated macOS."""
    return MacDesk(OFTEN)
