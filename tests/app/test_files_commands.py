"""Stories about the commands that need no instance: tips, settings, starting at login, troubleshoot."""

import json
import re
import sys
import tomllib
from base64 import b64encode
from pathlib import Path

import pytest

from sitbreak.cli import main
from sitbreak.desktop.platforms import this_platform
from sitbreak.remote.protocol import DONE, FAILED, NOT_RUNNING, USAGE_ERROR
from sitbreak.tips.files import load_library
from tests.running import Done, Running
from tests.until import until

on_linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="menu entries are for Linux")

OWN_TIP = """\
[[tip]]
id = "my-own"
topic = "moving"
title = "Walk to the window"
body = "Look out for a while."
source = "my physiotherapist"
"""
THERAPIST = """\
# Exercises from Ms Weber, March

[[tip]]
id = "nerve-glide"
topic = "stretch"
title = "Slide the nerve"
body = "Straighten one knee while you look up, bend it while you look down."
caution = "Stop if it hurts or tingles."
source = "Ms Weber, my physiotherapist"
steps = [
    "Sit tall.", "Straighten the knee slowly.",
    "Bend it, then swap sides.",
]
hold_seconds = "3 seconds"
repetitions = 10
sides = ["right", "left"]

[[tip]]
id = "pelvic-tilt"
topic = "back"
title = "Rock your pelvis"
body = "Sit on your sit bones and rock forward and back."
source = "Ms Weber, my physiotherapist"

[[tip]]
id = "chin-tuck"
topic = "posture"
title = "Chin back"
body = "Draw your chin back a little and hold it."
source = "Ms Weber, my physiotherapist"
picture = "chin-tuck.png"
hold_seconds = 5
"""
BAD_TIP = '[[tip]]\nid = "bad one"\n'

Printed = pytest.CaptureFixture[str]


def write_tips(sitbreak: Running, text: str) -> Path:
    sitbreak.config.mkdir(parents=True, exist_ok=True)
    file = sitbreak.config / "tips.toml"
    file.write_text(text)
    return file


def listed_tips(sitbreak: Running) -> list[str]:
    """Return the ids of the tips that the command lists; what is wrong in the person's own is a remark."""
    return [line.split()[1] for line in sitbreak.do("tips list").splitlines() if not line.startswith("#")]


def hide_all_but(sitbreak: Running, *ids: str) -> None:
    """Hide every other tip, by a sitbreak that runs for that alone."""
    sitbreak.start()
    for tip in listed_tips(sitbreak):
        if tip not in ids:
            sitbreak.do(f"tips hide {tip}")
    sitbreak.do("quit")
    sitbreak.wait()


# --- tips ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_home")
def test_a_tip_can_be_read_without_an_instance(capsys: Printed) -> None:
    assert main(["tip"]) == DONE
    assert len(capsys.readouterr().out.splitlines()) >= 2

    assert main(["tip", "stretch", "--json"]) == DONE
    tip = json.loads(capsys.readouterr().out)
    assert tip["topic"] == "stretch"
    assert tip["caution"]


@pytest.mark.parametrize("form", ["--page", "--card"])
def test_the_page_of_a_tip_opens_without_an_instance(sitbreak: Running, form: str) -> None:
    opened = sitbreak.record_opened()
    sitbreak.env["DISPLAY"] = ":nowhere"
    done = sitbreak.run("tip", "lifting", form)
    assert (done.status, done.err) == (DONE, "")
    until(opened.exists, "the page is opened")
    page = Path(opened.read_text().strip())
    assert "Lifting" in page.read_text()
    assert ("Tips can't open in a window here: " in done.out) == (form == "--card")


def test_where_no_window_opens_the_settings_open_as_a_file(sitbreak: Running) -> None:
    opened = sitbreak.record_opened()
    sitbreak.env["DISPLAY"] = ":nowhere"
    done = sitbreak.run("settings", "open")
    assert (done.status, done.err) == (DONE, "")
    no_window, opening = done.out.splitlines()
    assert no_window.startswith("The settings can't open in a window here: ")
    assert opening == "Opening the settings file."
    until(opened.exists, "the file is opened")
    assert Path(opened.read_text().strip()).name == "settings.toml"


