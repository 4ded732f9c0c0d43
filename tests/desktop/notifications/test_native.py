"""Notifications that may block: their thread, and notify-send."""

import os
import sys
import threading
from pathlib import Path

import pytest

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import ButtonsLookedFor, Input, NotificationFailed, Shown
from sitbreak.desktop.notifications import native
from sitbreak.desktop.notifications.native import NativeNotifications, notify_send_screen
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import REMINDER, TIP
from tests.until import BUSY, until

# --- the thread ------------------------------------------------------------------------------------


class SlowScreen:
    """Keeps its thread waiting until `released`."""

    name = "slow"
    has_buttons = True

    def __init__(self) -> None:
        self.shown: list[Bubble] = []
        self.removed = 0
        self.released = threading.Event()

    def present(self, bubble: Bubble) -> None:
        self.shown.append(bubble)
        assert self.released.wait(BUSY)

    def remove(self) -> None:
        self.removed += 1


@pytest.fixture
def slow() -> SlowScreen:
    return SlowScreen()


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "notifications"]


def test_showing_does_not_block_and_only_the_last_waiting_one_follows(slow: SlowScreen) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: slow)
    notifications.show(REMINDER)
    until(lambda: slow.shown, "the first is on the screen")
    for number in range(3):
        notifications.show(Bubble(Shown.TIP, f"{number}", ""))
    slow.released.set()
    until(lambda: not workers(), "all is done")
    assert [bubble.title for bubble in slow.shown] == [REMINDER.title, "2"]


def test_a_waiting_bubble_that_is_withdrawn_is_never_shown(slow: SlowScreen) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: slow)
    notifications.show(REMINDER)
    until(lambda: slow.shown, "the first is on the screen")
    notifications.show(TIP)
    notifications.withdraw()
    slow.released.set()
    until(lambda: not workers(), "all is done")
    assert slow.shown == [REMINDER]
    assert slow.removed == 1


def test_what_was_never_shown_is_not_removed(slow: SlowScreen) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: slow)
    notifications.withdraw()
    notifications.close()
    assert not workers()
    assert slow.removed == 0


def test_a_screen_without_buttons_is_reported_once(slow: SlowScreen) -> None:
    slow.has_buttons = False
    slow.released.set()
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: slow)
    for count in (1, 2):
        notifications.show(REMINDER)
        until(lambda: len(slow.shown) == count, "it is shown")  # noqa: B023 - it is this round's
    assert posted == [ButtonsLookedFor(drawn=False)]
    assert notifications.name == "slow"


def test_the_thread_ends_with_its_work_and_the_next_bubble_starts_one(slow: SlowScreen) -> None:
    slow.released.set()
    notifications = NativeNotifications(list[Input]().append, lambda: slow)
    for count in (1, 2):
        notifications.show(REMINDER)
        until(lambda: not workers(), "the thread has ended")
        assert len(slow.shown) == count


# --- Linux without a session bus -------------------------------------------------------------------

RECORDER = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done > "{record}.part" && mv "{record}.part" "{record}"
"""


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a notify-send that shows nothing writes its arguments."""
    record = tmp_path / "record"
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(RECORDER.format(record=record))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return record


NO_BUTTONS = ButtonsLookedFor(drawn=False)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="notify-send is Linux's")


@linux_only
def test_without_a_bus_notify_send_gets_literal_text_that_expires(record: Path, tmp_path: Path) -> None:
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: notify_send_screen(tmp_path / "icon.png"))
    notifications.show(Bubble(Shown.REMINDER, "-25 minutes", "--Stand up & <stretch> C:\\now"))
    until(record.exists, "notify-send was started")
    arguments = record.read_text().split("\0")[:-1]
    assert arguments[-3:] == ["--", "-25 minutes", r"--Stand up &amp; &lt;stretch&gt; C:\\now"]
    options = dict(zip(arguments[:-3:2], arguments[1:-3:2], strict=True))
    assert options["-t"] == "-1"
    assert options["-i"] == str(tmp_path / "icon.png")
    assert options["-a"] == "sitbreak"
    notifications.close()
    assert posted == [NO_BUTTONS]


@linux_only
def test_a_missing_notify_send_is_named_in_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, logged: Logged
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: notify_send_screen(None))
    notifications.show(REMINDER)
    until(lambda: len(posted) == 2, "the failure is reported")
    assert posted == [NO_BUTTONS, NotificationFailed(Shown.REMINDER)]
    [line] = logged()
    assert "notify-send" in line
    assert "notify-send" in notifications.problem


@linux_only
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "echo Cannot connect to the bus >&2; exit 1",
            "notify-send ended with status 1: Cannot connect to the bus",
        ),
        ("exit 3", "notify-send ended with status 3"),
        ("kill -9 $$", "notify-send ended with status -9"),
        ("exec sleep 60", "notify-send did not end within 0.5 s"),
    ],
)
def test_a_notify_send_that_shows_nothing_is_logged_once_and_named(
    record: Path, monkeypatch: pytest.MonkeyPatch, logged: Logged, script: str, reason: str
) -> None:
    monkeypatch.setattr(native, "_PATIENCE", 0.5)
    program = record.parent / "bin" / "notify-send"
    works = program.read_text()
    program.write_text(f"#!/bin/sh\n{script}\n")
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: notify_send_screen(None))
    for count in (2, 3):
        notifications.show(REMINDER)
        until(lambda: len(posted) == count, "the failure is reported")  # noqa: B023 - it is this round's
    assert posted == [NO_BUTTONS, *[NotificationFailed(Shown.REMINDER)] * 2]
    assert notifications.problem == reason
    assert logged() == [f"a notification could not be shown: {reason}"]

    program.write_text(works)
    notifications.show(REMINDER)
    until(record.exists, "notify-send shows it")
    until(lambda: not notifications.problem, "there is no problem any longer")
