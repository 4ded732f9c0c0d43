"""Planner, loop and world with fake parts, on a loop that runs when the test says so."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sitbreak.app.world import World
from sitbreak.core.effects import Reply
from sitbreak.core.inputs import Input
from sitbreak.desktop.launcher import Ended, Launcher
from sitbreak.loop import Loop
from sitbreak.storage.folders import Folders
from sitbreak.waiter import Waiter
from tests.fakes import FakeClocks
from tests.until import a_moment, until


class RecordingLauncher(Launcher):
    """Records what it is asked to open and start; `problem` is why it cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []
        self.problem: str | None = None
        self.windows: list[tuple[list[str], Ended]] = []

    def open(self, path: Path) -> str | None:
        self.opened.append(path)
        return self.problem

    def start_window(self, command: list[str], ended: Ended) -> None:
        self.windows.append((command, ended))


@dataclass
class Joined:
    """Planner, loop and world with fake parts."""

    folders: Folders
    clocks: FakeClocks
    waiter: Waiter
    launcher: RecordingLauncher
    loop: Loop
    world: World

    def tell(self, happened: Input) -> Reply:
        """Post an input, handle everything that follows from it, and return the reply."""
        replies: list[Reply] = []
        self.loop.ask(happened, replies.append)
        self.settle()
        return replies[0]

    def settle(self) -> None:
        """Handle everything in the inbox, and what follows from it."""
        for _ in range(4):
            done: list[str] = []
            self.waiter.soon(lambda: done.append("all"))  # noqa: B023 - called before the next round
            self.waiter.run(lambda: not done)  # noqa: B023

    def look_around(self) -> None:
        """Do what the loop does every minute."""
        self.world.look_around(self.clocks())
        self.settle()

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Run the loop until the condition holds."""

        def turn() -> None:
            self.settle()
            a_moment()

        until(condition, what, meanwhile=turn)

    @property
    def settings_file(self) -> Path:
        return self.folders.config / "settings.toml"

    def write_settings(self, text: str) -> None:
        self.folders.config.mkdir(parents=True, exist_ok=True)
        self.settings_file.write_text(text)

    def write_tips(self, text: str) -> None:
        self.folders.config.mkdir(parents=True, exist_ok=True)
        (self.folders.config / "tips.toml").write_text(text)
