"""What tests of the settings window need besides Qt: its content, and the command that opens it."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sitbreak.desktop.dialogs import as_input, command
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.storage.settings_text import as_table

WORK = """\
interval = "25m-40m"

[working_hours]
monday = ["09:00-12:30", "13:30-18:00"]
tuesday = ["09:00-12:30", "13:30-18:00"]
wednesday = ["09:00-12:30", "13:30-18:00"]
thursday = ["07:30-12:00", "12:45-16:15"]
friday = ["09:00-14:00"]
"""
"""A settings file of somebody who works."""

MISTAKES = """\
snooze = soon
lull = "6 parsecs"    # how long?
pause = 3
[wait_during]
call = yes
fullscreen = false
this is no setting
"""
"""A settings file with five mistakes."""


def content_of(config: Path, at: str = "") -> str:
    """Return the content of the window for the settings in this folder."""
    settings, _ = SettingsFile(config / "settings.toml").read()
    return json.dumps({"config": str(config), "at": at, "values": as_table(settings)})


def open_settings(
    config: Path, runtime: Path, env: Mapping[str, str], *, at: str = ""
) -> subprocess.Popen[str]:
    """Open the settings in this folder, as the instance does."""
    with as_input(content_of(config, at)) as stdin:
        return subprocess.Popen(
            command("settings", runtime, focused=True),
            env=env,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
