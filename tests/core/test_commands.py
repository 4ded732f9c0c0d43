"""The words of the command line."""

from datetime import time

import pytest

from sitbreak.core import inputs
from sitbreak.core.commands import USAGE, Question, WrongWords, parse
from sitbreak.core.inputs import Asked, TipForm
from sitbreak.core.rotation import GENTLE_TOPICS
from sitbreak.core.settings import Interval
from tests.core.story import hours, minutes, seconds

ALL = [
    ("status", Question(Asked.STATUS)),
    ("status --json", Question(Asked.STATUS, as_json=True)),
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
    ("stretches off", inputs.SetTipsToday(GENTLE_TOPICS)),
    ("stretches on", inputs.SetTipsToday(None)),
    ("quit", inputs.Quit()),
]


@pytest.mark.parametrize(("words", "meaning"), ALL)
def test_every_command_is_read(words: str, meaning: object) -> None:
    assert parse(words.split()) == meaning


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("", "'' is no command; `sitbreak help` lists them all"),
        ("dance", "'dance' is no command; `sitbreak help` lists them all"),
        ("break now", "break: 'now' does not belong here; `sitbreak help` shows what does"),
        ("status --jason", "status: '--jason' does not belong here"),
        ("status --json now", "status: 'now' does not belong here"),
        ("snooze soon", "snooze: 'soon' is not a duration; write it like 90s, 25m or 1h30m"),
        ("snooze 5 minutes", "snooze: 'minutes' does not belong here"),
        ("snooze 5h", "snooze: '5h' is too short or too long"),
        ("snooze 0", "snooze: '0' is too short or too long"),
        ("pause 169h", "pause: '169h' is too short or too long"),
        ("pause --until", "pause: a time of day such as 15:00 is missing; `sitbreak help` shows the form"),
        ("pause --until noon", "pause: 'noon' is not a time of day; write it like 14:05"),
        ("pause 14:00", "pause: '14:00' is not a range of times; write it like 09:00-12:30"),
        ("pause cancel", "pause: the number of a pause is missing; `sitbreak help` shows the form"),
        ("pause cancel all", "pause: 'all' is not a number from `sitbreak pause list`"),
        ("pause list now", "pause: 'now' does not belong here"),
        ("interval often", "interval: 'often' is not a duration; write it like 90s, 25m or 1h30m"),
        ("interval 30-20", "interval: '30-20' ends before it starts"),
        ("tip yoga", "tip: 'yoga' is no topic; there are posture, lifting, stretch, moving"),
        ("tip lifting stretch", "tip: 'stretch' does not belong here"),
        ("tip --json --page", "tip: choose one of --json, --page and --card"),
        ("tips", "tips: list, check FILE, hide ID or unhide ID is missing"),
        ("tips hide", "tips: the id of a tip is missing"),
        ("stretches never", "stretches: 'never' is neither on nor off"),
        ("stretches off please", "stretches: 'please' does not belong here"),
    ],
)
def test_wrong_words_get_one_line_with_a_hint(words: str, hint: str) -> None:
    with pytest.raises(WrongWords) as wrong:
        parse(words.split())
    assert str(wrong.value).startswith(hint)
    assert "\n" not in str(wrong.value)


def test_every_command_is_in_the_usage() -> None:
    named = {usage.split()[1] for usage, _ in USAGE[1:]}
    others = {"settings", "tips", "autostart", "help"}  # carried out elsewhere
    assert named == others | {words for words, _ in ALL if " " not in words}
