"""Planner, loop and world with fake parts, on a loop that runs when the test says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sitbreak.app.answers import Answers
from sitbreak.app.edits import Edits
from sitbreak.app.effects import Effects
from sitbreak.app.files import Files
from sitbreak.app.history import History
from sitbreak.app.lasting import Lasting
from sitbreak.app.memory import Memory
from sitbreak.app.pages import Pages
from sitbreak.app.status_lines import StatusLines
from sitbreak.core.effects import Reply
from sitbreak.core.inputs import Input, Ticked
from sitbreak.core.now import Now
from sitbreak.core.settings import Interval
from sitbreak.core.situation import Situation
from sitbreak.desktop.desktop import Desktop
from sitbreak.desktop.launcher import Ended, Launcher
from sitbreak.loop import Loop
from sitbreak.remote.protocol import Answer
from sitbreak.storage.folders import Folders
from sitbreak.waiter import Waiter
from tests.fakes import FakeClocks, FakeTray
from tests.until import a_moment, until


class RecordingLauncher(Launcher):
    """Records what it is asked to open and start; `problem` is why it cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []
        self.problem: str | None = None
        self.windows: list[tuple[list[str], str, Ended]] = []

    def open(self, path: Path) -> str | None:
        self.opened.append(path)
        return self.problem

    def start_dialog(self, command: list[str], content: str, ended: Ended) -> None:
        self.windows.append((command, content, ended))


@dataclass
class Joined:
    """An instance without a process: everything joined, on a desktop of the test's."""

    folders: Folders
    clocks: FakeClocks
    waiter: Waiter
    launcher: RecordingLauncher
    loop: Loop
    desktop: Desktop

    def __post_init__(self) -> None:
        self.left: list[str] = []
        self.files = Files(self.folders)
        self.memory = Memory(self.folders, "this boot")
        self.history = History(self.folders.state, lambda: 730)
        self.use(self.desktop)

    def use(self, desktop: Desktop, interval: Interval | None = None) -> None:
        """Join this desktop, and obey `--interval`."""
        planner = self.loop.planner
        self.desktop = desktop
        self.lasting = Lasting(desktop, planner.situation, self.clocks)
        self.edits = Edits(self.files, desktop.autostart, self.loop.post, interval)
        self.pages = Pages(self.files, self.launcher)
        self.effects = Effects(
            planner, self.clocks, self.memory, self.history, self.edits, self.pages, desktop
        )
        self.answers = Answers(
            self.loop,
            desktop,
            self.edits,
            self.pages,
            self.history,
            StatusLines(self.loop, desktop),
            (),
            self.left.append,
        )
        self.loop.join(self.effects, self.lasting, self._each_minute)

    def _each_minute(self, now: Now) -> None:
        self.memory.record_alive(now)
        self.history.try_again()
        self.edits.check_files()
        self.edits.check_autostart()

    def close(self) -> None:
        """Release what it has opened."""
        self.history.close()
        self.waiter.close()

    @property
    def situation(self) -> Situation:
        """The newest."""
        return self.lasting.situation

    @property
    def tray(self) -> FakeTray:
        """The fake in the tray's place."""
        assert isinstance(self.desktop.tray, FakeTray)
        return self.desktop.tray

    def handle(self, happened: Input) -> Reply:
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

    def answer(self, *command: str) -> Answer:
        """Answer a command."""
        answers: list[Answer] = []
        self.answers.answer_typed(command, answers.append)
        self.until(lambda: answers, "there is an answer")
        return answers[0]

    def sit(self, minutes: int) -> None:
        """Let minutes pass; the loop looks at each, or it would have stood still."""
        for _ in range(minutes):
            self.clocks.passed += timedelta(minutes=1)
            self.handle(Ticked())

    def pass_a_minute(self) -> None:
        """Do what is done each minute, and everything that comes of it."""
        self._each_minute(self.clocks())
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
