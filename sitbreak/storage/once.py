"""What happens once per person, and what they have answered: asked again only if the file is lost."""

import json
import logging
from pathlib import Path
from typing import Any

from sitbreak import disk
from sitbreak.disk import StorageError

_SMALL = 4096
"""Bytes of the file, at most."""

INTRODUCED = "introduced"
"""The name of: the person has seen the introduction."""

IN_MENU, IN_BACKGROUND = "menu", "background"
"""The names of their answers: put sitbreak into the menu, go on without the terminal."""

_log = logging.getLogger(__name__)


class Once:
    """A few answers, each under a name, in a file of the state folder."""

    def __init__(self, folder: Path) -> None:
        """Use the state folder; nothing is read yet."""
        self.path = folder / "first-start.json"

    def answer(self, name: str) -> bool | None:
        """Return what was recorded under a name; None if nothing was, or it cannot be read."""
        answer = self._read().get(name)
        return answer if isinstance(answer, bool) else None

    def record(self, name: str, *, answer: bool = True) -> None:
        """Record an answer; a failure is logged, and it will be asked for again."""
        try:
            disk.write(self.path, json.dumps({**self._read(), name: answer}).encode())
        except StorageError as error:
            _log.warning("%s", error)

    def _read(self) -> dict[str, Any]:
        try:
            table = json.loads(disk.read(self.path, _SMALL) or b"{}")
        except (OSError, ValueError, RecursionError):
            return {}
        return table if isinstance(table, dict) else {}
