"""A fake instance for a card to ask, and cards where Qt can be loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogs.cards import FakeInstance
from tests.rig.programs import qt_problem

if not qt_problem():
    from tests.dialogs.shown import application, show

    __all__ = ["application", "show"]


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
