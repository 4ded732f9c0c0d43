"""What can be typed, what it means, and what a mistake is answered with."""

import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from sitbreak import __version__
from sitbreak.app.command_line import COMMANDS, CheckTips, Meaning, Parser, Start, Text, UsageError, parse
from sitbreak.core import inputs
from sitbreak.core.cells import columns
from sitbreak.core.commands import GetSetting, Question, SetSetting
from sitbreak.core.inputs import Asked, TipForm
from sitbreak.core.rotation import SORE_BACK_TOPICS
from sitbreak.core.settings import Interval
from sitbreak.core.words import language
from sitbreak.core.words.command_line import explained
from sitbreak.desktop.language import use_language
from tests.core.story import hours, minutes, seconds

ALL: list[tuple[str, Meaning]] = [
    ("", Start()),
    ("--interval 5s-10s", Start(Interval(seconds(5), seconds(10)))),
    ("--interval=25", Start(Interval(minutes(25), minutes(25)))),
    ("status", Question(Asked.STATUS)),
    ("status --json", Question(Asked.STATUS, as_json=True)),
    ("status --watch", Question(Asked.CHANGES)),
    ("status --json --watch", Question(Asked.CHANGES, as_json=True)),
    ("troubleshoot", Question(Asked.TROUBLESHOOT)),
    ("troubleshoot --json", Question(Asked.TROUBLESHOOT, as_json=True)),
    ("tip", inputs.ReadTip()),
    ("tip lifting", inputs.ReadTip("lifting")),
    ("tip --json stretch", inputs.ReadTip("stretch", TipForm.JSON)),
    ("tip moving --page", inputs.ReadTip("moving", TipForm.PAGE)),
    ("tip --card", inputs.ReadTip(None, TipForm.CARD)),
    ("break", inputs.StartBreak()),
    ("snooze", inputs.Snooze()),
    ("snooze 10", inputs.Snooze(minutes(10))),
    ("snooze 90s", inputs.Snooze(seconds(90))),
    ("skip", inputs.Skip()),
    ("pause", inputs.Pause(None)),
    ("pause 1h", inputs.Pause(hours(1))),
    ("pause 168h", inputs.Pause(hours(168))),
    ("pause 14:00-15:00", inputs.PlanPause(time(14), time(15))),
    ("pause --until 15:00", inputs.PauseUntil(time(15))),
    ("pause list", Question(Asked.PAUSES)),
    ("pause list --json", Question(Asked.PAUSES, as_json=True)),
    ("pause cancel 2", inputs.CancelPause(2)),
    ("resume", inputs.Resume()),
    ("interval", Question(Asked.INTERVAL)),
    ("interval 20-30", inputs.SetInterval(Interval(minutes(20), minutes(30)))),
    ("interval 25", inputs.SetInterval(Interval(minutes(25), minutes(25)))),
    ("tips hide a-tip", inputs.HideTip("a-tip")),
    ("tips unhide a-tip", inputs.UnhideTip("a-tip")),
    ("stretches", Question(Asked.TIPS_TODAY)),
    ("stretches off", inputs.SetTipsToday(SORE_BACK_TOPICS)),
    ("stretches on", inputs.SetTipsToday(None)),
    ("tips", Question(Asked.TIPS)),
    ("tips list", Question(Asked.TIPS)),
    ("tips check my tips.toml", CheckTips(Path("my tips.toml"))),
    ("settings", Question(Asked.SETTINGS)),
    ("settings path", Question(Asked.SETTINGS_PATH)),
    ("settings get interval", GetSetting("interval")),
    ("settings set snooze 10 min", SetSetting("snooze", "10 min")),
    ("settings set sound true", SetSetting("sound", value=True)),
    ('settings set topics ["moving"]', SetSetting("topics", ["moving"])),
    ("autostart", Question(Asked.AUTOSTART)),
    ("autostart status", Question(Asked.AUTOSTART)),
    ("autostart on", inputs.SetAutostart(on=True)),
    ("autostart off", inputs.SetAutostart(on=False)),
    ("quit", inputs.Quit()),
]


