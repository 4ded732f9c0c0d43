"""What the command line says by itself: the help of every command, and what is wrong with what was typed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sitbreak.core.words import language, terminal
from sitbreak.core.words.language import _, pgettext

# --- every command ---------------------------------------------------------------------------------


class Explained(NamedTuple):
    """One command, explained.

    Attributes:
        form: what may follow its name.
        summary: what it does, for lists.
        arguments: what each argument means.
        details: what else there is to know.
        examples: of the whole command.
    """

    form: str
    summary: str
    arguments: Mapping[str, str] = {}
    details: str = ""
    examples: tuple[str, ...] = ()


def explained() -> dict[str, Explained]:
    """Return every command by its name, in the order of the help. The first has none: it starts sitbreak."""
    json = {"--json": _("print JSON, for scripts")}
    return {
        "": Explained(
            "[--interval 20m-30m] [--background | --foreground]",
            _("Start sitbreak"),
            {
                "20m-30m": _("after how many minutes of sitting to remind you, for this run only"),
                "--background": _("keep running after this terminal is closed"),
                "--foreground": _("stay in this terminal, until Ctrl-C"),
                "--version": _("show the version"),
            },
            terminal.what_it_is(),
        ),
        "status": Explained(
            "[--watch] [--json]",
            _("Show your sitting time, and what comes next"),
            {"--watch": _("print a line now and one for each change, until Ctrl-C"), **json},
            _("Status bars read what --watch prints."),
        ),
        "tip": Explained(
            "[TOPIC] [--json | --page | --card]",
            _("Show a tip"),
            {
                "TOPIC": _("posture, lifting, stretch or moving; any of your topics by default"),
                "--json": _("print JSON, for scripts"),
                "--page": _("open the tip in your browser"),
                "--card": _("open the tip in a window"),
            },
            examples=("sitbreak tip stretch --card",),
        ),
        "break": Explained("", _("Start a break")),
        "snooze": Explained(
            "[MINUTES]",
            _("Remind me later"),
            {"MINUTES": _("how long from now, such as 10, 90s or 1h; the snooze setting by default")},
            examples=("sitbreak snooze", "sitbreak snooze 10"),
        ),
        "skip": Explained("", pgettext("command", "Skip this break")),
        "stand": Explained(
            "",
            _("Say that you're standing now"),
            details=_(
                "Your sitting time stands still until “sitbreak sit” or your next break, and no reminder"
                " comes. After a while (the standing setting) it's suggested that you sit or walk."
            ),
        ),
        "sit": Explained("", _("Say that you're sitting again")),
        "pause": Explained(
            "[DURATION | 14:00-15:00 | --until 15:00]",
            pgettext("command", "Pause reminders"),
            {
                "WHEN": _("how long, such as 45 or 2h, or from when until when; until you resume by default"),
                "15:00": _("the time of day at which reminders come back"),
            },
            _("Your sitting time still counts while reminders are paused."),
            ("sitbreak pause 1h", "sitbreak pause 14:00-15:00", "sitbreak pause --until 15:00"),
        ),
        "pause list": Explained("[--json]", _("List the pauses"), json),
        "pause cancel": Explained(
            "N",
            _("Cancel a pause"),
            {"N": _("its number in “sitbreak pause list”")},
            examples=("sitbreak pause cancel 1",),
        ),
        "resume": Explained("", _("Resume reminders that you paused")),
        "interval": Explained(
            "[20-30 | 25]",
            _("Show or change when reminders come"),
            {"INTERVAL": _("from when to when, or one fixed time, in minutes or such as 1h10m")},
            _("Within the interval, a reminder waits until you stop typing."),
            ("sitbreak interval", "sitbreak interval 20-30", "sitbreak interval 25"),
        ),
        "stretches": Explained(
            "[off | on]",
            _("Leave stretches out of today's tips, or put them back"),
            {"STATE": _("off: only tips on posture and moving until 4 in the morning")},
            examples=("sitbreak stretches off",),
        ),
        "tips": Explained("", _("List the tips")),
        "tips list": Explained("", _("List the tips")),
        "tips check": Explained(
            "FILE",
            _("Check a file with your own tips"),
            {"FILE": _("a TOML file")},
            examples=("sitbreak tips check my-tips.toml",),
        ),
        "tips hide": Explained("ID", _("Never show a tip again"), {"ID": _("its id in “sitbreak tips”")}),
        "tips unhide": Explained("ID", _("Show a hidden tip again"), {"ID": _("its id in “sitbreak tips”")}),
        "settings": Explained("", _("Show all settings")),
        "settings get": Explained("KEY", _("Show one setting"), {"KEY": _("its name, such as interval")}),
        "settings set": Explained(
            "KEY VALUE",
            _("Change a setting"),
            {"KEY": _("its name, such as snooze"), "VALUE": _("its new value")},
            examples=(
                "sitbreak settings set snooze 10m",
                "sitbreak settings set wait_during.fullscreen false",
                """sitbreak settings set topics '["posture", "moving"]'""",
            ),
        ),
        "settings path": Explained("", _("Show where the settings are stored")),
        "settings open": Explained("", _("Open the settings in a window, or in your editor")),
        "autostart": Explained(
            "[on | off | status]",
            _("Start sitbreak at login, or not"),
            {"STATE": _("status by default")},
        ),
        "desktop": Explained("", _("Show whether sitbreak is in your applications menu")),
        "desktop install": Explained("", _("Add sitbreak to your applications menu")),
        "desktop remove": Explained("", _("Stop it, and remove it from there and from your login")),
        "history": Explained(
            "[--days N] [--csv | --json | --html FILE]",
            _("Show how you sat today and on the days before"),
            {
                "N": _("how many days, today included; 14 by default"),
                "--csv": _("print a line for every stretch, break and reminder, for a spreadsheet"),
                "--json": _("print JSON, for scripts"),
                "FILE": _("write a page to this file, for the browser or a physiotherapist"),
            },
            _("A day lasts from 4:00 to 4:00."),
            examples=("sitbreak history --days 30", "sitbreak history --html sitting.html"),
        ),
        "diary": Explained(
            "N",
            _("Note how your back is today"),
            {"N": _("0 (no pain at all) to 10 (the worst pain), or no (not today)")},
            _("Your answers are in the history. With back_diary, sitbreak asks you once a day."),
            examples=("sitbreak diary 3",),
        ),
        "troubleshoot": Explained("[--json]", _("Show what works here, what doesn't, and what to do"), json),
        "quit": Explained("", _("Stop sitbreak")),
        "help": Explained(
            "[COMMAND]", _("Show all commands, or explain one"), {"COMMAND": _("the command to explain")}
        ),
    }


def listed() -> list[tuple[str, str]]:
    """Return every command as it is typed, and what it does."""
    return [
        (" ".join(part for part in ("sitbreak", name, command.form) if part), command.summary)
        for name, command in explained().items()
    ]


# --- around a help ---------------------------------------------------------------------------------


def one_command_explained() -> str:
    """End the list of commands."""
    return _("“sitbreak COMMAND --help” explains a command.")


def commands_title() -> str:
    """Title the list of commands, with a colon."""
    return _("commands:")


def arguments_title() -> str:
    """Title the arguments of a command, with a colon."""
    return _("arguments:")


def options_title() -> str:
    """Title the options of a command, with a colon."""
    return _("options:")


def examples_title() -> str:
    """Title the examples of a command, with a colon."""
    return _("examples:")


def usage() -> str:
    """Begin the first line of a help, which shows how a command is typed."""
    return _("usage: ")


def help_option() -> str:
    """Explain `--help`."""
    return _("show this help")


# --- mistakes --------------------------------------------------------------------------------------


def required(names: str) -> str:
    """Report arguments that are missing."""
    return _("the following arguments are required: {names}").format(names=names)


def needs_value(name: str) -> str:
    """Report an option without its value."""
    return _("argument {name}: expected one argument").format(name=name)


def takes_no_value(name: str) -> str:
    """Report a value after an option that has none."""
    return _("argument {name}: it takes no value").format(name=name)


def not_together(name: str, other: str) -> str:
    """Report two options of which only one can be given."""
    return _("argument {name}: not allowed with argument {other}").format(name=name, other=other)


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
    return _("{mistake}; choose from {choices}").format(
        mistake=mistake, choices=language.current().enumerated(tuple(choices))
    )


def not_a_pause_number(text: str) -> str:
    """Reject what is not a pause's number."""
    return _("{text!r} is not a number from “sitbreak pause list”").format(text=text)
