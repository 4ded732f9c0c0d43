"""sitbreak as its own process, in a home of its own."""

from collections.abc import Iterator

import pytest

from tests.rig.programs import Home
from tests.running import Running, Terminal


@pytest.fixture
def sitbreak(home: Home) -> Iterator[Running]:
    """A sitbreak that is not started yet, without a desktop; it must leave no traceback."""
    sitbreak = Running(home)
    yield sitbreak
    sitbreak.end()
    assert "Traceback" not in sitbreak.printed + sitbreak.complaints + sitbreak.log


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()
