"""Do-not-disturb in a database that dconf itself wrote."""

import os
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from sitbreak.desktop.surroundings.dconf import do_not_disturb
from sitbreak.desktop.surroundings.signs import NoVerdict
from tests.rig.programs import Home, Program, find, needs, run
from tests.rig.servers import SessionBus
from tests.until import until

GNOME = """
[org/gnome/desktop/notifications]
application-children=['a', 'b']
show-banners={}
[org/gnome/desktop/interface]
enable-animations=true
[org/mate/notification-daemon]
show-banners=false
"""


def write(home: Home, keys: str) -> Path:
    """Write the database as a desktop's settings do."""
    needs("dconf")
    source = home.folder / "keys"
    source.mkdir(exist_ok=True)
    (source / "keys").write_text(keys)
    database = home.config / "dconf" / "user"
    database.parent.mkdir(exist_ok=True)
    subprocess.run(["dconf", "compile", database, source], env=home.env, check=True, timeout=10)
    return database


@pytest.fixture(autouse=True)
def on_gnome(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "ubuntu:GNOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.config))


@pytest.mark.real_desktop
def test_gnome_without_banners_is_do_not_disturb(home: Home) -> None:
    for banners, silent in (("false", True), ("true", False), ("'false'", False)):
        write(home, GNOME.format(banners))
        assert do_not_disturb() is silent, banners


@pytest.mark.real_desktop
@pytest.mark.parametrize(
    ("desktop", "keys"),
    [
        ("X-Cinnamon", "[org/cinnamon/desktop/notifications]\ndisplay-notifications=false"),
        ("MATE", "[org/mate/notification-daemon]\ndo-not-disturb=true"),
        ("Pantheon", "[io/elementary/notifications]\ndo-not-disturb=true"),
    ],
)
def test_related_desktops_have_keys_of_their_own(
    home: Home, desktop: str, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    write(home, keys)
    assert do_not_disturb()


@pytest.mark.parametrize(
    ("desktop", "switch", "silent"),
    [
        ("GNOME", "org.gnome.desktop.notifications show-banners", "false"),
        ("X-Cinnamon", "org.cinnamon.desktop.notifications display-notifications", "false"),
        ("MATE", "org.mate.NotificationDaemon do-not-disturb", "true"),
    ],
)
def test_what_a_desktops_own_switch_writes_is_read(
    home: Home, session_bus: SessionBus, desktop: str, switch: str, silent: str
) -> None:
    needs("gsettings", "dconf-service")
    os.environ["XDG_CURRENT_DESKTOP"] = desktop  # restored after each test
    log = home.folder / "dconf-service.log"
    writer = Program(
        [find("dconf-service") or ""], session_bus.env, log, lambda: session_bus.has_owner("ca.desrt.dconf")
    )
    writer.start()
    assert not do_not_disturb()
    run(["gsettings", "set", *switch.split(), silent], session_bus.env)
    until(do_not_disturb, "the desktop is silent")
    run(["gsettings", "reset", *switch.split()], session_bus.env)
    until(lambda: not do_not_disturb(), "it is no longer silent")
    writer.kill()


def test_a_key_that_was_never_set_is_off(home: Home) -> None:
    assert not do_not_disturb()
    (home.config / "dconf").mkdir()
    (home.config / "dconf" / "user").touch()
    assert not do_not_disturb()


def test_on_another_desktop_gnomes_key_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    with pytest.raises(NoVerdict, match="elsewhere"):
        do_not_disturb()


@pytest.mark.real_desktop
def test_a_damaged_database_gives_no_verdict(home: Home) -> None:
    database = write(home, GNOME.format("false"))
    whole = database.read_bytes()
    # An item that is its own parent, and a file of another kind.
    first = whole.index(b"\xff\xff\xff\xff") - 4
    circle = whole[: first + 4] + struct.pack("<I", 0) + whole[first + 8 :]
    for damaged in (circle, whole[:10], b"x" * len(whole)):
        database.write_bytes(damaged)
        with pytest.raises(NoVerdict, match="cannot be read"):
            do_not_disturb()
    for size in range(30, len(whole), 7):
        database.write_bytes(whole[:size])
        with suppress(NoVerdict):
            assert do_not_disturb() in {True, False}
