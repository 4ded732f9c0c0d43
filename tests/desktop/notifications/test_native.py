"""plyer's own implementations: their thread, notify-send, and the balloon of Windows (faked)."""

import atexit
import os
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

from sitbreak.core.effects import Bubble
from sitbreak.core.inputs import Input, NotificationFailed, Shown
from sitbreak.desktop.notifications import native
from sitbreak.desktop.notifications.native import (
    Hold,
    NativeNotifications,
    balloon_presenter,
    cut,
    macos_presenter,
    notify_send_presenter,
)
from tests.conftest import Logged
from tests.desktop.notifications.bubbles import REMINDER, TIP
from tests.until import BUSY, until

# --- the thread ------------------------------------------------------------------------------------


class SlowScreen:
    """Keeps each bubble on the screen until `released`."""

    def __init__(self) -> None:
        self.shown: list[Bubble] = []
        self.released = threading.Event()

    def present(self, bubble: Bubble, _hold: Hold) -> None:
        self.shown.append(bubble)
        assert self.released.wait(BUSY)


@pytest.fixture
def slow() -> SlowScreen:
    return SlowScreen()


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "notifications"]


def test_showing_does_not_block_and_only_the_last_waiting_one_follows(slow: SlowScreen) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: slow.present)
    notifications.show(REMINDER)
    until(lambda: slow.shown, "the first is on the screen")
    for number in range(3):
        notifications.show(Bubble(Shown.TIP, f"{number}", ""))
    slow.released.set()
    until(lambda: not workers(), "all is done")
    assert [bubble.title for bubble in slow.shown] == [REMINDER.title, "2"]


def test_a_waiting_bubble_that_is_withdrawn_is_never_shown(slow: SlowScreen) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: slow.present)
    notifications.show(REMINDER)
    until(lambda: slow.shown, "the first is on the screen")
    notifications.show(TIP)
    notifications.withdraw()
    slow.released.set()
    until(lambda: not workers(), "all is done")
    assert slow.shown == [REMINDER]


def test_the_thread_ends_with_its_work_and_the_next_bubble_starts_one(slow: SlowScreen) -> None:
    slow.released.set()
    notifications = NativeNotifications(list[Input]().append, lambda: slow.present)
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


linux_only = pytest.mark.skipif(sys.platform != "linux", reason="notify-send is Linux's")


@linux_only
def test_without_a_bus_notify_send_gets_literal_text_that_expires(record: Path, tmp_path: Path) -> None:
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: notify_send_presenter(tmp_path / "icon.png"))
    notifications.show(Bubble(Shown.REMINDER, "-25 minutes", "--Stand up & <stretch> C:\\now"))
    until(record.exists, "notify-send was started")
    arguments = record.read_text().split("\0")[:-1]
    assert arguments[-3:] == ["--", "-25 minutes", r"--Stand up &amp; &lt;stretch&gt; C:\\now"]
    options = dict(zip(arguments[:-3:2], arguments[1:-3:2], strict=True))
    assert options["-t"] == "-1"
    assert options["-i"] == str(tmp_path / "icon.png")
    assert options["-a"] == "sitbreak"
    notifications.close()
    assert posted == []


@linux_only
def test_a_missing_notify_send_is_named_in_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, logged: Logged
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: notify_send_presenter(None))
    notifications.show(REMINDER)
    until(lambda: posted, "the failure is reported")
    assert posted == [NotificationFailed(Shown.REMINDER)]
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
    notifications = NativeNotifications(posted.append, lambda: notify_send_presenter(None))
    for count in (1, 2):
        notifications.show(REMINDER)
        until(lambda: len(posted) == count, "the failure is reported")  # noqa: B023 - it is this round's
    assert posted == [NotificationFailed(Shown.REMINDER)] * 2
    assert notifications.problem == reason
    assert logged() == [f"a notification could not be shown: {reason}"]

    program.write_text(works)
    notifications.show(REMINDER)
    until(record.exists, "notify-send shows it")
    until(lambda: not notifications.problem, "there is no problem any longer")


# --- macOS -----------------------------------------------------------------------------------------


