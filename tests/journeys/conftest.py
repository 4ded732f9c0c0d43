"""A desk for each journey."""

import sys
from collections.abc import Iterator

import pytest

from tests.rig import Desktop

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*"]

if sys.platform == "linux":
    from tests.journeys.desk import Desk

    @pytest.fixture
    def desk(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
        """A desktop on which sitbreak has still to be started."""
        # Xlib would take the cookies of the person who runs the tests.
        monkeypatch.setenv("XAUTHORITY", "/nonexistent")
        desk = Desk(desktop)
        yield desk
        desk.end()
