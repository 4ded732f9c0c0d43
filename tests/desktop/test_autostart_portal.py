"""Starting at login from a Flatpak: a real portal on a real bus, over a backend of the test's own."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("portals are for free desktops", allow_module_level=True)

from sitbreak.desktop.autostart import portal
from sitbreak.desktop.autostart.portal import PortalAutostart
from sitbreak.desktop.platforms import this_platform
from sitbreak.wires.dbus import Bus
from sitbreak.wires.dbus_messages import Message, error_reply, name_of, reply
from tests.conftest import Logged
from tests.desktop.services import InboxLoop, Service
from tests.rig.programs import Home, Program, give_up, run
from tests.rig.servers import SessionBus

BACKEND, PORTAL = "org.freedesktop.impl.portal.Test", "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
DAEMON = Path("/usr/libexec/xdg-desktop-portal")
INTERFACES = "org.freedesktop.impl.portal.Background;org.freedesktop.impl.portal.Access;"


WANTS_SANDBOX = (1, 19)
"""The first version that makes the entry itself, for a program that it knows, and leaves it to no backend.

Source: xdg-desktop-portal, background.c.
"""


def version() -> tuple[int, ...]:
    """Return the version of the portal of this computer."""
    said = run([str(DAEMON), "--version"], os.environ)
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


class Backend:
    """What a desktop brings: it makes login entries, or says that it cannot.

    Attributes:
        entries: the commands that the login starts.
        is_able: it can make them.
    """

    def __init__(self, session_bus: SessionBus) -> None:
        self.loop = InboxLoop()
        self.entries: list[list[str]] = []
        self.is_able = True
        service = Service(self.loop, session_bus, (BACKEND,)).appear()
        service.bus.export(PATH, self._reply)

    def _reply(self, call: Message) -> Message:
        if name_of(call) == "GetAppState":
            return reply(call, "a{sv}", {})
        if name_of(call) != "EnableAutostart":
            return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")
        _, on, command, _ = call.body
        self.entries = [command] if on and self.is_able else []
        return reply(call, "b", on and self.is_able)


@pytest.fixture
def backend(session_bus: SessionBus) -> Iterator[Backend]:
    backend = Backend(session_bus)
    with backend.loop.on_a_thread():
        yield backend
    backend.loop.close()


@contextmanager
def portals(home: Home, bus: SessionBus, *, has_background: bool = True) -> Iterator[None]:
    """Run the portal of this computer over the backend."""
    if not DAEMON.exists():
        give_up("not installed: xdg-desktop-portal")
    if version() >= WANTS_SANDBOX:
        pytest.skip("this portal makes entries only for programs in a sandbox; not in this release")
    folder = home.folder / "portals"
    folder.mkdir()
    interfaces = INTERFACES if has_background else ""
    text = f"[portal]\nDBusName={BACKEND}\nInterfaces={interfaces}\nUseIn=test\n"
    (folder / "test.portal").write_text(text)
    (folder / "test-portals.conf").write_text("[preferred]\ndefault=test\n")
    env = bus.env | {"XDG_DESKTOP_PORTAL_DIR": str(folder), "XDG_CURRENT_DESKTOP": "test"}
    daemon = Program([str(DAEMON)], env, home.folder / "portal.log", lambda: bus.has_owner(PORTAL))
    daemon.start()
    try:
        yield
    finally:
        daemon.end()


@pytest.fixture
def autostart(session_bus: SessionBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PortalAutostart:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return PortalAutostart(["sitbreak"], lambda: Bus(session_bus.address.removeprefix("unix:path=")))


@pytest.mark.real_desktop
def test_the_portal_switches_it_on_and_off(
    home: Home, session_bus: SessionBus, backend: Backend, autostart: PortalAutostart
) -> None:
    with portals(home, session_bus):
        assert autostart.status() is False
        autostart.repair()
        autostart.set(on=False)
        assert autostart.status() is False
        for _ in range(2):
            autostart.set(on=True)
            assert autostart.status() is True
            assert backend.entries == [["sitbreak"]]
        assert PortalAutostart([]).status() is True, "the next process knows it"
        autostart.set(on=False)
        assert autostart.status() is False
        assert backend.entries == []


@pytest.mark.real_desktop
def test_a_desktop_that_makes_no_entry_is_not_believed(
    home: Home, session_bus: SessionBus, backend: Backend, autostart: PortalAutostart
) -> None:
    backend.is_able = False
    with portals(home, session_bus), pytest.raises(OSError, match="Add sitbreak to your desktop's startup"):
        autostart.set(on=True)
    assert autostart.status() is False


@pytest.mark.real_desktop
@pytest.mark.usefixtures("backend")
def test_a_portal_without_background_says_so(
    home: Home, session_bus: SessionBus, autostart: PortalAutostart, logged: Logged
) -> None:
    with portals(home, session_bus, has_background=False), pytest.raises(OSError, match="startup programs"):
        autostart.set(on=True)
    [line] = logged()
    assert "org.freedesktop.portal.Background" in line


# --- portals that are not there, or strange ----------------------------------------------------------


class FakePortal(Service):
    """A portal on the bus that answers as a test wants, with requests of other people beside ours.

    Attributes:
        response: what it answers; None: nothing.
    """

    response: tuple[int, bool] | None = (0, True)

    def reply_to(self, call: Message) -> Message:
        request = f"{PATH}/request/1_1/ours"
        self._respond(f"{PATH}/request/1_2/theirs", 2, starts=False)
        if self.response is not None:
            status, starts = self.response
            self._respond(request, status, starts=starts)
        return reply(call, "o", request)

    def _respond(self, path: str, status: int, *, starts: bool) -> None:
        results = {"background": ("b", status == 0), "autostart": ("b", starts)}
        self.signal(path, "org.freedesktop.portal.Request", "Response", "ua{sv}", status, results)


@pytest.fixture
def fake(session_bus: SessionBus) -> Iterator[FakePortal]:
    loop = InboxLoop()
    fake = FakePortal(loop, session_bus, (PORTAL,)).appear()
    fake.bus.export(PATH, fake.reply_to)
    with loop.on_a_thread():
        yield fake
    loop.close()


def test_a_response_before_the_reply_and_one_to_somebody_else_are_told_apart(
    fake: FakePortal, autostart: PortalAutostart
) -> None:
    assert fake.response == (0, True)
    autostart.set(on=True)
    assert autostart.status() is True


@pytest.mark.parametrize(
    ("response", "why"), [((1, False), "response 1"), ((0, False), ""), (None, "no answer within 0.3 s")]
)
def test_a_portal_that_refuses_or_hangs_changes_nothing(
    fake: FakePortal,
    autostart: PortalAutostart,
    monkeypatch: pytest.MonkeyPatch,
    logged: Logged,
    *,
    response: tuple[int, bool] | None,
    why: str,
) -> None:
    monkeypatch.setattr(portal, "PATIENCE", 0.3)
    fake.response = response
    with pytest.raises(OSError, match="startup programs"):
        autostart.set(on=True)
    assert autostart.status() is False
    assert [why in line for line in logged()] == [True] * bool(why)


def test_without_a_portal_or_a_bus_it_says_what_to_do(
    autostart: PortalAutostart, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    for tried in (autostart, PortalAutostart(["sitbreak"])):
        with pytest.raises(OSError, match="Add sitbreak to your desktop's startup programs"):
            tried.set(on=True)
        assert tried.status() is False


def test_only_a_flatpak_asks_the_portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLATPAK_ID", "io.github.sitbreak.sitbreak")
    assert isinstance(this_platform("linux").make_autostart(), PortalAutostart)
