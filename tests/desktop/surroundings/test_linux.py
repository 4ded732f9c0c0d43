"""How checks are asked and answered on Linux, with fakes of every source."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.surroundings.linux import linux_surroundings
from sitbreak.desktop.surroundings.signs import NoVerdict, Probe, Sign
from sitbreak.wires.dbus import Bus
from tests.conftest import Logged
from tests.desktop.services import InboxLoop, Service
from tests.desktop.surroundings.conftest import MakeAsker
from tests.rig.servers import SessionBus
from tests.until import BUSY, until

GNOME = "org.gnome.SessionManager"
KDE = "org.kde.Solid.PowerManagement.PolicyAgent"
POWER = "org.freedesktop.PowerManagement"
LOGIND = "org.freedesktop.login1"
NOTIFICATIONS = "org.freedesktop.Notifications"
SWAYNC = "org.erikreider.swaync.cc"
BUDGIE = "org.budgie_desktop.Notifications"

CALL = CallChecked(call=True, film=False)
FILM = CallChecked(call=False, film=True)
NEITHER = CallChecked(call=False, film=False)

Call = tuple[object, ...]


def yes() -> bool:
    return True


def no() -> bool:
    return False


def unknown() -> bool:
    raise NoVerdict("nobody knows")


class Held:
    """A probe that hangs until it is released."""

    def __init__(self, sign: Sign) -> None:
        self.released = threading.Event()
        self.looks = 0
        self.probe = Probe("held", sign, self._look)

    def _look(self) -> bool:
        self.looks += 1
        assert self.released.wait(BUSY)
        return True


@pytest.fixture
def held() -> Iterator[Held]:
    held = Held(Sign.CALL)
    yield held
    held.released.set()


# --- what is answered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sign", "answer", "reasons"),
    [
        (Sign.CALL, CALL, {BusyReason.CALL}),
        (Sign.SCREEN_KEPT_ON, FILM, {BusyReason.PRESENTATION}),
        (Sign.FULLSCREEN, NEITHER, {BusyReason.FULLSCREEN}),
        (Sign.PRESENTATION, NEITHER, {BusyReason.PRESENTATION}),
        (Sign.DO_NOT_DISTURB, NEITHER, {BusyReason.DO_NOT_DISTURB}),
    ],
)
def test_each_sign_answers_the_checks_that_it_belongs_to(
    ask: MakeAsker,
    sign: Sign,
    answer: CallChecked,
    reasons: set[BusyReason],
) -> None:
    asker = ask(probes=(Probe("it", sign, yes), Probe("something else", sign, no)))
    assert asker.call() == answer
    assert asker.busy() == reasons


def test_a_film_in_a_window_is_no_reason_where_full_screens_are_seen(ask: MakeAsker) -> None:
    film = Probe("film", Sign.SCREEN_KEPT_ON, yes)
    windows = Probe("windows", Sign.FULLSCREEN, no)
    asker = ask(probes=(film, windows))
    assert asker.busy() == set()
    assert asker.call() == FILM


def test_without_any_source_the_answer_is_no(ask: MakeAsker) -> None:
    asker = ask()
    assert asker.call() == NEITHER
    assert asker.busy() == set()
    assert asker.unavailable_reason("dunst") == "there is no bus"


def test_findings_say_which_sources_answered_once_all_were_asked(ask: MakeAsker, loop: InboxLoop) -> None:
    def broken() -> bool:
        raise ZeroDivisionError

    signs = Sign.CALL, Sign.FULLSCREEN, Sign.DO_NOT_DISTURB
    probes = (
        Probe(look.__name__, sign, look) for look, sign in zip((no, unknown, broken), signs, strict=True)
    )
    asker = ask(probes=tuple(probes))
    assert asker.unavailable_reason("no") == "not asked yet"
    asker.surroundings.look(lambda: None)
    loop.until(lambda: asker.surroundings.due() is None)
    assert [asker.unavailable_reason(name) for name in ("no", "unknown")] == ["", "nobody knows"]
    assert "ZeroDivisionError" in asker.unavailable_reason("broken")
    assert loop.posted == []


# --- over D-Bus ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reply:
    """A service's reply to a call, and whether it is a yes."""

    name: str
    path: str
    call: Call
    signature: str
    values: Call
    yes: bool

    def appear(self, loop: InboxLoop, session_bus: SessionBus) -> None:
        service = Service(loop, session_bus, (self.name,))
        service.answer(self.path, *self.call, signature=self.signature, values=self.values)
        service.appear()


