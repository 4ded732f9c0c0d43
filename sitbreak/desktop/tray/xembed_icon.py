"""The pystray icon for X11 trays: over our own connection, on which nothing waits for the server.

pystray's own waits for every reply, so a server that hangs would stop the loop. Like that one, this icon has
no menu: a left click runs the menu's default item.

Source: System Tray Protocol Specification 0.4; XEmbed Protocol Specification 0.5; X Window System Protocol,
"Protocol Encoding".
"""

import struct
from collections.abc import Callable

from sitbreak.desktop.icons import Pixmap
from sitbreak.desktop.tray.live_icon import Icon
from sitbreak.wires import NoServer
from sitbreak.wires.x11 import X11Connection

_CREATE_WINDOW, _CHANGE_WINDOW_ATTRIBUTES, _CHANGE_PROPERTY = 1, 2, 18
_GET_SELECTION_OWNER, _SEND_EVENT, _CREATE_GC, _PUT_IMAGE = 23, 25, 55, 72
_BUTTON_PRESS, _EXPOSE, _DESTROY_NOTIFY, _CONFIGURE_NOTIFY, _CLIENT_MESSAGE = 4, 12, 17, 22, 33
_BUTTON_PRESSES, _EXPOSURES, _STRUCTURE = 1 << 2, 1 << 15, 1 << 17
_BACK_PIXEL, _EVENT_MASK = 1 << 1, 1 << 11
_STRING, _WM_CLASS, _WM_NORMAL_HINTS, _WM_SIZE_HINTS = 31, 67, 40, 41  # atoms that every server has
_INPUT_OUTPUT = 1
_Z_PIXMAP = 2
_REQUEST_DOCK = 0
_MAPPED = 1
_MINIMUM_SIZE = 1 << 4
_SMALLEST = 24
_LEFT_BUTTON = 1

_BACKGROUND = (0x1F, 0x21, 0x27)
"""The icon's window is opaque; most panels that take only such icons are dark."""