@pytest.mark.usefixtures("at_home")
def test_without_a_desktop_the_settings_open_nowhere(capsys: Printed) -> None:
    assert main(["settings", "open"]) == FAILED
    no_window, no_file = capsys.readouterr().err.splitlines()
    assert no_window.startswith("The settings can't open in a window here: there is no desktop ")
    assert no_file.startswith("there is no desktop to open files on; the file is ")


@pytest.mark.usefixtures("at_home")
def test_without_a_desktop_there_is_neither_card_nor_page(capsys: Printed) -> None:
    assert main(["tip", "--card"]) == FAILED
    no_window, no_page = capsys.readouterr().err.splitlines()
    assert no_window.startswith("Tips can't open in a window here: there is no desktop ")
    assert no_page.startswith("there is no desktop to open files on; the file is ")
    assert main(["tip", "--card", "--json"]) == USAGE_ERROR


def test_a_page_that_nothing_can_open_is_named(running: Running) -> None:
    for answer in (running.ask("tip --page"), running.ask("tip --card")):
        assert answer.status == FAILED
        assert Path(answer.text.rpartition("the file is ")[2]).exists()
    running.do("quit")
    running.wait()
    alone = running.run("tip", "--page")
    assert alone.status == FAILED
    assert "the file is " in alone.err


@pytest.mark.usefixtures("at_home")
def test_a_hidden_tip_stays_hidden_without_an_instance(sitbreak: Running, capsys: Printed) -> None:
    write_tips(sitbreak, OWN_TIP)
    sitbreak.start()
    for line in sitbreak.do("tips list").splitlines():
        topic, tip = line.split()[:2]
        if topic == "moving" and tip != "my-own":
            sitbreak.do(f"tips hide {tip}")
    sitbreak.do("quit")
    sitbreak.wait()

    for _ in range(3):
        assert main(["tip", "moving"]) == DONE
        assert capsys.readouterr().out.startswith("Walk to the window\n")
    assert main(["tips", "list"]) == DONE
    hidden = capsys.readouterr().out
    assert "(hidden)" in hidden
    assert not any("(hidden)" in line for line in hidden.splitlines() if "my-own" in line)


def test_own_tips_are_used_at_once_and_bad_ones_reported(running: Running) -> None:
    assert "my-own" not in running.do("tips list")
    file = write_tips(running, BAD_TIP + OWN_TIP)
    assert "my-own" in running.do("tips list")
    moving = [line.split()[1] for line in running.do("tips list").splitlines() if line.startswith("moving")]
    for tip in moving:
        if tip != "my-own":
            running.do(f"tips hide {tip}")
    assert running.do("tip moving").startswith("Walk to the window\n")
    problem = f"{file}, line 2: tip 1, id: 'bad one' may only contain a-z, 0-9 and -"
    assert problem in running.do("troubleshoot")
    assert running.log.count(problem) == 1

    file.write_text(OWN_TIP.replace("Walk to the window", "Stroll to the window"))
    assert running.do("tip moving").startswith("Stroll to the window\n")
    assert "bad one" not in running.do("troubleshoot")


def test_tips_can_be_listed_hidden_and_shown_again(running: Running) -> None:
    listed = running.run("tips", "list").out.splitlines()
    assert len(listed) == len(load_library(None)[0].tips)
    assert running.run("tips", "hide", "walk-a-little") == Done(
        DONE, "walk-a-little is hidden. Show it again with: sitbreak tips unhide walk-a-little\n", ""
    )
    hidden = [line for line in running.run("tips").out.splitlines() if line.endswith("  (hidden)")]
    assert [line.split()[:2] for line in hidden] == [["moving", "walk-a-little"]]
    running.kill()
    running.start()
    assert "(hidden)" in running.run("tips").out
    answer = running.run("tips", "unhide", "walk-a-little")
    assert answer == Done(DONE, "walk-a-little is shown again.\n", "")
    assert running.run("tips", "list").out.splitlines() == listed
    assert running.run("tips", "hide", "nonsense").status == FAILED


