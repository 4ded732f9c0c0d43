"""The loop that adapter and server share."""

from collections.abc import Iterator

import pytest

from tests.desktop.services import InboxLoop


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    loop = InboxLoop()
    yield loop
    loop.close()
