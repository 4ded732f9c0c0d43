"""A short time of the soak: every way to react, twice; `python3 dev.py soak` has the figures."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the soak reads /proc", allow_module_level=True)

from tests.soak.__main__ import MOST_GROWTH, faults_of, work
from tests.soak.office import MOST_THREADS, Costs, Office

FEW = 16


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short name: the sockets of windows are inside."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_nothing_is_left_behind(folder: Path) -> None:
    office = Office(folder)
    try:
        first, last = work(office, FEW, FEW // 2)
        assert office.process.children == set()
        assert office.complaints == ""
    finally:
        office.close()
    assert (last.descriptors, last.threads <= MOST_THREADS) == (first.descriptors, True)
    assert last.memory < first.memory + 10 * MOST_GROWTH, "caches still fill"


def test_what_has_grown_is_named() -> None:
    before = Costs(20, 13, 3, 1000)
    assert faults_of([before, before]) == []
    assert faults_of([before, Costs(20.6, 14, 4, 600_000)]) == [
        "memory has grown by 0.60 MiB",
        "descriptors have come or gone",
        "threads have been left behind",
        "the log has no bound",
    ]
