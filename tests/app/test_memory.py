"""Stories about what is remembered, with files and clocks of the test's."""

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from sitbreak.app.memory import Memory, hidden_tips
from sitbreak.core.inputs import HideTip, Pause, Ticked
from sitbreak.core.keeper import Keeper
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library, Tip
from sitbreak.storage.folders import Folders
from tests.fakes import FakeClocks

LIBRARY = Library((Tip("walk", "moving", "Walk", "Walk a little."),))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "runtime").mkdir()
    return Folders(tmp_path / "config", tmp_path / "state", tmp_path / "runtime", tmp_path / "log")


def new_keeper(clocks: FakeClocks) -> Keeper:
    return Keeper(Settings(), LIBRARY, Rotation(LIBRARY, Random(1)), clocks())


def recall(folders: Folders, clocks: FakeClocks, boot_id: str = "this boot") -> tuple[Planner, list[str]]:
    keeper = new_keeper(clocks)
    problems = Memory(folders, boot_id).recall(keeper, clocks(), Random(1))
    planner = Planner(keeper)
    planner.handle(Ticked(), clocks())
    return planner, problems


def test_nothing_saved_is_no_problem(folders: Folders) -> None:
    planner, problems = recall(folders, FakeClocks())
    assert problems == []
    assert planner.situation.pauses == ()


def test_the_newest_sign_of_life_counts_even_if_the_wall_clock_was_set_back(folders: Folders) -> None:
    clocks = FakeClocks()
    memory, planner = Memory(folders, "this boot"), Planner(new_keeper(clocks))
    planner.handle(Pause(None), clocks())
    memory.save(planner, clocks())
    clocks.passed, clocks.stepped = 10 * MINUTE, timedelta(hours=-1)
    memory.beat(clocks())

    again, problems = recall(folders, clocks)
    assert problems == []
    assert again.situation.total(clocks()) >= 10 * MINUTE, "they have been sitting all the time"


def test_a_heartbeat_of_another_boot_proves_nothing(folders: Folders) -> None:
    clocks = FakeClocks()
    planner = Planner(new_keeper(clocks))
    clocks.passed = 10 * MINUTE
    planner.handle(Pause(None), clocks())
    Memory(folders, "boot before").save(planner, clocks())
    clocks.passed += 5 * MINUTE

    again, _ = recall(folders, clocks)
    assert again.situation.total(clocks()) < MINUTE, "they have been away meanwhile"
    assert [pause.end for pause in again.situation.pauses] == [None]


def test_a_state_that_does_not_say_when_it_was_saved_starts_afresh(folders: Folders) -> None:
    clocks = FakeClocks()
    folders.state.mkdir()
    (folders.state / "state.json").write_text("{}")
    _, [problem] = recall(folders, clocks)
    assert "does not say when it was written" in problem


def test_a_damaged_part_is_named_and_costs_no_other(folders: Folders) -> None:
    clocks = FakeClocks()
    planner = Planner(new_keeper(clocks))
    planner.handle(Pause(None), clocks())
    Memory(folders, "this boot").save(planner, clocks())
    file = folders.state / "state.json"
    table = json.loads(file.read_text())
    table["presence"] = "nonsense"
    file.write_text(json.dumps(table))

    again, [problem] = recall(folders, clocks)
    assert "presence could not be read" in problem
    assert len(again.situation.pauses) == 1


def test_hidden_tips_are_known_without_an_instance(folders: Folders) -> None:
    assert hidden_tips(folders) == frozenset()
    clocks = FakeClocks()
    planner = Planner(new_keeper(clocks))
    planner.handle(HideTip("walk"), clocks())
    Memory(folders, "this boot").save(planner, clocks())
    assert hidden_tips(folders) == {"walk"}
    (folders.state / "state.json").write_text("[]")
    assert hidden_tips(folders) == frozenset()
