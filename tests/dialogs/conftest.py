"""A fake instance for a card to ask, and cards where Qt can be loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogs.cards import FakeInstance
from tests.rig.programs import qt_problem

if not qt_problem():
    from PySide6.QtWidgets import QApplication

    from sitbreak.dialogs.mirror import use_direction
    from tests.dialogs.shown import application, show

    __all__ = ["application", "show"]

    @pytest.fixture(autouse=True)
    def left_to_right() -> Iterator[None]:
        """Leave no direction of a language to the next test: Qt has one for all windows."""
        yield
        if QApplication.instance():
            use_direction(is_right_to_left=False)


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    folder = tmp_path / "runtime"
    folder.mkdir()
    return folder


@pytest.fixture
def instance(runtime: Path) -> Iterator[FakeInstance]:
    """A running instance."""
    instance = FakeInstance(runtime)
    yield instance
    instance.end()
