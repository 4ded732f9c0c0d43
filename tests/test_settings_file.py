"""Stories about settings.toml: what a person wrote survives, and a mistake costs only itself."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sitbreak import disk
from sitbreak.core.settings import WAIT_BOUNDS, Interval, Settings, parse_settings
from sitbreak.disk import Signature, StorageError, write
from sitbreak.storage.settings_file import SettingsFile, Value
from sitbreak.storage.settings_text import as_lines, as_table, template
from sitbreak.toml import parse, read

MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings_file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "config" / "settings.toml")


def given(settings_file: SettingsFile, text: str | bytes) -> None:
    settings_file.path.parent.mkdir(exist_ok=True)
    settings_file.path.write_bytes(text if isinstance(text, bytes) else text.encode())


def set_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.damaged-*"))


def test_without_a_file_the_defaults_apply_and_none_is_created(settings_file: SettingsFile) -> None:
    assert settings_file.read() == (Settings(), [])
    assert not settings_file.path.exists()
    assert not settings_file.changed()


def test_a_bad_value_is_reported_with_its_line_and_only_it_is_lost(settings_file: SettingsFile) -> None:
    given(settings_file, '# mine\ninterval = "25m"\nsnooze = "soon"\n\n[wait_during]\ncall = "no"\n')

    settings, problems = settings_file.read()

    assert settings == Settings(interval=Interval(25 * MINUTE, 25 * MINUTE))
    assert problems == [
        "settings.toml:3: snooze: 'soon' is not a duration; write it like 90s, 25m or 1h30m",
        "settings.toml:6: wait_during.call: 'no' is neither true nor false nor a duration such as 45m",
    ]
    assert not set_aside(settings_file.path)


def test_some_settings_change_together_or_not_at_all(settings_file: SettingsFile) -> None:
    given(settings_file, 'lull = "9s"  # mine\n')
    settings_file.change({"lull": "7s", "working_hours.monday": ["09:00-12:00"], "wait_during.call": False})
    written = settings_file.path.read_text()
    assert written.startswith('lull = "7s"  # mine\n')
    assert settings_file.get("working_hours.monday") == ["09:00-12:00"]
    assert settings_file.get("wait_during.call") is False

    with pytest.raises(ValueError, match="soon"):
        settings_file.change({"lull": "8s", "snooze": "soon"})
    assert settings_file.path.read_text() == written


def test_each_problem_has_its_line_its_key_and_what_is_written_there(settings_file: SettingsFile) -> None:
    given(
        settings_file,
        '# mine\n  snooze = "soon"  # ?\nlull = 6 s\nsound = true\nwhat\n[wait_during]\ncall = "no"\n',
    )
    settings_file.read()
    found = [(problem.line, problem.key, problem.text) for problem in settings_file.details]
    assert found == [
        (2, "snooze", 'snooze = "soon"  # ?'),
        (3, "lull", "lull = 6 s"),
        (5, "", "what"),
        (7, "wait_during.call", 'call = "no"'),
    ]


@pytest.mark.parametrize(
    ("line", "number", "key", "reason"),
    [
        ("sound = yes", 2, "sound", "Invalid value"),
        ("lull = 6s", 2, "lull", "Expected newline or end of document after a statement"),
        ("lull =", 2, "lull", "Invalid value"),
        ('lull = "6s', 2, "lull", ""),
        ("what", 2, "", "Expected '=' after a key in a key/value pair"),
        ("what\n\n# ?", 2, "", "Expected '=' after a key in a key/value pair"),
        ("what is this?", 2, "", "Expected '=' after a key in a key/value pair"),
        ("]", 2, "", "Invalid statement"),
        ('topics = ["posture",', 2, "topics", "Invalid value"),
        ('topics = ["posture",\n"moving"', 2, "topics", "Invalid value"),
        ("topics = " + "[" * 5000, 2, "topics", "nested too deeply"),
        ("a" + ".a" * 20_000 + " = 1", 2, "a" + ".a" * 20_000, "nested too deeply"),
        ('interval = "26m"', 2, "interval", "already set above"),
        ('lull = """', 2, "lull", "Unterminated string"),
    ],
)
def test_a_line_that_is_not_toml_costs_only_itself(
    settings_file: SettingsFile, line: str, number: int, key: str, reason: str
) -> None:
    text = f'interval = "25m"  # the best\n{line}\nsnooze = "10m"\n\n[wait_during]\ncall = false\n'
    given(settings_file, text)

    settings, [problem] = settings_file.read()

    assert settings.interval == Interval(25 * MINUTE, 25 * MINUTE)
    assert settings.snooze == 10 * MINUTE
    assert "call" not in settings.wait_during
    place = f"{number}: {key}: " if key else f"{number}: "
    assert problem.startswith(f"settings.toml:{place}"[:300])
    assert reason in problem or len(problem) > 300
    assert settings_file.path.read_text() == text
    assert settings_file.problems == [problem]


