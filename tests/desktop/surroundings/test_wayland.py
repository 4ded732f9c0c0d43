"""Full screens on sway, and on compositors that do not report them or send nonsense."""

import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.signs import NoVerdict
from tests.desktop.surroundings.conftest import server_that_answers
from tests.rig.compositors import Compositor, sway
from tests.rig.programs import Program, needs
from tests.rig.servers import SessionBus
from tests.until import until


@pytest.fixture
def compositor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Compositor]:
    needs("sway", "swaymsg")
    compositor = sway()
    for name, value in compositor.env.items():
        monkeypatch.setenv(name, value)
    yield compositor
    compositor.end()


def swaymsg(compositor: Compositor, *arguments: str) -> str:
    """Send sway a command."""
    [socket] = Path(compositor.env["XDG_RUNTIME_DIR"]).glob("sway-ipc*")
    done = subprocess.run(
        ["swaymsg", "-s", socket, *arguments], capture_output=True, text=True, timeout=10, check=True
    )
    return done.stdout


@pytest.mark.real_desktop
def test_sway_reports_a_full_screen_window_until_it_shrinks(
    compositor: Compositor, session_bus: SessionBus, tmp_path: Path
) -> None:
    needs("xfce4-notifyd-config")
    assert not fullscreen()
    window = Program(
        ["xfce4-notifyd-config"],
        session_bus.env | compositor.env | {"GDK_BACKEND": "wayland"},
        tmp_path / "window.log",
        lambda: "notifyd" in swaymsg(compositor, "-t", "get_tree"),
    )
    window.start()
    try:
        assert not fullscreen()
        swaymsg(compositor, "fullscreen", "enable")
        until(fullscreen, "the full screen is reported")
        swaymsg(compositor, "fullscreen", "disable")
        until(lambda: not fullscreen(), "its end is reported")
    finally:
        window.kill()


def message(sender: int, event: int, *numbers: int, text: str = "", version: int = 1) -> bytes:
    """Return an event; one with a text is a global of this version."""
    body = struct.pack(f"={len(numbers)}I", *numbers)
    if text:
        data = text.encode() + b"\0"
        body += struct.pack("=I", len(data)) + data + bytes(-len(data) % 4) + struct.pack("=I", version)
    return struct.pack("=II", sender, (8 + len(body)) << 16 | event) + body


GONE = "hung up"
MANAGER = "zwlr_foreign_toplevel_manager_v1"
DONE = message(3, 0, 0) + message(1, 1, 3)  # the first round trip: its callback, and the id is free again


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (message(2, 0, 1, text="wl_seat") + DONE, "has no"),
        (message(2, 0, 1, text=MANAGER, version=1) + DONE, "has an old"),
        (message(2, 0, 1, text=MANAGER, version=3) + DONE, GONE),
        (message(2, 0)[:-4], GONE),
        (message(2, 0), GONE),
        (b"", GONE),
    ],
    ids=["no manager", "an old one", "dies", "dies in a message", "an event without a body", "hangs up"],
)
def test_other_compositors_give_no_verdict(
    tmp_path: Path, answer: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(NoVerdict, match="no compositor"):
        fullscreen()
    hangs_up = reason == GONE
    with (
        server_that_answers(tmp_path / "wayland-0", answer, hangs_up=hangs_up),
        pytest.raises(NoVerdict, match=reason),
    ):
        fullscreen()