def test_a_missing_pyobjus_fails_each_bubble_and_is_logged_once(
    monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    monkeypatch.setitem(sys.modules, "pyobjus", None)
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: macos_presenter(None))
    notifications.show(REMINDER)
    until(lambda: len(posted) == 1, "the failure is reported")
    notifications.show(REMINDER)
    until(lambda: len(posted) == 2, "the failure is reported")
    assert posted == [NotificationFailed(Shown.REMINDER)] * 2
    assert len(logged()) == 1


# --- Windows ---------------------------------------------------------------------------------------


class FakeBalloon:
    """plyer's WindowsBalloonTip: its lifetime and the limits of Windows."""

    on_screen: ClassVar[list[tuple[str, str, str]]] = []
    freed_by: ClassVar[list[str]] = []
    is_refused: ClassVar[bool] = False

    def __init__(self, *, title: str, message: str, app_name: str, app_icon: str, timeout: int) -> None:
        atexit.register(self.__del__)
        assert app_name == "sitbreak"
        assert timeout == 0, "plyer would sleep that long"
        if self.is_refused:
            raise RuntimeError("Shell_NotifyIconW failed.")
        for text, units in ((title, 64), (message, 256)):
            if len(text.encode("utf-16-le")) // 2 >= units:
                raise ValueError("string too long")
        self.on_screen.append((title, message, app_icon))

    def __del__(self) -> None:
        self.on_screen.clear()
        self.freed_by.append(threading.current_thread().name)


@pytest.fixture
def balloons(monkeypatch: pytest.MonkeyPatch) -> type[FakeBalloon]:
    module = ModuleType("plyer.platforms.win.libs.balloontip")
    monkeypatch.setattr(module, "WindowsBalloonTip", FakeBalloon, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for value in (FakeBalloon.on_screen, FakeBalloon.freed_by):
        value.clear()
    return FakeBalloon


def test_a_balloon_is_freed_by_its_own_thread_before_the_next(balloons: type[FakeBalloon]) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: balloon_presenter(Path("sitbreak.ico")))
    notifications.show(REMINDER)
    until(lambda: balloons.on_screen, "the reminder is on the screen")
    assert balloons.on_screen == [(REMINDER.title, REMINDER.body, "sitbreak.ico")]
    notifications.show(TIP)
    until(lambda: balloons.on_screen[:1] == [(TIP.title, TIP.body, "sitbreak.ico")], "the tip is")
    assert balloons.freed_by == ["notifications"]
    notifications.close()
    assert balloons.on_screen == []
    assert balloons.freed_by == ["notifications"] * 2


def test_a_withdrawn_balloon_is_freed_at_once(balloons: type[FakeBalloon]) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: balloon_presenter(None))
    notifications.show(REMINDER)
    until(lambda: balloons.on_screen, "it is on the screen")
    notifications.withdraw()
    until(lambda: balloons.freed_by, "it is gone")


def test_a_balloon_that_windows_refuses_is_reported_and_freed(
    balloons: type[FakeBalloon], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balloons, "is_refused", True)
    posted: list[Input] = []
    notifications = NativeNotifications(posted.append, lambda: balloon_presenter(None))
    notifications.show(REMINDER)
    until(lambda: balloons.freed_by, "it is freed")
    assert posted == [NotificationFailed(Shown.REMINDER)]
    assert balloons.freed_by == ["notifications"]


def test_texts_too_long_for_a_balloon_are_cut_after_a_word(balloons: type[FakeBalloon]) -> None:
    notifications = NativeNotifications(list[Input]().append, lambda: balloon_presenter(None))
    notifications.show(Bubble(Shown.TIP, "\N{SLIGHTLY SMILING FACE} " * 40, "stretch " * 40))
    until(lambda: balloons.on_screen, "it is on the screen")
    [(title, body, icon)] = balloons.on_screen
    notifications.close()
    assert title == " ".join(["\N{SLIGHTLY SMILING FACE}"] * 21) + "…"
    assert body == " ".join(["stretch"] * 31) + "…"
    assert icon == ""


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("stand up", 8, "stand up"),
        ("stand up now", 9, "stand up…"),
        ("stand up now", 8, "stand…"),
        ("Lendenwirbelsaeule", 8, "Lendenw…"),
        ("\N{SLIGHTLY SMILING FACE}" * 4, 6, "\N{SLIGHTLY SMILING FACE}" * 2 + "…"),
    ],
)
def test_a_text_is_cut_to_utf_16_units(text: str, units: int, expected: str) -> None:
    assert cut(text, units) == expected