@pytest.mark.usefixtures("at_home")
def test_a_day_without_stretches_holds_without_an_instance(sitbreak: Running, capsys: Printed) -> None:
    sitbreak.write_settings('topics = ["stretch"]\n')
    sitbreak.start()
    assert sitbreak.run("stretches").out.startswith("Stretches are on")
    assert sitbreak.run("stretches", "off").out.startswith("No stretches today")
    assert sitbreak.run("stretches").out.startswith("No stretches today")
    assert sitbreak.run("tip", "stretch").status == FAILED
    sitbreak.do("quit")
    sitbreak.wait()

    for _ in range(5):
        assert main(["tip", "--json"]) == DONE
        assert json.loads(capsys.readouterr().out)["topic"] in ("posture", "moving")
    assert main(["tip", "lifting"]) == FAILED
    assert capsys.readouterr().err.startswith("No stretches today")
    assert main(["stretches", "on"]) == NOT_RUNNING


def test_mistakes_in_own_tips_name_file_line_and_field(running: Running) -> None:
    (running.home.folder / "weber.toml").write_text(THERAPIST)
    checked = running.run("tips", "check", "weber.toml")
    assert (checked.status, checked.out) == (FAILED, "")
    assert (
        checked.err
        == f"""\
weber.toml, line 14: tip "nerve-glide", hold_seconds: '3 seconds' is not a whole number from 1 to 600
weber.toml, line 20: tip "pelvic-tilt", topic: 'back' is not one of posture, lifting, stretch, moving
weber.toml, line 31: tip "chin-tuck", picture: there is no file {running.home.folder / "chin-tuck.png"}
"""
    )
    write_tips(running, THERAPIST)
    listed = listed_tips(running)
    assert "chin-tuck" in listed, "a tip can do without its picture"
    assert "nerve-glide" not in listed
    assert "pelvic-tilt" not in listed
    assert running.do("tips list").count("\n# ") == 3


def test_every_field_of_an_own_tip_is_shown(sitbreak: Running) -> None:
    opened = sitbreak.record_opened()
    sitbreak.env["DISPLAY"] = ":nowhere"
    file = write_tips(sitbreak, THERAPIST.replace('"3 seconds"', "3").replace('"back"', '"posture"'))
    hide_all_but(sitbreak, "nerve-glide", "chin-tuck")

    answer = json.loads(sitbreak.run("tip", "stretch", "--json").out)
    assert answer["steps"] == ["Sit tall.", "Straighten the knee slowly.", "Bend it, then swap sides."]
    assert (answer["hold_seconds"], answer["repetitions"], answer["sides"]) == (3, 10, ["right", "left"])
    assert answer["source"] == "Ms Weber, my physiotherapist"
    picture = file.with_name("chin-tuck.png")
    assert json.loads(sitbreak.run("tip", "posture", "--json").out)["picture"] == str(picture)

    def page() -> str:
        opened.unlink(missing_ok=True)
        assert sitbreak.run("tip", "posture", "--page").status == DONE
        until(lambda: opened.exists() and opened.read_text(), "the page is opened")
        return Path(opened.read_text().strip()).read_text()

    assert "<img" not in page()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and what follows")
    assert sitbreak.run("tips", "check", str(file)).status == DONE
    assert f"data:image/png;base64,{b64encode(picture.read_bytes()).decode()}" in page()
    assert "Hold</dt><dd>5 seconds" in page()


def test_a_relative_path_is_checked_from_the_clients_folder(running: Running) -> None:
    folder = running.home.folder
    (folder / "good.toml").write_text(OWN_TIP)
    (folder / "bad.toml").write_text(OWN_TIP + BAD_TIP)
    good = running.run("tips", "check", "good.toml")
    assert (good.status, good.out) == (DONE, "good.toml: all tips are valid.\n")
    bad = running.run("tips", "check", "bad.toml")
    assert bad.status == FAILED
    assert "bad.toml, line" in bad.err
    assert running.run("tips", "check", "none.toml").status == FAILED


@pytest.mark.usefixtures("at_home")
def test_a_tips_file_can_be_checked_without_an_instance(sitbreak: Running, capsys: Printed) -> None:
    file = write_tips(sitbreak, OWN_TIP)
    assert main(["tips", "check", str(file)]) == DONE
    assert capsys.readouterr().out == f"{file}: all tips are valid.\n"


# --- settings --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_home")
def test_an_unknown_setting_is_named_in_full(capsys: Printed) -> None:
    assert main(["settings", "get", "wait_during.cal"]) == FAILED
    assert capsys.readouterr().err.startswith("There's no setting 'wait_during.cal'")


