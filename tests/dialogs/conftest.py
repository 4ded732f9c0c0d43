"""An instance for a card to talk to, and cards where Qt is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogs.pretended import PretendedInstance
from tests.rig import qt_problem

if not qt_problem():
    from tests.dialogs.shown import application, show

    __all__ = ["application", "show"]


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    folder = tmp_path / "runtime"
    folder.mkdir()
    return folder


@pytest.fixture
def instance(runtime: Path) -> Iterator[PretendedInstance]:
    """An instance that runs."""
    instance = PretendedInstance(runtime)
    yield instance
    instance.end()
