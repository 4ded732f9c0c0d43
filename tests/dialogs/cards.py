"""What tests of the card need besides Qt: tips, the command that opens a card, and a fake instance."""

import json
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

from sitbreak.app.files import Files
from sitbreak.app.pages import card_content
from sitbreak.core.commands import Command, Question, parse_json
from sitbreak.core.inputs import Asked, SitbreakUsed
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library, Tip, as_json
from sitbreak.desktop.dialogs import as_input, command
from sitbreak.remote.protocol import Answer
from sitbreak.remote.server import Server
from sitbreak.storage.folders import Folders
from sitbreak.tips.files import load_library
from sitbreak.waiter import Waiter

LIBRARY: Library = load_library(None)[0]


def shipped(tip_id: str) -> Tip:
    tip = LIBRARY.find(tip_id)
    assert tip
    return tip


def status_with(reminder: str | None, state: str = "sitting") -> dict[str, object]:
    """Return the part of a status that a card reads: a reminder in this state, or none to snooze."""
    can_snooze = reminder is not None and state == "sitting"
    return {"state": state, "reminder": reminder and {"state": reminder}, "can_snooze": can_snooze}


def content_of(
    tip: Tip, folder: Path, settings: Settings | None = None, status: dict[str, object] | None = None
) -> str:
    """Return the content of a tip's card; everything of the person is in this folder."""
    files = Files(Folders(folder, folder, folder, folder / "log"))
    return card_content(as_json(tip, LIBRARY), settings or Settings(), files, status)


def open_card(
    tip: Tip,
    runtime: Path,
    env: Mapping[str, str],
    *,
    focused: bool = False,
    status: dict[str, object] | None = None,
) -> subprocess.Popen[str]:
    """Open a tip's card, as the instance does."""
    with as_input(content_of(tip, runtime, status=status)) as stdin:
        return subprocess.Popen(
            command("card", runtime, focused=focused),
            env=env,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


STATUS = Question(Asked.STATUS, as_json=True)


class FakeInstance:
    """Listens as the running instance does, records what it is asked, and answers what a test wants."""

    def __init__(self, runtime: Path) -> None:
        self.asked: list[Command] = []
        self.status: dict[str, object] = status_with(None)
        self.answers: dict[Command, Answer] = {}
        self._running = True
        self._waiter = Waiter()
        self._server = Server(runtime, self._answer, self._waiter)
        self._thread = Thread(target=lambda: self._waiter.run(lambda: self._running))
        self._thread.start()

    def be(self, reminder: str | None, state: str = "sitting") -> None:
        """Have a reminder in this state, or none, and nothing to snooze; and the person in that one."""
        self.status = status_with(reminder, state)

    @property
    def reports(self) -> list[Command]:
        """The reports that the card is used."""
        return [command for command in self.asked if command == SitbreakUsed()]

    @property
    def commands(self) -> list[Command]:
        """What it was asked to do."""
        return [command for command in self.asked if command not in {STATUS, SitbreakUsed()}]

    def end(self) -> None:
        self._running = False
        self._waiter.soon(lambda: None)
        self._thread.join()
        self._server.close()
        self._waiter.close()

    def _answer(self, content: object, on_answer: Callable[[Answer], None]) -> None:
        command = parse_json(content)
        self.asked.append(command)
        if command == STATUS:
            on_answer(Answer(0, json.dumps(self.status)))
        else:
            on_answer(self.answers.get(command, Answer(0, "Done.")))


_PAUSE = 2.0
"""Seconds after which the Tab key is no part of typing."""


def closes_by_keys(dialog: subprocess.Popen[str], press: Callable[[str], object]) -> bool:
    """Turn to a dialog with the Tab key, after a pause in typing, and close it; return whether that works."""
    time.sleep(_PAUSE)
    for key in ("Tab", "Escape"):
        press(key)
    with suppress(subprocess.TimeoutExpired):
        dialog.wait(_PAUSE)
    return dialog.returncode == 0
