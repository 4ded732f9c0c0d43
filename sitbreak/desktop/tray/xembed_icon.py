"""The pystray icon for X11 trays: over our own connection, on which nothing waits for the server.

pystray's own waits for every reply, so a server that hangs would stop the loop. Like that one, this icon has
no menu: a left click runs the menu's default item.

Source: System Tray Protocol Specification 0.4; XEmbed Protocol Specification 0.5; X Window System Protocol,
"Protocol Encoding".
"""

import struct
from collections.abc import Callable

from sitbreak.desktop.tray.live_icon import Icon
from sitbreak.wires import NoServer
from sitbreak.wires.x11 import X11Connection
from sitbreak.wires.x11_render import Renderer

_CREATE_WINDOW, _CHANGE_WINDOW_ATTRIBUTES, _CHANGE_PROPERTY, _GET_PROPERTY = 1, 2, 18, 20
_GET_SELECTION_OWNER, _SEND_EVENT, _CREATE_COLORMAP = 23, 25, 78
_BUTTON_PRESS, _EXPOSE, _DESTROY_NOTIFY, _REPARENT_NOTIFY = 4, 12, 17, 21
_MAP_NOTIFY, _CONFIGURE_NOTIFY, _CLIENT_MESSAGE = 19, 22, 33
_BUTTON_PRESSES, _EXPOSURES, _STRUCTURE = 1 << 2, 1 << 15, 1 << 17
_BACK_PIXMAP, _BACK_PIXEL, _BORDER_PIXEL, _EVENT_MASK, _COLORMAP = 1 << 0, 1 << 1, 1 << 3, 1 << 11, 1 << 13
_PARENT_RELATIVE = 1
_STRING, _WM_CLASS, _WM_NORMAL_HINTS, _WM_SIZE_HINTS = 31, 67, 40, 41  # atoms that every server has
_VISUALID = 32
_INPUT_OUTPUT = 1
_REQUEST_DOCK = 0
_MAPPED = 1
_MINIMUM_SIZE = 1 << 4
_SMALLEST = 24
_LEFT_BUTTON = 1
_TRANSLUCENT = 32
"""The depth of windows that have an alpha channel."""
_CLEAR = 0
_DARK = 0x1F2127
"""Behind the icon where a tray's own background cannot be had: most panels without one are dark."""


