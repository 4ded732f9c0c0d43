"""A window that can fill the screen."""

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

    def fill(self, *, fill: bool = True) -> None:
        state = "add" if fill else "remove"
        self._desktop.display.run("wmctrl", "-i", "-r", self.id, "-b", f"{state},fullscreen")
        until(lambda: self._is_full() is fill, f"the window is {'full' if fill else 'small'}", 5)

    def _find(self) -> str:
        """Return its id once the window manager knows it."""
        listed = self._xprop("-root", "_NET_CLIENT_LIST").partition("# ")[2].replace(",", "").split()
        named = f'"{self._name}", "Xmessage"'
        return next((number for number in listed if named in self._xprop("-id", number, "WM_CLASS")), "")

    def _is_full(self) -> bool:
        return "FULLSCREEN" in self._xprop("-id", self.id, "_NET_WM_STATE")

    def _xprop(self, *arguments: str) -> str:
        return self._desktop.display.run("xprop", *arguments)
