"""Commands about files, which are answered in the same way whether an instance runs or not."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from sitbreak import __version__
from sitbreak.app.files import Files
from sitbreak.core.commands import USAGE
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library
from sitbreak.core.words import replies
from sitbreak.remote.protocol import Answer
from sitbreak.storage.settings_file import SettingsFile, Value

DONE, FAILED, WRONG, NOT_RUNNING = range(4)
"""Exit statuses."""


def answer_from_files(
    command: list[str], files: Files, hidden: Callable[[], frozenset[str]]
) -> Answer | None:
    """Answer a command about files; None when it is another one.

    Args:
        command: the words.
        files: where to look.
        hidden: tells the ids of the tips that are never shown.
    """
    match command:
        case ["help" | "--help" | "-h"]:
            return Answer(DONE, help_text())
        case ["--version"]:
            return Answer(DONE, version_text())
        case ["settings", *rest]:
            return _settings(files.settings, rest)
        case ["tips"] | ["tips", "list"]:
            return _tips_list(files.library, hidden())
        case ["tips", "check", file]:
            return tips_check(Path(file))
        case ["autostart", *rest]:
            return _autostart(rest)
    return None


def help_text() -> str:
    """Return every command and what it is for."""
    width = max(len(command) for command, _ in USAGE)
    return "\n".join(f"{command:{width}}  {meaning}" for command, meaning in USAGE)


def version_text() -> str:
    """Return the program's name and version."""
    return f"sitbreak {__version__}"


def tips_check(path: Path) -> Answer:
    """Answer `tips check FILE`."""
    from sitbreak.tips.files import check_file  # brings tomllib, which few commands need

    problems = check_file(path)
    if problems:
        return Answer(FAILED, "\n".join(problems))
    return Answer(DONE, replies.all_tips_valid(path))


def _settings(file: SettingsFile, rest: list[str]) -> Answer:
    """Answer `settings`: show all, one, where they are, or change one."""
    try:
        match rest:
            case []:
                names = [field.name for field in fields(Settings)]
                return Answer(DONE, "\n".join(f"{name} = {json.dumps(file.get(name))}" for name in names))
            case ["path"]:
                return Answer(DONE, str(file.path))
            case ["get", key]:
                return Answer(DONE, json.dumps(file.get(key)))
            case ["set", key, *values] if values:
                file.set(key, _value(" ".join(values)))
                return Answer(DONE, f"{key} = {json.dumps(file.get(key))}")
    except KeyError as error:
        return Answer(FAILED, replies.no_such_setting(error.args[0]))
    except (ValueError, OSError) as error:
        return Answer(FAILED, str(error))
    return Answer(WRONG, "settings: write `get KEY`, `set KEY VALUE`, `path`, or nothing after it")


def _tips_list(library: Library, hidden: frozenset[str]) -> Answer:
    """Answer `tips list`."""
    lines = (
        f"{tip.topic:8}  {tip.id:30}  {tip.title}{'  (hidden)' if tip.id in hidden else ''}"
        for tip in sorted(library.tips, key=lambda tip: (tip.topic, tip.id))
    )
    return Answer(DONE, "\n".join(lines))


def _autostart(rest: list[str]) -> Answer:
    """Answer `autostart`: switch starting at login on or off, or tell whether it is on."""
    from sitbreak.desktop.platforms import this_platform

    autostart = this_platform().make_autostart()
    try:
        match rest:
            case ["on" | "off" as wanted]:
                autostart.set(on=wanted == "on")
            case [] | ["status"]:
                pass
            case _:
                return Answer(WRONG, "autostart: write `on`, `off`, `status`, or nothing after it")
        on = autostart.status()
    except OSError as error:
        return Answer(FAILED, f"autostart: {error}")
    return Answer(DONE, replies.autostart(on))


def _value(text: str) -> Value:
    """Read a value as typed: true, false and lists as TOML has them, everything else as a text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, bool | list) else text
