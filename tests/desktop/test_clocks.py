"""Stories about the computer's clocks and its time zone, checked against the zone database."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitbreak.core.now import Now
from sitbreak.desktop.clocks import boot_id, read_clocks, system_zone

if sys.platform == "win32":
    pytest.skip("a test cannot move the C library of Windows to another zone", allow_module_level=True)

MoveTo = Callable[[str], None]
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")


@pytest.fixture
def move_to() -> Iterator[MoveTo]:
    """Moves this process to another time zone."""
    before = os.environ.get("TZ")

    def move_to(zone: str | None) -> None:
        if zone is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = zone
        read_clocks()

    yield move_to
    move_to(before)


def test_the_clocks_go_forward_together() -> None:
    before = read_clocks()
    ends = time.monotonic() + 0.02
    while time.monotonic() < ends:
        pass
    after = read_clocks()

    for went in (after.awake - before.awake, after.boot - before.boot):
        assert timedelta(milliseconds=20) <= went < timedelta(seconds=5)
    assert after.wall.utcoffset() == timedelta()
    assert after.boot >= after.awake - timedelta(milliseconds=1)


def test_the_wall_clock_is_the_real_one() -> None:
    assert abs(read_clocks().wall.timestamp() - time.time()) < 5


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_a_year_matches_the_zone_database(zone: str, move_to: MoveTo) -> None:
    move_to(zone)
    start, here_zone = datetime(2025, 12, 31, tzinfo=UTC), system_zone()
    for half_hours in range(2 * 24 * 367):
        instant = start + half_hours * timedelta(minutes=30)
        here, there = instant.astimezone(here_zone), instant.astimezone(ZoneInfo(zone))
        assert (here.replace(tzinfo=None), here.fold) == (there.replace(tzinfo=None), there.fold)
        assert here.utcoffset() == there.utcoffset()
        assert here.astimezone(UTC) == instant


@pytest.mark.parametrize("zone", ZONES)
def test_local_times_around_a_change_match_the_zone_database(zone: str, move_to: MoveTo) -> None:
    move_to(zone)
    for day in (date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 10, 25)):
        for minutes in range(0, 24 * 60, 10):
            for fold in (0, 1):
                shown = clock_time(minutes // 60, minutes % 60, fold=fold)
                here = datetime.combine(day, shown, system_zone()).astimezone(UTC)
                assert here == datetime.combine(day, shown, ZoneInfo(zone)).astimezone(UTC), (day, shown)


def test_a_move_to_another_zone_is_noticed_at_once(move_to: MoveTo) -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    move_to("Europe/Berlin")
    now = read_clocks()
    assert f"{now.local(noon):%H:%M %Z}" == "14:00 CEST"

    os.environ["TZ"] = "America/New_York"

    assert f"{read_clocks().local(noon):%H:%M %Z}" == "08:00 EDT"


def test_the_zone_is_another_value_once_the_computer_has_moved(move_to: MoveTo) -> None:
    move_to("America/Denver")
    denver = read_clocks().zone
    assert read_clocks().zone == denver
    assert hash(read_clocks().zone) == hash(denver)

    move_to("America/Phoenix")  # the same abbreviation in winter
    assert read_clocks().zone != denver
    move_to("America/Denver")
    assert read_clocks().zone == denver != UTC


def test_a_zone_file_that_is_replaced_is_another_zone(
    tmp_path: Path, move_to: Callable[[str | None], None]
) -> None:
    file = tmp_path / "localtime"
    move_to(None)
    missing = system_zone(file)
    file.write_bytes(b"Berlin")
    berlin = system_zone(file)
    assert berlin != missing
    new = tmp_path / "new"
    new.write_bytes(b"Rome")
    new.replace(file)
    assert system_zone(file) != berlin


def test_the_boot_id_stays_the_same() -> None:
    assert boot_id(read_clocks()) == boot_id(read_clocks()) != ""


def test_without_a_boot_id_the_time_of_the_start_serves(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    started = datetime(2026, 1, 1, 8, 2, tzinfo=UTC)

    def later(hours: int) -> Now:
        return Now(timedelta(), timedelta(hours=hours), started + timedelta(hours=hours))

    assert boot_id(later(1), missing) == boot_id(later(100), missing)
    another = Now(timedelta(), timedelta(), started + timedelta(hours=1))
    assert boot_id(later(1), missing) != boot_id(another, missing)
