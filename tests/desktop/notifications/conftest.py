"""The turns that adapter and server take."""

from collections.abc import Iterator

import pytest

from tests.desktop.services import Turns


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns()
    yield turns
    turns.close()
