"""Commands as JSON, which another version of sitbreak may have written."""

import json
from datetime import time
from typing import get_args

import pytest

from sitbreak.core import commands, inputs
from sitbreak.core.commands import BadCommand, Command, GetSetting, Question, SetSetting, as_json, parse_json
from sitbreak.core.inputs import Asked, TipForm
from sitbreak.core.settings import Interval
from tests.core.story import minutes, seconds

COMMANDS: list[tuple[Command, str]] = [
    (Question(Asked.STATUS, as_json=True), '{"command": "Question", "about": "status", "as_json": true}'),
    (inputs.StartBreak(), '{"command": "StartBreak"}'),
    (inputs.Snooze(), '{"command": "Snooze", "length": null}'),
    (inputs.Snooze(seconds(90)), '{"command": "Snooze", "length": "1m30s"}'),
    (inputs.Skip(), '{"command": "Skip"}'),
    (inputs.Pause(minutes(45)), '{"command": "Pause", "length": "45m"}'),
    (inputs.PauseUntil(time(15)), '{"command": "PauseUntil", "clock_time": "15:00"}'),
    (inputs.PlanPause(time(9), time(9, 30)), '{"command": "PlanPause", "start": "09:00", "end": "09:30"}'),
    (inputs.CancelPause(2), '{"command": "CancelPause", "number": 2}'),
    (inputs.Resume(), '{"command": "Resume"}'),
    (inputs.ReadTip("moving", TipForm.PAGE), '{"command": "ReadTip", "topic": "moving", "form": "page"}'),
    (inputs.ReadTip(), '{"command": "ReadTip", "topic": null, "form": "text"}'),
    (inputs.HideTip("walk"), '{"command": "HideTip", "tip": "walk"}'),
    (inputs.UnhideTip("walk"), '{"command": "UnhideTip", "tip": "walk"}'),
    (
        inputs.SetInterval(Interval(minutes(20), minutes(30))),
        '{"command": "SetInterval", "interval": "20m-30m"}',
    ),
    (inputs.SetTipsToday(None), '{"command": "SetTipsToday", "topics": null}'),
    (inputs.SetTipsToday(("moving",)), '{"command": "SetTipsToday", "topics": ["moving"]}'),
    (GetSetting("lull"), '{"command": "GetSetting", "key": "lull"}'),
    (SetSetting("sound", value=True), '{"command": "SetSetting", "key": "sound", "value": true}'),
    (SetSetting("topics", ["moving"]), '{"command": "SetSetting", "key": "topics", "value": ["moving"]}'),
    (inputs.SetAutostart(on=True), '{"command": "SetAutostart", "on": true}'),
    (inputs.SitbreakUsed(), '{"command": "SitbreakUsed"}'),
    (inputs.Quit(), '{"command": "Quit"}'),
]


@pytest.mark.parametrize(("command", "line"), COMMANDS)
def test_a_command_survives_the_way_to_the_running_instance(command: Command, line: str) -> None:
    assert json.dumps(as_json(command)) == line
    assert parse_json(json.loads(line)) == command


def test_every_command_can_be_sent() -> None:
    for kind in get_args(Command):
        for annotation in kind.__annotations__.values():
            assert annotation in commands._READERS, kind


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (["status"], "this is not a command"),
        ({}, "this is not a command"),
        ({"command": 7}, "this is not a command"),
        ({"command": "dance"}, "unknown command 'dance'"),
        ({"command": "Snooze"}, "Snooze: expected the fields [length], not []"),
        ({"command": "Skip", "why": "so"}, "Skip: expected the fields [], not [why]"),
        ({"command": "Snooze", "length": 5}, "Snooze: 5 is not text"),
        ({"command": "Snooze", "length": "200h"}, "Snooze: '200h' is not between 1 s and 168 h"),
        ({"command": "Pause", "length": "-1m"}, "Pause: '-1m' is not a duration"),
        ({"command": "PauseUntil", "clock_time": "noon"}, "PauseUntil: 'noon' is not a time of day"),
        ({"command": "CancelPause", "number": "2"}, "CancelPause: '2' is not a whole number"),
        ({"command": "CancelPause", "number": True}, "CancelPause: True is not a whole number"),
        ({"command": "SetAutostart", "on": 1}, "SetAutostart: 1 is neither true nor false"),
        (
            {"command": "Question", "about": "weather", "as_json": True},
            "Question: 'weather' is not a valid Asked",
        ),
        ({"command": "ReadTip", "topic": None, "form": "song"}, "ReadTip: 'song' is not a valid TipForm"),
        ({"command": "SetTipsToday", "topics": ["yoga"]}, "SetTipsToday: ['yoga'] is not a list of topics"),
        ({"command": "SetSetting", "key": "lull", "value": 5}, "SetSetting: 5 is not text"),
    ],
)
def test_what_another_version_sends_is_answered_with_one_line(content: object, mistake: str) -> None:
    with pytest.raises(BadCommand) as error:
        parse_json(content)
    assert str(error.value).startswith(mistake)
    assert "\n" not in str(error.value)
