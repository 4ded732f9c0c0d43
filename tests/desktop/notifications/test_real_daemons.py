"""Reminders on real notification daemons, seen on a real screen and clicked with a real mouse."""

from pathlib import Path

import pytest
from PIL import Image

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import Input, ShowHow, Shown, Snooze
from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications
from sitbreak.desktop.notifications.native import NativeNotifications, notify_send_screen
from sitbreak.storage.state import Note
from tests.desktop.notifications.bubble_screen import BubbleScreen
from tests.desktop.notifications.bubbles import BREAK, PATIENT, REMINDER, TIP, buttons_aside
from tests.desktop.notifications.server import Server
from tests.desktop.screen import Colour, Screen
from tests.desktop.services import InboxLoop
from tests.rig.desktop import Desktop
from tests.rig.programs import Program, needs
from tests.rig.servers import SessionBus
from tests.until import until

ICON_COLOUR = (255, 0, 200)
LONGER_THAN_DEFAULT = 13
"""Seconds: xfce4-notifyd and dunst take other bubbles off the screen after ten."""


class BubbleDisplay(Screen, BubbleScreen):
    """The display of a desktop, with a mouse."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        Screen.__init__(self, desktop.display, folder)
        BubbleScreen.__init__(self)

    def pixels_of(self, colour: Colour) -> int:
        picture = self.look()
        counts = picture.getcolors(picture.width * picture.height) or ()
        return sum(count for count, seen in counts if seen == colour)


@pytest.fixture
def screen(desktop: Desktop, tmp_path: Path) -> BubbleDisplay:
    needs("import")
    return BubbleDisplay(desktop, tmp_path)


@pytest.fixture
def icon(tmp_path: Path) -> Path:
    path = tmp_path / "an icon.png"
    Image.new("RGB", (48, 48), ICON_COLOUR).save(path)
    return path


def test_xfce_shows_a_reminder_whose_snooze_button_works(
    desktop: Desktop, screen: BubbleDisplay, xfce_notifyd: Program, loop: InboxLoop, icon: Path
) -> None:
    assert xfce_notifyd.running
    notifications = FreedesktopNotifications(
        loop.connect(desktop.bus), buttons_aside(loop.posted.append), icon, patience=PATIENT
    )
    notifications.show(REMINDER)
    box = loop.until(screen.still_bubble)
    assert screen.pixels_of(ICON_COLOUR) > 200
    assert box is not None
    # The three buttons fill the bubble's last row; Snooze is the middle one.
    screen.click((box.left + box.right) // 2, box.bottom - 31)
    loop.until(lambda: loop.posted)
    loop.until(lambda: screen.bubble() is None)
    assert loop.posted[0] == Snooze()


def test_xfce_removes_a_withdrawn_reminder(
    desktop: Desktop, screen: BubbleDisplay, xfce_notifyd: Program, loop: InboxLoop
) -> None:
    assert xfce_notifyd.running
    notifications = FreedesktopNotifications(
        loop.connect(desktop.bus), buttons_aside(loop.posted.append), patience=PATIENT
    )
    notifications.show(REMINDER)
    loop.until(screen.still_bubble)
    notifications.withdraw()
    loop.until(lambda: screen.bubble() is None)


def test_dunst_shows_a_reminder_and_replaces_it_in_place(
    desktop: Desktop, screen: BubbleDisplay, dunst: Program, loop: InboxLoop
) -> None:
    assert dunst.running
    notifications = FreedesktopNotifications(
        loop.connect(desktop.bus), buttons_aside(loop.posted.append), patience=PATIENT
    )
    notifications.show(REMINDER)
    before = loop.until(screen.still_bubble)
    picture = screen.look()
    notifications.show(TIP)
    loop.until(lambda: screen.look() != picture and screen.still_bubble())
    assert screen.bubble() == before, "two bubbles, one above the other"
    assert loop.posted == []


@pytest.mark.parametrize("daemon", ["xfce_notifyd", "dunst"])
def test_a_running_break_outlasts_every_reminder_until_it_is_withdrawn(
    desktop: Desktop, screen: BubbleDisplay, loop: InboxLoop, daemon: str, request: pytest.FixtureRequest
) -> None:
    assert request.getfixturevalue(daemon).running
    notifications = FreedesktopNotifications(
        loop.connect(desktop.bus), buttons_aside(loop.posted.append), patience=PATIENT
    )
    notifications.show(REMINDER)
    reminder = loop.until(screen.still_bubble)
    picture = screen.look()
    assert reminder is not None
    notifications.show(BREAK)
    loop.until(lambda: screen.look() != picture and screen.still_bubble())
    running = screen.bubble()
    assert running is not None
    assert running.bottom - running.top < 1.5 * (reminder.bottom - reminder.top), "one bubble, in its place"
    loop.pass_time(LONGER_THAN_DEFAULT)
    assert screen.bubble() == running
    notifications.withdraw()
    loop.until(lambda: screen.bubble() is None)
    assert loop.posted == []


def test_xfce_keeps_a_break_whose_button_was_clicked_if_it_is_shown_again(
    desktop: Desktop, screen: BubbleDisplay, xfce_notifyd: Program, loop: InboxLoop
) -> None:
    assert xfce_notifyd.running

    def post(happened: Input) -> None:
        loop.posted.append(happened)
        if happened == ShowHow("hamstring"):
            loop.waiter.soon(lambda: notifications.show(BREAK))

    notifications = FreedesktopNotifications(loop.connect(desktop.bus), post, patience=PATIENT)
    notifications.show(BREAK)
    box = loop.until(screen.still_bubble)
    assert box is not None
    screen.click(box.right - 60, box.bottom - 31)
    loop.until(lambda: loop.posted)
    loop.pass_time(3)
    assert loop.posted[0] == ShowHow("hamstring")
    assert screen.bubble() == box


@pytest.mark.parametrize("daemon", ["xfce_notifyd", "dunst"])
def test_a_bubble_of_a_killed_process_is_replaced_in_place(
    desktop: Desktop,
    screen: BubbleDisplay,
    loop: InboxLoop,
    daemon: str,
    request: pytest.FixtureRequest,
) -> None:
    assert request.getfixturevalue(daemon).running
    note = Note(desktop.home.folder / "bubble")
    killed = loop.connect(desktop.bus)
    FreedesktopNotifications(killed, buttons_aside(loop.posted.append), None, note, patience=PATIENT).show(
        REMINDER
    )
    loop.until(lambda: screen.still_bubble() and note.read())
    before, picture = screen.bubble(), screen.look()
    assert before is not None
    killed.close()
    loop.posted.clear()
    FreedesktopNotifications(
        loop.connect(desktop.bus), buttons_aside(loop.posted.append), None, note, patience=PATIENT
    ).show(TIP)
    loop.until(lambda: screen.look() != picture and screen.still_bubble())
    after = screen.bubble()
    assert after is not None
    assert after.bottom - after.top <= before.bottom - before.top, "two bubbles, one above the other"
    assert loop.posted == []


def test_a_restarted_daemon_shows_the_reminder_again(
    desktop: Desktop, screen: BubbleDisplay, dunst: Program, loop: InboxLoop
) -> None:
    notifications = FreedesktopNotifications(
        loop.connect(desktop.bus), buttons_aside(loop.posted.append), patience=PATIENT
    )
    notifications.show(REMINDER)
    loop.until(screen.still_bubble)
    dunst.kill()
    loop.until(lambda: screen.bubble() is None)
    dunst.start()
    loop.until(screen.still_bubble)
    assert loop.posted == []


def test_xfce_shows_a_reminder_sent_with_notify_send(
    desktop: Desktop,
    screen: BubbleDisplay,
    xfce_notifyd: Program,
    icon: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert xfce_notifyd.running
    needs("notify-send")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.bus.address)
    posted: list[Input] = []
    notifications = NativeNotifications(buttons_aside(posted.append), lambda: notify_send_screen(icon))
    notifications.show(REMINDER)
    until(screen.still_bubble, "the reminder is on the screen")
    assert screen.pixels_of(ICON_COLOUR) > 200
    notifications.close()
    assert posted == []


def test_notify_send_delivers_every_text_literally(
    session_bus: SessionBus, loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("notify-send")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session_bus.address)
    server = Server(session_bus, loop)
    notifications = NativeNotifications(buttons_aside(loop.posted.append), lambda: notify_send_screen(None))
    notifications.show(Bubble(Shown.TIP, "-t 5 & <up>", "--help: 3 < 5 & C:\\new"))
    loop.until(lambda: server.notified)
    loop.settle()
    notifications.close()
    [bubble] = server.notified
    assert bubble.summary.strip() == "-t 5 & <up>"
    assert bubble.body.strip() == "--help: 3 &lt; 5 &amp; C:\\new"
    assert bubble.expire == -1
    assert bubble.hints["transient"][1] == 1
    assert loop.posted == []
