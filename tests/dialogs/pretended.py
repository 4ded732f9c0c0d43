"""What a card needs that is no window: tips, and an instance that only pretends."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from sitbreak.app.pages import card_content
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library, Tip, tell
from sitbreak.remote.protocol import Answer
from sitbreak.remote.server import Server
from sitbreak.tips.files import load_own_library
from sitbreak.waiter import Waiter

LIBRARY: Library = load_own_library(None)[0]


class PretendedInstance:
    """Listens as the running instance does, writes down what it is asked, and answers what a test wants."""

    def __init__(self, runtime: Path) -> None:
        self.asked: list[str] = []
        self.status: dict[str, object] = {"reminder": None}
        self.answers: dict[str, Answer] = {}
        self._going = True
        self._waiter = Waiter()
        self._server = Server(runtime, self._answer, self._waiter.add, self._waiter.remove)
        self._thread = Thread(target=lambda: self._waiter.run(lambda: self._going))
        self._thread.start()

    def wishes(self) -> list[str]:
        """What was asked, but for the status."""
        return [words for words in self.asked if words != "status --json"]

    def end(self) -> None:
        self._going = False
        self._waiter.soon(lambda: None)
        self._thread.join()
        self._server.close()
        self._waiter.close()

    def _answer(self, words: list[str], on_answer: Callable[[Answer], None]) -> None:
        command = " ".join(words)
        self.asked.append(command)
        if command == "status --json":
            on_answer(Answer(0, json.dumps(self.status)))
        else:
            on_answer(self.answers.get(command, Answer(0, f"{command} done.")))


def written(tip: Tip, runtime: Path, settings: Settings | None = None) -> str:
    """Return what a card is started with."""
    return card_content(tell(tip, LIBRARY), settings or Settings(), runtime, runtime)


def shipped(tip_id: str) -> Tip:
    tip = LIBRARY.find(tip_id)
    assert tip
    return tip
