"""A few cases of each target; `python3 dev.py fuzz` tries many."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("the servers are those of Linux", allow_module_level=True)

from tests.fuzz.engine import Target, trial
from tests.fuzz.targets import TARGETS

CASES = 60


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_some_cases_do_no_harm(target: Target) -> None:
    with trial(target) as tried:
        tried.draw(1, CASES)
        tried.measure_growth()
    assert not tried.outcome.failure, f"{tried.outcome.failure}{tried.outcome.case!r}"
    assert tried.outcome.cases >= CASES // 2
