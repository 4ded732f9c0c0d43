"""Files that sitbreak writes for itself, cut at every byte and with every byte changed."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sitbreak.app.memory import Memory
from sitbreak.core.inputs import HideTip, Input, Pause, PlanPause, SetTipsToday, Snooze, Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import SORE_BACK_TOPICS, Rotation
from sitbreak.core.settings import Settings
from sitbreak.core.status import status
from sitbreak.core.view import tray_view
from sitbreak.desktop.autostart.xdg import XdgAutostart
from sitbreak.remote.endpoints import LoopbackEndpoint
from sitbreak.storage.choices import saved_choices
from sitbreak.storage.folders import Folders
from sitbreak.storage.state import Heartbeat, SignOfLife
from sitbreak.tips.files import load_library
from tests.faults.damage import Damage, Parts, changes, cuts
from tests.faults.fault import Fault

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BOOT = "this boot"
SHIPPED, _ = load_library(None)

damaged = pytest.mark.parametrize("damage", [cuts, changes])


def moment(passed: timedelta = timedelta()) -> Now:
    """Return a moment so long after the computer has been up for an hour."""
    awake = HOUR + passed
    return Now(awake, awake, datetime(2026, 3, 2, 8, 0, tzinfo=UTC) + awake)


def are_lines(problems: list[str]) -> bool:
    return all(problem and problem.isprintable() for problem in problems)


# --- the state ---------------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    (tmp_path / "runtime").mkdir()
    return Folders(tmp_path / "config", tmp_path / "state", tmp_path / "runtime", tmp_path / "log")


def new_planner(now: Now) -> Planner:
    return Planner(Settings(), Rotation(SHIPPED, Random(1)), now)


def save(folders: Folders) -> Path:
    """Save the state of somebody who has used everything; return the file."""
    planner = new_planner(moment())
    wishes: tuple[Input, ...] = (
        Pause(None),
        PlanPause(time(14), time(15)),
        PlanPause(time(16), time(17)),
        HideTip("feet-flat"),
        HideTip("walk"),
        SetTipsToday(SORE_BACK_TOPICS),
        Snooze(20 * MINUTE),
    )
    for number, wish in enumerate(wishes):
        planner.handle(wish, moment(number * MINUTE))
    Memory(folders, BOOT).save(planner.state, moment(10 * MINUTE))
    return folders.state / "state.json"


def restore(folders: Folders) -> tuple[Planner, list[str]]:
    """Return a planner that goes on eleven minutes later, and what was lost."""
    planner = new_planner(moment(11 * MINUTE))
    return planner, Memory(folders, BOOT).recall(planner, moment(11 * MINUTE))


def use(planner: Planner) -> None:
    """Use a planner for a day, in every way that shows its state."""
    for passed in (11 * MINUTE, 12 * MINUTE, 2 * HOUR, 30 * HOUR):
        now = moment(passed)
        planner.handle(Ticked(), now)
        json.dumps(status(planner.situation, now, {}))
        tray_view(planner.situation, now)
        assert json.loads(json.dumps(planner.state)) == planner.state


def lost_pauses(planner: Planner, whole: dict[str, Any]) -> int:
    return sum(pause not in planner.state["pauses"] for pause in whole["pauses"])


@pytest.mark.fault("state.json is damaged", "what can be read is restored, the rest is named")
@damaged
def test_a_damaged_state_costs_only_the_damaged_part(folders: Folders, fault: Fault, damage: Damage) -> None:
    file = save(folders)
    parts = Parts(file.read_text(), r'^ "(\w+)": ', between=4)
    first_pause = file.read_text().index('"reason"')
    whole, used = restore(folders)[0].state, set[str]()
    for lost, data in damage(file.read_bytes()):
        file.write_bytes(data)
        planner, problems = restore(folders)
        assert are_lines(problems)
        for aside in folders.state.glob("*.damaged-*"):
            aside.unlink()
        untouched = parts.untouched(lost)
        if "at" in untouched:
            broken = {part for part in untouched - {"at"} if planner.state[part] != whole[part]}
            assert not broken, data
            if damage is changes and lost.start >= first_pause:  # not the name of them all
                assert lost_pauses(planner, whole) <= 2, data
        if (state := json.dumps(planner.state)) not in used:
            use(planner)
            used.add(state)
        saved_choices(folders.state, SHIPPED, moment(11 * MINUTE))
        fault.tried += 1


@pytest.mark.fault("the heartbeat is damaged", "it is ignored, and the time of the last save counts")
@damaged
def test_a_damaged_heartbeat_is_never_believed(folders: Folders, fault: Fault, damage: Damage) -> None:
    save(folders)
    file = folders.runtime / "heartbeat.json"
    beat = SignOfLife(moment(10 * MINUTE), BOOT)
    assert Heartbeat(file, BOOT).read() == beat
    for _, data in damage(file.read_bytes()):
        file.write_bytes(data)
        assert Heartbeat(file, BOOT).read() in (None, beat)
        fault.tried += 1
    assert restore(folders)[1] == []


# --- where others find us ----------------------------------------------------------------------------


@pytest.mark.fault("the login entry is damaged", "it is off, repaired or left alone")
@damaged
def test_a_damaged_login_entry_can_be_switched_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault, damage: Damage
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    autostart = XdgAutostart(["/bin/sh"])
    autostart.set(on=True)
    for _, data in damage(autostart.path.read_bytes()):
        autostart.path.write_bytes(data)
        autostart.repair()
        autostart.status()
        autostart.set(on=True)
        assert autostart.status(), data
        fault.tried += 1


@pytest.mark.fault("remote.json (Windows) is damaged", "a command says that sitbreak isn't running")
@damaged
def test_a_damaged_address_is_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault, damage: Damage
) -> None:
    LoopbackEndpoint(tmp_path).listen().close()
    asked: list[int] = []

    def refuse(address: tuple[str, int], _timeout: float) -> None:  # a wrong port may be somebody else's
        asked.append(address[1])
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", refuse)
    file = tmp_path / "remote.json"
    for _, data in damage(file.read_bytes()):
        file.write_bytes(data)
        with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
            LoopbackEndpoint(tmp_path).connect(1)
        fault.tried += 1
    assert all(0 <= port < 0x10000 for port in asked)