def test_a_broken_header_costs_none_of_its_lines(settings_file: SettingsFile) -> None:
    given(settings_file, 'snooze = "10m"\n[wait_during\ncall = false\nfullscreen = "1h"\npresentation = no\n')

    settings, problems = settings_file.read()

    assert settings.snooze == 10 * MINUTE
    assert "call" not in settings.wait_during
    assert settings.wait_during["fullscreen"] == 60 * MINUTE
    assert [problem.partition(" this")[0] for problem in problems] == [
        "settings.toml:2: wait_during:",
        "settings.toml:5: wait_during.presentation:",
    ]


def test_wrong_lines_of_both_kinds_are_reported_in_order(settings_file: SettingsFile) -> None:
    given(settings_file, 'lull = "soon"\nsound = yes\nsnooze = "never"\n')
    assert [problem.split(":")[1] for problem in settings_file.read()[1]] == ["1", "2", "3"]


def test_only_the_first_twenty_problems_are_listed(settings_file: SettingsFile) -> None:
    given(settings_file, "".join(f"x{number} = yes\n" for number in range(1000)))
    _, problems = settings_file.read()
    assert len(problems) == 21
    assert problems[-1] == "and 980 more problems"


@pytest.mark.parametrize(
    "data",
    [b"[[[" * 3000, b'topics = ["posture",\n\n', b'interval = """\n', b"\xff\xfe{", b"=\n" * 99],
    ids=["brackets", "open list", "open text", "bytes", "many lines"],
)
def test_garbage_in_the_settings_file_is_reported_and_left_alone(
    settings_file: SettingsFile, data: bytes
) -> None:
    given(settings_file, data)

    settings, problems = settings_file.read()

    assert settings == Settings()
    assert len(problems) == 1
    assert settings_file.path.read_bytes() == data
    assert not set_aside(settings_file.path)


@pytest.mark.parametrize("data", [b"\0" * 4096, b'snooze = "10m"\n\0\0\0'])
def test_a_file_that_a_crash_has_left_without_text_is_set_aside(
    settings_file: SettingsFile, data: bytes
) -> None:
    given(settings_file, data)

    settings, [problem] = settings_file.read()

    [aside] = set_aside(settings_file.path)
    assert aside.read_bytes() == data
    assert settings == Settings()
    assert problem == (
        f"{settings_file.path} is damaged: it was renamed to {aside.name}, and the defaults apply"
    )
    assert not settings_file.changed()
    settings_file.set("snooze", "7m")
    assert settings_file.get("snooze") == "7m"


def test_a_file_in_another_encoding_is_left_alone(settings_file: SettingsFile) -> None:
    data = 'interval = "25m"\n'.encode("utf-16")
    given(settings_file, data)

    assert settings_file.read() == (
        Settings(),
        [f"{settings_file.path}: not UTF-8 text; the previous settings stay in force"],
    )
    with pytest.raises(StorageError, match="nothing was changed"):
        settings_file.set("snooze", "7m")
    assert settings_file.path.read_bytes() == data


