"""Connecting to the Wayland compositor that WAYLAND_DISPLAY names.

Source: wl_display_connect: a path, or a name in the runtime folder.
"""

import os
import socket
from pathlib import Path

from sitbreak.wires import NoServer


def socket_path() -> Path:
    """Return the compositor's socket.

    Raises:
        NoServer: WAYLAND_DISPLAY is not set.
    """
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        raise NoServer("WAYLAND_DISPLAY is not set")
    return Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / name


def connect() -> socket.socket:
    """Connect, without waiting: a compositor accepts in its own time.

    Raises:
        NoServer: there is none, or too many clients wait for it already.
    """
    path = socket_path()
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connected.setblocking(False)
        connected.connect(str(path))
    except OSError as reason:
        connected.close()
        raise NoServer(f"no compositor at {path}: {reason.strerror or reason}") from reason
    return connected
