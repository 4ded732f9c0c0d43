"""Dialogs on a Wayland desktop that tiles its windows: each has its own size, and lies above the tiles.

On X11 Qt says of a window that it is a dialog. Wayland has no such word, and compositors take a window of
fixed size for one. It only has to be fixed when they see the window for the first time.

Source: sway, xdg_shell.c, wants_floating; River, Hyprland and niri look at the same limits.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitbreak.dialogs.frame import Frame

_NEVER_TILE = frozenset({"GNOME", "KDE"})
"""Desktops that would rather fit a window into what their panels leave."""

_ANY_SIZE = (1 << 24) - 1
"""Source: qwidget.h, QWIDGETSIZE_MAX."""


def float_at_first(dialog: "Frame") -> None:
    """Have a tiling compositor show a dialog at its own size; from the first paint on it may have any."""
    if not _NEVER_TILE.isdisjoint(os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")):
        return
    dialog.setFixedSize(dialog.size())
    dialog.painted.connect(lambda: _release(dialog))


def _release(dialog: "Frame") -> None:
    dialog.setMinimumSize(0, 0)
    dialog.setMaximumSize(_ANY_SIZE, _ANY_SIZE)
    if layout := dialog.layout():
        layout.invalidate()  # it has a least size of its own
