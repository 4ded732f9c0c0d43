"""The rig itself: what the real-desktop tests stand on."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.rig.desktop import NOTIFICATIONS, STATUS_NOTIFIER_WATCHER, Desktop
from tests.rig.programs import PACKAGES, Program, needs, packages
from tests.until import until


def test_a_panel_is_drawn_and_can_be_restarted(desktop: Desktop, xfce_panel: Program, tmp_path: Path) -> None:
    def panel_is_drawn() -> bool:
        with Image.open(desktop.display.screenshot(tmp_path / "screen.png")) as screen:
            colours = screen.convert("RGB").crop((900, 568, 1024, 600)).getcolors(32 * 124)
            return len(colours or ()) > 3

    until(panel_is_drawn, "the panel's clock is on the screen")
    xfce_panel.kill()
    until(lambda: not desktop.bus.has_owner(STATUS_NOTIFIER_WATCHER), "the tray is gone")
    xfce_panel.start()
    assert desktop.bus.has_owner(STATUS_NOTIFIER_WATCHER)


@pytest.mark.parametrize("daemon", ["xfce_notifyd", "dunst"])
def test_a_notification_daemon_answers(desktop: Desktop, daemon: str, request: pytest.FixtureRequest) -> None:
    needs("notify-send")
    request.getfixturevalue(daemon)
    assert desktop.bus.has_owner(NOTIFICATIONS)
    subprocess.run(["notify-send", "hello"], env=desktop.env, check=True, timeout=10)


def test_a_missing_program_skips_a_test_and_fails_it_under_ci(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not installed: no-such-program"):
        needs("no-such-program")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="not installed: no-such-program"):
        needs("no-such-program")


def test_the_packages_are_listed_on_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.rig", "--packages"], capture_output=True, text=True, check=True
    )
    assert done.stdout == " ".join(packages()) + "\n"


@pytest.mark.parametrize(
    ("release", "has"),
    [
        ("dbus | 1.14 | main\ntrayer | 1.1.8-4 | main\n", True),
        ("dbus | 1.18 | main\n", False),
        ("", True),  # apt has no lists yet: nothing is known
    ],
)
def test_a_program_that_a_release_no_longer_has_skips_a_test_under_ci_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, release: str, has: bool
) -> None:
    apt_cache = tmp_path / "apt-cache"
    apt_cache.write_text(f"#!/bin/sh\nprintf '{release}'\n")
    apt_cache.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", "true")
    assert [name for name in PACKAGES if name not in packages()] == ([] if has else ["trayer"])
    with pytest.raises(
        pytest.fail.Exception if has else pytest.skip.Exception, match="not installed: trayer"
    ):
        needs("trayer")
    with pytest.raises(pytest.fail.Exception, match="not installed: trayer, tint2"):
        needs("trayer", "tint2")
