"""Every desktop, by its name."""

from tests.desktops.kinds import SMALL
from tests.desktops.wayland import GNOME, LABWC, PLASMA, SWAY

ALL = (*SMALL, LABWC, SWAY, GNOME, PLASMA)
BY_NAME = {kind.name: kind for kind in ALL}
