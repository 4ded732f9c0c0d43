"""Whole days on a real Xfce desktop: its panel, its notifications, real typing and a real mouse."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.journeys.desk import REMINDER_BUTTONS, SOON, STANDING_BUTTONS, TIP_BUTTONS, Desk
from tests.journeys.heard import Overheard
from tests.rig.desktop import Desktop
from tests.rig.programs import Program, needs, needs_qt, text_of
from tests.test_repair import FIVE_MISTAKES
from tests.until import until

WITH_COMMENTS = """\
# my back says so
interval = "6s-4m"  # short, to try it out
lull = "2s"
"""
FIVE, TEN, AN_HOUR = timedelta(minutes=5), timedelta(minutes=10), timedelta(hours=1)


@pytest.fixture
def xfce(desktop: Desktop, xfce_panel: Program, xfce_notifyd: Program) -> None:
    """A panel, and a notification daemon with buttons where nothing expires: what has gone was withdrawn."""
    assert xfce_panel.running
    assert xfce_notifyd.running
    _let_bubbles_expire_after(desktop, 3600)


def _let_bubbles_expire_after(desktop: Desktop, seconds: int) -> None:
    desktop.set_xfconf("xfce4-notifyd", "/expire-timeout", seconds)


@pytest.mark.usefixtures("xfce")
def test_a_reminder_waits_for_a_lull_and_is_snoozed_by_button(desk: Desk) -> None:
    desk.start(WITH_COMMENTS)
    with desk.typing():
        until(lambda: desk.sitting_seconds() >= 8, "they have been sitting past the interval's start")
        assert desk.reminder() is None
        assert desk.bubble() is None
        desk.wait_for_icon("window")
    desk.wait_for_bubble()
    assert desk.reminder() == "due"
    assert desk.sitting_seconds() < 240, "it came at the lull, before the window's end"
    desk.wait_for_icon("due")

    desk.click_button("Snooze 5 min", of=REMINDER_BUTTONS)
    desk.wait_for_no_bubble()
    until(lambda: desk.snooze() == FIVE, "the reminder is snoozed")
    desk.wait_for_icon("snoozed")


@pytest.mark.usefixtures("xfce")
def test_someone_who_keeps_typing_is_reminded_at_the_latest_moment(desk: Desk) -> None:
    desk.start('interval = "2s-5s"\nlull = "2s"\n')
    with desk.typing():
        desk.wait_for_bubble()
        assert desk.reminder() == "due"
        assert desk.sitting_seconds() >= 5


@pytest.mark.usefixtures("xfce")
def test_every_menu_entry_does_what_it_says(desk: Desk) -> None:
    desk.start(WITH_COMMENTS)
    desk.choose("10 min", of="Snooze")
    until(lambda: desk.snooze() == TEN, "it is snoozed")
    desk.choose("5 min", of="Snooze")
    until(lambda: desk.snooze() == FIVE, "snoozes never add up")

    desk.choose("After 25 min", of="Remind me")
    until(lambda: desk.settings() == WITH_COMMENTS.replace("6s-4m", "25m"), "the interval is saved")
    desk.choose("Moving", of="Tips about")
    topics = 'topics = ["posture", "lifting", "stretch"]'
    until(lambda: topics in desk.settings(), "the topics are saved")

    desk.choose("1 hour", of="Pause reminders")
    desk.wait_for_icon("paused")
    assert desk.pauses() == [AN_HOUR]
    desk.choose("Resume reminders")
    until(lambda: desk.pauses() == [], "the pause is over")

    desk.choose("Show me a tip")
    tip = desk.wait_for_bubble()
    desk.click_button("Another tip", of=TIP_BUTTONS)
    until(lambda: desk.wait_for_bubble() != tip, "another tip is shown")
    desk.choose("Start at login")
    until(lambda: desk.command("autostart") == "sitbreak starts at login.", "it starts at login")

    desk.choose("Start break")
    desk.wait_for_icon("break")
    assert desk.status()["state"] == "break"
    desk.choose("Quit")
    assert desk.exit_status() == 0
    desk.wait_for_no_icon()
    desk.wait_for_no_bubble()


@pytest.mark.usefixtures("xfce")
def test_the_command_line_does_the_same(desk: Desk) -> None:
    desk.start(SOON)
    desk.wait_for_bubble()
    desk.command("skip")
    desk.wait_for_no_bubble()
    assert desk.reminder() is None
    desk.command("interval", "20-30")
    assert desk.settings() == SOON.replace("2s-4s", "20m-30m")
    assert "reminder between" in desk.command("status")

    desk.command("snooze", "30")
    desk.command("snooze", "25")
    assert desk.snooze() == timedelta(minutes=25)
    desk.command("pause", "--until", "15:00")
    [pause] = desk.status()["pauses"]
    assert datetime.fromisoformat(pause["until"]).strftime("%H:%M:%S") == "15:00:00"
    desk.wait_for_icon("paused")
    desk.command("resume")
    assert desk.pauses() == []
    desk.wait_for_icon("snoozed")

    assert desk.command("tip", "lifting")
    desk.command("break")
    assert desk.status()["state"] == "break"
    assert desk.start_again().startswith("sitbreak is already running.")
    desk.command("quit")
    assert desk.exit_status() == 0


@pytest.mark.usefixtures("xfce")
def test_a_killed_sitbreak_resumes_where_it_was(desk: Desk) -> None:
    desk.start(WITH_COMMENTS)
    desk.command("snooze", "15")
    desk.command("pause", "1h")
    until(lambda: desk.sitting_seconds() >= 3, "they have sat for a while")
    before = desk.status()
    desk.sitbreak.kill()
    desk.sitbreak.start()
    after = desk.status()
    assert after["pauses"] == before["pauses"]
    assert after["reminder"] == before["reminder"]
    assert after["sitting_seconds"] >= before["sitting_seconds"]
    desk.wait_for_icon("paused")


def test_the_icon_returns_with_a_restarted_panel(desk: Desk, xfce_panel: Program) -> None:
    desk.start()
    desk.wait_for_icon("sitting")
    xfce_panel.kill()
    desk.wait_for_no_icon()
    xfce_panel.start()
    desk.wait_for_icon("sitting")


def test_the_icon_appears_on_a_panel_that_starts_later(desk: Desk, desktop: Desktop) -> None:
    needs("xfce4-panel", "xfconfd")
    desk.start()
    desktop.start_xfce_panel(at="top")
    desk.wait_for_icon("sitting")
    desk.point_at_icon()  # the panel may still be moving it until it knows its tooltip
    desk.choose("Until I resume", of="Pause reminders")
    desk.wait_for_icon("paused")


def test_a_restarted_notification_daemon_shows_the_reminder_again(desk: Desk, xfce_notifyd: Program) -> None:
    desk.start(SOON)
    desk.wait_for_bubble()
    xfce_notifyd.kill()
    desk.wait_for_no_bubble()
    xfce_notifyd.start()
    desk.click_button("Snooze 5 min", of=REMINDER_BUTTONS)
    desk.wait_for_no_bubble()
    until(lambda: desk.snooze() == FIVE, "the reminder is snoozed")


def test_dunst_shows_one_reminder_repeated_in_place(desk: Desk, dunst: Program) -> None:
    assert dunst.running
    desk.start(SOON + 'repeat_every = "3s"\n')
    first = desk.wait_for_bubble()
    until(lambda: desk.reminder() == "overdue", "it is repeated")
    until(lambda: desk.wait_for_bubble() != first, "the repetition is seen")
    assert desk.bubbles_of_dunst() == 1
    desk.command("snooze")
    desk.wait_for_no_bubble()


@pytest.mark.usefixtures("xfce")
def test_an_ignored_reminder_is_repeated_in_place_three_times(desk: Desk, desktop: Desktop) -> None:
    heard = Overheard(desktop)
    desk.start('interval = "10s"\nrepeat_every = "3s"\n')
    with desk.typing():
        until(lambda: len(heard.sent) == 5, "three repetitions, and the next reminder", seconds=60)
    assert desk.wait_for_icon("due")
    first, *others = heard.sent
    assert first.replaces == 0
    assert len({it.replaces for it in others} - {0}) == 1, "all in place of the first"
    assert len({it.title for it in heard.sent}) == 5, "each with its own sitting time"
    assert all(it.title.startswith("Time to get up – ") for it in heard.sent)
    gaps = [later.at - earlier.at for earlier, later in pairwise(heard.sent)]
    assert max(gaps) == gaps[-1], "an interval lies before the next reminder"


@pytest.mark.usefixtures("xfce")
def test_a_break_is_seen_while_it_runs_and_our_menu_does_not_end_it(desk: Desk, desktop: Desktop) -> None:
    heard = Overheard(desktop)
    _let_bubbles_expire_after(desktop, 10)
    desk.start(SOON + 'break_length = "40s"\n')
    desk.click_button("Start break", of=REMINDER_BUTTONS)
    until(lambda: heard.sent[-1].title.startswith("Break until "), "the break takes the reminder's place")
    desk.wait_for_icon("break")
    assert desk.status_line() == heard.sent[-1].title.replace("Break", "On a break")
    getting_up = time.monotonic() + 16
    until(lambda: time.monotonic() > getting_up, "they have got up")
    desk.open_menu()
    desk.close_menu()
    assert desk.bubble() is not None, "longer than the 10 s after which others expire"
    assert desk.status()["state"] == "break"
    until(lambda: desk.status()["sitting_seconds"] == 0, "the break is complete", seconds=60)
    desk.wait_for_no_bubble()
    assert len(heard.sent) == 2, [sent.title for sent in heard.sent]


@pytest.mark.usefixtures("xfce")
def test_somebody_who_types_is_back_and_sees_no_break(desk: Desk) -> None:
    desk.start()
    desk.command("break")
    desk.wait_for_bubble()
    getting_up = time.monotonic() + 16
    until(lambda: time.monotonic() > getting_up, "they have got up")
    with desk.typing():
        until(lambda: desk.status()["state"] == "sitting", "they are back")
    desk.wait_for_no_bubble()


@pytest.mark.usefixtures("xfce")
def test_getting_up_withdraws_the_reminder_and_typing_starts_a_sitting(desk: Desk) -> None:
    desk.start(SOON + 'break_length = "4s"\naway_after = "6s"\n')
    desk.press_a_key()
    desk.wait_for_bubble()
    desk.wait_for_no_bubble()
    assert desk.status()["state"] == "break"
    assert desk.status()["sitting_seconds"] == 0
    desk.wait_for_icon("break")
    back = time.monotonic()
    with desk.typing():
        until(lambda: desk.status()["state"] == "sitting", "they sit again")
    assert desk.sitting_seconds() <= time.monotonic() - back + 1, "the clock started again"
    desk.wait_for_icon("sitting", "window", "due")


@pytest.mark.usefixtures("xfce")
def test_show_me_how_opens_a_card_that_takes_no_focus_and_snoozes(desk: Desk, desktop: Desktop) -> None:
    needs_qt()
    desk.start(SOON)
    desk.click_button("Show me how", of=REMINDER_BUTTONS)
    until(lambda: desk.screen.windows_of("sitbreak"), "the card is on the screen")
    assert desk.screen.focused_program() != "sitbreak"

    turn_to_window(desk, desktop)
    desk.press("alt+s")
    until(lambda: desk.snooze() == FIVE, "the reminder is snoozed")
    until(lambda: not desk.screen.windows_of("sitbreak"), "the card has gone")
    desk.wait_for_no_bubble()


@pytest.mark.usefixtures("xfce")
def test_a_card_opened_by_command_has_focus_and_starts_the_break(desk: Desk) -> None:
    needs_qt()
    desk.start(SOON)
    desk.wait_for_bubble()
    assert desk.command("tip", "stretch", "--card") == "Opening the tip."
    until(lambda: desk.screen.focused_program() == "sitbreak", "the card has the focus")
    desk.press("Return")
    until(lambda: desk.status()["state"] == "break", "the break has begun")
    assert desk.screen.windows_of("sitbreak"), "the card shows how to spend it"
    desk.press("Escape")
    until(lambda: not desk.screen.windows_of("sitbreak"), "the card has gone")
    assert desk.status()["state"] == "break", "closing the card is no return"


@pytest.mark.usefixtures("xfce")
def test_somebody_at_a_high_desk_stands_and_sits_again(desk: Desk, desktop: Desktop) -> None:
    heard = Overheard(desktop)
    desk.start('interval = "1h"\nstanding = "8s"\n')
    until(lambda: desk.sitting_seconds() >= 2, "they sit")
    assert desk.command("stand").startswith("You're standing")
    desk.wait_for_icon("standing")
    until(lambda: "standing_desk = true" in desk.settings(), "the person finds it in the settings")
    sat = desk.sitting_seconds()
    desk.click_button("I'm sitting again", of=STANDING_BUTTONS)
    assert [it.title for it in heard.sent] == ["Time to sit or walk"]
    desk.wait_for_no_bubble()
    desk.wait_for_icon("sitting")
    assert sat <= desk.sitting_seconds() <= sat + 3, "the clock stood still"
    desk.choose("I'm standing now")
    desk.wait_for_icon("standing")
    assert desk.status_line().startswith("Standing ")


@pytest.mark.usefixtures("xfce")
def test_mistakes_in_the_settings_reach_the_screen_and_open_the_file(desk: Desk, desktop: Desktop) -> None:
    heard, opened = Overheard(desktop), desk.sitbreak.record_opened()
    desk.start(FIVE_MISTAKES)
    desk.wait_for_bubble()
    assert [it.title for it in heard.sent] == ["Please check settings.toml"]
    desk.click_button("Open file", of=("Open file",))
    until(lambda: text_of(opened).strip().endswith("settings.toml"), "the file is opened")
    assert desk.settings() == FIVE_MISTAKES, "it stays as it is"
    desk.sitbreak.write_settings(FIVE_MISTAKES.replace("25m", '"25m"'))
    assert desk.command("settings", "get", "interval") == '"25m"'  # the next command looks at the file
    until(lambda: len(heard.sent) == 2, "the other four are said once more")
    desk.command("status")
    desk.sitbreak.write_settings("")
    desk.command("status")
    desk.wait_for_no_bubble()
    assert len(heard.sent) == 2, [sent.title for sent in heard.sent]


@pytest.mark.usefixtures("xfce")
def test_the_history_opens_from_the_menu_and_shows_what_has_just_been(desk: Desk, desktop: Desktop) -> None:
    needs_qt()
    desk.start('interval = "1h"\nbreak_length = "3s"\n')
    until(lambda: desk.sitting_seconds() >= 2, "they sit")
    desk.command("break")
    until(lambda: '"outcome": "asked"' in desk.command("history", "--json"), "the break is in the history")
    with desk.typing():
        until(lambda: desk.status()["state"] == "sitting", "they sit again")
    desk.choose("History…")
    until(lambda: desk.screen.focused_program() == "sitbreak", "the window has the focus")
    assert "Sitting history" in desktop.display.run("wmctrl", "-l")
    desk.press("Escape")
    until(lambda: not desk.screen.windows_of("sitbreak"), "the window has gone")


@pytest.mark.usefixtures("xfce")
def test_the_back_diary_asks_after_a_break_and_notes_the_answer(desk: Desk, desktop: Desktop) -> None:
    needs_qt()
    heard = Overheard(desktop)
    desk.sitbreak.env["TZ"] = in_the_afternoon()
    desk.start('interval = "1h"\nbreak_length = "3s"\nback_diary = true\n')
    until(lambda: desk.sitting_seconds() >= 2, "they sit")
    desk.command("break")
    until(lambda: '"outcome": "asked"' in desk.command("history", "--json"), "the break is in the history")
    with desk.typing():
        until(lambda: "How is your back today?" in [it.title for it in heard.sent], "the question")
    desk.click_button("Answer…", of=("Answer…", "Not today"))
    until(lambda: desk.screen.windows_of("sitbreak"), "the window is on the screen")
    turn_to_window(desk, desktop)
    desk.press("4")
    desk.press("Return")
    until(lambda: '"back": 4' in desk.command("history", "--json"), "the answer is in the history")
    until(lambda: not desk.screen.windows_of("sitbreak"), "the window has gone")
    desk.wait_for_no_bubble()


def turn_to_window(desk: Desk, desktop: Desktop) -> None:
    """Give the keyboard to a window that came without it."""
    time.sleep(3)  # within two seconds of its first paint the desktop might have activated it
    desktop.display.run("wmctrl", "-x", "-a", "sitbreak.sitbreak")
    until(lambda: desk.screen.focused_program() == "sitbreak", "the window has the focus")
    time.sleep(3)  # its keys count once none has been pressed for a second


def in_the_afternoon() -> str:
    """Return a time zone in which it is three o'clock now, as TZ has it."""
    ahead = (15 - datetime.now(UTC).hour + 11) % 24 - 11
    return f"<now>{-ahead:+d}"


@pytest.mark.usefixtures("xfce")
def test_an_interval_of_ones_own_is_typed_into_the_settings(desk: Desk, desktop: Desktop) -> None:
    needs_qt()
    desk.start('interval = "20m-1h"  # so far\n')
    desk.choose("Custom…", of="Remind me")
    until(lambda: desk.screen.focused_program() == "sitbreak", "the window has the focus")
    desktop.display.xdotool("type", "45 min")  # in place of what is there, which is marked
    desk.press("Tab")
    until(lambda: desk.settings() == 'interval = "45m-1h"  # so far\n', "it is in the file")
    until(lambda: "45 minutes" in desk.command("interval"), "it counts at once")
    desk.press("Escape")
    until(lambda: not desk.screen.windows_of("sitbreak"), "the window has gone")
