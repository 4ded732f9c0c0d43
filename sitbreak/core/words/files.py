"""What is wrong with a file."""

from collections.abc import Sequence

from sitbreak.core.words import language
from sitbreak.core.words.language import _, ngettext


def unopenable(path: object, reason: object) -> str:
    """Report a file that the person's program cannot open."""
    return _("{path} cannot be opened: {reason}").format(path=path, reason=reason)


def no_desktop_for(path: object) -> str:
    """Report a file that cannot be opened without a desktop."""
    return _("there is no desktop to open files on; the file is {path}").format(path=path)


def no_program_for(path: object) -> str:
    """Report a file that no program opens."""
    return _("no program to open files with was found (xdg-open, gio); the file is {path}").format(path=path)


def unreadable(path: object, reason: object) -> str:
    """Report a file that cannot be read."""
    return _("{path} cannot be read: {reason}").format(path=path, reason=reason)


def unwritable(path: object, reason: object) -> str:
    """Report a file that cannot be written."""
    return _("{path} cannot be written: {reason}").format(path=path, reason=reason)


def unremovable(path: object, reason: object) -> str:
    """Report a file that cannot be removed."""
    return _("{path} cannot be removed: {reason}").format(path=path, reason=reason)


def not_a_file() -> str:
    """Say why a pipe, a device or a folder cannot be used."""
    return _("it is not a regular file")


def no_file(path: object) -> str:
    """Report a file that does not exist."""
    return _("there is no file {path}").format(path=path)


def no_image(path: object) -> str:
    """Report a file that cannot be a picture."""
    return _("{path} is not an image in PNG, JPEG, GIF or WebP").format(path=path)


def no_folder(folder: object) -> str:
    """Say why a file cannot be where it was typed."""
    return _("there is no folder {folder}").format(folder=folder)


def not_utf_8() -> str:
    """Reject a file in another encoding."""
    return _("not UTF-8 text")


def larger_than(most: int) -> str:
    """Say why a file cannot be used; `most` is in bytes."""
    if most < 1_000_000:
        return _("it is larger than {size} kB").format(size=most // 1000)
    return _("it is larger than {size} MB").format(size=most // 1_000_000)


def changed_meanwhile(path: object) -> str:
    """Report a file that somebody else has changed at the same moment."""
    return _("{path} is being changed by another program; nothing was changed").format(path=path)


def unlogged(path: object, reason: object) -> str:
    """Report a log that cannot be written."""
    return _("{path} cannot be written, so nothing is logged: {reason}").format(path=path, reason=reason)


def unusable(folder: object, reason: object) -> str:
    """Report a folder that cannot be used."""
    return _("{folder} cannot be used: {reason}").format(folder=folder, reason=reason)


def foreign_folder() -> str:
    """Say why a runtime folder cannot be used."""
    return _("it is not a folder of yours; remove it, or set XDG_RUNTIME_DIR")


def too_long_for_socket() -> str:
    """Say why a runtime folder cannot be used."""
    return _("its path is too long for a socket; set XDG_RUNTIME_DIR to a folder of yours with a shorter one")


def no_home(variable: str) -> str:
    """Report that there is no home folder."""
    return _("there is no home folder; set HOME or {variable}").format(variable=variable)


def not_set_aside(path: object, reason: object) -> str:
    """Report a damaged file that cannot be renamed."""
    return _("{path} cannot be set aside: {reason}").format(path=path, reason=reason)


def damaged_state(path: object, lost: Sequence[str], aside: str) -> str:
    """Report a state file that was renamed, because some of it (or, if nothing is named, all) is lost."""
    if lost:
        sentence = _("{path}: {lost} cannot be read; everything else is kept, and the original as {aside}")
        return sentence.format(path=path, lost=language.current().enumerated(lost), aside=aside)
    return _("{path} is damaged: it was renamed to {aside}, and sitbreak starts over").format(
        path=path, aside=aside
    )


def damaged_state_stays(path: object, problem: object) -> str:
    """Report a damaged state file that could not be renamed."""
    return _("{path} is damaged, and {problem}").format(path=path, problem=problem)


def damaged_history(path: object, aside: str) -> str:
    """Report a damaged history that was renamed."""
    sentence = _("{path} is damaged: it was renamed to {aside}; what can still be read of it is kept")
    return sentence.format(path=path, aside=aside)


def damaged_history_stays(path: object, problem: object) -> str:
    """Report a damaged history that could not be renamed."""
    return _("{path} is damaged, and {problem}; nothing is added to it").format(path=path, problem=problem)


def no_sqlite() -> str:
    """Say why there is no history."""
    return _("this Python has no SQLite")


def misses_tables() -> str:
    """Say why a history cannot be used."""
    return _("some of its tables are missing")


def newer_history() -> str:
    """Say why a history cannot be used."""
    return _("it was written by a newer version of sitbreak")


def history_waits(problem: object) -> str:
    """Report that something could not be added to the history."""
    return _("the history has to wait: {problem}").format(problem=problem)


def damaged_settings(path: object, aside: str) -> str:
    """Report a settings file that is no text and was renamed."""
    return _("{path} is damaged: it was renamed to {aside}, and the defaults apply").format(
        path=path, aside=aside
    )


def damaged_settings_stay(path: object, problem: object) -> str:
    """Report a settings file that is no text and could not be renamed."""
    return _("{path} is damaged, and {problem}; the defaults apply").format(path=path, problem=problem)


def unread_line(reason: str) -> str:
    """Report a line that is not valid TOML; `reason` is the parser's."""
    return _("this line can't be read ({reason}); a duration or another text needs quotes").format(
        reason=reason
    )


def backslash_in_path() -> str:
    """Say why a path as Windows writes it cannot be read, and how to write it."""
    return _("a backslash inside \"\" means something else; write the path with / or inside ''")


def nested_too_deeply() -> str:
    """Say why a line cannot be read."""
    return _("nested too deeply")


def set_twice() -> str:
    """Say why a line cannot be used."""
    return _("already set above")


def too_many_mistakes() -> str:
    """Say why the rest of a file is left out."""
    return _("too many mistakes: the rest was not read")


def more_problems(count: int) -> str:
    """Say how many problems of a file are not listed."""
    return ngettext("and {count} more problem", "and {count} more problems", count).format(count=count)


def settings_stay(problem: object) -> str:
    """Report a problem that leaves the previous settings in force."""
    return _("{problem}; the previous settings stay in force").format(problem=problem)


def nothing_changed(problem: object) -> str:
    """Report a problem that kept a setting from being changed."""
    return _("{problem}; nothing was changed").format(problem=problem)


def not_a_table(key: str, part: str, file: str) -> str:
    """Report a setting whose table is something else in the file."""
    return _("{key}: {part} is not a table in {file}").format(key=key, part=part, file=file)


# --- the state file --------------------------------------------------------------------------------


def undated(path: object) -> str:
    """Report a state file without the time at which it was saved."""
    return _("{path}: it does not say when it was saved, so the times in it are unknown").format(path=path)


def something() -> str:
    """Name what is lost where that is not known."""
    return _("some of it")


def unsaved(reason: object) -> str:
    """Report that the state was not saved."""
    return _("It can't be saved, so a restart would lose it: {reason}").format(reason=reason)
