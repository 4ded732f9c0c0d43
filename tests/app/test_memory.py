"""Stories about what a restart remembers, with real files and fake clocks."""

import json
from dataclasses import replace
from datetime import time, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from sitbreak.app.memory import Memory
from sitbreak.core.effects import CheckBusy, Save
from sitbreak.core.inputs import (
    BusyChecked,
    HideTip,
    IdleSourceChanged,
    Input,
    Pause,
    PlanPause,
    SetTipsToday,
    Skip,
    Ticked,
)
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import SORE_BACK_TOPICS, Rotation
from sitbreak.core.settings import TOPICS, Settings
from sitbreak.core.tips import Library, Tip
from sitbreak.storage.choices import saved_choices
from sitbreak.storage.folders import Folders
from sitbreak.tips.files import load_library
from tests.fakes import FakeClocks

LIBRARY = Library((Tip("walk", "moving", "Walk", "Walk a little."),))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "runtime").mkdir()
    return Folders(tmp_path / "config", tmp_path / "state", tmp_path / "runtime", tmp_path / "log")


def new_planner(clocks: FakeClocks, library: Library = LIBRARY) -> Planner:
    return Planner(Settings(), Rotation(library, Random(1)), clocks())


def recall(
    folders: Folders, clocks: FakeClocks, boot_id: str = "this boot", library: Library = LIBRARY
) -> tuple[Planner, list[str]]:
    planner = new_planner(clocks, library)
    problems = Memory(folders, boot_id).recall(planner, clocks())
    planner.handle(Ticked(), clocks())
    return planner, problems


def test_nothing_saved_is_no_problem(folders: Folders) -> None:
    planner, problems = recall(folders, FakeClocks())
    assert problems == []
    assert planner.situation.pauses == ()


def test_the_newest_sign_of_life_counts_despite_a_step_back(folders: Folders) -> None:
    clocks = FakeClocks()
    memory, planner = Memory(folders, "this boot"), new_planner(clocks)
    planner.handle(Pause(None), clocks())
    memory.save(planner.state, clocks())
    clocks.passed, clocks.stepped = 10 * MINUTE, timedelta(hours=-1)
    memory.record_alive(clocks())

    again, problems = recall(folders, clocks)
    assert problems == []
    assert again.situation.total(clocks()) >= 10 * MINUTE, "they sat the whole time"


def test_a_heartbeat_of_another_boot_proves_nothing(folders: Folders) -> None:
    clocks = FakeClocks()
    planner = new_planner(clocks)
    clocks.passed = 10 * MINUTE
    planner.handle(Pause(None), clocks())
    Memory(folders, "boot before").save(planner.state, clocks())
    clocks.passed += 5 * MINUTE

    again, _ = recall(folders, clocks)
    assert again.situation.total(clocks()) < MINUTE, "they were away in between"
    assert [pause.end for pause in again.situation.pauses] == [None]


def test_a_state_without_its_time_loses_only_what_depends_on_it(folders: Folders) -> None:
    clocks = FakeClocks()
    planner = new_planner(clocks)
    for wish in (Pause(None), PlanPause(time(14), time(15)), HideTip("walk"), SetTipsToday(SORE_BACK_TOPICS)):
        planner.handle(wish, clocks())
    Memory(folders, "boot before").save(planner.state, clocks())
    (folders.runtime / "heartbeat.json").unlink()
    file = folders.state / "state.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"at": "once"}))

    again, [problem] = recall(folders, clocks)
    assert "does not say when it was saved" in problem
    assert [pause.end for pause in again.situation.pauses] == [None, planner.situation.pauses[1].end]
    assert again.situation.tips_today == planner.situation.tips_today
    assert again.hidden_tips == {"walk"}