@pytest.mark.usefixtures("at_home")
def test_settings_are_listed_as_they_stand_in_the_file(sitbreak: Running, capsys: Printed) -> None:
    assert main(["settings", "set", "working_hours.monday", '["09:00-12:30"]']) == DONE
    assert main(["settings", "set", "wait_during.call", "false"]) == DONE
    assert main(["settings"]) == DONE
    listed = capsys.readouterr().out.partition("\nwait_during.call = false\n")[2]
    assert 'working_hours.monday = ["09:00-12:30"]\nworking_hours.tuesday = []\n' in listed
    sitbreak.write_settings(listed)
    assert main(["settings"]) == DONE
    assert capsys.readouterr().out.endswith(listed)


@pytest.mark.usefixtures("at_home")
def test_a_day_without_hours_can_be_read(capsys: Printed) -> None:
    assert main(["settings", "get", "working_hours.monday"]) == DONE
    assert capsys.readouterr().out == "[]\n"


@pytest.mark.usefixtures("at_home")
def test_settings_can_be_changed_without_an_instance(sitbreak: Running, capsys: Printed) -> None:
    sitbreak.write_settings("# mine\nlull = 7\n")
    assert main(["settings", "set", "interval", "25"]) == DONE
    assert main(["settings", "set", "topics", '["moving"]']) == DONE
    assert main(["settings", "set", "wait_during.call", "false"]) == DONE
    capsys.readouterr()
    assert main(["settings"]) == DONE
    shown = capsys.readouterr().out
    assert 'interval = "25m"' in shown
    assert 'lull = "7s"' in shown
    assert "wait_during.call = false" in shown
    assert tomllib.loads(shown)["topics"] == ["moving"]
    assert sitbreak.settings.startswith("# mine\nlull = 7\n")

    assert main(["settings", "path"]) == DONE
    assert capsys.readouterr().out.strip() == str(sitbreak.config / "settings.toml")
    assert main(["settings", "get", "wait_during.call"]) == DONE
    assert capsys.readouterr().out == "false\n"
    assert main(["settings", "get", "wait_during"]) == DONE
    assert capsys.readouterr().out == (
        "wait_during.fullscreen = true\nwait_during.call = false\n"
        "wait_during.do_not_disturb = true\nwait_during.presentation = true\n"
    )


@pytest.mark.usefixtures("at_home")
def test_what_settings_prints_can_be_set_again(sitbreak: Running, capsys: Printed) -> None:
    for key, value in [
        ("wait_during.call", "45m"),
        ("wait_during.call", "true"),
        ("away_after", "never"),
        ("away_after", '"4m"'),
        ("working_hours.monday", '["09:00-12:00"]'),
    ]:
        assert main(["settings", "set", key, value]) == DONE
        assert capsys.readouterr().out.strip() in (f"{key} = {value}", f'{key} = "{value}"')
    assert tomllib.loads(sitbreak.settings)["away_after"] == "4m"


def test_a_changed_setting_takes_effect_at_once(running: Running) -> None:
    running.do("settings set interval 40")
    assert running.do("interval") == "Reminders come after 40 minutes."
    running.do("interval 15-25")
    assert running.do("settings get interval") == '"15m-25m"'
    assert running.settings == 'interval = "15m-25m"\n'


def test_any_command_picks_up_settings_edited_by_hand(running: Running) -> None:
    running.write_settings('interval = "33m"\nlull = "soon"\n')
    assert running.do("settings get interval") == '"33m"'
    assert running.do("interval") == "Reminders come after 33 minutes."
    assert "settings.toml:2: lull: 'soon' is not a duration" in running.do("troubleshoot")
    assert running.log.count("lull: 'soon'") == 1

    running.write_settings('interval = "34m"\n')
    assert running.do("interval") == "Reminders come after 34 minutes."
    assert "lull" not in running.do("troubleshoot").replace("settings.toml", "")


def test_a_setting_that_cannot_be_saved_is_a_failure(running: Running) -> None:
    running.config.parent.mkdir(parents=True, exist_ok=True)
    running.config.write_text("a file where the folder should be")
    for words in ("interval 25", "settings set interval 25"):
        answer = running.ask(words)
        assert answer.status == FAILED
        assert "settings.toml cannot be" in answer.text