@pytest.mark.parametrize(("typed", "meaning"), ALL)
def test_every_command_has_its_meaning(typed: str, meaning: Meaning) -> None:
    name, _, file = typed.partition(" my ")
    assert parse([*name.split(), f"my {file}"] if file else name.split()) == meaning


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("dance", "unknown command 'dance'; “sitbreak help” lists them all"),
        ("snoze", "unknown command 'snoze'; did you mean snooze?"),
        ("Status", "unknown command 'Status'; did you mean status?"),
        ("STATUS", "unknown command 'STATUS'; did you mean status?"),
        ("autostart ON", "autostart: 'ON' is not a choice; did you mean on?"),
        ("break now", "break: unexpected argument 'now'"),
        ("status --jason", "status: unknown option '--jason'; did you mean --json?"),
        ("status --js", "status: unknown option '--js'; did you mean --json?"),
        ("status --json now", "status: unexpected argument 'now'"),
        ("--inteval 5", "unknown option '--inteval'; did you mean --interval?"),
        ("--interval", "argument --interval: expected one argument"),
        ("--interval 9h", "'9h' is not between 1 s and 4 h"),
        ("--interval 1s status", "unexpected argument 'status'"),
        ("snooze soon", "snooze: 'soon' is not a duration; write it like 90s, 25m or 1h30m"),
        ("snooze 5 minutes", "snooze: unexpected argument 'minutes'"),
        ("snooze 5h", "snooze: '5h' is not between 1 s and 4 h"),
        ("snooze 0", "snooze: '0' is not between 1 s and 4 h"),
        ("snooze -5", "snooze: '-5' is not a duration; write it like 90s, 25m or 1h30m"),
        ("pause 169h", "pause: '169h' is not between 1 s and 168 h"),
        ("pause --until", "pause: argument --until: expected one argument"),
        ("pause --until noon", "pause: 'noon' is not a time of day; write it like 14:05"),
        ("pause --until 15:00 1h", "pause: argument WHEN: not allowed with argument --until"),
        ("pause 14:00", "pause: '14:00' is not a range of times; write it like 09:00-12:30"),
        ("pause cancel", "pause cancel: the following arguments are required: N"),
        ("pause cancel all", "pause cancel: 'all' is not a number from “sitbreak pause list”"),
        ("pause list now", "pause list: unexpected argument 'now'"),
        (
            "pause lst",
            "pause: 'lst' is not a duration; write it like 90s, 25m or 1h30m; did you mean pause list?",
        ),
        ("interval often", "interval: 'often' is not an interval; write it like 20m-30m or 25m"),
        ("interval 20-", "interval: '20-' is not an interval; write it like 20m-30m or 25m"),
        ("interval 30-20", "interval: '30-20' ends before it starts"),
        ("tip yoga", "tip: unknown topic 'yoga'; choose from posture, lifting, stretch, moving"),
        ("tip lifing", "tip: unknown topic 'lifing'; did you mean lifting?"),
        ("tip lifting stretch", "tip: unexpected argument 'stretch'"),
        ("tip --json --page", "tip: argument --page: not allowed with argument --json"),
        ("tips bogus", "tips: unexpected argument 'bogus'"),
        ("tips hde it", "tips: unexpected argument 'hde'; did you mean tips hide?"),
        ("tips hide", "tips hide: the following arguments are required: ID"),
        ("settings reset", "settings: unexpected argument 'reset'; did you mean settings set?"),
        ("settings set interval", "settings set: the following arguments are required: VALUE"),
        ("settings get intervall", "settings get: unknown setting 'intervall'; did you mean interval?"),
        (
            "settings set wait_durin.call x",
            "settings set: unknown setting 'wait_durin'; did you mean wait_during?",
        ),
        ("settings get .", "settings get: unknown setting ''; “sitbreak settings” lists them all"),
        ("stretches never", "stretches: 'never' is not a choice; choose from off, on"),
        ("stretches off please", "stretches: unexpected argument 'please'"),
        ("autostart of", "autostart: 'of' is not a choice; did you mean off?"),
        ("help dance", "help: unknown command 'dance'; “sitbreak help” lists them all"),
    ],
)
def test_a_mistake_gets_one_line_with_a_hint(typed: str, mistake: str) -> None:
    with pytest.raises(UsageError) as error:
        parse(typed.split())
    assert str(error.value) == mistake


