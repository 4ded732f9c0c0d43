"""Putting mistakes in settings.toml right: the least change, and nothing else is touched."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitbreak.core.settings import Interval, Settings
from sitbreak.disk import Changed
from sitbreak.storage.problems import Problem, find_problems
from sitbreak.storage.repair import find_repair
from sitbreak.storage.settings_file import SettingsFile
from tests.core.story import minutes

FIVE_MISTAKES = """\
# my own
interval = 25m          # the best
snoze = "10m"

sound = yes
topics = ["posture", "dancing"]
[wait_during]
call = "for ever"       # or so
fullscreen = false
"""


def repaired(text: str) -> str:
    """Put everything right, one problem after the other."""
    while problems := find_problems(text)[1]:
        repair = find_repair(text, problems[0])
        assert repair is not None, problems
        text = repair.apply(text)
    return text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("interval = 25m", 'interval = "25m"'),
        ("interval = 20m-30m # mine", 'interval = "20m-30m" # mine'),
        ("lull= 6s\r", 'lull= "6s"\r'),
        ("tray_icon = dark", 'tray_icon = "dark"'),
        ("wait_during.call = 45m", 'wait_during.call = "45m"'),
        ("sound = yes", "sound = true"),
        ("sound = False", "sound = false"),
        ('snoze = "10m"', 'snooze = "10m"'),
        ('break-length = "5m"', 'break_length = "5m"'),
        ('lull = "6s', 'lull = "6s"'),
        ('topics = ["posture"', 'topics = ["posture"]'),
        ('topics = ["posture', 'topics = ["posture"]'),
        ("[wait_during\ncall = false", "[wait_during]\ncall = false"),
        ("[wait_during]\nfull_screen = false", "[wait_during]\nfullscreen = false"),
        ('[working_hours]\nmoday = ["09:00-12:00"]', '[working_hours]\nmonday = ["09:00-12:00"]'),
    ],
)
def test_a_slip_is_corrected(wrong: str, right: str) -> None:
    assert repaired(f"# before\n{wrong}\n# after\n") == f"# before\n{right}\n# after\n"


@pytest.mark.parametrize(
    "wrong",
    [
        'interval = "soon"',
        'interval = "30m-20m"',
        'snooze = "9h"',
        'colour = "blue"',
        "what is this?",
        "]",
        "sound = 7",
        "topics = []",
        'topics = [\n  "posture",\n  "dancing",\n]',
        'lull = """\nfor ever\n"""',
        "wait_during = 7",
        'working_hours.monday = ["9-12"]',
    ],
)
def test_what_nobody_can_guess_becomes_a_comment(wrong: str) -> None:
    text = f'snooze = "10m"\n{wrong}\nrepeat_every = "7m"\n'
    after = repaired(text)
    assert [line.removeprefix("# ") for line in after.split("\n")] == text.split("\n")
    assert find_problems(after) == (Settings(snooze=minutes(10), repeat_every=minutes(7)), [])


def test_five_mistakes_are_put_right_one_by_one() -> None:
    problems = find_problems(FIVE_MISTAKES)[1]
    assert [(problem.line, problem.key) for problem in problems] == [
        (2, "interval"),
        (3, "snoze"),
        (5, "sound"),
        (6, "topics"),
        (8, "wait_during.call"),
    ]
    assert (
        repaired(FIVE_MISTAKES)
        == """\
# my own
interval = "25m"          # the best
snooze = "10m"

sound = true
# topics = ["posture", "dancing"]
[wait_during]
# call = "for ever"       # or so
fullscreen = false
"""
    )


def test_of_two_values_for_one_setting_the_first_stays() -> None:
    assert repaired('interval = "25m"\ninterval = "26m"\n') == 'interval = "25m"\n# interval = "26m"\n'


def test_a_file_that_is_wrong_as_a_whole_has_no_repair() -> None:
    assert find_repair("", Problem(0, "", "it is a folder")) is None
    assert find_repair("sound = true\n", Problem(9, "sound", "it was wrong once")) is None


def test_in_a_text_that_is_no_settings_file_nothing_is_tried() -> None:
    text = "".join(f"x{number} = yes\n" for number in range(3000))
    problems = find_problems(text)[1]
    assert find_repair(text, problems[0]) is None


ODD_LINES = ['lull = "6s', "]", "[", "x", "=", '"""', "[[tip]]"]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*FIVE_MISTAKES.split("\n"), *ODD_LINES]), max_size=12))
def test_a_repair_never_makes_a_mistake(lines: list[str]) -> None:
    text = "\n".join(lines)
    problems = find_problems(text)[1]
    for problem in problems:
        repair = find_repair(text, problem)
        if repair is not None:
            after = repair.apply(text)
            assert set(find_problems(after)[1]) < set(problems)
            assert after.count("\n") == text.count("\n")


# --- in the file -------------------------------------------------------------------------------------


@pytest.fixture(params=["\n", "\r\n"], ids=repr)
def file(tmp_path: Path, request: pytest.FixtureRequest) -> SettingsFile:
    file = SettingsFile(tmp_path / "settings.toml")
    file.path.write_text(FIVE_MISTAKES, newline=request.param)
    return file


def test_the_file_says_what_is_wrong_and_what_would_put_it_right(file: SettingsFile) -> None:
    found = file.find_repairs()
    assert [(problem.line, "".join(repair.lines).rstrip()) for problem, repair in found if repair] == [
        (2, 'interval = "25m"          # the best'),
        (3, 'snooze = "10m"'),
        (5, "sound = true"),
        (6, '# topics = ["posture", "dancing"]'),
        (8, '# call = "for ever"       # or so'),
    ]
    assert [repair.leaves_out for _, repair in found if repair] == [False, False, False, True, True]
    assert file.path.read_text() == FIVE_MISTAKES


def test_one_mistake_is_put_right_and_the_others_stay(file: SettingsFile) -> None:
    problem, _ = file.find_repairs()[0]
    file.repair(problem)
    assert file.path.read_text() == FIVE_MISTAKES.replace("25m ", '"25m" ', 1)
    settings, problems = file.read()
    assert settings.interval == Interval(minutes(25), minutes(25))
    assert len(problems) == 4


def test_a_mistake_that_somebody_else_has_put_right_is_left_alone(file: SettingsFile) -> None:
    problem, _ = file.find_repairs()[0]
    file.path.write_text('interval = "26m"\n')
    with pytest.raises(Changed):
        file.repair(problem)
    assert file.path.read_text() == 'interval = "26m"\n'
