"""The Debian package on a desktop, from its first start over an upgrade to its removal.

Only `dev.py roots --package` runs this: it removes the package that is installed.
"""

import os
from pathlib import Path

import pytest

from sitbreak import __version__
from tests.journeys.desk import REMINDER_BUTTONS, SOON, Desk
from tests.rig.desktop import Desktop
from tests.rig.programs import Program, run, text_of
from tests.until import until

SITBREAK = "/usr/bin/sitbreak"
ROOT = Path(__file__).resolve().parents[2]
MINUTES = 240
"""Seconds in which a running sitbreak has looked at its files often enough."""

ENTRY = "/usr/share/applications/sitbreak.desktop"


@pytest.fixture
def xfce(xfce_panel: Program, xfce_notifyd: Program) -> None:
    """A panel, and a notification daemon with buttons."""
    assert xfce_panel.running
    assert xfce_notifyd.running


def newer_package(folder: Path) -> Path:
    """Return the package that is installed, made again as version 999."""
    [package] = (ROOT / "dist" / "linux").glob("*.deb")
    run(["dpkg-deb", "--raw-extract", str(package), str(folder / "new")], os.environ)
    for file in ("DEBIAN/control", "usr/lib/python3/dist-packages/sitbreak/__init__.py"):
        text = (folder / "new" / file).read_text()
        (folder / "new" / file).write_text(text.replace(__version__, "999"))
    run(["dpkg-deb", "--build", str(folder / "new"), str(folder / "new.deb")], os.environ)
    return folder / "new.deb"


@pytest.mark.usefixtures("xfce")
def test_a_newer_package_goes_on_in_the_same_process(desk: Desk, desktop: Desktop, tmp_path: Path) -> None:
    desk.sitbreak.command = [SITBREAK]
    desk.start()
    desk.wait_for_icon("sitting")
    desk.sitbreak.do("snooze 30")
    process = desk.sitbreak.process.pid
    package = newer_package(tmp_path)

    run(["dpkg", "--install", str(package)], desktop.env)

    assert desk.sitbreak.status()["version"] == __version__, "an upgrade ends nothing"
    until(lambda: "sitbreak was updated" in desk.sitbreak.printed, seconds=MINUTES)
    until(lambda: desk.sitbreak.answers() and desk.sitbreak.status()["version"] == "999")
    assert desk.sitbreak.process.pid == process
    assert desk.sitbreak.process.poll() is None
    assert desk.sitbreak.reminder() == "snoozed"
    desk.wait_for_icon("snoozed")


@pytest.mark.usefixtures("xfce")
def test_it_is_at_home_on_a_desktop_until_it_is_removed(desk: Desk, desktop: Desktop) -> None:
    def sitbreak(*arguments: str) -> str:
        return run([SITBREAK, *arguments], desktop.env)

    run(["desktop-file-validate", ENTRY], desktop.env)
    run(["appstreamcli", "validate", "--no-net", "/usr/share/metainfo/sitbreak.metainfo.xml"], desktop.env)
    opened = desk.sitbreak.record_opened()
    desk.sitbreak.command = [SITBREAK]
    desk.start(SOON)
    desk.wait_for_icon("due")
    desk.click_button("Show me how", of=REMINDER_BUTTONS)
    until(lambda: "tip.html" in text_of(opened), "without Qt, the tip is a page")
    assert "PySide6 is not installed" in sitbreak("tip", "--card")
    assert desk.sitbreak.log.count("windows cannot open here: PySide6 is not installed") == 1
    assert sitbreak("desktop", "install") == f"sitbreak is in your applications menu ({ENTRY}).\n"
    sitbreak("autostart", "on")
    assert f"Exec={SITBREAK}\n" in text_of(desk.sitbreak.home.config / "autostart" / "sitbreak.desktop")
    assert not list(Path(desktop.env["XDG_DATA_HOME"]).rglob("*sitbreak*")), "no second entry"

    said = run(["dpkg", "--purge", "sitbreak"], desktop.env)

    assert "sitbreak leaves everybody's settings and history: ~/.config/sitbreak" in said
    assert desk.exit_status() == 0
    assert (desk.sitbreak.state_folder / "state.json").exists(), "it has saved"
    assert "sitbreak" not in run(["ls", "/usr/bin", "/usr/share/applications"], desktop.env)