class XEmbedIcon(Icon):
    """An icon in an X11 system tray; `icon` is a tuple of `Pixmap`s. A source whose owner reads it.

    Attributes:
        on_dock: called once `dock` has found a tray, which makes the icon visible, or none.
        on_tray_started: called when a system tray has started.
    """

    HAS_MENU = HAS_MENU_RADIO = HAS_NOTIFICATION = False

    def __init__(self, name: str, on_lost: Callable[[], None]) -> None:
        """Connect to the display, and make a window that is not shown yet; may wait for the server.

        Args:
            name: the icon's name.
            on_lost: called when the icon's tray or its display is gone; then only `close` still works.

        Raises:
            NoServer: there is no server, it does not answer in time, or its pixels are of an unusual kind.
        """
        super().__init__(name)
        self.on_dock: Callable[[], None] = _ignore
        self.on_tray_started: Callable[[], None] = _ignore
        self._on_lost = on_lost
        self._manager = 0
        self._size = (0, 0)
        self._connection = X11Connection(on_lost)
        try:
            self._make_window()
        except NoServer:
            self._connection.close()
            raise

    def dock(self) -> None:
        """Show the icon in the system tray, if there is one."""
        self._connection.send(_GET_SELECTION_OWNER, 0, struct.pack("=I", self._selection), self._handle_owner)

    def fileno(self) -> int:
        """Return the connection's descriptor, -1 once it is gone."""
        return self._connection.fileno()

    def read(self) -> None:
        """Handle what the server reports, without waiting."""
        self._connection.read()

    def close(self) -> None:
        """Remove the icon: a server destroys the windows of a client that leaves."""
        self._connection.close()

    # --- what pystray's base class asks of a backend ----------------------------------------------

    def _show(self) -> None:
        dock = struct.pack("=IIIII", 0, _REQUEST_DOCK, self._window, 0, 0)
        event = struct.pack("=BBHII", _CLIENT_MESSAGE, 32, 0, self._manager, self._opcode) + dock
        self._connection.send(_SEND_EVENT, 0, struct.pack("=II", self._manager, 0) + event)
        self._select_events(self._manager, _STRUCTURE)
        self._update_title()

    def _hide(self) -> None:
        """Do nothing: `close` removes it."""

    def _update_icon(self) -> None:
        self._icon_valid = True
        self._draw()

    def _update_title(self) -> None:
        self._set_property(self._net_wm_name, self._utf8, 8, self.title.encode())

    def _update_menu(self) -> None:
        """Do nothing: there is none."""

    # --- internals -------------------------------------------------------------------------------

    def _make_window(self) -> None:
        connection, screen = self._connection, self._connection.screen
        if screen.depth not in (24, 32):
            raise NoServer(f"its pixels have {screen.depth} bits")
        self._selection = connection.atom(f"_NET_SYSTEM_TRAY_S{screen.number}")
        self._opcode = connection.atom("_NET_SYSTEM_TRAY_OPCODE")
        self._announcement = connection.atom("MANAGER")
        self._net_wm_name, self._utf8 = connection.atom("_NET_WM_NAME"), connection.atom("UTF8_STRING")
        info = connection.atom("_XEMBED_INFO")
        self._window, self._gc = connection.new_id(), connection.new_id()
        red, green, blue = _BACKGROUND
        events = _BUTTON_PRESSES | _EXPOSURES | _STRUCTURE
        place = struct.pack("=hhHHHH", -1, -1, 1, 1, 0, _INPUT_OUTPUT)
        values = struct.pack("=III", _BACK_PIXEL | _EVENT_MASK, red << 16 | green << 8 | blue, events)
        window, visual = struct.pack("=II", self._window, screen.root), struct.pack("=I", 0)
        connection.send(_CREATE_WINDOW, 0, window + place + visual + values)
        connection.send(_CREATE_GC, 0, struct.pack("=III", self._gc, self._window, 0))
        self._set_property(info, info, 32, struct.pack("=II", 0, _MAPPED))
        self._set_property(_WM_CLASS, _STRING, 8, f"{self.name}SystemTrayIcon\0{self.name}\0".encode())
        hints = struct.pack("=I4x16xII44x", _MINIMUM_SIZE, _SMALLEST, _SMALLEST)
        self._set_property(_WM_NORMAL_HINTS, _WM_SIZE_HINTS, 32, hints)
        # A tray that starts announces itself on the root window.
        self._select_events(screen.root, _STRUCTURE)
        for code, handler in (
            (_BUTTON_PRESS, self._handle_click),
            (_EXPOSE, lambda _: self._draw()),
            (_CONFIGURE_NOTIFY, self._handle_size),
            # The icon's window went with its tray, or is now in the middle of the screen.
            (_DESTROY_NOTIFY, lambda _: self._on_lost()),
            (_CLIENT_MESSAGE, self._handle_message),
        ):
            connection.listen(code, handler)

    def _select_events(self, window: int, events: int) -> None:
        self._connection.send(_CHANGE_WINDOW_ATTRIBUTES, 0, struct.pack("=III", window, _EVENT_MASK, events))

    def _set_property(self, name: int, kind: int, width: int, data: bytes) -> None:
        length = len(data) // (width // 8)
        head = struct.pack("=IIIB3xI", self._window, name, kind, width, length)
        self._connection.send(_CHANGE_PROPERTY, 0, head + data)

    def _handle_owner(self, reply: bytes) -> None:
        (self._manager,) = struct.unpack_from("=8xI", reply)
        if self._manager and self.icon:
            self.visible = True
        self.on_dock()

    def _handle_click(self, event: bytes) -> None:
        if event[1] == _LEFT_BUTTON:
            self()

    def _handle_size(self, event: bytes) -> None:
        window, width, height = struct.unpack_from("=8xI8xHH", event)
        if window == self._window:
            self._size = width, height
            self._draw()

    def _handle_message(self, event: bytes) -> None:
        kind, selection = struct.unpack_from("=8xI4xI", event)
        if (kind, selection) == (self._announcement, self._selection):
            self.on_tray_started()

    def _draw(self) -> None:
        """Draw the largest picture that fits into the middle of the window."""
        edge = min(self._size)
        pixmaps = sorted(self.icon or (), key=lambda pixmap: pixmap.width)
        fitting = [pixmap for pixmap in pixmaps if pixmap.width <= edge] or pixmaps[:1]
        if not fitting or not edge:
            return
        pixmap = fitting[-1]
        left, top = ((length - pixmap.width) // 2 for length in self._size)
        place = struct.pack(
            "=HHhhBB2x", pixmap.width, pixmap.height, left, top, 0, self._connection.screen.depth
        )
        head = struct.pack("=II", self._window, self._gc) + place
        self._connection.send(_PUT_IMAGE, _Z_PIXMAP, head + self._pixels(pixmap))

    def _pixels(self, pixmap: Pixmap) -> bytes:
        """Return a picture on our background, in the order in which the server keeps pixels."""
        pixels = bytearray(len(pixmap.argb))
        alphas = pixmap.argb[::4]
        for channel, behind in enumerate(_BACKGROUND, start=1):
            colours = zip(pixmap.argb[channel::4], alphas, strict=True)
            blended = bytes((colour * alpha + behind * (255 - alpha)) // 255 for colour, alpha in colours)
            pixels[3 - channel if self._connection.screen.is_little_endian else channel :: 4] = blended
        return bytes(pixels)


def _ignore(*_: object) -> None:
    """Do nothing."""
