"""The loop that adapter and server share."""

from collections.abc import Iterator

import pytest

from tests.desktop.notifications.server import Loop


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()
