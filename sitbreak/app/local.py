"""Commands about files, answered in the same way whether an instance runs or not."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak import disk
from sitbreak.app.files import Files
from sitbreak.core.commands import Command, GetSetting, Question, SetInstalled, SetSetting
from sitbreak.core.inputs import Asked, SetAutostart
from sitbreak.core.outside import one_line
from sitbreak.core.tips import Library
from sitbreak.core.words import replies
from sitbreak.remote.protocol import DONE, FAILED, Answer
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.storage.settings_text import as_lines, write_setting

if TYPE_CHECKING:
    from sitbreak.ports import Installation


def answer_from_files(command: Command, files: Files, hidden: Callable[[], frozenset[str]]) -> Answer | None:
    """Answer a command about files; return None for any other command.

    Args:
        command: the command.
        files: the person's files.
        hidden: returns the ids of the tips that are never shown.
    """
    match command:
        case Question(about=Asked.SETTINGS | Asked.SETTINGS_PATH) | GetSetting() | SetSetting():
            return _settings(command, files.settings)
        case Question(about=Asked.TIPS):
            return _tips_list(files.library, hidden(), files.tip_problems)
        case Question(about=Asked.AUTOSTART):
            return _autostart()
        case SetAutostart(on=on):
            return _autostart(wanted=on)
        case Question(about=Asked.DESKTOP):
            return _desktop(files)
        case SetInstalled(on=on):
            return _desktop(files, wanted=on)
    return None


def tips_check(path: Path) -> Answer:
    """Answer `tips check FILE`."""
    from sitbreak.tips.files import check_file  # brings tomllib, which few commands need

    problems = check_file(path)
    if problems:
        return Answer(FAILED, "\n".join(map(one_line, problems)))
    return Answer(DONE, replies.all_tips_valid(path))


def _settings(command: Command, file: SettingsFile) -> Answer:
    try:
        match command:
            case GetSetting(key=key):
                value = file.get(key)
                lines = write_setting(key, value) if isinstance(value, Mapping) else [json.dumps(value)]
                return Answer(DONE, "\n".join(lines))
            case SetSetting(key=key, value=value):
                file.set(key, value)
                return Answer(DONE, "\n".join(write_setting(key, file.get(key))))
            case Question(about=Asked.SETTINGS_PATH):
                return Answer(DONE, str(file.path))
        settings, problems = file.read()
        return Answer(DONE, "\n".join((*as_lines(settings), *_remarks(problems))))
    except KeyError as error:
        return Answer(FAILED, replies.no_such_setting(error.args[0]))
    except (ValueError, OSError) as error:
        return Answer(FAILED, str(error))


def _tips_list(library: Library, hidden: frozenset[str], problems: Sequence[str]) -> Answer:
    lines = (
        f"{tip.topic:8}  {tip.id:30}  {tip.title}{f'  ({replies.hidden()})' if tip.id in hidden else ''}"
        for tip in sorted(library.tips, key=lambda tip: (tip.topic, tip.id))
    )
    return Answer(DONE, "\n".join((*lines, *_remarks(problems))))


def _remarks(problems: Sequence[str]) -> Iterator[str]:
    """Yield the problems as lines that a script can tell from those of the list."""
    return (f"# {problem}" for problem in problems)


def _autostart(*, wanted: bool | None = None) -> Answer:
    """Answer whether sitbreak starts at login, after changing that unless `wanted` is None."""
    from sitbreak.desktop.platforms import this_platform

    autostart = this_platform().make_autostart()
    try:
        if wanted is not None:
            autostart.set(on=wanted)
        return Answer(DONE, replies.autostart(autostart.status()))
    except OSError as error:
        return Answer(FAILED, f"autostart: {error}")


def _desktop(files: Files, *, wanted: bool | None = None) -> Answer:
    """Answer whether sitbreak is in the desktop's menu, after changing that unless `wanted` is None."""
    from sitbreak.core.words import applications_menu as words  # seldom wanted, as the next
    from sitbreak.desktop.platforms import this_platform

    installation = this_platform().make_installation()
    no_menu = installation.unavailable_reason
    if no_menu and wanted is not False:
        return Answer(DONE if wanted is None else FAILED, no_menu)
    try:
        place = installation.place()
        if wanted is False:
            return Answer(DONE, _remove(installation, files))
        if wanted and not installation.is_packaged():
            installation.install()
            return Answer(DONE, words.installed())
    except OSError as error:
        return Answer(FAILED, f"desktop: {error}")
    return Answer(DONE, words.not_installed() if place is None else words.is_installed(place))


def _remove(installation: "Installation", files: Files) -> str:
    """Remove both entries; return that, with what stays.

    Raises:
        OSError: one of them cannot be removed.
    """
    from sitbreak.core.words import applications_menu as words
    from sitbreak.desktop.platforms import this_platform

    installation.remove()
    this_platform().make_autostart().set(on=False)
    no_menu = installation.unavailable_reason
    lines = [no_menu, replies.autostart(False)] if no_menu else [words.removed()]
    ours = (files.places["state"], files.config)
    if folders := [folder for folder in ours if not disk.is_missing(folder)]:
        lines.append(words.stays(folders))
    if (left := installation.place()) is not None:
        lines.append(words.packaged(left))
    return "\n".join(lines)
