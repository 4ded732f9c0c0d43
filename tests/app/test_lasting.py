"""Stories about what lasts: the armed alarm, the watch on idle and the tray's picture."""

from datetime import timedelta
from functools import partial

import pytest

from sitbreak.core.inputs import Pause, SetInterval, Ticked
from sitbreak.core.presence import Watch
from sitbreak.core.settings import Interval
from sitbreak.desktop.idle.candidates import Candidate
from sitbreak.desktop.null import NoIdleSource
from tests.app.joined import Joined
from tests.conftest import Logged
from tests.fakes import FakeAlarm, fake_desktop

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class RecordingIdleSource(NoIdleSource):
    """Measures nothing, but keeps the watch."""

    name = "recording"
    watched = Watch()

    def watch(self, watch: Watch) -> None:
        self.watched = watch


def started_alarm(joined: Joined) -> FakeAlarm:
    joined.desktop.alarm.start()
    alarm = joined.desktop.alarm.used
    assert isinstance(alarm, FakeAlarm)
    return alarm


def test_jitter_of_the_clocks_sets_no_alarm(joined: Joined) -> None:
    alarm = started_alarm(joined)
    for _ in range(20):
        joined.handle(Ticked())
    assert len(alarm.settings) == 1

    joined.handle(SetInterval(Interval(10 * MINUTE, 10 * MINUTE)))
    assert len(alarm.settings) == 2


@pytest.mark.parametrize("moved", ["asleep", "stepped"])
def test_the_alarm_is_recalculated_after_a_sleep_or_a_clock_step(joined: Joined, moved: str) -> None:
    alarm = started_alarm(joined)
    joined.handle(Ticked())
    joined.clocks.passed = 10 * MINUTE
    joined.handle(Ticked())
    assert alarm.looks == 0

    for hours in (1, -1 if moved == "stepped" else 2):
        setattr(joined.clocks, moved, timedelta(hours=hours))
        joined.handle(Ticked())
    assert alarm.looks == 2


PARTS = ("alarm.set", "alarm.recalculate", "idle.watch", "tray.show")


@pytest.mark.parametrize("broken", PARTS)
def test_a_part_that_fails_costs_only_itself_and_catches_up(
    joined: Joined, logged: Logged, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    done: list[str] = []
    fails = True

    def act(part: str, *_: object) -> None:
        if fails and part == broken:
            raise RuntimeError("a bug")
        done.append(part)

    joined.use(fake_desktop(joined.loop.post, joined.waiter))
    for part in PARTS:
        owner, method = part.split(".")
        monkeypatch.setattr(getattr(joined.desktop, owner), method, partial(act, part))
    joined.handle(Ticked())
    for minute in range(5, 61, 5):
        done.clear()
        joined.clocks.passed, joined.clocks.asleep = minute * MINUTE, minute * HOUR
        joined.loop.keep_watch()
        assert {*done, broken} == set(PARTS), "the others do what they have to"
    assert len(logged()) == 1, "not once a minute"

    fails = False
    done.clear()
    joined.loop.keep_watch()
    assert broken in done, "without anything new to do"


@pytest.mark.parametrize("broken", ["display", "session", "surroundings", "idle"])
def test_a_part_that_cannot_start_keeps_no_other_from_it(
    joined: Joined, logged: Logged, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    started: list[str] = []

    def start(part: str) -> None:
        if part == broken:
            raise RuntimeError("a bug")
        started.append(part)

    parts = ("display", "session", "surroundings", "idle", "notifications", "alarm")
    joined.use(fake_desktop(joined.loop.post, joined.waiter))
    for part in parts:
        monkeypatch.setattr(getattr(joined.desktop, part), "start", partial(start, part))
    joined.desktop.start()
    joined.until(lambda: len(started) == len(parts) - 1, "the others have started")
    assert broken not in started
    assert len(logged()) == 1


def test_the_watch_is_set_on_what_measures_idle(joined: Joined) -> None:
    source = RecordingIdleSource()
    candidates = [Candidate("recording", lambda _post, _on_lost: source)]
    joined.use(fake_desktop(joined.loop.post, joined.waiter, candidates))
    joined.desktop.idle.start()
    joined.settle()
    assert source.watched == joined.loop.planner.watch != Watch()


def test_the_tray_is_updated_only_when_something_changes(joined: Joined) -> None:
    tray = joined.tray
    for _ in range(3):
        joined.handle(Ticked())
    assert len(tray.views) == 1
    joined.handle(Pause(None))
    assert tray.views[-1].icon.name == "paused"
    assert len(tray.views) == 2
    assert joined.lasting.view().tooltip.startswith("Paused until you resume")


def test_time_alone_turns_the_ring_and_leaves_the_menu_alone(joined: Joined) -> None:
    joined.use(fake_desktop(joined.loop.post, joined.waiter))
    tray = joined.tray
    joined.lasting.show_time(joined.clocks())
    assert tray.views == [], "nothing has been shown yet"

    joined.handle(Ticked())
    steps, tooltips = set(), set()
    for minute in range(1, 19):
        joined.clocks.passed = minute * MINUTE
        assert joined.loop.planner.absorb_tick(joined.clocks())
        joined.lasting.show_time(joined.clocks())
        steps.add(tray.views[-1].icon.step)
        tooltips.add(tray.views[-1].tooltip.partition(" – ")[0])
    assert steps == set(range(10))
    assert tooltips == {f"At the computer {minute} min" for minute in range(1, 19)}
    assert tray.views[-1].menu is tray.views[0].menu

    count = len(tray.views)
    for _ in range(3):
        joined.lasting.show_time(joined.clocks())
        joined.handle(Ticked())
    assert len(tray.views) == count, "nothing new"
    joined.handle(Pause(None))
    assert tray.views[-1].menu != tray.views[0].menu


def test_the_tooltip_counts_the_sitting_even_without_a_ring(joined: Joined) -> None:
    tray = joined.tray
    tray.views.clear()
    joined.handle(Pause(None))
    for minute in range(1, 61):
        joined.clocks.passed = minute * MINUTE
        joined.lasting.show_time(joined.clocks())
    assert tray.views[-1].tooltip == "Paused until you resume – at the computer 1 h"
    assert tray.views[-1].icon.name == "paused"
    assert len(tray.views) == 1 + 60, "true within a minute"
