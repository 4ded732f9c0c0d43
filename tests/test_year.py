"""Some days of the simulated year."""

from sitbreak.core.reminder import REPEATS
from tests.core.story import minutes
from tests.year import simulate


def test_some_working_days_keep_what_reminders_promise() -> None:
    figures = simulate(seed=2, days=3)
    assert figures.empty_chair == []
    assert figures.in_call == 0
    assert max(figures.repeats) <= REPEATS
    assert figures.longest["nothing"][0] <= minutes(32), "the interval, and short absences"
    assert "to an empty chair     0" in str(figures)