@pytest.mark.parametrize(
    "reply",
    [
        Reply(GNOME, "/org/gnome/SessionManager", ("IsInhibited", 8), "b", (True,), True),
        Reply(GNOME, "/org/gnome/SessionManager", ("IsInhibited", 8), "b", (False,), False),
        Reply(KDE, "/" + KDE.replace(".", "/"), ("HasInhibition", 4), "b", (True,), True),
        Reply(KDE, "/" + KDE.replace(".", "/"), ("HasInhibition", 4), "b", (False,), False),
    ],
)
def test_what_keeps_the_screen_on_is_a_film(
    ask: MakeAsker, loop: InboxLoop, session_bus: SessionBus, reply: Reply
) -> None:
    reply.appear(loop, session_bus)
    assert ask(session_bus).call() == (FILM if reply.yes else NEITHER)


def test_what_only_keeps_the_computer_awake_proves_nothing(
    ask: MakeAsker, loop: InboxLoop, session_bus: SessionBus
) -> None:
    def service(name: str, path: str, *answers: tuple[Call, str, object]) -> Service:
        made = Service(loop, session_bus, (name,))
        for call, signature, value in answers:
            made.answer(path, *call, signature=signature, values=(value,))
        return made.appear()

    suspend, interrupt_session = 4, 1  # flags by which gnome-session and KDE know a download
    asked = ("IsInhibited", suspend), ("IsInhibited", 8)
    service(GNOME, "/org/gnome/SessionManager", (asked[0], "b", True), (asked[1], "b", False))
    asked = ("HasInhibition", interrupt_session), ("HasInhibition", 4)
    service(KDE, "/" + KDE.replace(".", "/"), (asked[0], "b", True), (asked[1], "b", False))
    block = ("sleep:idle", "backup", "copying files", "block", os.getuid(), 1)
    logind = service(LOGIND, "/org/freedesktop/login1", (("ListInhibitors",), "a(ssssuu)", [block]))
    power = service(POWER, "/org/freedesktop/PowerManagement/Inhibit", (("HasInhibit",), "b", True))

    asker = ask(session_bus)
    assert asker.call() == NEITHER
    assert asker.busy() == set()
    assert logind.asked == power.asked == [], "nor is anybody asked about it"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(
            NOTIFICATIONS,
            "/org/freedesktop/Notifications",
            ("Get", NOTIFICATIONS, "Inhibited"),
            "v",
            (("b", True),),
            True,
        ),
        Reply(
            NOTIFICATIONS,
            "/org/freedesktop/Notifications",
            ("Get", NOTIFICATIONS, "Inhibited"),
            "v",
            (("b", False),),
            False,
        ),
        Reply(
            NOTIFICATIONS, "/fr/emersion/Mako", ("ListModes",), "as", (["default", "do-not-disturb"],), True
        ),
        Reply(NOTIFICATIONS, "/fr/emersion/Mako", ("ListModes",), "as", (["default"],), False),
        Reply(SWAYNC, "/org/erikreider/swaync/cc", ("GetDnd",), "b", (True,), True),
        Reply(BUDGIE, "/org/budgie_desktop/Notifications", ("GetDoNotDisturb",), "b", (True,), True),
        Reply(BUDGIE, "/org/budgie_desktop/Notifications", ("GetDoNotDisturb",), "b", (False,), False),
    ],
)
def test_do_not_disturb_is_asked_of_every_notification_server(
    ask: MakeAsker, loop: InboxLoop, session_bus: SessionBus, reply: Reply
) -> None:
    reply.appear(loop, session_bus)
    assert ask(session_bus).busy() == ({BusyReason.DO_NOT_DISTURB} if reply.yes else set())


def test_a_reply_that_makes_no_sense_does_not_count(
    ask: MakeAsker, loop: InboxLoop, session_bus: SessionBus
) -> None:
    mako = Service(loop, session_bus, (NOTIFICATIONS,))
    mako.answer("/fr/emersion/Mako", "ListModes", signature="u", values=(7,))
    mako.appear()
    asker = ask(session_bus)
    assert asker.busy() == set()
    assert "InvalidSignature" in asker.unavailable_reason("mako")
    assert "ServiceUnknown" in asker.unavailable_reason(
        "swaync"
    ) or "NameHasNoOwner" in asker.unavailable_reason("swaync")


def test_each_check_connects_to_the_buses_again(
    ask: MakeAsker, loop: InboxLoop, session_bus: SessionBus
) -> None:
    swaync = Service(loop, session_bus, (SWAYNC,))
    swaync.answer("/org/erikreider/swaync/cc", "GetDnd", signature="b", values=(True,))
    swaync.appear()
    asker = ask()
    assert asker.busy() == set()
    asker.bus = session_bus
    assert asker.busy() == {BusyReason.DO_NOT_DISTURB}
    asker.bus = None
    assert asker.busy() == set()
    assert asker.unavailable_reason("swaync") == "there is no bus"