def test_a_file_that_is_too_large_leaves_the_settings_as_they_were(settings_file: SettingsFile) -> None:
    given(settings_file, 'interval = "25m"\n')
    before, _ = settings_file.read()
    given(settings_file, b"#" * 100_001)

    settings, [problem] = settings_file.read()

    assert settings == before
    assert problem.endswith("it is larger than 100 kB; the previous settings stay in force")
    with pytest.raises(StorageError, match="it is larger than 100 kB"):
        settings_file.set("snooze", "7m")


def test_a_replaced_or_removed_file_counts_as_changed(settings_file: SettingsFile) -> None:
    given(settings_file, 'snooze = "5m"\n')
    settings_file.read()
    assert not settings_file.changed()

    write(settings_file.path, b'snooze = "6m"\n')
    assert settings_file.changed()

    settings_file.read()
    settings_file.path.unlink()
    assert settings_file.changed()
    assert settings_file.read() == (Settings(), [])


def test_an_unreadable_settings_file_is_reported_and_left_alone(settings_file: SettingsFile) -> None:
    settings_file.path.mkdir(parents=True)

    settings, [problem] = settings_file.read()

    assert settings == Settings()
    assert problem.startswith(f"{settings_file.path} cannot be read: ")


def test_changing_a_setting_leaves_every_other_line_alone(settings_file: SettingsFile) -> None:
    text = (
        "# mine\n\ninterval = '20m-30m' # the article's\nfuture = 1\n\n"
        "[wait_during]  # not in calls\ncall = true\n\n[other]\nx = 'y'\n"
    )
    given(settings_file, text)

    settings_file.set("interval", "25m")
    settings_file.set("wait_during.call", False)

    wanted = text.replace("'20m-30m'", '"25m"').replace("call = true", "call = false")
    assert settings_file.path.read_text() == wanted


def test_a_new_setting_goes_above_the_tables(settings_file: SettingsFile) -> None:
    given(settings_file, "# mine\n[wait_during]\ncall = false\n")

    settings_file.set("snooze", "10m")
    settings_file.set("wait_during.fullscreen", False)

    settings, problems = settings_file.read()
    assert problems == []
    bounds = {name: WAIT_BOUNDS[name] for name in ("do_not_disturb", "presentation")}
    assert settings == Settings(snooze=10 * MINUTE, wait_during=bounds)


def test_changing_a_setting_creates_the_file_if_needed(settings_file: SettingsFile) -> None:
    settings_file.set("wait_during.call", False)
    settings_file.set("topics", ["lifting"])

    assert settings_file.get("wait_during.call") is False
    assert settings_file.get("topics") == ["lifting"]
    assert settings_file.get("interval") == "20m-30m"


@pytest.mark.parametrize(
    "key",
    ["intervall", "wait_during.phone", "snooze.long", "history.x", "history.keep_days.x", "", ".",
     "interval.", ".interval", "working_hours.monday.first", "working_hours.someday", "Interval"],
)  # fmt: skip
def test_an_unknown_setting_is_refused_and_nothing_is_written(settings_file: SettingsFile, key: str) -> None:
    with pytest.raises(KeyError):
        settings_file.set(key, "5m")

    assert not settings_file.path.exists()


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("snooze", "9h", "snooze: '9h' is not between"),
        ("snooze", ["5m"], r"snooze: \['5m'\] is not a duration"),
        ("wait_during", "5m", "wait_during: this is a table"),
        ("wait_during.call", "no", r"wait_during\.call: 'no' is neither"),
        ("working_hours.monday", ["9-5"], r"working_hours\.monday: '9' is not"),
        ("topics", [], "topics: "),
    ],
)
def test_an_invalid_value_is_refused_and_nothing_is_written(
    settings_file: SettingsFile, key: str, value: Value, reason: str
) -> None:
    given(settings_file, 'snooze = "5m"\n')

    with pytest.raises(ValueError, match=reason):
        settings_file.set(key, value)

    assert settings_file.path.read_text() == 'snooze = "5m"\n'


