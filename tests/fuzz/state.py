"""The saved state and the heartbeat, as a crash, another version or a stranger may leave them."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from sitbreak.app.memory import Memory
from sitbreak.core.inputs import Observed, ScreenLocked, ScreenUnlocked, Ticked
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.saved import LastAlive
from sitbreak.core.settings import Settings
from sitbreak.storage.folders import Folders
from sitbreak.storage.state import state_path
from sitbreak.tips.files import load_library
from tests.core.story import Story, minutes
from tests.fakes import FakeClocks
from tests.fuzz.damage import damaged, mangled
from tests.fuzz.engine import Target, Try
from tests.fuzz.joined import check_shown

_LIBRARY, _ = load_library(None)
_MINUTE = timedelta(minutes=1)


def _good_states() -> list[dict[str, Any]]:
    """Return what is saved in different situations."""
    states = []

    def keep(story: Story) -> None:
        states.append(story.state_saved)

    for said in (
        "snooze 5",
        "skip",
        "pause 1h",
        "pause 12:00-13:00",
        "stretches off",
        "break",
        "tips hide walk",
    ):
        story = Story()
        story.sit(minutes(31))
        keep(story)
        story.say(said)
        keep(story)
    story = Story()
    story.lock(minutes(10))
    keep(story)
    return states


def _at(boot: str, awake: float, since: float) -> dict[str, Any]:
    """Return the moment of a save: `since` seconds before the clocks of the cases begin."""
    now = FakeClocks()()
    at = now.wall - timedelta(seconds=since)
    us = int(awake * 1e6)
    return {"awake_us": us, "boot_us": us, "wall": at.isoformat(), "boot_id": boot}


@st.composite
def _states(draw: DrawFn) -> bytes:
    at = _at(
        draw(st.sampled_from(["this boot", "another"])), draw(st.sampled_from([0, 3000, 3600, 9000])), 600
    )
    good = st.sampled_from(_GOOD).map(lambda table: {"at": at, **table})
    return json.dumps(draw(mangled(good)), indent=1).encode("utf-8", "surrogatepass")


@contextmanager
def _open(folder: Path) -> Iterator[Try]:
    folders = Folders(folder, folder, folder, folder / "log")
    memory, clocks = Memory(folders, "this boot"), FakeClocks()
    beat = json.dumps(_at("this boot", 3000, 0)).encode().ljust(240)
    (folder / "heartbeat.json").write_bytes(b"%s\n%08x\n" % (beat, zlib.crc32(beat)))

    def try_case(saved: bytes) -> None:
        for left in folder.glob("state.json*"):
            left.unlink()
        state_path(folder).write_bytes(saved)
        now = clocks()
        planner = Planner(Settings(), Rotation(_LIBRARY, Random(1)), now)
        for problem in memory.recall(planner, now):
            assert "\n" not in problem, problem
        _live(planner, now)

    yield try_case


def _live(planner: Planner, now: Now) -> None:
    """Let something of everything happen; what becomes of the state is saved and restored without a loss."""
    check_shown(planner, now)
    for happened in (Ticked(), Observed(timedelta(minutes=4)), ScreenLocked(), ScreenUnlocked(), Ticked()):
        now = Now(now.awake + _MINUTE, now.boot + _MINUTE, now.wall + _MINUTE)
        planner.handle(happened, now)
    check_shown(planner, now)
    assert planner.deadline.tzinfo is not None
    again = Planner(Settings(), Rotation(_LIBRARY, Random(1)), now)
    saved = json.loads(json.dumps(planner.state))
    lost = again.restore(saved, LastAlive(now, same_boot=True, by_heartbeat=True))
    assert not lost, lost


_GOOD = _good_states()
STATE = Target("state", damaged(_states(), most=1), _open)
