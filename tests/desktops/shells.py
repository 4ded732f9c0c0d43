"""Desktops on X11 whose shell shows the icon and the notifications itself."""

from dataclasses import replace

from tests.desktops.bars import EMBEDDED
from tests.desktops.kind import NOTIFICATIONS, WATCHER, Kind, Part, Reply, Switch
from tests.desktops.wayland import PLASMA
from tests.rig.programs import find

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
    # Later than that nothing changes on the screen by itself: the wallpaper, for one.
    panel=Part(("cinnamon",), owns=WATCHER, says="Enabling WindowAttentionHandler"),
    env={"XDG_CURRENT_DESKTOP": "X-Cinnamon"} | {"LIBGL_ALWAYS_SOFTWARE": "1"},
    settings=_CINNAMON_SETTINGS,
    has_system_bus=True,
    has_services=True,
    left=Reply.TIP,
    brief=True,
    silence=Switch((*_CINNAMON_BANNERS, "false"), (*_CINNAMON_BANNERS, "true")),
    not_there={"lock": "Cinnamon's lock is a program of its own, cinnamon-screensaver"} | _PART_OF_THE_SHELL,
)

_BUDGIE_SETTINGS = """
[org/gnome/desktop/interface]
enable-animations=false

[org/gnome/desktop/background]
picture-options='none'
primary-color='#40506a'
"""
_BUDGIE_SILENT = (
    *("dbus-send", "--session", "--print-reply", "--dest=org.budgie_desktop.Notifications"),
    *("/org/budgie_desktop/Notifications", "org.buddiesofbudgie.budgie.Dispatcher.ToggleDoNotDisturb"),
)

_BUDGIE_EMBEDS = Kind(
    "budgie",
    "Budgie",
    packages=(
        *("budgie-core", "libgl1-mesa-dri", "adwaita-icon-theme", "fonts-dejavu-core", "libglib2.0-bin"),
        *("dconf-cli", "dconf-service", "dconf-gsettings-backend"),
    ),
    shown=("budgie-core",),
    parts=(Part(("budgie-wm", "--x11"), selects="WM_S0"),),
    panel=Part(("budgie-panel",), owns="org.budgie_desktop.Panel", selects="_NET_SYSTEM_TRAY_S0"),
    bubbles=Part(("budgie-daemon",), owns=NOTIFICATIONS),
    env={"XDG_CURRENT_DESKTOP": "Budgie:GNOME", "LIBGL_ALWAYS_SOFTWARE": "1"},
    settings=_BUDGIE_SETTINGS,
    has_system_bus=True,
    has_services=True,
    left=Reply.TIP,
    right=None,
    silence=Switch(_BUDGIE_SILENT, _BUDGIE_SILENT),
    not_there=EMBEDDED | {"lock": "Budgie's lock is a program of its own, gnome-screensaver"},
)
BUDGIE = _BUDGIE_EMBEDS
if find("budgie-session"):  # from 10.8 on its tray also shows icons that are asked for over the bus
    BUDGIE = replace(
        _BUDGIE_EMBEDS,
        panel=Part(("budgie-panel",), owns=WATCHER),
        left=Reply.MENU,
        right=Reply.MENU,
        not_there={
            "lock": _BUDGIE_EMBEDS.not_there["lock"],
            "no daemon at all": "the daemon is also what the tray's icons come through",
        },
    )
