"""What a person sees of reminders on every notification daemon, and what the mouse does there."""

from collections.abc import Iterator
from functools import partial
from itertools import cycle

import pytest

from sitbreak.core.inputs import ShowHow, Snooze
from sitbreak.desktop.notifications.freedesktop import FreedesktopNotifications
from sitbreak.desktop.surroundings import dconf, lxqt
from sitbreak.desktop.surroundings.questions import ask_bus, bus_questions
from sitbreak.desktop.surroundings.signs import Verdict
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import Message, method
from tests.desktop.notifications import daemons
from tests.desktop.notifications.bubbles import BREAK, PATIENT, REMINDER, TIP, buttons_aside
from tests.desktop.notifications.daemons import Stage
from tests.desktop.services import InboxLoop
from tests.rig.desktop import NOTIFICATIONS
from tests.rig.programs import Home, needs, run
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

FADE = 1.5
"""Seconds until a bubble has faded in, and takes clicks."""


@pytest.fixture(params=daemons.ALL, ids=lambda kind: kind.program)
def stage(request: pytest.FixtureRequest, home: Home, session_bus: SessionBus) -> Iterator[Stage]:
    with daemons.running(request.param, home, session_bus) as stage:
        yield stage


@pytest.fixture
def notifications(stage: Stage, loop: InboxLoop) -> FreedesktopNotifications:
    return FreedesktopNotifications(
        loop.connect(stage.bus), buttons_aside(loop.posted.append), patience=PATIENT
    )


def test_a_reminder_is_replaced_in_place_withdrawn_and_shown_again_by_a_restarted_daemon(
    stage: Stage, loop: InboxLoop, notifications: FreedesktopNotifications
) -> None:
    notifications.show(REMINDER)
    before = loop.until(stage.still_bubble)
    picture = stage.look()
    notifications.show(BREAK)  # which goes only if it is withdrawn
    loop.until(lambda: stage.look() != picture and stage.still_bubble())
    after = stage.bubble()
    assert before is not None
    assert after is not None
    assert after.bottom - after.top < 1.5 * (before.bottom - before.top), "two bubbles, one above the other"
    notifications.withdraw()
    loop.until(lambda: stage.bubble() is None)
    notifications.show(REMINDER)
    loop.until(stage.still_bubble)
    stage.program.kill()
    loop.until(lambda: stage.bubble() is None)
    stage.program.start()
    loop.until(stage.still_bubble)
    assert loop.posted == []


@pytest.mark.parametrize("is_replacement", [False, True], ids=["alone", "in place of a tip"])
def test_the_mouse_can_use_it(
    stage: Stage, loop: InboxLoop, notifications: FreedesktopNotifications, *, is_replacement: bool
) -> None:
    rows = cycle(stage.kind.rows)

    def show_and_click() -> None:
        if is_replacement:
            notifications.show(TIP)
            loop.until(stage.still_bubble)
            tip = stage.look()
            notifications.show(REMINDER)
            loop.until(lambda: stage.look() != tip)
        else:
            notifications.show(REMINDER)
        box = loop.until(stage.still_bubble)
        assert box is not None
        loop.pass_time(FADE)
        across, down = box.row(0, 1)
        if stage.kind.button is None:
            stage.seat.click(across, box.bottom - next(rows), 1)
        else:
            stage.seat.click(across, down, stage.kind.button)
        loop.pass_time(FADE, lambda: loop.posted)

    # Again and again: a busy swaync misses a click, and a busy computer clicks when the bubble has expired.
    until(lambda: loop.posted, "a click arrives", seconds=2 * BUSY, meanwhile=show_and_click)
    assert loop.posted[0] == (Snooze() if stage.kind.button is None else ShowHow("hamstring"))


# --- do-not-disturb --------------------------------------------------------------------------------


@pytest.fixture
def person(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The folders of the person whose settings are looked at."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.config))
    return home


def assert_silent(stage: Stage, loop: InboxLoop) -> None:
    FreedesktopNotifications(loop.connect(stage.bus), buttons_aside(loop.posted.append)).show(REMINDER)
    loop.pass_time(FADE)
    assert stage.bubble() is None
    assert loop.posted == [], "it says that all is well"


def test_a_silent_lxqt_is_seen_to_be_silent(
    person: Home, session_bus: SessionBus, loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "LXQt")
    assert not lxqt.do_not_disturb()
    (person.config / "lxqt").mkdir()
    (person.config / "lxqt" / "notifications.conf").write_text("[General]\ndoNotDisturb=true\n")
    assert lxqt.do_not_disturb()
    with daemons.running(daemons.LXQT, person, session_bus) as stage:
        assert_silent(stage, loop)


def test_a_silent_mate_is_seen_to_be_silent(
    person: Home, session_bus: SessionBus, loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("dconf")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "MATE")
    assert not dconf.do_not_disturb()
    keys = person.folder / "keys"
    keys.mkdir()
    (keys / "mate").write_text("[org/mate/notification-daemon]\ndo-not-disturb=true\n")
    (person.config / "dconf").mkdir()
    run(("dconf", "compile", str(person.config / "dconf" / "user"), str(keys)), person.env)
    assert dconf.do_not_disturb()
    with daemons.running(daemons.MATE, person, session_bus) as stage:
        assert_silent(stage, loop)


def ask_on_bus(stage: Stage, source: str) -> Verdict:
    """Ask a daemon over the bus, as a check does."""
    questions = [question for question in bus_questions() if question.name == source]
    verdicts: list[Verdict] = []
    connect = partial(Bus, stage.bus.address.removeprefix("unix:path="))
    ask_bus(questions, connect, lambda _name, verdict: verdicts.append(verdict), timeout=BUSY)
    return verdicts[0]


def call(stage: Stage, loop: InboxLoop, message: Message) -> None:
    done: list[object] = []
    loop.connect(stage.bus).call(message, None, done.append)
    loop.until(lambda: done)


def test_a_silent_swaync_is_seen_to_be_silent(home: Home, session_bus: SessionBus, loop: InboxLoop) -> None:
    swaync = "org.erikreider.swaync.cc"
    with daemons.running(daemons.SWAYNC, home, session_bus) as stage:
        loop.until(lambda: session_bus.has_owner(swaync))
        assert ask_on_bus(stage, "swaync") is False
        call(stage, loop, method(swaync, "/org/erikreider/swaync/cc", swaync, "ToggleDnd"))
        assert ask_on_bus(stage, "swaync") is True
        assert_silent(stage, loop)


def test_a_silent_mako_is_seen_to_be_silent(home: Home, session_bus: SessionBus, loop: InboxLoop) -> None:
    (home.config / "mako").mkdir()
    (home.config / "mako" / "config").write_text("[mode=do-not-disturb]\ninvisible=1\n")
    mako, modes = "fr.emersion.Mako", ["default", "do-not-disturb"]
    with daemons.running(daemons.MAKO, home, session_bus) as stage:
        assert ask_on_bus(stage, "mako") is False
        call(stage, loop, method(NOTIFICATIONS, "/fr/emersion/Mako", mako, "SetModes", "as", modes))
        assert ask_on_bus(stage, "mako") is True
        assert_silent(stage, loop)