def test_a_damaged_part_is_named_and_costs_no_other(folders: Folders) -> None:
    clocks = FakeClocks()
    planner = new_planner(clocks)
    planner.handle(Pause(None), clocks())
    Memory(folders, "this boot").save(planner.state, clocks())
    file = folders.state / "state.json"
    table = json.loads(file.read_text())
    table["presence"] = "nonsense"
    file.write_text(json.dumps(table))

    again, [problem] = recall(folders, clocks)
    assert "presence cannot be read" in problem
    assert len(again.situation.pauses) == 1


def test_hidden_tips_are_known_without_an_instance(folders: Folders) -> None:
    clocks = FakeClocks()
    assert saved_choices(folders.state, LIBRARY, clocks()).hidden == set()
    planner = new_planner(clocks)
    planner.handle(HideTip("walk"), clocks())
    Memory(folders, "this boot").save(planner.state, clocks())
    assert saved_choices(folders.state, LIBRARY, clocks()).hidden == {"walk"}
    (folders.state / "state.json").write_text("[]")
    assert saved_choices(folders.state, LIBRARY, clocks()).hidden == set()


def test_a_day_without_stretches_is_known_without_an_instance(folders: Folders) -> None:
    clocks = FakeClocks()
    assert saved_choices(folders.state, LIBRARY, clocks()).today is None
    planner = new_planner(clocks)
    planner.handle(SetTipsToday(SORE_BACK_TOPICS), clocks())
    Memory(folders, "this boot").save(planner.state, clocks())
    today = saved_choices(folders.state, LIBRARY, clocks()).today
    assert today == planner.situation.tips_today
    assert today is not None
    assert saved_choices(folders.state, LIBRARY, replace(clocks(), wall=today.until)).today is None
    (folders.state / "state.json").write_text('{"no_stretches_until": "2026-03-02"}')
    assert saved_choices(folders.state, LIBRARY, clocks()).today is None


class RemindedForWeeks:
    """Weeks of skipped reminders, with a real state file."""

    def __init__(self, folders: Folders) -> None:
        self.library = load_library(None)[0]
        self.tips: list[Tip] = []
        self._folders = folders
        self._clocks = FakeClocks()
        self.start()

    def start(self) -> None:
        self._memory = Memory(self._folders, "this boot")
        self._planner, problems = recall(self._folders, self._clocks, library=self.library)
        assert problems == []
        self.handle(IdleSourceChanged(known=False))

    def handle(self, happened: Input) -> None:
        effects = self._planner.handle(happened, self._clocks())
        for effect in effects:
            if isinstance(effect, Save):
                self._memory.save(effect.state, self._clocks())
        if CheckBusy() in effects:
            self.handle(BusyChecked(frozenset()))

    def be_reminded(self, times: int) -> None:
        for _ in range(times):
            for _ in range(30):
                self._clocks.passed += MINUTE
                if not self._planner.absorb_tick(self._clocks()):
                    self.handle(Ticked())
            self._memory.record_alive(self._clocks())
            self.handle(Ticked())
            shown = self._planner.situation.tip
            tip = self.library.find(shown) if shown else None
            assert tip is not None
            self.tips.append(tip)
            self.handle(Skip())


def test_restarts_repeat_no_tip_inside_a_deck(folders: Folders) -> None:
    weeks = RemindedForWeeks(folders)
    hidden = {"sit-back", "put-down", "hip-front", "twist-standing"}
    for tip_id in hidden:
        weeks.handle(HideTip(tip_id))
    for times in (37, 50, 64, 49):
        weeks.be_reminded(times)
        weeks.start()
    assert len(weeks.tips) == 200
    assert [tip.topic for tip in weeks.tips] == [*TOPICS] * 50
    for topic in TOPICS:
        shown = [tip.id for tip in weeks.tips if tip.topic == topic]
        at_work = {tip.id for tip in weeks.library.tips if tip.topic == topic and tip.place != "home"}
        deck = at_work - hidden
        for at in range(0, len(shown) - len(deck), len(deck)):
            assert set(shown[at : at + len(deck)]) == deck
        assert all(one != other for one, other in pairwise(shown))
