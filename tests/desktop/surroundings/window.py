"""A window that can fill the screen."""

from contextlib import closing

from Xlib.display import Display

from tests.rig.desktop import Desktop
from tests.rig.programs import needs
from tests.until import until


class Window:
    """The active window."""

    def __init__(self, desktop: Desktop, name: str = "film") -> None:
        needs("xmessage", "wmctrl")
        self._desktop, self._name = desktop, name
        self.program = desktop.start(["xmessage", "-name", name, "hello"], self._find)
        self.id = self._find()
        desktop.display.xdotool("windowactivate", "--sync", self.id)

    def undecorate(self) -> None:
        """Take the frame away. Source: Motif's MwmUtil.h: five numbers, the third for decorations."""
        says_decorations, none = 2, 0
        with closing(Display(self._desktop.display.name)) as display:
            window = display.create_resource_object("window", int(self.id, 16))
            hints = display.get_atom("_MOTIF_WM_HINTS")
            window.change_property(hints, hints, 32, [says_decorations, 0, none, 0, 0])
            display.sync()
        until(lambda: "= 0, 0, 0, 0" in self._xprop("-id", self.id, "_NET_FRAME_EXTENTS"), "it has no frame")

    def place(self, left: int, top: int, width: int, height: int) -> None:
        """Move and resize it, until it is there."""
        where = f"0,{left},{top},{width},{height}"
        self._desktop.display.run("wmctrl", "-i", "-r", self.id, "-e", where)
        until(lambda: self._size() == (width, height), f"the window is {width} pixels wide")

    def maximize(self) -> None:
        self._desktop.display.run("wmctrl", "-i", "-r", self.id, "-b", "add,maximized_vert,maximized_horz")
        until(lambda: "MAXIMIZED_HORZ" in self._xprop("-id", self.id, "_NET_WM_STATE"), "it is maximized")

    def claim_to_be(self, kind: str) -> None:
        """Set the type of the window, such as DOCK."""
        name = "_NET_WM_WINDOW_TYPE"
        self._xprop("-id", self.id, "-f", name, "32a", "-set", name, f"{name}_{kind}")

    def fill(self, *, fill: bool = True) -> None:
        state = "add" if fill else "remove"
        self._desktop.display.run("wmctrl", "-i", "-r", self.id, "-b", f"{state},fullscreen")
        until(lambda: self._is_full() is fill, f"the window is {'full' if fill else 'small'}")

    def _find(self) -> str:
        """Return its id once the window manager knows it."""
        listed = self._xprop("-root", "_NET_CLIENT_LIST").partition("# ")[2].replace(",", "").split()
        named = f'"{self._name}", "Xmessage"'
        return next((number for number in listed if named in self._xprop("-id", number, "WM_CLASS")), "")

    def _is_full(self) -> bool:
        return "FULLSCREEN" in self._xprop("-id", self.id, "_NET_WM_STATE")

    def _size(self) -> tuple[int, ...]:
        shown = self._desktop.display.xdotool("getwindowgeometry", "--shell", self.id)
        values = dict(line.split("=") for line in shown.split())
        return int(values["WIDTH"]), int(values["HEIGHT"])

    def _xprop(self, *arguments: str) -> str:
        return self._desktop.display.run("xprop", *arguments)
