"""An instance without a process, a new one for each case: nothing of the case before is left."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sitbreak.core.inputs import IdleSourceChanged
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Settings
from sitbreak.core.status import status
from sitbreak.core.tips import Library
from sitbreak.core.view import first_line, tray_view
from sitbreak.loop import Loop
from sitbreak.storage.folders import Folders
from sitbreak.waiter import Waiter
from tests.app.joined import Joined, RecordingLauncher
from tests.fakes import FakeClocks, fake_desktop
from tests.rig.programs import Home


@contextmanager
def person(folder: Path) -> Iterator[Folders]:
    """Make this process live in a home of its own, without a desktop."""
    home = Home(folder)
    before = dict(os.environ)
    os.environ.update(home.env)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
        os.environ.pop(name, None)
    runtime = home.runtime / "sitbreak"
    runtime.mkdir(mode=0o700)
    state = Path(home.env["XDG_STATE_HOME"], "sitbreak")
    try:
        yield Folders(home.config / "sitbreak", state, runtime, state / "log" / "sitbreak.log")
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def joined(folders: Folders, library: Library) -> Iterator[Joined]:
    """Join an instance whose files are empty; idle cannot be measured, and nothing shows notifications."""
    for folder in (folders.config, folders.state, folders.runtime):
        for left in folder.glob("*"):
            if left.is_file() or left.is_socket():
                left.unlink()
    clocks, waiter = FakeClocks(), Waiter()
    planner = Planner(Settings(), Rotation(library, Random(1)), clocks())
    loop = Loop(planner, clocks, waiter)
    made = Joined(folders, clocks, waiter, RecordingLauncher(), loop, fake_desktop(loop.post, waiter))
    made.desktop.surroundings.start()
    loop.handle(IdleSourceChanged(known=False))
    try:
        yield made
    finally:
        made.close()


def check_shown(planner: Planner, now: Now) -> None:
    """Everything that is shown can be shown."""
    situation = planner.situation
    assert first_line(situation, now)
    assert tray_view(situation, now).menu
    json.dumps(status(situation, now, {}))
