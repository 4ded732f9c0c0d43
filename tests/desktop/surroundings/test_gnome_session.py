"""What keeps the screen on, as GNOME's own session manager reports it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sitbreak.core.inputs import BusyReason, CallChecked
from sitbreak.desktop.surroundings.signs import Probe, Sign
from tests.desktop.surroundings.conftest import MakeAsker
from tests.rig import gnome_session
from tests.rig.programs import Home, Program, find, text_of
from tests.rig.servers import SessionBus, XDisplay
from tests.until import until

pytestmark = pytest.mark.real_desktop


@pytest.fixture
def session(home: Home, x_display: XDisplay, session_bus: SessionBus) -> Iterator[SessionBus]:
    """A session bus with the session manager on it."""
    gnome_session.needs_it()
    system_bus = SessionBus(Home(home.folder / "system"))
    env = x_display.env | session_bus.env | gnome_session.ENV | {"GSETTINGS_BACKEND": "memory"}
    env |= {"DISPLAY": x_display.name, "DBUS_SYSTEM_BUS_ADDRESS": system_bus.address}
    file = home.config / gnome_session.FILE
    file.parent.mkdir(parents=True)
    file.write_text(gnome_session.SESSION)
    path = find(gnome_session.PROGRAM)
    assert path is not None
    manager = Program(
        [path, *gnome_session.COMMAND[1:]],
        env,
        home.folder / "gnome-session.log",
        lambda: session_bus.has_owner(gnome_session.NAME),
    )
    manager.start()
    yield session_bus
    manager.kill()
    system_bus.daemon.kill()


@contextmanager
def inhibiting(session: SessionBus, home: Home, what: str) -> Iterator[None]:
    """Run a program that inhibits this."""
    log = home.folder / "inhibit.log"
    program = Program(
        gnome_session.inhibit(what), session.env, log, lambda: gnome_session.INHIBITS in text_of(log)
    )
    program.start()
    try:
        yield
    finally:
        program.kill()


def test_a_film_is_on_for_as_long_as_a_program_inhibits_idle(
    session: SessionBus, home: Home, ask: MakeAsker
) -> None:
    asker = ask(session)
    assert asker.call() == CallChecked(call=False, film=False)
    with inhibiting(session, home, "idle"):
        assert asker.call() == CallChecked(call=False, film=True)
    until(lambda: asker.call() == CallChecked(call=False, film=False), "the film is over")
    assert asker.unavailable_reason("session manager") == ""


@pytest.mark.parametrize("what", ["suspend", "logout", "switch-user", "automount"])
def test_a_download_is_no_film(session: SessionBus, home: Home, ask: MakeAsker, what: str) -> None:
    with inhibiting(session, home, what):
        assert ask(session).call() == CallChecked(call=False, film=False)


@pytest.mark.parametrize(
    ("probes", "reasons"),
    [((), {BusyReason.PRESENTATION}), ((Probe("full screen", Sign.FULLSCREEN, lambda: False),), set())],
    ids=["GNOME on Wayland", "GNOME on X11"],
)
def test_a_film_is_waited_for_where_no_full_screen_is_seen(
    session: SessionBus,
    home: Home,
    ask: MakeAsker,
    probes: tuple[Probe, ...],
    reasons: set[BusyReason],
) -> None:
    asker = ask(session, probes)
    assert asker.busy() == set()
    with inhibiting(session, home, "idle"):
        assert asker.busy() == reasons
