"""Commands as JSON, which another version of sitbreak may have written."""

import json
from datetime import time

import pytest

from sitbreak.core import inputs
from sitbreak.core.commands import BadCommand, Command, GetSetting, Question, SetSetting, as_json, parse_json
from sitbreak.core.inputs import Asked, TipForm
from sitbreak.core.settings import Interval
from tests.core.story import minutes, seconds

COMMANDS: list[tuple[Command, str]] = [
    (Question(Asked.STATUS, as_json=True), '{"command": "ask", "about": "status", "as_json": true}'),
    (inputs.StartBreak(), '{"command": "start-break"}'),
    (inputs.Snooze(), '{"command": "snooze", "length": null}'),
    (inputs.Snooze(seconds(90)), '{"command": "snooze", "length": "1m30s"}'),
    (inputs.Skip(), '{"command": "skip"}'),
    (inputs.Pause(minutes(45)), '{"command": "pause", "length": "45m"}'),
    (inputs.PauseUntil(time(15)), '{"command": "pause-until", "clock_time": "15:00"}'),
    (inputs.PlanPause(time(9), time(9, 30)), '{"command": "plan-pause", "start": "09:00", "end": "09:30"}'),
    (inputs.CancelPause(2), '{"command": "cancel-pause", "number": 2}'),
    (inputs.Resume(), '{"command": "resume"}'),
    (inputs.ReadTip("moving", TipForm.PAGE), '{"command": "read-tip", "topic": "moving", "form": "page"}'),
    (inputs.ReadTip(), '{"command": "read-tip", "topic": null, "form": "text"}'),
    (inputs.HideTip("walk"), '{"command": "hide-tip", "tip": "walk"}'),
    (inputs.UnhideTip("walk"), '{"command": "unhide-tip", "tip": "walk"}'),
    (
        inputs.SetInterval(Interval(minutes(20), minutes(30))),
        '{"command": "set-interval", "interval": "20m-30m"}',
    ),
    (inputs.SetTipsToday(None), '{"command": "set-tips-today", "topics": null}'),
    (inputs.SetTipsToday(("moving",)), '{"command": "set-tips-today", "topics": ["moving"]}'),
    (GetSetting("lull"), '{"command": "get-setting", "key": "lull"}'),
    (SetSetting("sound", value=True), '{"command": "set-setting", "key": "sound", "value": true}'),
    (SetSetting("topics", ["moving"]), '{"command": "set-setting", "key": "topics", "value": ["moving"]}'),
    (inputs.SetAutostart(on=True), '{"command": "set-autostart", "on": true}'),
    (inputs.Quit(), '{"command": "quit"}'),
]


@pytest.mark.parametrize(("command", "line"), COMMANDS)
def test_a_command_survives_the_way_to_the_running_instance(command: Command, line: str) -> None:
    assert json.dumps(as_json(command)) == line
    assert parse_json(json.loads(line)) == command


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (["status"], "this is not a command"),
        ({}, "this is not a command"),
        ({"command": 7}, "this is not a command"),
        ({"command": "dance"}, "unknown command 'dance'"),
        ({"command": "snooze"}, "snooze: expected the fields [length], not []"),
        ({"command": "skip", "why": "so"}, "skip: expected the fields [], not [why]"),
        ({"command": "snooze", "length": 5}, "snooze: 5 is not a text"),
        ({"command": "snooze", "length": "9h"}, "snooze: '9h' is too short or too long"),
        ({"command": "pause", "length": "-1m"}, "pause: '-1m' is not a duration"),
        ({"command": "pause-until", "clock_time": "noon"}, "pause-until: 'noon' is not a time of day"),
        ({"command": "cancel-pause", "number": "2"}, "cancel-pause: '2' is not a whole number"),
        ({"command": "cancel-pause", "number": True}, "cancel-pause: True is not a whole number"),
        ({"command": "set-autostart", "on": 1}, "set-autostart: 1 is neither true nor false"),
        ({"command": "ask", "about": "weather", "as_json": True}, "ask: 'weather' is not a valid Asked"),
        ({"command": "read-tip", "topic": "yoga", "form": "text"}, "read-tip: unknown topic 'yoga'"),
        ({"command": "set-setting", "key": "lull", "value": 5}, "set-setting: 5 is not a text"),
    ],
)
def test_what_another_version_sends_is_answered_with_one_line(content: object, mistake: str) -> None:
    with pytest.raises(BadCommand) as error:
        parse_json(content)
    assert str(error.value).startswith(mistake)
    assert "\n" not in str(error.value)