# --- starting at login -----------------------------------------------------------------------------


def test_the_running_instance_switches_starting_at_login(running: Running) -> None:
    entry = running.home.config / "autostart" / "sitbreak.desktop"
    assert running.do("autostart") == "sitbreak doesn't start at login."
    assert running.do("autostart on") == "sitbreak starts at login."
    assert entry.exists()
    assert running.do("autostart status") == "sitbreak starts at login."
    assert running.do("autostart off") == "sitbreak doesn't start at login."
    assert not entry.exists()


@pytest.mark.usefixtures("at_home")
def test_starting_at_login_can_be_switched_without_an_instance(sitbreak: Running, capsys: Printed) -> None:
    assert main(["autostart", "on"]) == DONE
    assert (sitbreak.home.config / "autostart" / "sitbreak.desktop").exists()
    assert main(["autostart", "off"]) == DONE
    assert main(["autostart"]) == DONE
    assert capsys.readouterr().out.splitlines() == [
        "sitbreak starts at login.",
        "sitbreak doesn't start at login.",
        "sitbreak doesn't start at login.",
    ]


def test_a_failure_to_start_at_login_gives_a_reason(running: Running) -> None:
    (running.home.config / "autostart").write_text("a file where the folder should be")
    for answer in (running.ask("autostart on"), running.ask("autostart")):
        assert answer.status == FAILED
        assert answer.text.startswith("autostart: ")
    assert running.answers()


# --- the applications menu -------------------------------------------------------------------------


def application_entry(sitbreak: Running) -> Path:
    return Path(sitbreak.env["XDG_DATA_HOME"], "applications", "sitbreak.desktop")


@on_linux
def test_the_running_instance_puts_itself_into_the_menu_and_out_again(running: Running) -> None:
    running.do("autostart on")
    assert running.do("desktop").startswith("sitbreak isn't in your applications menu. ")
    assert running.do("desktop install").startswith("sitbreak is in your applications menu. ")
    assert running.do("desktop") == f"sitbreak is in your applications menu ({application_entry(running)})."
    assert running.do("desktop remove").splitlines() == [
        "sitbreak is no longer in your applications menu and won't start at login.",
        f"Your settings and history are still in {running.state_folder}",
        "sitbreak has stopped.",
    ]
    assert running.wait() == 0
    running.start()
    assert running.do("autostart") == "sitbreak doesn't start at login."
    assert list(Path(running.env["XDG_DATA_HOME"]).iterdir()) == []


@on_linux
@pytest.mark.usefixtures("at_home")
def test_the_application_entry_needs_no_instance(sitbreak: Running, capsys: Printed) -> None:
    assert main(["desktop", "install"]) == DONE
    assert application_entry(sitbreak).exists()
    for _ in range(2):
        assert main(["desktop", "remove"]) == DONE
        assert not application_entry(sitbreak).exists()
    assert "still in" not in capsys.readouterr().out, "there is nothing yet"
    sitbreak.write_settings("")
    assert main(["desktop", "remove"]) == DONE
    assert capsys.readouterr().out.endswith(f"still in {sitbreak.config}\n")
    assert main(["desktop"]) == DONE
    assert capsys.readouterr().err == ""


