"""Our plyer facade over D-Bus, against a server that records and misbehaves as told."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from plyer.facades import Notification

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import NotificationFailed, ShowHow, Shown, Snooze, StartBreak
from sitbreak.desktop.notifications import freedesktop
from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications
from sitbreak.storage.state import Note
from sitbreak.wires.dbus import Bus
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import REMINDER, TIP
from tests.desktop.notifications.server import Loop, Server
from tests.rig.servers import SessionBus


@pytest.fixture
def bus(session_bus: SessionBus, loop: Loop) -> Bus:
    return loop.connect(session_bus)


@pytest.fixture
def notifications(bus: Bus, loop: Loop) -> FreedesktopNotifications:
    return FreedesktopNotifications(bus, loop.posted.append)


@pytest.fixture
def server(session_bus: SessionBus, loop: Loop) -> Server:
    return Server(session_bus, loop)


@pytest.fixture
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a tenth of a second where it would be three."""
    monkeypatch.setattr(freedesktop, "CALL_TIMEOUT", 0.1)


@pytest.fixture
def zeal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again after a fifth of a second where it would be a minute."""
    monkeypatch.setattr(freedesktop, "RETRY_EVERY", 0.2)


@pytest.fixture
def met(loop: Loop, server: Server, notifications: FreedesktopNotifications) -> Server:
    """A server whose abilities are known already: the next thing it hears is Notify."""
    notifications.show(TIP)
    loop.settle()
    notifications.withdraw()
    loop.settle()
    server.notified.clear()
    server.closed.clear()
    return server


# --- what is shown ---------------------------------------------------------------------------------


def test_a_reminder_is_sent_with_three_buttons_and_leaves_by_itself(
    bus: Bus, loop: Loop, server: Server, tmp_path: Path
) -> None:
    icon = tmp_path / "sit break.png"
    notifications = FreedesktopNotifications(bus, loop.posted.append, icon)
    notifications.show(REMINDER)
    loop.until(lambda: server.notified)
    [bubble] = server.notified
    assert (bubble.app_name, bubble.replaces_id, bubble.expire) == ("sitbreak", 0, -1)
    assert bubble.summary == REMINDER.title
    assert bubble.body == "Stand up &amp; stretch: &lt;slowly&gt;, knees bent."
    assert bubble.actions[1::2] == ["Start break", "Snooze 5 min", "Show me how"]
    assert "default" not in bubble.actions
    assert bubble.icon == icon.as_uri()
    assert bubble.hints == {
        "urgency": ("y", 1),
        "desktop-entry": ("s", "sitbreak"),
        "transient": ("b", True),
    }


def test_it_is_a_plyer_notification(notifications: FreedesktopNotifications) -> None:
    assert isinstance(notifications, Notification)
    assert notifications.name == "freedesktop"


def test_a_server_without_buttons_and_markup_gets_plain_text(
    loop: Loop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, capabilities=("body",))
    notifications.show(REMINDER)
    loop.until(lambda: server.notified)
    assert server.notified[0].actions == []
    assert server.notified[0].body == REMINDER.body


def test_text_that_the_bus_would_hang_up_for_is_mended(
    loop: Loop, server: Server, bus: Bus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(Bubble(Shown.TIP, "a\0b", "broken \ud800 half", (Button("a\0\udfff", StartBreak()),)))
    loop.until(lambda: server.notified)
    assert server.notified[0].summary == "ab"
    assert server.notified[0].body == "broken ? half"
    assert bus.fileno() != -1


def test_a_new_bubble_replaces_the_old_one_in_place(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    for bubble in (REMINDER, TIP, TIP):
        notifications.show(bubble)
        loop.settle()
    first = server.notified[0].id
    assert [bubble.replaces_id for bubble in server.notified] == [0, first, first]
    assert list(server.on_screen) == [first]


def test_bubbles_shown_faster_than_the_server_answers_never_stack(
    loop: Loop, met: Server, notifications: FreedesktopNotifications
) -> None:
    met.hangs = True
    for bubble in (REMINDER, replace(REMINDER, title="26 minutes"), TIP):
        notifications.show(bubble)
        loop.settle()
    met.wake()
    loop.settle()
    assert [bubble.summary for bubble in met.notified] == [REMINDER.title, TIP.title]
    assert len(met.on_screen) == 1


def test_a_bubble_shown_meanwhile_outlives_the_early_closing_of_the_one_before(
    loop: Loop, met: Server, notifications: FreedesktopNotifications
) -> None:
    met.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    notifications.show(TIP)
    met.before_reply = lambda bubble_id: met.dismiss(bubble_id) if len(met.notified) == 1 else None
    met.wake()
    loop.settle()
    assert [bubble.summary for bubble in met.on_screen.values()] == [TIP.title]


def test_a_bubble_shown_meanwhile_that_is_refused_is_reported_although_the_one_before_was_not(
    loop: Loop, met: Server, notifications: FreedesktopNotifications
) -> None:
    def refuse_the_second(_id: int) -> None:
        if len(met.notified) == 2:
            raise RuntimeError("too many notifications")

    met.hangs = True
    met.before_reply = refuse_the_second
    notifications.show(REMINDER)
    loop.settle()
    notifications.show(TIP)
    met.wake()
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.TIP)]


def test_a_withdrawn_bubble_leaves_the_screen_and_the_next_one_is_new(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    notifications.withdraw()
    notifications.withdraw()
    loop.settle()
    assert server.closed == [server.notified[0].id]
    notifications.show(TIP)
    loop.settle()
    assert server.notified[-1].replaces_id == 0


def test_a_bubble_withdrawn_before_its_id_is_known_is_closed_as_soon_as_it_is(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.before_reply = lambda _id: notifications.withdraw()
    notifications.show(REMINDER)
    loop.until(lambda: server.closed)
    assert server.closed == [server.notified[0].id]
    assert loop.posted == []


def test_a_bubble_withdrawn_before_it_was_sent_is_never_sent(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    notifications.withdraw()
    loop.settle()
    assert server.notified == []


def test_closing_takes_the_bubble_away(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    notifications.close()
    loop.settle()
    assert server.on_screen == {}


# --- clicks and closings ---------------------------------------------------------------------------


@pytest.mark.parametrize("button", REMINDER.buttons, ids=lambda button: button.label)
def test_a_click_posts_the_wish_of_its_button(
    button: Button, loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.click(server.notified[0], button.label)
    loop.until(lambda: loop.posted)
    loop.settle()
    assert loop.posted == [button.wish]


def test_a_click_that_comes_together_with_the_answer_is_not_lost(
    loop: Loop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    def stop_reading(_id: int) -> None:
        loop.deaf.append(bus)

    server.before_reply = stop_reading
    notifications.show(REMINDER)
    loop.until(lambda: server.notified)
    server.click(server.notified[0], "Snooze 5 min")
    loop.settle()
    loop.deaf.clear()
    loop.until(lambda: loop.posted)
    assert loop.posted == [Snooze()]


def test_a_click_that_comes_before_the_answer_is_not_lost(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.before_reply = lambda _id: server.click(server.notified[-1], "Start break")
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    loop.settle()
    assert loop.posted == [StartBreak()]


def test_a_click_on_the_old_bubble_while_it_is_replaced_posts_the_old_wish(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.hangs = True
    notifications.show(TIP)
    loop.settle()
    server.emit("ActionInvoked", "us", server.notified[0].id, server.notified[0].keys["Show me how"])
    server.wake()
    loop.settle()
    assert loop.posted == [ShowHow("hamstring")]


def test_a_click_told_after_the_closing_is_not_lost(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    bubble = server.notified[0]
    server.dismiss(bubble.id)
    server.emit("ActionInvoked", "us", bubble.id, bubble.keys["Snooze 5 min"])
    loop.until(lambda: loop.posted)
    assert loop.posted == [Snooze()]


def test_a_click_on_a_withdrawn_bubble_is_nothing_any_more(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    notifications.withdraw()
    server.click(server.notified[0], "Snooze 5 min")
    loop.settle()
    assert loop.posted == []


def test_clicks_and_closings_of_other_programs_bubbles_are_not_ours(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.before_reply = lambda our_id: server.emit("NotificationClosed", "uu", our_id + 1, 1)
    notifications.show(REMINDER)
    loop.settle()
    bubble = server.notified[0]
    server.emit("ActionInvoked", "us", bubble.id + 1, bubble.keys["Snooze 5 min"])
    server.emit("ActionInvoked", "us", bubble.id, "somebody-elses-key")
    server.dismiss(bubble.id + 1)
    loop.settle()
    assert loop.posted == []
    notifications.show(TIP)
    loop.settle()
    assert server.notified[-1].replaces_id == bubble.id


def test_signals_of_a_program_that_is_not_the_server_are_ignored(
    loop: Loop, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    bubble = server.notified[0]
    server.bus, server_bus = loop.connect(session_bus), server.bus
    loop.settle()
    server.emit("ActionInvoked", "us", bubble.id, bubble.keys["Snooze 5 min"])
    loop.settle()
    assert loop.posted == []
    server.bus = server_bus
    server.click(bubble, "Snooze 5 min")
    loop.until(lambda: loop.posted)


@pytest.mark.parametrize("early", [False, True], ids=["later", "before the answer"])
def test_the_id_of_a_closed_bubble_is_forgotten(
    early: bool,  # noqa: FBT001 - a parameter of the story
    loop: Loop,
    server: Server,
    notifications: FreedesktopNotifications,
) -> None:
    server.before_reply = server.dismiss if early else None
    notifications.show(REMINDER)
    loop.settle()
    server.before_reply = None
    if not early:
        server.dismiss(server.notified[0].id)
        loop.settle()
    notifications.show(TIP)
    loop.settle()
    assert [bubble.replaces_id for bubble in server.notified] == [0, 0]
    assert server.closed == []


def test_an_old_bubble_that_expires_while_it_is_replaced_does_not_cost_the_new_one(
    loop: Loop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.hangs = True
    notifications.show(TIP)
    loop.settle()
    server.dismiss(server.notified[0].id, reason=1)
    server.wake()
    loop.settle()
    server.click(server.notified[-1], "Show me how")
    loop.until(lambda: loop.posted)
    assert loop.posted == [ShowHow("lift")]


# --- servers that come and go ----------------------------------------------------------------------


def test_a_server_that_starts_late_gets_the_bubble_that_is_still_wanted(
    loop: Loop,
    session_bus: SessionBus,
    notifications: FreedesktopNotifications,
    logged: Logged,
) -> None:
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    server = Server(session_bus, loop)
    loop.until(lambda: server.notified)
    loop.settle()
    assert [bubble.summary for bubble in server.notified] == [REMINDER.title]
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    assert len(logged()) == 1


def test_a_server_that_starts_late_gets_nothing_that_was_withdrawn(
    loop: Loop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    notifications.withdraw()
    server = Server(session_bus, loop)
    loop.settle()
    assert server.notified == []


def test_a_restarted_server_gets_the_bubble_again_under_a_new_id(
    loop: Loop, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.quit()
    again = Server(session_bus, loop, first_id=7)
    loop.until(lambda: again.notified)
    assert again.notified[0].replaces_id == 0
    loop.settle()
    again.click(again.notified[0], "Snooze 5 min")
    loop.until(lambda: loop.posted)
    assert loop.posted == [Snooze()]


def test_a_restarted_server_may_have_other_abilities(
    loop: Loop, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.quit()
    plain = Server(session_bus, loop, capabilities=("body",))
    loop.until(lambda: plain.notified)
    assert plain.notified[0].body == REMINDER.body
    assert plain.notified[0].actions == []


@pytest.mark.parametrize("how", ["clicked", "expired", "withdrawn"])
def test_a_restarted_server_gets_nothing_that_was_done_with(
    how: str,
    loop: Loop,
    server: Server,
    session_bus: SessionBus,
    notifications: FreedesktopNotifications,
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    match how:
        case "clicked":
            server.click(server.notified[0], "Start break")
        case "expired":
            server.dismiss(server.notified[0].id, reason=1)
        case "withdrawn":
            notifications.withdraw()
    loop.settle()
    server.quit()
    again = Server(session_bus, loop)
    loop.settle()
    assert again.notified == []


def test_a_stale_id_never_replaces_another_programs_bubble_on_a_new_server(
    loop: Loop, bus: Bus, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    loop.deaf.append(bus)
    server.quit()
    again = Server(session_bus, loop)
    notifications.show(TIP)  # has not heard of the new server yet
    loop.settle()
    loop.deaf.clear()
    loop.until(lambda: again.notified)
    assert [bubble.replaces_id for bubble in again.notified] == [0]


# --- what a killed process leaves ------------------------------------------------------------------


@pytest.fixture
def note(tmp_path: Path) -> Note:
    return Note(tmp_path / "runtime" / "bubble")


def start(loop: Loop, session_bus: SessionBus, note: Note) -> FreedesktopNotifications:
    """Start a process that shows a reminder."""
    notifications = FreedesktopNotifications(loop.connect(session_bus), loop.posted.append, None, note)
    notifications.show(REMINDER)
    loop.settle()
    return notifications


def kill(loop: Loop) -> None:
    """Kill the process that was started last: its connection goes, its bubble stays."""
    loop.buses[-1].close()
    loop.posted.clear()


def test_a_bubble_that_a_killed_process_has_left_is_replaced_in_place(
    loop: Loop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    start(loop, session_bus, note)
    left, shown_again = server.notified
    assert shown_again.replaces_id == left.id
    assert list(server.on_screen) == [left.id]


def test_a_bubble_that_a_killed_process_has_left_can_be_withdrawn(
    loop: Loop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    notifications = FreedesktopNotifications(loop.connect(session_bus), loop.posted.append, None, note)
    loop.settle()
    assert len(server.on_screen) == 1
    notifications.close()
    loop.settle()
    assert server.on_screen == {}
    assert note.read() == ""


def test_a_click_on_a_bubble_that_a_killed_process_has_left_is_nothing(
    loop: Loop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    FreedesktopNotifications(loop.connect(session_bus), loop.posted.append, None, note)
    loop.settle()
    server.click(server.notified[0], "Start break")
    loop.settle()
    assert loop.posted == []
    assert note.read() == ""


def test_a_server_that_was_started_again_since_has_other_bubbles_under_that_number(
    loop: Loop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    server.quit()
    again = Server(session_bus, loop)
    start(loop, session_bus, note)
    assert [bubble.replaces_id for bubble in again.notified] == [0]


@pytest.mark.parametrize("noted", ["", "nonsense", "another-bus {owner} 1", "{bus} {owner} one", "{owner} 1"])
def test_a_note_of_another_bus_or_none_at_all_replaces_nothing(
    loop: Loop, server: Server, session_bus: SessionBus, note: Note, noted: str
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    bus_id, owner, _ = note.read().split()
    note.write(noted.format(bus=bus_id, owner=owner))
    start(loop, session_bus, note)
    assert [bubble.replaces_id for bubble in server.notified] == [0, 0]


def test_what_has_left_the_screen_is_not_noted_any_more(
    loop: Loop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    notifications = start(loop, session_bus, note)
    assert note.read().endswith(f" {server.notified[0].id}")
    notifications.withdraw()
    assert note.read() == ""
    notifications.show(TIP)
    loop.settle()
    server.dismiss(server.notified[1].id)
    loop.settle()
    assert note.read() == ""


def test_a_server_that_dies_with_the_call_in_its_hands_costs_that_one_bubble(
    loop: Loop,
    server: Server,
    session_bus: SessionBus,
    notifications: FreedesktopNotifications,
    impatience: None,  # noqa: ARG001
) -> None:
    server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    server.quit()
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    again = Server(session_bus, loop)
    loop.until(lambda: again.notified)


def test_a_server_that_hangs_costs_the_bubble_after_three_seconds_and_nothing_waits(
    loop: Loop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    loop.settle()
    server.hangs = True
    before = time.monotonic()
    notifications.show(REMINDER)
    assert time.monotonic() - before < 0.5
    loop.settle()
    due = bus.due()
    assert due is not None
    assert due - before == pytest.approx(3, abs=0.5)


def test_a_server_that_wakes_up_late_shows_the_bubble_once_and_under_our_control(
    loop: Loop,
    met: Server,
    notifications: FreedesktopNotifications,
    impatience: None,  # noqa: ARG001
    logged: Logged,
) -> None:
    met.hangs = True
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    assert len(logged()) == 1
    met.wake()
    loop.settle()
    assert len(met.notified) == 1
    notifications.withdraw()
    loop.settle()
    assert met.on_screen == {}


def test_the_late_answer_of_a_server_that_was_replaced_is_ignored(
    loop: Loop, met: Server, notifications: FreedesktopNotifications
) -> None:
    met.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    met.give_way()
    successor = Server(met.session_bus, loop, first_id=50)
    loop.settle()
    met.wake()
    loop.settle()
    notifications.show(TIP)
    loop.settle()
    assert [bubble.replaces_id for bubble in successor.notified] == [0, 50]


def test_a_server_that_dies_with_our_bubble_and_is_not_restarted_is_asked_again_after_a_minute(
    loop: Loop, bus: Bus, met: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    met.quit()
    due = bus.due()
    assert due is not None
    assert due - time.monotonic() == pytest.approx(60, abs=2)
    assert loop.posted == []


def test_a_missing_server_is_told_once_and_each_bubble_is_reported_once(
    loop: Loop, bus: Bus, notifications: FreedesktopNotifications, logged: Logged
) -> None:
    for bubble in (REMINDER, TIP, REMINDER):
        loop.posted.clear()
        notifications.show(bubble)
        loop.until(lambda: loop.posted)
        loop.settle()
        assert loop.posted == [NotificationFailed(bubble.shown)]
    [line] = logged()
    assert "org.freedesktop" in line
    due = bus.due()
    assert due is not None
    assert due - time.monotonic() == pytest.approx(60, abs=2)


def test_a_failure_is_told_again_when_it_had_worked_in_between(
    loop: Loop,
    session_bus: SessionBus,
    notifications: FreedesktopNotifications,
    logged: Logged,
) -> None:
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    server = Server(session_bus, loop)
    loop.until(lambda: server.notified)
    loop.settle()
    server.quit()
    notifications.show(TIP)
    loop.until(lambda: len(loop.posted) == 2)
    assert len(logged()) == 2


def test_a_bubble_that_was_refused_is_tried_again_while_it_is_wanted(
    loop: Loop,
    server: Server,
    notifications: FreedesktopNotifications,
    zeal: None,  # noqa: ARG001
) -> None:
    refusals = [1, 2]

    def refuse(bubble_id: int) -> None:
        if refusals:
            refusals.pop()
            del server.on_screen[bubble_id]
            raise RuntimeError("too many notifications")

    server.before_reply = refuse
    notifications.show(REMINDER)
    loop.until(lambda: server.on_screen)
    assert len(server.notified) == 3
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]


# --- a bus that goes -------------------------------------------------------------------------------


def test_a_bus_that_goes_costs_the_bubble_and_a_new_one_shows_it_again(
    loop: Loop,
    bus: Bus,
    server: Server,
    notifications: FreedesktopNotifications,
    logged: Logged,
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    bus.close()
    notifications.show(REMINDER)
    notifications.show(TIP)
    assert loop.posted == [NotificationFailed(Shown.REMINDER), NotificationFailed(Shown.TIP)]
    assert len(logged()) == 1
    notifications.attach(loop.connect(server.session_bus))
    loop.until(lambda: server.notified[-1].summary == TIP.title)
    loop.settle()
    server.click(server.notified[-1], "Show me how")
    loop.until(lambda: len(loop.posted) == 3)


def test_a_bus_that_goes_with_the_call_under_way_is_reported_once(
    loop: Loop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    bus.close()
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    notifications.withdraw()
    notifications.close()


def test_a_bus_that_goes_while_a_new_server_is_hoped_for_is_reported(
    loop: Loop, bus: Bus, met: Server, notifications: FreedesktopNotifications
) -> None:
    met.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    met.quit()
    assert loop.posted == []
    bus.close()
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]


def test_a_bus_that_goes_while_nothing_is_shown_is_not_worth_a_word(
    loop: Loop, bus: Bus, notifications: FreedesktopNotifications, logged: Logged
) -> None:
    loop.settle()
    bus.close()
    notifications.withdraw()
    assert loop.posted == []
    assert logged() == []


def test_nothing_wakes_the_program_while_a_bubble_is_on_the_screen(
    loop: Loop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    assert server.on_screen
    assert bus.due() is None
