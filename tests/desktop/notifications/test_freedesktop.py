"""Our plyer facade over D-Bus, against a server that records and misbehaves on demand."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from plyer.facades import Notification

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import (
    ButtonsLookedFor,
    Input,
    NotificationFailed,
    ShowHow,
    Shown,
    SitbreakUsed,
    Snooze,
    StartBreak,
)
from sitbreak.desktop.notifications.freedesktop import PATIENCE, FreedesktopNotifications, Patience
from sitbreak.storage.state import Note
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import reply
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import BREAK, REMINDER, STANDING, TIP
from tests.desktop.notifications.server import PATH, Server
from tests.desktop.services import InboxLoop
from tests.rig.servers import SessionBus


@pytest.fixture
def bus(session_bus: SessionBus, loop: InboxLoop) -> Bus:
    return loop.connect(session_bus)


@pytest.fixture
def patience() -> Patience:
    """How long the notifications wait; `with_patience` changes it for one test."""
    return PATIENCE


def with_patience(patience: Patience) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("patience", [patience], ids=["patience"])


@pytest.fixture
def notifications(bus: Bus, loop: InboxLoop, patience: Patience) -> FreedesktopNotifications:
    return FreedesktopNotifications(bus, loop.posted.append, patience=patience)


@pytest.fixture
def server(session_bus: SessionBus, loop: InboxLoop) -> Server:
    return Server(session_bus, loop)


@pytest.fixture
def known_server(loop: InboxLoop, server: Server, notifications: FreedesktopNotifications) -> Server:
    """A server whose capabilities are already known: the next call it gets is Notify."""
    notifications.show(TIP)
    loop.settle()
    notifications.withdraw()
    loop.settle()
    server.notified.clear()
    server.closed.clear()
    return server


NO_BUTTONS = ButtonsLookedFor(drawn=False)


def wishes(loop: InboxLoop) -> list[Input]:
    """Return what the clicks have posted; daemons close a bubble that was clicked, too."""
    return [posted for posted in loop.posted if posted not in (SitbreakUsed(), NO_BUTTONS)]


# --- what is shown ---------------------------------------------------------------------------------


def test_a_reminder_is_sent_with_its_buttons_and_expires(
    bus: Bus, loop: InboxLoop, server: Server, tmp_path: Path
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


def test_where_no_tray_shows_the_icon_a_reminder_stays_in_the_list(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    for has_icon in (False, True):
        notifications.has_icon = partial(bool, has_icon)
        notifications.show(REMINDER)
        loop.settle()
    assert ["transient" in bubble.hints for bubble in server.notified] == [False, True]
    notifications.withdraw()
    loop.settle()
    assert server.on_screen == {}


def test_a_running_break_takes_the_reminders_place_and_stays_in_silence(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    notifications.show(BREAK)
    loop.settle()
    reminder, running = server.notified
    assert running.replaces_id == reminder.id
    assert (running.summary, running.expire) == ("Break until 16:44", 0)
    assert {"suppress-sound", "resident"} <= set(running.hints)
    assert "transient" not in running.hints, "a banner that goes by itself stays in the list"
    assert not {"suppress-sound", "resident"} & set(reminder.hints)
    notifications.withdraw()
    loop.settle()
    assert server.on_screen == {}


def test_a_quiet_one_passes_in_silence(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(STANDING)
    loop.settle()
    [suggestion] = server.notified
    assert suggestion.expire == -1
    assert {"suppress-sound", "transient"} <= set(suggestion.hints)


@pytest.mark.parametrize(("reason", "used"), [(1, False), (2, True), (3, False)])
def test_dismissing_our_notification_is_using_sitbreak(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications, reason: int, *, used: bool
) -> None:
    notifications.show(BREAK)
    loop.settle()
    server.dismiss(server.notified[0].id, reason)
    loop.settle()
    assert loop.posted == ([SitbreakUsed()] if used else [])


def test_it_is_a_plyer_notification(notifications: FreedesktopNotifications) -> None:
    assert isinstance(notifications, Notification)
    assert notifications.name == "freedesktop"


def test_a_server_without_buttons_and_markup_gets_plain_text(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, capabilities=("body",))
    notifications.show(REMINDER)
    loop.until(lambda: server.notified)
    assert server.notified[0].actions == []
    assert server.notified[0].body == REMINDER.body


def test_text_that_would_close_the_bus_is_repaired(
    loop: InboxLoop, server: Server, bus: Bus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(Bubble(Shown.TIP, "a\0b", "broken \ud800 half", (Button("a\0\udfff", StartBreak()),)))
    loop.until(lambda: server.notified)
    assert server.notified[0].summary == r"a\x00b"
    assert server.notified[0].body == r"broken \ud800 half"
    assert bus.fileno() != -1


@pytest.mark.parametrize("daemon", ["mako", "dunst"])
def test_where_no_buttons_are_drawn_a_click_on_the_bubble_shows_how(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications, daemon: str
) -> None:
    server = Server(session_bus, loop, name=daemon)
    notifications.show(REMINDER)
    loop.settle()
    [bubble] = server.notified
    assert list(bubble.keys) == ["Start break", "Snooze 5 min", "Show me how"], (
        "each action once, in its menu"
    )
    assert bubble.keys["Show me how"] == "default"
    assert loop.posted == [NO_BUTTONS]
    server.click(bubble, "Show me how")
    loop.settle()
    assert wishes(loop) == [ShowHow("hamstring")]


def test_where_a_click_is_no_button_it_shows_how_beside_the_buttons(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, name="gnome-shell")
    notifications.show(REMINDER)
    loop.settle()
    [bubble] = server.notified
    assert bubble.actions[1::2] == ["Start break", "Snooze 5 min", "Show me how", "Show me how"]
    *drawn, of_click = bubble.actions[::2]
    assert (of_click, of_click in drawn) == ("default", False)
    assert loop.posted == []
    server.emit("ActionInvoked", "us", bubble.id, of_click)
    loop.settle()
    server.emit("ActionInvoked", "us", bubble.id, drawn[-1])
    loop.settle()
    assert wishes(loop) == [ShowHow("hamstring")] * 2


@pytest.mark.parametrize(
    ("daemon", "hints"), [("gnome-shell", {"image-path": ("s", "file:///icons/app.png")}), ("dunst", {})]
)
def test_where_the_icon_is_grey_it_is_shown_as_a_picture_too(
    loop: InboxLoop, session_bus: SessionBus, bus: Bus, daemon: str, hints: dict[str, tuple[str, str]]
) -> None:
    server = Server(session_bus, loop, name=daemon)
    notifications = FreedesktopNotifications(bus, loop.posted.append, Path("/icons/app.png"))
    for bubble in (REMINDER, BREAK):
        notifications.show(bubble)
        loop.settle()
    for shown in server.notified:
        assert shown.icon == "file:///icons/app.png"
        assert {name: value for name, value in shown.hints.items() if name == "image-path"} == hints


def test_a_click_on_the_bubble_is_about_what_it_shows(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, name="mako")
    notifications.show(REMINDER)
    loop.settle()
    server.hangs = True
    notifications.show(TIP)
    loop.settle()
    [bubble] = server.notified
    server.emit("ActionInvoked", "us", bubble.id, "default")
    loop.settle()
    server.wake()
    loop.settle()
    server.emit("ActionInvoked", "us", bubble.id, "default")
    loop.settle()
    assert wishes(loop) == [ShowHow("hamstring"), ShowHow("lift")]


def test_a_click_that_dismisses_starts_nothing(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, name="mako")
    notifications.show(STANDING)
    loop.settle()
    assert "default" not in server.notified[0].actions


def test_several_buttons_are_labelled_shortly_where_there_is_little_room(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, name="lxqt-notificationd")
    notifications.show(REMINDER)
    loop.settle()
    notifications.show(TIP)
    loop.settle()
    assert [list(bubble.keys) for bubble in server.notified] == [["Break", "Later", "How?"], ["Show me how"]]


def test_a_daemon_that_keeps_its_name_to_itself_gets_the_usual_buttons(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.is_nameless = True
    notifications.show(REMINDER)
    loop.settle()
    assert list(server.notified[0].keys) == ["Start break", "Snooze 5 min", "Show me how"]
    assert loop.posted == []


def test_a_new_bubble_replaces_the_old_one_in_place(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    for bubble in (REMINDER, TIP, TIP):
        notifications.show(bubble)
        loop.settle()
    first = server.notified[0].id
    assert [bubble.replaces_id for bubble in server.notified] == [0, first, first]
    assert list(server.on_screen) == [first]


def test_where_a_replacement_would_keep_the_old_buttons_the_old_bubble_is_closed(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, name="lxqt-notificationd")
    for bubble in (TIP, REMINDER):
        notifications.show(bubble)
        loop.settle()
    tip, reminder = server.notified
    assert reminder.replaces_id == 0
    assert server.closed == [tip.id]
    assert list(server.on_screen.values()) == [reminder]
    server.click(reminder, "Later")
    loop.settle()
    assert wishes(loop) == [Snooze()]
    notifications.show(BREAK)
    notifications.withdraw()
    loop.settle()
    assert server.on_screen == {}


def test_bubbles_shown_faster_than_answered_never_stack(
    loop: InboxLoop, known_server: Server, notifications: FreedesktopNotifications
) -> None:
    known_server.hangs = True
    for bubble in (REMINDER, replace(REMINDER, title="26 minutes"), TIP):
        notifications.show(bubble)
        loop.settle()
    known_server.wake()
    loop.settle()
    assert [bubble.summary for bubble in known_server.notified] == [REMINDER.title, TIP.title]
    assert len(known_server.on_screen) == 1


def test_the_next_bubble_survives_an_early_closing_of_the_first(
    loop: InboxLoop, known_server: Server, notifications: FreedesktopNotifications
) -> None:
    known_server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    notifications.show(TIP)
    known_server.before_reply = lambda bubble_id: (
        known_server.dismiss(bubble_id) if len(known_server.notified) == 1 else None
    )
    known_server.wake()
    loop.settle()
    assert [bubble.summary for bubble in known_server.on_screen.values()] == [TIP.title]


def test_a_refused_next_bubble_is_reported_though_the_first_was_not(
    loop: InboxLoop, known_server: Server, notifications: FreedesktopNotifications
) -> None:
    def refuse_the_second(_id: int) -> None:
        if len(known_server.notified) == 2:
            raise RuntimeError("too many notifications")

    known_server.hangs = True
    known_server.before_reply = refuse_the_second
    notifications.show(REMINDER)
    loop.settle()
    notifications.show(TIP)
    known_server.wake()
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.TIP)]


def test_a_withdrawn_bubble_leaves_and_the_next_one_is_new(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
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


def test_a_bubble_withdrawn_before_it_has_an_id_is_closed_later(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.before_reply = lambda _id: notifications.withdraw()
    notifications.show(REMINDER)
    loop.until(lambda: server.closed)
    assert server.closed == [server.notified[0].id]
    assert loop.posted == []


def test_a_bubble_withdrawn_before_it_was_sent_is_never_sent(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    notifications.withdraw()
    loop.settle()
    assert server.notified == []


def test_a_server_that_closes_nothing_gets_one_that_expires_at_once_in_its_place(
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    server = Server(session_bus, loop, name="Notification Daemon", vendor="GNOME")
    notifications.show(BREAK)
    loop.settle()
    notifications.withdraw()
    loop.settle()
    running, last = server.notified
    assert (running.expire, last.expire, last.actions) == (0, 1, [])
    assert last.replaces_id == running.id


def test_close_removes_the_bubble(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    notifications.close()
    loop.settle()
    assert server.on_screen == {}


# --- clicks and closings ---------------------------------------------------------------------------


@pytest.mark.parametrize("button", REMINDER.buttons, ids=lambda button: button.label)
def test_a_click_posts_the_wish_of_its_button(
    button: Button, loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.click(server.notified[0], button.label)
    loop.until(lambda: loop.posted)
    loop.settle()
    assert wishes(loop) == [button.wish]


def test_a_click_that_arrives_with_the_answer_is_not_lost(
    loop: InboxLoop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    def stop_reading(_id: int) -> None:
        loop.waiter.remove(bus)

    server.before_reply = stop_reading
    notifications.show(REMINDER)
    loop.until(lambda: server.notified)
    server.click(server.notified[0], "Snooze 5 min")
    loop.settle()
    loop.waiter.add(bus)
    loop.until(lambda: loop.posted)
    assert wishes(loop) == [Snooze()]


def test_a_click_that_arrives_before_the_answer_is_not_lost(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.before_reply = lambda _id: server.click(server.notified[-1], "Start break")
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    loop.settle()
    assert wishes(loop) == [StartBreak()]


def test_a_click_during_a_replacement_posts_the_old_wish(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.hangs = True
    notifications.show(TIP)
    loop.settle()
    server.emit("ActionInvoked", "us", server.notified[0].id, server.notified[0].keys["Show me how"])
    server.wake()
    loop.settle()
    assert wishes(loop) == [ShowHow("hamstring")]


def test_a_click_reported_after_the_closing_is_not_lost(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    bubble = server.notified[0]
    server.dismiss(bubble.id)
    server.emit("ActionInvoked", "us", bubble.id, bubble.keys["Snooze 5 min"])
    loop.until(lambda: wishes(loop))
    assert wishes(loop) == [Snooze()]


def test_a_click_on_a_withdrawn_bubble_is_ignored(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    notifications.withdraw()
    server.click(server.notified[0], "Snooze 5 min")
    loop.settle()
    assert loop.posted == []


def test_clicks_and_closings_of_other_bubbles_are_ignored(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
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


def test_signals_from_anyone_but_the_server_are_ignored(
    loop: InboxLoop, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
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


@pytest.mark.parametrize("when", ["later", "before the answer"])
def test_the_id_of_a_closed_bubble_is_forgotten(
    when: str,
    loop: InboxLoop,
    server: Server,
    notifications: FreedesktopNotifications,
) -> None:
    server.before_reply = server.dismiss if when == "before the answer" else None
    notifications.show(REMINDER)
    loop.settle()
    server.before_reply = None
    if when == "later":
        server.dismiss(server.notified[0].id)
        loop.settle()
    notifications.show(TIP)
    loop.settle()
    assert [bubble.replaces_id for bubble in server.notified] == [0, 0]
    assert server.closed == []


def test_an_old_bubble_that_expires_does_not_cost_the_new_one(
    loop: InboxLoop, server: Server, notifications: FreedesktopNotifications
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
    assert wishes(loop) == [ShowHow("lift")]


# --- servers that start and stop -------------------------------------------------------------------


def test_a_server_that_starts_late_gets_the_wanted_bubble(
    loop: InboxLoop,
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
    loop: InboxLoop, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    notifications.withdraw()
    server = Server(session_bus, loop)
    loop.settle()
    assert server.notified == []


def test_a_restarted_server_gets_the_bubble_with_a_new_id(
    loop: InboxLoop, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
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
    assert wishes(loop) == [Snooze()]


def test_a_restarted_server_may_have_other_capabilities(
    loop: InboxLoop, server: Server, session_bus: SessionBus, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    server.quit()
    plain = Server(session_bus, loop, capabilities=("body",))
    loop.until(lambda: plain.notified)
    assert plain.notified[0].body == REMINDER.body
    assert plain.notified[0].actions == []
    assert loop.posted == [NO_BUTTONS]
    plain.quit()
    other = Server(session_bus, loop)
    loop.until(lambda: other.notified)
    assert loop.posted == [NO_BUTTONS, ButtonsLookedFor(drawn=True)]


@pytest.mark.parametrize("how", ["clicked", "expired", "withdrawn"])
def test_a_restarted_server_gets_no_bubble_that_is_finished(
    how: str,
    loop: InboxLoop,
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


def test_a_stale_id_is_never_sent_to_a_new_server(
    loop: InboxLoop,
    bus: Bus,
    server: Server,
    session_bus: SessionBus,
    notifications: FreedesktopNotifications,
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    loop.waiter.remove(bus)
    server.quit()
    again = Server(session_bus, loop)
    notifications.show(TIP)  # it does not know of the new server yet
    loop.settle()
    loop.waiter.add(bus)
    loop.until(lambda: again.notified)
    assert [bubble.replaces_id for bubble in again.notified] == [0]


# --- bubbles of a killed process -------------------------------------------------------------------


@pytest.fixture
def note(tmp_path: Path) -> Note:
    return Note(tmp_path / "runtime" / "bubble")


def start(
    loop: InboxLoop, session_bus: SessionBus, note: Note, patience: Patience = PATIENCE
) -> FreedesktopNotifications:
    """Start a process that shows a reminder."""
    bus = loop.connect(session_bus)
    notifications = FreedesktopNotifications(bus, loop.posted.append, None, note, patience)
    notifications.show(REMINDER)
    loop.settle()
    return notifications


def kill(loop: InboxLoop) -> None:
    """Kill the last process: its connection is closed, its bubble stays."""
    loop.buses[-1].close()
    loop.posted.clear()


def test_a_bubble_of_a_killed_process_is_replaced_in_place(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    start(loop, session_bus, note)
    left, shown_again = server.notified
    assert shown_again.replaces_id == left.id
    assert list(server.on_screen) == [left.id]


def test_a_bubble_of_a_killed_process_can_be_withdrawn(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
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


def test_a_click_on_a_bubble_of_a_killed_process_is_ignored(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    FreedesktopNotifications(loop.connect(session_bus), loop.posted.append, None, note)
    loop.settle()
    server.click(server.notified[0], "Start break")
    loop.settle()
    assert wishes(loop) == []
    assert note.read() == ""


def test_a_bubble_of_a_killed_process_goes_if_nothing_takes_its_place(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    hasty = Patience(orphan=0.1)
    FreedesktopNotifications(loop.connect(session_bus), loop.posted.append, None, note, hasty)
    loop.until(lambda: server.on_screen == {})
    assert note.read() == ""


def test_it_goes_from_a_server_that_closes_nothing_too(
    loop: InboxLoop, session_bus: SessionBus, note: Note
) -> None:
    server = Server(session_bus, loop, name="Notification Daemon", vendor="GNOME")
    start(loop, session_bus, note)
    kill(loop)
    hasty = Patience(orphan=0.1)
    FreedesktopNotifications(loop.connect(session_bus), loop.posted.append, None, note, hasty)
    loop.until(lambda: server.notified[-1].expire == 1)
    assert server.notified[-1].replaces_id == server.notified[0].id


def test_what_takes_its_place_stays(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    start(loop, session_bus, note, Patience(orphan=0.1))
    loop.pass_time(0.3)
    assert len(server.on_screen) == 1


def test_a_server_restarted_since_has_other_bubbles_with_that_id(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    server.quit()
    again = Server(session_bus, loop)
    start(loop, session_bus, note)
    assert [bubble.replaces_id for bubble in again.notified] == [0]


@pytest.mark.parametrize("noted", ["", "nonsense", "another-bus {owner} 1", "{bus} {owner} one", "{owner} 1"])
def test_a_note_about_another_bus_or_none_replaces_nothing(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note, noted: str
) -> None:
    start(loop, session_bus, note)
    kill(loop)
    bus_id, owner, _ = note.read().split()
    note.write(noted.format(bus=bus_id, owner=owner))
    start(loop, session_bus, note)
    assert [bubble.replaces_id for bubble in server.notified] == [0, 0]


def test_a_bubble_that_has_left_the_screen_is_no_longer_noted(
    loop: InboxLoop, server: Server, session_bus: SessionBus, note: Note
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


@with_patience(Patience(answer=0.1))
def test_a_server_that_dies_during_a_call_costs_one_bubble(
    loop: InboxLoop,
    server: Server,
    session_bus: SessionBus,
    notifications: FreedesktopNotifications,
) -> None:
    server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    server.quit()
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    again = Server(session_bus, loop)
    loop.until(lambda: again.notified)


def test_a_server_that_hangs_fails_after_3_s_and_blocks_nothing(
    loop: InboxLoop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    loop.settle()
    server.hangs = True
    before = time.monotonic()
    notifications.show(REMINDER)
    after = time.monotonic()
    loop.settle()
    due = bus.due()
    assert due is not None
    assert before + 3 <= due <= after + 3


@with_patience(Patience(answer=0.1))
def test_a_server_that_wakes_up_late_shows_the_bubble_once(
    loop: InboxLoop,
    known_server: Server,
    notifications: FreedesktopNotifications,
    logged: Logged,
) -> None:
    known_server.hangs = True
    notifications.show(REMINDER)
    loop.until(lambda: loop.posted)
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    assert len(logged()) == 1
    known_server.wake()
    loop.settle()
    assert len(known_server.notified) == 1
    notifications.withdraw()
    loop.settle()
    assert known_server.on_screen == {}


def test_a_late_answer_from_a_replaced_server_is_ignored(
    loop: InboxLoop, known_server: Server, notifications: FreedesktopNotifications
) -> None:
    known_server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    known_server.give_way()
    successor = Server(known_server.session_bus, loop, first_id=50)
    loop.settle()
    known_server.wake()
    loop.settle()
    notifications.show(TIP)
    loop.settle()
    assert [bubble.replaces_id for bubble in successor.notified] == [0, 50]


def test_a_server_that_died_with_our_bubble_is_retried_after_a_minute(
    loop: InboxLoop, bus: Bus, known_server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    before = time.monotonic()
    known_server.quit()
    due = bus.due()
    assert due is not None
    assert before + 60 <= due <= time.monotonic() + 60
    assert loop.posted == []


def test_a_missing_server_is_logged_once_and_each_bubble_reported(
    loop: InboxLoop, bus: Bus, notifications: FreedesktopNotifications, logged: Logged
) -> None:
    for bubble in (REMINDER, TIP, REMINDER):
        loop.posted.clear()
        before = time.monotonic()
        notifications.show(bubble)
        loop.until(lambda: loop.posted)
        loop.settle()
        assert loop.posted == [NotificationFailed(bubble.shown)]
    [line] = logged()
    assert "org.freedesktop" in line
    due = bus.due()
    assert due is not None
    assert before + 60 <= due <= time.monotonic() + 60


@with_patience(Patience(retry=0.2))
def test_a_refused_bubble_is_retried_while_it_is_wanted(
    loop: InboxLoop,
    server: Server,
    notifications: FreedesktopNotifications,
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


# --- a bus that is lost ----------------------------------------------------------------------------


def test_a_lost_bus_costs_the_bubble_and_a_new_one_shows_it_again(
    loop: InboxLoop,
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
    assert len(logged()) == 2, "each reason once"
    notifications.attach(loop.connect(server.session_bus))
    loop.until(lambda: server.notified[-1].summary == TIP.title)
    loop.settle()
    server.click(server.notified[-1], "Show me how")
    loop.until(lambda: len(wishes(loop)) == 3)


def test_a_bus_lost_during_a_call_is_reported_once(
    loop: InboxLoop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    bus.close()
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]
    notifications.withdraw()
    notifications.close()


def test_a_bus_lost_while_the_server_is_gone_is_reported(
    loop: InboxLoop, bus: Bus, known_server: Server, notifications: FreedesktopNotifications
) -> None:
    known_server.hangs = True
    notifications.show(REMINDER)
    loop.settle()
    known_server.quit()
    assert loop.posted == []
    bus.close()
    assert loop.posted == [NotificationFailed(Shown.REMINDER)]


def test_a_bus_lost_while_nothing_is_shown_is_not_logged(
    loop: InboxLoop, bus: Bus, notifications: FreedesktopNotifications, logged: Logged
) -> None:
    loop.settle()
    bus.close()
    notifications.withdraw()
    assert loop.posted == []
    assert logged() == []


def test_a_bubble_on_the_screen_causes_no_wake_ups(
    loop: InboxLoop, bus: Bus, server: Server, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    assert server.on_screen
    assert bus.due() is None


# --- answers that make no sense --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signature", "values"), [("s", ("1",)), ("", ()), ("i", (-1,)), ("v", (("u", 1),)), ("uu", (1, 2))]
)
def test_an_answer_that_makes_no_sense_costs_only_its_bubble(
    loop: InboxLoop,
    known_server: Server,
    notifications: FreedesktopNotifications,
    signature: str,
    values: tuple[object, ...],
) -> None:
    known_server.wrong = [lambda call: reply(call, signature, *values)]
    notifications.show(REMINDER)
    loop.settle()
    assert wishes(loop) == [NotificationFailed(Shown.REMINDER)]
    notifications.show(TIP)
    loop.settle()
    assert known_server.notified[-1].summary == TIP.title
    assert [posted for posted in wishes(loop) if isinstance(posted, NotificationFailed)] == wishes(loop)
    assert len(wishes(loop)) == 1


def test_capabilities_that_make_no_sense_are_asked_for_again(
    bus: Bus, loop: InboxLoop, server: Server
) -> None:
    notifications = FreedesktopNotifications(bus, loop.posted.append)
    server.capabilities = ()
    take, server.bus._objects[PATH] = server._take, lambda call: reply(call, "u", 7)
    notifications.show(TIP)
    loop.settle()
    assert wishes(loop)
    server.bus._objects[PATH] = take
    notifications.show(REMINDER)
    loop.settle()
    assert [bubble.summary for bubble in server.notified] == [REMINDER.title]


def test_signals_that_make_no_sense_are_left_out(
    loop: InboxLoop, known_server: Server, notifications: FreedesktopNotifications, logged: Logged
) -> None:
    notifications.show(REMINDER)
    loop.settle()
    [bubble] = known_server.notified
    for name, signature, *values in (
        ("ActionInvoked", "s", "x"),
        ("ActionInvoked", ""),
        ("ActionInvoked", "uu", bubble.id, 1),
        ("NotificationClosed", ""),
        ("NotificationClosed", "su", str(bubble.id), 2),
    ):
        known_server.emit(str(name), str(signature), *values)
    loop.settle()
    assert loop.posted == []
    assert logged() == []
    known_server.click(bubble, "Snooze 5 min")
    loop.settle()
    assert isinstance(wishes(loop)[0], Snooze)