@pytest.mark.parametrize("typed", [[""], ["", "status"], [" "]])
def test_an_empty_argument_is_not_a_start(typed: list[str]) -> None:
    with pytest.raises(UsageError, match="unknown command"):
        parse(typed)


def help_of(*typed: str) -> str:
    meaning = parse(typed)
    assert isinstance(meaning, Text)
    return meaning.text


def help_in(code: str, *command: str) -> str:
    use_language(code)
    try:
        return help_of("help", *command)
    finally:
        language.use(language.Language())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_within_80_columns(name: str) -> None:
    text = help_of(*name.split(), "--help")
    assert text == help_of("help", *name.split()) == help_of(*name.split(), "-h")
    assert text.startswith(f"usage: sitbreak {name}".rstrip())
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("code", "colon"),
    [("en", ":"), ("fr", "\N{NO-BREAK SPACE}:"), ("zh_CN", "\N{FULLWIDTH COLON}"), ("ja", ":")],
)
def test_a_title_of_the_help_has_the_colon_of_its_language(code: str, colon: str) -> None:
    lines = help_in(code, "pause").splitlines()
    titles = [line for line in lines if line.endswith((":", "\N{FULLWIDTH COLON}"))]
    assert len(titles) == 4  # arguments, options, commands, examples
    assert [line for line in titles if not line.removesuffix(colon)[-1].isalnum()] == []


@pytest.mark.parametrize("code", ["en", "de", "ja", "zh_CN"])
def test_both_lines_of_the_usage_begin_in_the_same_column(code: str) -> None:
    first, second, *_ = help_in(code).splitlines()
    assert columns(first.partition("sitbreak")[0]) == columns(second.partition("sitbreak")[0])


@pytest.mark.parametrize("code", ["ja", "zh_CN"])
def test_a_help_with_wide_signs_stays_within_80_columns(code: str) -> None:
    lines = [line for name in COMMANDS for line in help_in(code, *name.split()).splitlines()]
    assert [line for line in lines if columns(line) > 80] == []


def test_the_help_lists_every_command() -> None:
    lines = help_of("help").splitlines()
    for name in filter(None, COMMANDS):
        assert any(line.startswith(f"  {name}") for line in lines), name
    assert "  pause cancel N       Cancel a pause" in help_of("help", "pause").splitlines()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_of_a_command_is_explained(name: str) -> None:
    parser = Parser(name)
    for argument in parser.walk():
        assert argument.help
        for option in argument.option_strings:
            assert option in parser.format_help().replace(parser.prog, "")
    assert set(explained()[name].arguments) == {
        str(it.metavar or it.option_strings[-1]) for it in parser.walk() if "--help" not in it.option_strings
    }


def test_help_may_be_asked_for_after_the_arguments() -> None:
    assert help_of("snooze", "10", "--help") == help_of("help", "snooze")


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_is_printed(option: str) -> None:
    assert parse([option]) == Text(f"sitbreak {__version__}")


@pytest.mark.parametrize(
    "options",
    [[], ["--interval", "5s-10s"], ["--foreground"], ["--foreground", "--interval", "5s-10s"]],
)
def test_the_process_of_the_tray_never_loads_the_parser(options: list[str]) -> None:
    program = (
        "import sys, sitbreak.app.start as start\n"
        "start.start = lambda _, interval, **how: print(interval, 'argparse' in sys.modules)\n"
        f"from sitbreak.cli import main; main({options})"
    )

    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert printed.stdout == f"{'5s-10s' if '5s-10s' in options else None} False\n"
