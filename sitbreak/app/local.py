"""Commands that need no running instance; a running one answers them in just the same way."""

import json
from dataclasses import fields
from pathlib import Path
from random import Random

from sitbreak.core import words
from sitbreak.core.commands import USAGE, WrongWords, parse
from sitbreak.core.inputs import ReadTip, TipForm
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library, Tip
from sitbreak.core.wishes import write_tip
from sitbreak.remote.protocol import Answer
from sitbreak.storage.files import StorageError, write_atomically
from sitbreak.storage.folders import Folders, runtime_folder
from sitbreak.storage.settings_file import SettingsFile, Value

DONE, FAILED, WRONG, NOT_RUNNING = range(4)
"""Exit statuses."""


def help_text() -> str:
    """Return every command and what it is for."""
    width = max(len(command) for command, _ in USAGE)
    return "\n".join(f"{command:{width}}  {meaning}" for command, meaning in USAGE)


def settings_command(file: SettingsFile, rest: list[str]) -> Answer:
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
        return Answer(FAILED, f"{error.args[0]}: there is no such setting; `sitbreak settings` shows them")
    except (ValueError, StorageError) as error:
        return Answer(FAILED, str(error))
    return Answer(WRONG, "settings: write `get KEY`, `set KEY VALUE`, `path`, or nothing after it")


def tips_list(library: Library, hidden: frozenset[str]) -> Answer:
    """Answer `tips list`."""
    lines = (
        f"{tip.topic:8}  {tip.id:30}  {tip.title}{'  (hidden)' if tip.id in hidden else ''}"
        for tip in sorted(library.tips, key=lambda tip: (tip.topic, tip.id))
    )
    return Answer(DONE, "\n".join(lines))


def tips_check(path: Path) -> Answer:
    """Answer `tips check FILE`."""
    from sitbreak.tips.files import check_file  # noqa: PLC0415  brings tomllib, which few commands need

    problems = check_file(path)
    if problems:
        return Answer(FAILED, "\n".join(problems))
    return Answer(DONE, f"{path}: every tip in it can be used.")


def answer_alone(command: list[str]) -> Answer:
    """Answer a command although no instance runs, as far as that can be."""
    match command:
        case ["settings", *rest]:
            return settings_command(_settings_file(), rest)
        case ["tips"] | ["tips", "list"]:
            return tips_list(_library(), frozenset())
        case ["autostart", *rest]:
            return autostart_command(rest)
        case ["tip", *_]:
            return _tip(command)
    try:
        parse(command)
    except WrongWords as error:
        return Answer(WRONG, str(error))
    return Answer(NOT_RUNNING, words.NOT_RUNNING)


def autostart_command(rest: list[str]) -> Answer:
    """Answer `autostart`: switch starting at login on or off, or tell whether it is on."""
    from sitbreak.desktop.autostart import platform_autostart  # noqa: PLC0415  few commands need it

    autostart = platform_autostart()
    try:
        match rest:
            case ["on" | "off" as wanted]:
                autostart.set(wanted == "on")
            case [] | ["status"]:
                pass
            case _:
                return Answer(WRONG, "autostart: write on, off, status, or nothing after it")
        on = autostart.status()
    except OSError as error:
        return Answer(FAILED, f"autostart: {error}")
    return Answer(DONE, words.NO_AUTOSTART if on is None else words.STARTS if on else words.STARTS_NOT)


def _tip(command: list[str]) -> Answer:
    try:
        wish = parse(command)
    except WrongWords as error:
        return Answer(WRONG, str(error))
    assert isinstance(wish, ReadTip), "the command is `tip`"
    library, settings = _library(), _settings_file().read()[0]
    tip = Rotation(library, Random()).next((wish.topic,) if wish.topic else settings.topics)
    if tip is None:
        return Answer(FAILED, words.NO_TIPS)
    if wish.form is not TipForm.PAGE:
        return Answer(DONE, write_tip(tip, wish.form))
    problem = open_tip(tip, library)
    return Answer(FAILED, problem) if problem else Answer(DONE, words.PAGE_OPENED)


def open_tip(tip: Tip, library: Library) -> str | None:
    """Open the page of a tip; return why not, if so."""
    from sitbreak.desktop.launcher import Launcher  # noqa: PLC0415  few commands need these
    from sitbreak.tips.page import tip_page  # noqa: PLC0415

    page = runtime_folder() / "tip.html"
    write_atomically(page, tip_page(tip, library).encode(), durable=False)
    return Launcher().open(page)


def _settings_file() -> SettingsFile:
    return SettingsFile(Folders.of_person().config / "settings.toml")


def _library() -> Library:
    from sitbreak.tips.files import load_own_library  # noqa: PLC0415  brings tomllib

    return load_own_library(Folders.of_person().config / "tips.toml")[0]


def _value(text: str) -> Value:
    """Read a value as typed: true, false and lists as TOML has them, everything else as a text."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, bool | list) else text
