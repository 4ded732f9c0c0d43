"""What the man page says besides what the help says."""

from sitbreak.core.words.language import _


def section() -> str:
    """Name the part of the manual for programs that people start."""
    return _("User Commands")


def name() -> str:
    """Title the name of the program and what it is for."""
    return _("NAME")


def synopsis() -> str:
    """Title how the program is called."""
    return _("SYNOPSIS")


def description() -> str:
    """Title what the program does."""
    return _("DESCRIPTION")


def options() -> str:
    """Title the options."""
    return _("OPTIONS")


def commands() -> str:
    """Title the commands."""
    return _("COMMANDS")


def exit_status() -> str:
    """Title the numbers with which the program ends."""
    return _("EXIT STATUS")


def files() -> str:
    """Title the files."""
    return _("FILES")


def statuses() -> dict[str, str]:
    """Return the numbers with which the program ends, explained."""
    return {
        "0": _("done"),
        "1": _("failed"),
        "2": _("usage error"),
        "3": _("sitbreak isn't running"),
        "130": _("ended by Ctrl-C"),
    }


def explained_files() -> dict[str, str]:
    """Return the person's files, explained."""
    return {
        "~/.config/sitbreak/settings.toml": _("the settings; “sitbreak settings path” names the file"),
        "~/.config/sitbreak/tips.toml": _("tips of your own"),
        "~/.local/state/sitbreak": _("what outlives a restart, the history and the log"),
    }


def respected() -> str:
    """Say what moves these files."""
    return _("XDG_CONFIG_HOME and XDG_STATE_HOME are respected.")
