"""The loop that adapter and server share, and warnings as a list."""

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.desktop.notifications.server import Loop


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What has been written to the log as a warning or worse."""
    return lambda: [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
