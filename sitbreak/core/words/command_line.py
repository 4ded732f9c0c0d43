"""What the command line says by itself: around every help, and about mistakes."""

from collections.abc import Iterable

from sitbreak.core.words.language import _

# --- help ------------------------------------------------------------------------------------------


def one_command_explained() -> str:
    """End the list of commands."""
    return _("“sitbreak COMMAND --help” explains a command.")


def commands_title() -> str:
    """Title the list of commands."""
    return _("commands")


def arguments_title() -> str:
    """Title the arguments of a command."""
    return _("arguments")


def options_title() -> str:
    """Title the options of a command."""
    return _("options")


def examples_title() -> str:
    """Title the examples of a command."""
    return _("examples")


def help_option() -> str:
    """Explain `--help`."""
    return _("show this help")


# --- mistakes --------------------------------------------------------------------------------------


def unknown_command(name: str) -> str:
    """Reject an unknown command."""
    return _("unknown command {name!r}").format(name=name)


def unknown_option(name: str) -> str:
    """Reject an unknown option."""
    return _("unknown option {name!r}").format(name=name)


def unexpected_argument(text: str) -> str:
    """Reject an argument too many."""
    return _("unexpected argument {text!r}").format(text=text)


def did_you_mean(mistake: str, right: str) -> str:
    """Add the nearest right one to what is wrong."""
    return _("{mistake}; did you mean {right}?").format(mistake=mistake, right=right)


def see_help(mistake: str) -> str:
    """Add where all commands are."""
    return _("{mistake}; “sitbreak help” lists them all").format(mistake=mistake)


def unknown_setting(name: str) -> str:
    """Reject an unknown setting."""
    return _("unknown setting {name!r}").format(name=name)


def see_settings(mistake: str) -> str:
    """Add where all settings are."""
    return _("{mistake}; “sitbreak settings” lists them all").format(mistake=mistake)


def unknown_topic(name: str) -> str:
    """Reject an unknown topic."""
    return _("unknown topic {name!r}").format(name=name)


def unknown_choice(text: str) -> str:
    """Reject what is not among the choices."""
    return _("{text!r} is not a choice").format(text=text)


def choose_from(mistake: str, choices: Iterable[str]) -> str:
    """Add the choices to what is wrong."""
    return _("{mistake}; choose from {choices}").format(mistake=mistake, choices=", ".join(choices))


def not_a_pause_number(text: str) -> str:
    """Reject what is not a pause's number."""
    return _("{text!r} is not a number from “sitbreak pause list”").format(text=text)
