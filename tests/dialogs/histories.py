"""What tests of the history window need besides Qt: its content, and the command that opens it."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitbreak.app.files import Files
from sitbreak.app.pages import history_content
from sitbreak.core.history import Day
from sitbreak.core.settings import Settings
from sitbreak.desktop.dialogs import as_input, command
from sitbreak.storage.folders import Folders


def content_of(days: Sequence[Day], folder: Path) -> str:
    """Return the content of a history window; everything of the person is in this folder."""
    return history_content(days, Settings(), Files(Folders(folder, folder, folder, folder / "log")))


def open_history(content: str, runtime: Path, env: Mapping[str, str]) -> subprocess.Popen[str]:
    """Open a history window, as the instance does."""
    with as_input(content) as stdin:
        return subprocess.Popen(
            command("history", runtime, focused=True),
            env=env,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