class XEmbedIcon(Icon):
    """An icon in an X11 system tray; `icon` is a tuple of `Pixmap`s. A source whose owner reads it.

    `visible` says that a tray was asked to show it.

    Attributes:
        shown: whether the tray has made it appear, which is the only sign that it took the icon.
        on_dock: called once `dock` has found a tray to ask, or none, and again when the icon is shown.
        on_tray_started: called when a system tray has started.
    """

    HAS_MENU = HAS_MENU_RADIO = HAS_NOTIFICATION = False

    def __init__(self, name: str, on_lost: Callable[[], None]) -> None:
        """Connect to the display; may wait for the server.

        Args:
            name: the icon's name.
            on_lost: called when the icon's tray or its display is gone; then only `close` still works.

        Raises:
            NoServer: there is no server, it does not answer in time, or it draws no translucent pictures.
        """
        super().__init__(name)
        self.shown = False
        self.on_dock: Callable[[], None] = _ignore
        self.on_tray_started: Callable[[], None] = _ignore
        self._on_lost = on_lost
        self._manager = self._window = self._visual = 0
        self._size = (0, 0)
        self._is_enlarged = False
        self._connection = X11Connection(on_lost)
        try:
            self._renderer = Renderer(self._connection)
            self._find_atoms()
            self._listen()
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

    def _find_atoms(self) -> None:
        atom = self._connection.atom
        self._selection = atom(f"_NET_SYSTEM_TRAY_S{self._connection.screen.number}")
        self._opcode, self._tray_visual = atom("_NET_SYSTEM_TRAY_OPCODE"), atom("_NET_SYSTEM_TRAY_VISUAL")
        self._announcement, self._info = atom("MANAGER"), atom("_XEMBED_INFO")
        self._net_wm_name, self._utf8 = atom("_NET_WM_NAME"), atom("UTF8_STRING")

    def _listen(self) -> None:
        # A tray that starts announces itself on the root window.
        self._select_events(self._connection.root, _STRUCTURE)
        for code, handler in (
            (_BUTTON_PRESS, self._handle_click),
            (_EXPOSE, lambda _: self._draw()),
            (_REPARENT_NOTIFY, self._handle_parent),
            (_MAP_NOTIFY, self._handle_map),
            (_CONFIGURE_NOTIFY, self._handle_size),
            # The icon's window went with its tray, or is now in the middle of the screen.
            (_DESTROY_NOTIFY, lambda _: self._on_lost()),
            (_CLIENT_MESSAGE, self._handle_message),
        ):
            self._connection.listen(code, handler)

    def _make_window(self, visual: int) -> None:
        """Make the window: translucent if the tray blends its icons itself, which its visual says."""
        connection, root = self._connection, self._connection.root
        self._window = connection.new_id()
        depth = self._renderer.depth_of(visual)
        self._visual = visual if depth else connection.screen.visual
        is_translucent = depth == _TRANSLUCENT
        colormap = connection.new_id()
        connection.send(_CREATE_COLORMAP, 0, struct.pack("=III", colormap, root, self._visual))
        events = _BUTTON_PRESSES | _EXPOSURES | _STRUCTURE
        back = _CLEAR if is_translucent else _DARK
        place = struct.pack("=hhHHHH", -1, -1, 1, 1, 0, _INPUT_OUTPUT)
        mask = _BACK_PIXEL | _BORDER_PIXEL | _EVENT_MASK | _COLORMAP
        values = struct.pack("=IIIIII", self._visual, mask, back, 0, events, colormap)
        body = struct.pack("=II", self._window, root) + place + values
        connection.send(_CREATE_WINDOW, self._renderer.depth_of(self._visual), body)
        self._set_property(self._info, self._info, 32, struct.pack("=II", 0, _MAPPED))
        self._set_property(_WM_CLASS, _STRING, 8, f"{self.name}SystemTrayIcon\0{self.name}\0".encode())
        self._ask_for_size(_SMALLEST)

    def _ask_for_size(self, edge: int) -> None:
        hints = struct.pack("=I16xII44x", _MINIMUM_SIZE, edge, edge)
        self._set_property(_WM_NORMAL_HINTS, _WM_SIZE_HINTS, 32, hints)

    def _select_events(self, window: int, events: int) -> None:
        self._connection.send(_CHANGE_WINDOW_ATTRIBUTES, 0, struct.pack("=III", window, _EVENT_MASK, events))

    def _set_property(self, name: int, kind: int, width: int, data: bytes) -> None:
        length = len(data) // (width // 8)
        head = struct.pack("=IIIB3xI", self._window, name, kind, width, length)
        self._connection.send(_CHANGE_PROPERTY, 0, head + data)

    def _handle_owner(self, reply: bytes) -> None:
        (self._manager,) = struct.unpack_from("=8xI", reply)
        if self._manager and self.icon:
            body = struct.pack("=IIIII", self._manager, self._tray_visual, _VISUALID, 0, 1)
            self._connection.send(_GET_PROPERTY, 0, body, self._handle_visual)
        else:
            self.on_dock()

    def _handle_visual(self, reply: bytes) -> None:
        if not self._window:
            self._make_window(struct.unpack_from("=32xI", reply)[0] if reply[1] == 32 else 0)
        self.visible = True
        self.on_dock()

    def _handle_parent(self, event: bytes) -> None:
        """Show the tray's background behind the icon; refused if its pixels are of another kind than ours."""
        (window,) = struct.unpack_from("=8xI", event)
        if window == self._window and self._renderer.depth_of(self._visual) != _TRANSLUCENT:
            body = struct.pack("=III", window, _BACK_PIXMAP, _PARENT_RELATIVE)
            self._connection.send(_CHANGE_WINDOW_ATTRIBUTES, 0, body)

    def _handle_map(self, event: bytes) -> None:
        (window,) = struct.unpack_from("=8xI", event)
        if window == self._window and not self.shown:
            self.shown = True
            self.on_dock()

    def _handle_click(self, event: bytes) -> None:
        if event[1] == _LEFT_BUTTON:
            self()

    def _handle_size(self, event: bytes) -> None:
        window, width, height = struct.unpack_from("=8xI8xHH", event)
        if window == self._window:
            self._size = width, height
            if width != height and not self._is_enlarged:  # trayer stretches icons to its own height
                self._is_enlarged = True  # once: a tray might add its margins to each size that we ask for
                self._ask_for_size(max(width, height))
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
        size = pixmap.width, pixmap.height
        self._renderer.draw(self._window, self._visual, size, pixmap.argb, (left, top))


def _ignore(*_: object) -> None:
    """Do nothing."""
