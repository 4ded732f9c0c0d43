"""Full screens on sway, and on compositors that keep them to themselves or talk nonsense."""

import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.signs import CannotTell
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


def say(compositor: Compositor, *words: str) -> str:
    """Give sway a command, as its own client does."""
    [socket] = Path(compositor.env["XDG_RUNTIME_DIR"]).glob("sway-ipc*")
    done = subprocess.run(
        ["swaymsg", "-s", socket, *words], capture_output=True, text=True, timeout=10, check=True
    )
    return done.stdout


@pytest.mark.real_desktop
def test_a_full_screen_window_is_seen_on_sway_until_it_shrinks(
    compositor: Compositor, session_bus: SessionBus, tmp_path: Path
) -> None:
    needs("xfce4-notifyd-config")
    assert not fullscreen()
    window = Program(
        ["xfce4-notifyd-config"],
        session_bus.env | compositor.env | {"GDK_BACKEND": "wayland"},
        tmp_path / "window.log",
        lambda: "notifyd" in say(compositor, "-t", "get_tree"),
    )
    window.start()
    try:
        assert not fullscreen()
        say(compositor, "fullscreen", "enable")
        until(fullscreen, "the full screen is seen", 5)
        say(compositor, "fullscreen", "disable")
        until(lambda: not fullscreen(), "its end is seen", 5)
    finally:
        window.kill()


def message(sender: int, event: int, *numbers: int, text: str = "", version: int = 1) -> bytes:
    """Write an event; one with a text is a global of this version."""
    body = struct.pack(f"={len(numbers)}I", *numbers)
    if text:
        data = text.encode() + b"\0"
        body += struct.pack("=I", len(data)) + data + bytes(-len(data) % 4) + struct.pack("=I", version)
    return struct.pack("=II", sender, (8 + len(body)) << 16 | event) + body


MANAGER = "zwlr_foreign_toplevel_manager_v1"
TOLD = message(3, 0, 0)


@pytest.mark.parametrize(
    ("answer", "why_not"),
    [
        (message(2, 0, 1, text="wl_seat") + TOLD, "offers no"),
        (message(2, 0, 1, text=MANAGER, version=1) + TOLD, "offers no"),
        (message(2, 0, 1, text=MANAGER, version=3) + TOLD, "no answer from the compositor"),
        (message(2, 0)[:-4], "no answer from the compositor"),
        (message(2, 0), "no answer from the compositor"),
        (b"", "no answer from the compositor"),
    ],
    ids=["no manager", "an old one", "dies", "dies in a word", "an event without a body", "hangs up"],
)
def test_other_compositors_cannot_tell(
    tmp_path: Path, answer: bytes, why_not: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with pytest.raises(CannotTell, match="no answer from the compositor"):
        fullscreen()
    with server_that_answers(tmp_path / "wayland-0", answer), pytest.raises(CannotTell, match=why_not):
        fullscreen()
