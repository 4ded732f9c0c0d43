"""Real notification daemons, each on the screen it needs: an X server's, or that of sway."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PIL import Image

from tests.desktop.notifications.bubble_screen import BubbleScreen
from tests.rig.compositors import Compositor, sway
from tests.rig.desktop import NOTIFICATIONS, Desktop
from tests.rig.programs import Home, Program, find, needs, run
from tests.rig.servers import SessionBus, XDisplay


class Seat(Protocol):
    """A screen without anything on it, and a mouse."""

    env: dict[str, str]

    def screenshot(self, path: Path) -> Path:
        """Save the screen to `path`."""

    def click(self, x: int, y: int, button: int) -> None:
        """Click there: 1 is the left button, 2 the middle one."""


class XSeat:
    """The display of a desktop."""

    def __init__(self, desktop: Desktop) -> None:
        self._display = desktop.display
        self.env = desktop.env | {"QT_QPA_PLATFORM": "xcb"}
        self.screenshot = desktop.display.screenshot

    def click(self, x: int, y: int, button: int) -> None:
        self._display.xdotool("mousemove", x, y, "click", button)


class SwaySeat:
    """The screen of a sway."""

    def __init__(self, compositor: Compositor, bus: SessionBus) -> None:
        self._compositor = compositor
        socket = f"{compositor.env['XDG_RUNTIME_DIR']}/{compositor.env['WAYLAND_DISPLAY']}"
        # Without dconf's service nothing that a daemon changes would be kept, not even while it runs.
        own = {"WAYLAND_DISPLAY": socket, "GDK_BACKEND": "wayland", "GSETTINGS_BACKEND": "memory"}
        self.env = bus.env | own

    def screenshot(self, path: Path) -> Path:
        run(("grim", str(path)), self.env)
        return path

    def click(self, x: int, y: int, button: int) -> None:
        self._compositor.click(x, y, button)


@dataclass(frozen=True)
class Kind:
    """A daemon.

    Attributes:
        name: the name that it gives itself.
        program: the name of its program.
        button: of the mouse, that invokes the action of a click; None where buttons are drawn.
        rows: pixels from the lower edge of a bubble to the middle of its buttons, in one release or another.
        is_on_wayland: it needs sway.
        desktop: its desktop's name in XDG_CURRENT_DESKTOP.
    """

    name: str
    program: str
    button: int | None = None
    rows: tuple[int, ...] = (33,)
    is_on_wayland: bool = False
    desktop: str = ""


XFCE = Kind("Xfce Notify Daemon", "xfce4-notifyd", desktop="XFCE")
DUNST = Kind("dunst", "dunst", button=2)
GNOME = Kind("Notification Daemon", "notification-daemon")
MATE = Kind("Notification Daemon", "mate-notification-daemon", desktop="MATE")
LXQT = Kind("lxqt-notificationd", "lxqt-notificationd", rows=(33, 24), desktop="LXQt")
MAKO = Kind("mako", "mako", button=1, is_on_wayland=True)
SWAYNC = Kind("SwayNotificationCenter", "swaync", is_on_wayland=True)
ALL = (XFCE, DUNST, GNOME, MATE, LXQT, MAKO, SWAYNC)


class Stage(BubbleScreen):
    """A running daemon on its screen.

    Attributes:
        kind: which daemon it is.
        bus: the session bus.
        program: its process.
        seat: the screen and the mouse.
        home: the folders that it uses.
    """

    def __init__(self, kind: Kind, home: Home, bus: SessionBus, seat: Seat) -> None:
        self.kind, self.home, self.bus, self.seat = kind, home, bus, seat
        self._picture = home.folder / "seat.png"
        super().__init__()
        path = find(kind.program)
        assert path is not None
        env = seat.env | ({"XDG_CURRENT_DESKTOP": kind.desktop} if kind.desktop else {})
        log = home.folder / f"{kind.program}.log"
        self.program = Program([path], env, log, lambda: bus.has_owner(NOTIFICATIONS))
        self.program.start()

    def look(self) -> Image.Image:
        with Image.open(self.seat.screenshot(self._picture)) as picture:
            return picture.convert("RGB")


@contextmanager
def running(kind: Kind, home: Home, bus: SessionBus) -> Iterator[Stage]:
    """Run a daemon on a screen of its own."""
    needs(kind.program)
    with _seat(kind, home, bus) as seat:
        stage = Stage(kind, home, bus, seat)
        try:
            yield stage
        finally:
            stage.program.kill()


@contextmanager
def _seat(kind: Kind, home: Home, bus: SessionBus) -> Iterator[Seat]:
    if kind.is_on_wayland:
        needs("sway", "grim")
        compositor = sway()
        try:
            yield SwaySeat(compositor, bus)
        finally:
            compositor.end()
    else:
        needs("Xvfb", "xdotool", "import", "xfwm4", "xprop")
        display = XDisplay(home)
        desktop = Desktop(home, display, bus)
        try:
            if kind is XFCE:
                desktop.start_xfconf()
            yield XSeat(desktop)
        finally:
            desktop.end()
            display.server.end()
