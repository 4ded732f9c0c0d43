"""The state that survives a restart, as JSON."""

import json
from pathlib import Path
from typing import Any

from sitbreak.storage.files import StorageError, set_aside, write_atomically


class StateFile:
    """One JSON object in one file."""

    def __init__(self, path: Path) -> None:
        """Use this file; it need not exist."""
        self.path = path

    def save(self, table: dict[str, Any]) -> None:
        """Write the state.

        Raises:
            StorageError: it could not be written; the one before is still there.
        """
        write_atomically(self.path, json.dumps(table, indent=1).encode())

    def load(self) -> tuple[dict[str, Any] | None, str | None]:
        """Read the state.

        Returns:
            The state, None when there is none to go on with; and why it could not be used, if so. A damaged
            file is set aside.
        """
        try:
            table = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return None, None
        except OSError as error:
            return None, f"{self.path} cannot be read: {error.strerror}"
        except (ValueError, RecursionError):
            table = None
        if isinstance(table, dict):
            return table, None
        try:
            aside = set_aside(self.path)
        except StorageError as error:
            return None, f"{self.path} is damaged, and {error}"
        return None, f"{self.path} is damaged: it is called {aside.name} now, and sitbreak starts afresh"