# --- what hangs ------------------------------------------------------------------------------------


def test_a_service_that_hangs_is_left_out_and_logged_once(
    ask: MakeAsker, loop: InboxLoop, session_bus: SessionBus, logged: Logged
) -> None:
    swaync = Service(loop, session_bus, (SWAYNC,), hangs=True)
    swaync.answer("/org/erikreider/swaync/cc", "GetDnd", signature="b", values=(True,))
    swaync.appear()
    asker = ask(session_bus, (Probe("it", Sign.CALL, yes),), patience=0.5)
    assert asker.busy() == {BusyReason.CALL}
    assert asker.busy() == {BusyReason.CALL}
    assert "no answer" in asker.unavailable_reason("swaync")
    assert len(logged()) == 1, logged()
    loop.pass_time(0.2)
    swaync.hangs = False
    assert asker.busy() == {BusyReason.CALL, BusyReason.DO_NOT_DISTURB}


def test_a_probe_that_hangs_holds_up_no_other_and_runs_only_once(
    ask: MakeAsker, loop: InboxLoop, held: Held
) -> None:
    asker = ask(probes=(held.probe, Probe("full", Sign.FULLSCREEN, yes)), patience=0.5)
    asker.surroundings.check_busy()
    loop.until(lambda: loop.posted)
    assert loop.posted.pop() == BusyChecked(frozenset({BusyReason.FULLSCREEN}))
    for _ in range(2):
        assert asker.call() == NEITHER
    assert held.looks == 1
    held.released.set()
    assert asker.call() == CALL
    assert asker.unavailable_reason("held") == ""


def test_a_thread_that_cannot_start_costs_only_that_check(
    ask: MakeAsker, logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    asker = ask(probes=(Probe("it", Sign.CALL, yes),), patience=0.1)
    with monkeypatch.context() as exhausted:
        exhausted.setattr(threading.Thread, "start", fail)
        for _ in range(2):
            assert asker.call() == NEITHER
    until(lambda: asker.call() == CALL, "it is asked again")
    assert "what the desktop is busy with cannot be asked: can't start new thread" in logged()


def test_two_checks_at_once_share_their_questions(ask: MakeAsker, loop: InboxLoop, held: Held) -> None:
    asker = ask(probes=(held.probe,))
    asker.surroundings.check_call()
    asker.surroundings.check_busy()
    held.released.set()
    loop.until(lambda: len(loop.posted) == 2)
    assert set(loop.posted) == {CALL, BusyChecked(frozenset({BusyReason.CALL}))}
    assert held.looks == 1


def test_everything_is_posted_on_the_loops_thread(loop: InboxLoop) -> None:
    threads: list[threading.Thread] = []
    probe = Probe("it", Sign.CALL, yes)
    surroundings = linux_surroundings(lambda _: threads.append(threading.current_thread()), (probe,))
    loop.waiter.add(surroundings)
    surroundings.check_call()
    loop.until(lambda: threads)
    assert threads == [threading.current_thread()]
    surroundings.close()


def test_one_thread_asks_all_sources_and_ends(loop: InboxLoop, session_bus: SessionBus) -> None:
    threads: list[threading.Thread] = []

    def look() -> bool:
        threads.append(threading.current_thread())
        return False

    def connect() -> Bus:
        look()
        return Bus(session_bus.address.removeprefix("unix:path="))

    probes = tuple(Probe(sign.value, sign, look) for sign in Sign)
    surroundings = linux_surroundings(loop.posted.append, probes, connect)
    loop.waiter.add(surroundings)
    surroundings.look(lambda: None)
    loop.until(lambda: surroundings.due() is None)
    assert len(threads) == len(Sign) + 1
    [thread] = set(threads)
    assert thread is not threading.current_thread()
    thread.join(BUSY)
    assert not thread.is_alive()
    surroundings.close()


def test_a_verdict_after_closing_is_dropped(ask: MakeAsker, loop: InboxLoop, held: Held) -> None:
    asker = ask(probes=(held.probe,))
    asker.surroundings.check_call()
    asker.surroundings.close()
    held.released.set()
    for thread in threading.enumerate():
        if thread.name == "surroundings":
            thread.join(BUSY)
    loop.pass_time(0.05)
    assert asker.surroundings.fileno() == -1
    assert loop.posted == []
