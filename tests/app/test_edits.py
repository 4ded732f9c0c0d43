"""Stories about settings, tips and login entries that somebody changes by hand."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from sitbreak.core.inputs import ReadTip, SetAutostart, SetInterval, StartBreak, Ticked
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.tray_view import Item
from tests.app.joined import Joined
from tests.conftest import Logged

MINUTE = timedelta(minutes=1)
FILE_EVENTS = {"open", "os.remove", "os.rename", "os.mkdir", "os.chmod", "os.listdir", "os.scandir"}


@contextmanager
def audited() -> Iterator[list[tuple[str, object]]]:
    """Record what this thread does to files. A hook stays forever, but can be switched off."""
    events: list[tuple[str, object]] = []
    thread = threading.get_ident()
    is_on = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_on and event in FILE_EVENTS and threading.get_ident() == thread:
            events.append((event, arguments[0]))

    sys.addaudithook(hook)
    yield events
    is_on = False


OWN_TIP = """\
[[tip]]
id = "my-own"
topic = "moving"
title = "Walk to the window"
body = "Look out for a while."
source = "my physiotherapist"
"""
BAD_TIP = '[[tip]]\nid = "bad"\ntopic = "lunch"\ntitle = "B"\nbody = "B"\nsource = "me"\n'


def test_edited_tips_apply_within_a_minute_and_a_bad_one_is_logged_once(
    joined: Joined, logged: Logged
) -> None:
    joined.write_tips(OWN_TIP)
    joined.pass_a_minute()
    assert joined.handle(ReadTip("moving")).text != ""
    read = {joined.handle(ReadTip("moving")).text.partition("\n")[0] for _ in range(20)}
    assert "Walk to the window" in read
    assert logged() == []

    joined.write_tips(BAD_TIP + OWN_TIP.replace("Walk to", "Stroll to"))
    for _ in range(3):
        joined.pass_a_minute()
    joined.write_tips(BAD_TIP + OWN_TIP.replace("Walk to", "Go to"))
    joined.pass_a_minute()
    assert len(logged()) == 1
    assert "tips.toml, line 3: tip \"bad\", topic: 'lunch' is not one of" in logged()[0]
    read = {joined.handle(ReadTip("moving")).text.partition("\n")[0] for _ in range(20)}
    assert "Go to the window" in read


def test_unchanged_tips_are_read_only_once(
    joined: Joined, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined.write_tips(OWN_TIP)
    joined.pass_a_minute()
    monkeypatch.setattr("sitbreak.tips.files.load_library", None)
    for _ in range(3):
        joined.pass_a_minute()
    assert logged() == []
    joined.write_tips("")
    joined.pass_a_minute()
    assert logged() == ["looking at tips.toml failed"]


def test_edited_settings_apply_within_a_minute(joined: Joined, logged: Logged) -> None:
    joined.write_settings('interval = "33m"\nlull = "soon"\n')
    joined.pass_a_minute()
    joined.pass_a_minute()
    assert joined.situation.settings.interval == Interval(33 * MINUTE, 33 * MINUTE)
    assert logged() == ["settings.toml:2: lull: 'soon' is not a duration; write it like 90s, 25m or 1h30m"]

    joined.write_settings('lull = "9s"\ninterval = "3\nsnooze = "7m"\n')
    joined.pass_a_minute()
    assert joined.situation.settings == Settings(lull=timedelta(seconds=9), snooze=7 * MINUTE)
    [*_, problem] = logged()
    assert problem.startswith("settings.toml:2: interval: this line can't be read (")


def test_another_language_is_spoken_at_once_in_menu_tips_and_replies(joined: Joined) -> None:
    joined.write_settings('language = "de"\n')
    joined.pass_a_minute()
    labels = [item.label for item in joined.lasting.view().menu if isinstance(item, Item)]
    assert "Pause beginnen" in labels
    assert joined.handle(StartBreak()).text.startswith("Gute Pause")
    texts = {joined.handle(ReadTip("posture")).text.partition("\n")[0] for _ in range(20)}
    assert "Beide Füße auf den Boden" in texts

    joined.write_settings('language = "en"\n')
    joined.pass_a_minute()
    assert "Start break" in [item.label for item in joined.lasting.view().menu if isinstance(item, Item)]
    assert "Both feet on the floor" in {
        joined.handle(ReadTip("posture")).text.partition("\n")[0] for _ in range(20)
    }


def test_the_interval_of_this_run_survives_an_edit_but_not_a_choice(joined: Joined) -> None:
    of_this_run = Interval(MINUTE, MINUTE)
    joined.use(joined.desktop, interval=of_this_run)
    joined.write_settings("lull = 9\n")
    joined.pass_a_minute()
    assert joined.situation.settings.interval == of_this_run
    assert joined.situation.settings.lull == timedelta(seconds=9)

    chosen = Interval(25 * MINUTE, 25 * MINUTE)
    assert joined.handle(SetInterval(chosen)).done
    joined.pass_a_minute()
    assert joined.situation.settings.interval == chosen
    assert joined.settings_file.read_text() == 'lull = 9\ninterval = "25m"\n'


def test_an_interval_written_into_the_file_ends_that_of_this_run(joined: Joined) -> None:
    joined.use(joined.desktop, interval=Interval(MINUTE, MINUTE))
    joined.write_settings('interval = "25m"\n')
    joined.pass_a_minute()
    assert joined.situation.settings.interval == Interval(25 * MINUTE, 25 * MINUTE)


def test_a_quiet_minute_opens_two_files_and_makes_none(joined: Joined) -> None:
    joined.handle(Ticked())
    joined.pass_a_minute()
    with audited() as events:
        joined.lasting.show_time(joined.clocks())
        joined.pass_a_minute()
    opened = [Path(path).name for event, path in events if event == "open" and isinstance(path, str | Path)]
    assert opened == ["heartbeat.json", "sitbreak.desktop"]
    assert [event for event, _ in events if event != "open"] == []


def test_a_changed_login_entry_is_noticed_within_a_minute(joined: Joined, home_config: Path) -> None:
    joined.pass_a_minute()
    assert joined.situation.autostart is False
    joined.handle(SetAutostart(on=True))
    assert joined.situation.autostart is True
    (home_config / "autostart" / "sitbreak.desktop").unlink()
    joined.pass_a_minute()
    assert joined.situation.autostart is False


def test_unreadable_login_entries_are_logged_once(joined: Joined, home_config: Path, logged: Logged) -> None:
    (home_config / "autostart").write_text("a file where the folder should be")
    for _ in range(3):
        joined.pass_a_minute()
    assert joined.situation.autostart is None
    assert len(logged()) == 1
    assert not joined.handle(SetAutostart(on=True)).done
    joined.edits.repair_autostart()
    assert "cannot be repaired" in logged()[-1]
