"""Every desktop, by its name."""

from tests.desktops.bars import I3, POLYBAR, TRAYER
from tests.desktops.gnome import GNOME, GNOME_X11
from tests.desktops.kinds import LXQT, MATE, XFCE
from tests.desktops.shells import BUDGIE, CINNAMON, PLASMA_X11
from tests.desktops.wayland import LABWC, PLASMA, SWAY, SWAYNC

SMALL = (XFCE, LXQT, MATE, TRAYER, I3, POLYBAR)
"""Those that install in a few minutes; Debian 12's sway leaves parts of a closed menu on its bar."""
ALL = (*SMALL, SWAY, SWAYNC, LABWC, PLASMA_X11, PLASMA, GNOME_X11, GNOME, CINNAMON, BUDGIE)
BY_NAME = {kind.name: kind for kind in ALL}