def test_a_table_that_is_none_in_the_file_is_named(settings_file: SettingsFile) -> None:
    given(settings_file, "wait_during = true\n")
    with pytest.raises(ValueError, match=r"wait_during is not a table in settings\.toml"):
        settings_file.set("wait_during.call", False)
    assert settings_file.path.read_text() == "wait_during = true\n"


# --- somebody else writes at the same time -------------------------------------------------------


class Editor:
    """Saves the file in the middle of our change, a number of times."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, file: SettingsFile, times: int, *, after: bool
    ) -> None:
        self.saved = 0
        self._file = file
        self._times = times
        ours = disk.write

        def write_between(*args: Any, **options: Any) -> Signature:
            if after:
                written = ours(*args, **options)
                self._save()
                return written
            self._save()
            return ours(*args, **options)

        monkeypatch.setattr(disk, "write", write_between)

    def _save(self) -> None:
        if self.saved < self._times:
            self.saved += 1
            new = self._file.path.with_suffix(".swp")
            new.write_text(f"# theirs {self.saved}\n")
            new.replace(self._file.path)


@pytest.mark.parametrize("after", [False, True], ids=["right before", "right after"])
def test_a_save_at_the_same_time_and_our_change_are_both_kept(
    settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch, *, after: bool
) -> None:
    given(settings_file, "# ours\n")
    Editor(monkeypatch, settings_file, 2, after=after)

    settings_file.set("snooze", "7m")

    assert settings_file.path.read_text() == '# theirs 2\nsnooze = "7m"\n'


def test_a_file_that_never_rests_is_left_alone(
    settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(settings_file, "# ours\n")
    editor = Editor(monkeypatch, settings_file, 1000, after=False)

    with pytest.raises(StorageError, match="is being changed by another program; nothing was changed"):
        settings_file.set("snooze", "7m")

    assert settings_file.path.read_text() == f"# theirs {editor.saved}\n"
    assert [found.name for found in settings_file.path.parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize("removed", [False, True], ids=["emptied", "removed"])
def test_an_editor_that_empties_the_file_first_is_waited_for(
    settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch, *, removed: bool
) -> None:
    given(settings_file, "# old\n")
    settings_file.read()

    def rest(_seconds: float) -> None:
        given(settings_file, "# theirs\n")

    monkeypatch.setattr("time.sleep", rest)
    given(settings_file, "")
    if removed:
        settings_file.path.unlink()

    settings_file.set("snooze", "7m")

    assert settings_file.path.read_text() == '# theirs\nsnooze = "7m"\n'


def test_a_file_that_somebody_has_just_made_is_no_template(
    settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.path.parent.mkdir()
    Editor(monkeypatch, settings_file, 1, after=False)
    with pytest.raises(StorageError, match="is being changed by another program"):
        settings_file.ensure()
    assert settings_file.path.read_text() == "# theirs 1\n"


# --- finding lines, and the initial file ---------------------------------------------------------


def test_a_wrong_line_does_not_keep_another_of_its_table_from_being_changed(
    settings_file: SettingsFile,
) -> None:
    given(settings_file, '[wait_during]\ncall = "no"\n')

    settings_file.set("wait_during.fullscreen", "45m")

    settings, [problem] = settings_file.read()
    assert settings.wait_during["fullscreen"] == 45 * MINUTE
    assert problem.startswith("settings.toml:2: wait_during.call: ")


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("a = 1\nb = 2\n", "b", 2),
        ("wait_during.fullscreen = 1\nwait_during.call = 2\n", "wait_during.call", 2),
        ("[wait_during]\nfullscreen = 1\n'call' = 2\n", "wait_during.call", 3),
        ("[other]\ncall = 1\n[ wait_during ] # x\ncall = 2\n", "wait_during.call", 4),
        ("[wait_during]\n", "wait_during.call", 1),
        ("a = 1\nwait_during = { call = 2 }\n", "wait_during.call", 2),
        ("a = 1\nwait_during.call = 2\n", "wait_during", 2),
        ("# wait_during.call = 2\n", "wait_during.call", None),
    ],
)
def test_a_problem_is_found_at_its_line(text: str, key: str, line: int | None) -> None:
    assert next(read(text, whole_tables=False).find_lines([key])) == line


def test_all_settings_are_written_as_they_stand_in_the_file(settings_file: SettingsFile) -> None:
    given(settings_file, "[wait_during]\ncall = '45m'\n[working_hours]\nmonday = ['09:00-12:00']\n")

    text = "\n".join(as_lines(settings_file.read()[0]))

    assert 'wait_during.call = "45m"\n' in text
    assert 'working_hours.monday = ["09:00-12:00"]' in text
    assert parse_settings(parse(text)) == settings_file.read()


def test_a_damaged_file_is_never_overwritten(settings_file: SettingsFile) -> None:
    given(settings_file, "snooze = \n")

    with pytest.raises(StorageError, match=r"settings\.toml:1: .*; nothing was changed"):
        settings_file.set("interval", "25m")

    assert settings_file.path.read_text() == "snooze = \n"


@pytest.mark.parametrize("key", ["nothing", "wait_during.nothing", "snooze.nothing"])
def test_reading_an_unknown_setting_raises_a_key_error(settings_file: SettingsFile, key: str) -> None:
    with pytest.raises(KeyError):
        settings_file.get(key)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=repr)
def test_a_change_keeps_encoding_and_line_ends(settings_file: SettingsFile, mark: bytes, end: bytes) -> None:
    given(settings_file, mark + end.join([b"# f\xfcr mich", b"snooze = '5m'", b"", b"# the end", b""]))

    settings_file.set("snooze", "10m")
    settings_file.set("topics", ["posture"])
    settings_file.set("wait_during.call", value=False)

    lines = [
        b"# f\xfcr mich", b'snooze = "10m"', b"", b"# the end", b'topics = ["posture"]', b"",
        b"[wait_during]", b"call = false", b"",
    ]  # fmt: skip
    assert settings_file.path.read_bytes() == mark + end.join(lines)


def test_lines_that_end_in_two_ways_stay_as_they_are(settings_file: SettingsFile) -> None:
    given(settings_file, b"# one\r\n# two\nsnooze = '5m'\r\n")

    settings_file.set("snooze", "10m")

    assert settings_file.path.read_bytes() == b'# one\r\n# two\nsnooze = "10m"\r\n'


def test_the_initial_file_explains_every_setting_and_sets_none(settings_file: SettingsFile) -> None:
    path = settings_file.ensure()

    assert settings_file.read() == (Settings(), [])
    lines = [line[1:] for line in path.read_text().splitlines() if line[:1] == "#" and line[:2] != "# "]
    table = parse("\n".join(lines))
    settings, problems = parse_settings({**table, "working_hours": {}})
    assert (settings, problems) == (Settings(), [])
    assert set(table) == {field.name for field in fields(Settings)}


def test_a_setting_chosen_in_the_tray_joins_the_initial_file(settings_file: SettingsFile) -> None:
    settings_file.ensure()

    settings_file.set("interval", "25m")
    settings_file.set("wait_during.call", False)

    assert settings_file.path.read_text().startswith(template())
    settings, problems = settings_file.read()
    assert problems == []
    assert settings.interval == Interval(25 * MINUTE, 25 * MINUTE)
    assert "call" not in settings.wait_during


def test_an_existing_settings_file_is_never_replaced_by_a_template(settings_file: SettingsFile) -> None:
    given(settings_file, "# mine\n")

    settings_file.ensure()

    assert settings_file.path.read_text() == "# mine\n"


def test_settings_survive_a_round_trip_through_toml() -> None:
    settings, problems = parse_settings(
        {
            "interval": "25m-1h",
            "topics": ["moving"],
            "wait_during": {"call": False, "fullscreen": "45m"},
            "away_after": "never",
            "working_hours": {"friday": ["22:00-06:00"]},
        }
    )
    assert problems == []

    assert parse_settings(as_table(settings)) == (settings, [])
