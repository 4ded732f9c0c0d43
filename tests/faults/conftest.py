"""What faults need: a record, and a sitbreak that must leave no traceback."""

import sys
from collections.abc import Generator

import pytest

from tests.faults.fault import Fault

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(what, outcome): what goes wrong, and what sitbreak does then")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    fault = item.funcargs.get("fault")
    if report.when == "call" and report.passed and isinstance(fault, Fault):
        file, line, _ = item.location
        fault.record((file, line or 0))
    return report


@pytest.fixture
def fault(request: pytest.FixtureRequest) -> Fault:
    """The fault that the test's marker names."""
    marker = request.node.get_closest_marker("fault")
    assert marker is not None
    return Fault(*marker.args)
