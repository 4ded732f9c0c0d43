"""Stories about logging out and in: one person, one sitbreak, wherever they sit."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator

import pytest

if sys.platform != "linux":
    pytest.skip("displays that come and go are for free desktops", allow_module_level=True)

from sitbreak.core.words import instance as said
from tests.desktop.notifications.server import Server
from tests.desktop.services import InboxLoop
from tests.desktop.tray.linux.host import Host, connect
from tests.rig.programs import Home, needs
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.until import until


class Person:
    """Somebody with one home and one runtime folder, who logs in here and there."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.displays: list[XDisplay] = []
        self.sessions: list[Running] = []

    def log_in(self, *options: str) -> Running:
        """Log in to a new display; options of the X server may ask for one of this name."""
        self.displays.append(XDisplay(self.home, *options))
        return self.sit_at(self.displays[-1])

    def sit_at(self, display: XDisplay, bus: SessionBus | None = None) -> Running:
        return self._session(display.env | {"XAUTHORITY": "/nonexistent"} | (bus.env if bus else {}))

    def connect_over_ssh(self) -> Running:
        return self._session(self.home.env)

    def log_out(self) -> None:
        """Let the display server of the newest session end."""
        self.displays[-1].server.kill()

    def instances(self) -> int:
        """Count the running instances."""
        return sum(process.poll() is None for session in self.sessions for process in session._started)

    def end(self) -> None:
        for session in self.sessions:
            session.end()
        for display in self.displays:
            display.server.kill()

    def _session(self, env: dict[str, str]) -> Running:
        self.sessions.append(Running(self.home, dict(env)))
        return self.sessions[-1]


@pytest.fixture
def person(home: Home) -> Iterator[Person]:
    needs("Xvfb", "dbus-daemon", "dbus-send")
    person = Person(home)
    yield person
    person.end()
    for session in person.sessions:
        assert "Traceback" not in session.printed + session.complaints + session.log


def own_number() -> str:
    """Return a display that no test beside this one gets."""
    return f":{1000 + os.getpid() % 60000}"


def take_over(start: Running) -> None:
    """Start it, and wait until it has taken over."""
    before = start.printed.count(said.continues_here())
    start.spawn()
    until(lambda: start.printed.count(said.continues_here()) > before, "it takes over")
    until(start.answers, "it answers")


# --- the end of a session --------------------------------------------------------------------------


def test_it_ends_quietly_with_its_display_though_the_bus_lives_on(
    person: Person, session_bus: SessionBus
) -> None:
    desk = person.log_in()
    desk.env |= session_bus.env
    desk.start()
    until(lambda: desk.status()["backends"]["idle"] == "x11-sync", "idle is measured")
    desk.do("pause 1h")
    person.log_out()
    assert desk.wait() == 0
    assert desk.log.count(said.session_over()) == 1
    assert desk.complaints == ""

    again = person.log_in()
    again.start()
    assert len(again.status()["pauses"]) == 1


def test_a_session_bus_that_restarts_ends_nothing(person: Person, session_bus: SessionBus) -> None:
    desk = person.log_in()
    desk.env |= session_bus.env
    desk.start()
    until(lambda: desk.status()["backends"]["notifications"] == "freedesktop", "the bus is used")
    session_bus.daemon.kill()
    until(lambda: "the session bus is gone" in desk.log, "the loss is noticed")
    session_bus.daemon.start()
    assert desk.status()["version"]
    assert not desk.has_ended()


# --- another session -------------------------------------------------------------------------------


def test_the_newest_of_two_desktops_has_it(person: Person) -> None:
    first = person.log_in()
    first.start()
    first.do("pause 14:00-15:00")
    pauses = first.status()["pauses"]
    second = person.log_in()
    take_over(second)
    assert first.wait() == 0
    assert first.printed.count(said.continues_elsewhere()) == 1
    assert second.status()["pauses"] == pauses
    assert not second.has_ended()


def test_a_desktop_takes_over_from_a_terminal_and_not_the_other_way(person: Person) -> None:
    terminal = person.connect_over_ssh()
    terminal.start()
    desk = person.log_in()
    take_over(desk)
    assert terminal.wait() == 0
    assert said.continues_elsewhere() in terminal.printed

    again = terminal.run()
    assert (again.status, again.err) == (0, "")
    assert again.out.startswith("sitbreak is already running.")
    assert not desk.has_ended()


def test_a_second_start_in_the_same_session_only_says_so(person: Person) -> None:
    desk = person.log_in()
    desk.start()
    desk.env["DISPLAY"] += ".0"
    again = desk.run()
    assert (again.status, again.err) == (0, "")
    assert again.out.startswith("sitbreak is already running.")
    assert not desk.has_ended()


def test_a_service_with_variables_of_a_dead_session_takes_nothing_over(person: Person) -> None:
    desk, stale = person.log_in(), person.connect_over_ssh()
    stale.env["DISPLAY"] = own_number()
    desk.start()
    assert stale.run().out.startswith("sitbreak is already running.")
    assert not desk.has_ended()

    desk.do("quit")
    desk.wait()
    stale.start()
    take_over(desk)
    assert stale.wait() == 0


