"""Desktops on X11 whose shell shows the icon and the notifications itself."""

from dataclasses import replace

from tests.desktops.kind import WATCHER, Kind, Part, Reply, Switch
from tests.desktops.wayland import PLASMA

_PART_OF_THE_SHELL = {
    "daemon killed and restarted": "the shell itself shows notifications",
    "no daemon at all": "the shell itself shows notifications",
}

PLASMA_X11 = replace(
    PLASMA,
    name="plasma-x11",
    title="Plasma on X11",
    packages=(*PLASMA.packages, "kwin-x11"),
    shown=("plasma-workspace", "plasma-desktop", "kwin-x11"),
    parts=(Part(("kwin_x11",), selects="WM_S0"), *PLASMA.parts[1:]),
    wayland="",
)

_CINNAMON_SETTINGS = """
[org/cinnamon]
desktop-effects-workspace=false

[org/cinnamon/desktop/interface]
enable-animations=false

[org/cinnamon/desktop/background]
picture-options='none'
primary-color='#40506a'
"""
_CINNAMON_BANNERS = ("gsettings", "set", "org.cinnamon.desktop.notifications", "display-notifications")

CINNAMON = Kind(
    "cinnamon",
    "Cinnamon",
    packages=(
        *("cinnamon", "muffin", "xapp-sn-watcher", "libgl1-mesa-dri", "fonts-dejavu-core"),
        *("dconf-cli", "dconf-service", "dconf-gsettings-backend", "libglib2.0-bin"),
    ),
    shown=("cinnamon", "xapp-sn-watcher"),
    parts=(Part(("xapp-sn-watcher",)),),
    panel=Part(("cinnamon",), owns=WATCHER),
    env={"XDG_CURRENT_DESKTOP": "X-Cinnamon"} | {"LIBGL_ALWAYS_SOFTWARE": "1"},
    settings=_CINNAMON_SETTINGS,
    has_system_bus=True,
    has_services=True,
    left=Reply.TIP,
    silence=Switch((*_CINNAMON_BANNERS, "false"), (*_CINNAMON_BANNERS, "true")),
    not_there={"lock": "Cinnamon's lock is a program of its own, cinnamon-screensaver"} | _PART_OF_THE_SHELL,
)