@on_linux
@pytest.mark.usefixtures("at_home")
def test_an_entry_of_a_package_is_named_and_stays(
    sitbreak: Running, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    packaged = tmp_path / "applications" / "sitbreak.desktop"
    packaged.parent.mkdir()
    packaged.touch()
    assert main(["desktop", "install"]) == DONE
    assert capsys.readouterr().out == f"sitbreak is in your applications menu ({packaged}).\n"
    assert not application_entry(sitbreak).exists(), "a second one would hide that of the package"
    assert main(["desktop", "remove"]) == DONE
    assert f"The entry {packaged} belongs to a package" in capsys.readouterr().out
    assert packaged.exists()


@on_linux
@pytest.mark.usefixtures("at_home")
def test_without_a_menu_to_be_in_it_is_removed_all_the_same(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["autostart", "on"]) == DONE
    autostart = this_platform().make_autostart()
    macos = this_platform("darwin")
    monkeypatch.setattr("sitbreak.desktop.linux.make_installation", macos.make_installation)
    assert main(["desktop", "install"]) == FAILED
    assert main(["desktop", "remove"]) == DONE
    assert "sitbreak doesn't start at login." in capsys.readouterr().out
    assert autostart.status() is False


@on_linux
def test_a_failure_to_get_into_the_menu_gives_a_reason(running: Running) -> None:
    application_entry(running).parent.write_text("a file where the folder should be")
    for answer in (running.ask("desktop install"), running.ask("desktop remove")):
        assert answer.status == FAILED
        assert answer.text.startswith("desktop: ")
        assert "\n" not in answer.text


@on_linux
@pytest.mark.usefixtures("at_home")
def test_an_application_entry_whose_python_is_gone_is_repaired_at_the_start(sitbreak: Running) -> None:
    assert main(["desktop", "install"]) == DONE
    entry = application_entry(sitbreak)
    before = entry.read_text()
    entry.write_text(re.sub("Exec=.*", "Exec=/gone/bin/sitbreak", before))
    sitbreak.start()
    until(lambda: entry.read_text() == before, "the entry is repaired")
    assert "the application entry started '/gone/bin/sitbreak', which is gone" in sitbreak.log


EVERYTHING = {
    "tray",
    "notifications",
    "idle",
    "call",
    "do not disturb",
    "full screen",
    "lock",
    "presentation",
    "screen kept on",
    "sleep",
    "tip card",
}

# --- troubleshoot ----------------------------------------------------------------------------------


def test_troubleshoot_reports_what_is_in_use_and_why_nothing_better(running: Running) -> None:
    text = running.do("troubleshoot")
    assert "not x11-sync: DISPLAY is not set" in text
    assert "Input can't be seen here" in text
    assert str(running.config / "settings.toml") in text
    report = json.loads(running.do("troubleshoot --json"))
    assert [backend["what"] for backend in report["backends"]] == [
        "tray",
        "notifications",
        "idle",
        "tip card",
    ]
    assert report["problems"] == []


@pytest.mark.usefixtures("at_home")
def test_troubleshoot_works_without_an_instance(sitbreak: Running, capsys: Printed) -> None:
    sitbreak.write_settings('lull = "soon"\n')
    assert main(["troubleshoot"]) == DONE
    text = capsys.readouterr().out
    assert "sitbreak isn't running" in text
    assert "not status-notifier: no session bus" in text
    assert "not x11-sync: DISPLAY is not set" in text
    assert "lull: 'soon'" in text

    assert main(["troubleshoot", "--json"]) == DONE
    report = json.loads(capsys.readouterr().out)
    assert [backend["used"] for backend in report["backends"]] == ["none", "terminal", *["none"] * 9]
    assert {backend["what"] for backend in report["backends"]} == EVERYTHING
    assert report["backends"][-2]["tried"] == {"a desktop": "neither DISPLAY nor WAYLAND_DISPLAY is set"}


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "unix:path=/nonexistent", "unix:path=%zz", "tcp:host=localhost,port=1", "unix:"],
    ids=str,
)
def test_troubleshoot_survives_any_environment(sitbreak: Running, address: str) -> None:
    sitbreak.env |= dict.fromkeys(("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"), address)
    sitbreak.env |= {"DISPLAY": ":nowhere", "WAYLAND_DISPLAY": "nothing", "XAUTHORITY": "/nonexistent"}
    done = sitbreak.run("troubleshoot", "--json")
    assert (done.status, done.err) == (DONE, "")
    answer = {backend["what"]: backend for backend in json.loads(done.out)["backends"]}
    assert answer.keys() == EVERYTHING
    for what in EVERYTHING - {"call", "full screen", "tip card"}:
        assert answer[what]["used"] == "none"
        assert answer[what]["tried"]
        assert answer[what]["advice"]


@pytest.mark.usefixtures("at_home")
def test_troubleshoot_works_with_an_unsafe_runtime_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Printed
) -> None:
    (tmp_path / "sitbreak").write_text("a file where the folder should be")
    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert main(["troubleshoot"]) == DONE
    assert "it is not a folder of yours" in capsys.readouterr().out

    assert main(["status"]) == FAILED
    assert main([]) == FAILED
    assert capsys.readouterr().err.count("it is not a folder of yours") == 2