def test_the_next_login_takes_over_before_the_last_one_has_noticed(person: Person) -> None:
    """The same number, the same bus address, the same runtime folder; another X server."""
    old = person.log_in(own_number())
    bus = SessionBus(person.home)
    old.env |= bus.env
    old.start()
    until(lambda: old.status()["backends"]["idle"] == "x11-sync", "idle is measured")
    old.process.send_signal(signal.SIGSTOP)
    bus.daemon.kill()
    person.log_out()
    bus.daemon.start()
    new = person.log_in(person.displays[-1].name)
    new.env |= bus.env
    new.spawn()
    old.process.send_signal(signal.SIGCONT)
    assert old.wait() == 0
    until(new.answers, "the new one answers")
    until(lambda: new.status()["backends"]["idle"] == "x11-sync", "idle is measured")
    bus.daemon.kill()


def test_a_new_bus_on_the_same_display_gets_the_icon(person: Person) -> None:
    display = XDisplay(person.home)
    person.displays.append(display)
    bus = SessionBus(person.home)
    old = person.sit_at(display, bus)
    old.start()
    until(lambda: old.status()["backends"]["notifications"] == "freedesktop", "the bus is used")
    bus.daemon.kill()
    until(lambda: "the session bus is gone" in old.log, "the loss is noticed")
    other = person.sit_at(display)
    other.env["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere"
    take_over(other)
    assert old.wait() == 0


def test_the_icon_and_the_reminder_move_to_the_next_login(person: Person, session_bus: SessionBus) -> None:
    """The old process is still alive: its X server is, and so is its bus."""
    first = person.log_in()
    first.env |= session_bus.env
    first.write_settings('interval = "1s"\n')
    first.start()
    until(lambda: first.reminder() == "due", "the reminder")

    other_bus = SessionBus(Home(person.home.folder / "next"))
    loop, panel = InboxLoop(), Host(connect(other_bus))
    daemon = Server(other_bus, loop)
    second = person.log_in()
    second.env |= {"DBUS_SESSION_BUS_ADDRESS": other_bus.address}
    take_over(second)
    assert first.wait() == 0
    assert "Sitting" in panel.menu(panel.take_item()).lines[0].label
    daemon.loop.until(lambda: daemon.notified)
    assert second.reminder() == "due"
    second.kill()
    panel.close()
    loop.close()
    other_bus.daemon.kill()


# --- races -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stopped", [True, False])
def test_one_that_does_not_answer_is_ended(*, person: Person, stopped: bool) -> None:
    old = person.log_in()
    old.start()
    old.do("pause 14:00-15:00")
    new = person.log_in() if stopped else person.sit_at(person.displays[-1])
    old.process.send_signal(signal.SIGSTOP)
    new.spawn()
    until(lambda: said.replaced_hanging() in new.printed, "it is replaced")
    assert old.wait() == 0
    until(new.answers, "the new one answers")
    assert len(new.status()["pauses"]) == 1


def test_of_starts_at_one_instant_one_goes_on(person: Person) -> None:
    old = person.log_in()
    old.start()
    new = person.log_in()
    for _ in range(4):
        new.spawn()
    until(lambda: person.instances() == 1, "one is left")
    assert new.answers()
    assert old.has_ended()


def test_while_one_takes_over_commands_are_answered(person: Person) -> None:
    old = person.log_in()
    old.start()
    answers: list[int] = []
    for _ in range(3):
        new = person.log_in()
        new.spawn()
        while not old.has_ended():
            answers.append(new.run("status").status)
        old = new
    answers.append(old.run("status").status)
    assert set(answers) == {0}


def test_one_that_dies_while_it_makes_way_leaves_its_place(person: Person) -> None:
    old = person.log_in()
    old.start()
    new = person.log_in()
    new.spawn()
    until(lambda: said.continues_elsewhere() in old.log, "it makes way")
    old.process.kill()
    until(new.answers, "the new one answers")


# --- a runtime folder that was removed at the last logout --------------------------------------------

HASTY = "from sitbreak import cli, loop; loop.Loop.__init__.__defaults__ = (None, 0.1); exit(cli.main([]))"
"""A sitbreak whose minutes are short."""


def test_one_whose_place_was_cleared_and_taken_ends_without_saving(person: Person) -> None:
    old = person.connect_over_ssh()
    old.execute([sys.executable, "-c", HASTY])
    until(old.answers, "it answers")
    shutil.rmtree(old.runtime)
    until(old.answers, "it is found again")

    old.process.send_signal(signal.SIGSTOP)
    shutil.rmtree(old.runtime)
    new = person.log_in()
    new.start()
    new.do("pause 14:00-15:00")
    pauses = new.status()["pauses"]
    old.process.send_signal(signal.SIGCONT)
    assert old.wait() == 0
    assert new.answers()
    new.kill()
    new.start()
    assert new.status()["pauses"] == pauses
