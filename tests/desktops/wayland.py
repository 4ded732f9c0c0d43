"""The desktops on Wayland: each compositor is a window that covers the X display."""

import sys
from dataclasses import replace

from tests.desktops.kind import NOTIFICATIONS, WATCHER, Kind, Part, Switch
from tests.desktops.kinds import XFCE
from tests.rig.programs import find

_IN_A_WINDOW = {"WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman"}

LABWC = replace(
    XFCE,
    name="labwc",
    title="labwc with Xfce's panel",
    packages=(*XFCE.packages, "labwc", "wlr-randr"),
    shown=("labwc", "xfce4-panel", "xfce4-notifyd"),
    parts=(
        Part(
            ("labwc", "-s", "wlr-randr --output X11-1 --custom-mode 1280x720"),
            listens="wayland-0",
            env=_IN_A_WINDOW,
            outside=True,
        ),
        Part(("xfconfd",), owns="org.xfce.Xfconf"),
    ),
    env={"XDG_CURRENT_DESKTOP": "labwc:wlroots:XFCE"},
    wayland="wayland-0",
    not_there={"lock": "labwc has none; swaylock is a program of its own"},
)


_SWAY = """
output * resolution 1280x720 bg #40506a solid_color
xwayland disable
default_border none
"""
_WAYBAR = """{
  "layer": "top", "position": "top", "height": 32,
  "modules-right": ["tray", "clock"],
  "tray": {"icon-size": 22, "spacing": 10}
}
"""
_WAYBAR_STYLE = """
* { font-family: "DejaVu Sans"; font-size: 13px; }
window#waybar { background: #eeeeee; color: #222222; }
"""
_MAKO_MODE = ("makoctl", "mode")

SWAY = Kind(
    "sway",
    "sway with waybar",
    # The makoctl of Debian 12 needs jq.
    packages=("sway", "waybar", "mako-notifier", "jq", "adwaita-icon-theme", "fonts-dejavu-core"),
    shown=("sway", "waybar", "mako-notifier"),
    parts=(
        Part(
            # sway 1.7 leaves shadows of closed menus on the screen unless it draws all of it each time.
            ("sway", "-Ddamage=rerender"),
            listens="wayland-1",
            env=_IN_A_WINDOW,
            as_nobody=True,
            outside=True,
        ),
    ),
    panel=Part(("waybar",), owns=WATCHER),
    bubbles=Part(("mako",), owns=NOTIFICATIONS),
    edge="top",
    thickness=32,
    env={"XDG_CURRENT_DESKTOP": "sway"},
    files={
        "sway/config": _SWAY,
        "waybar/config": _WAYBAR,
        "waybar/style.css": _WAYBAR_STYLE,
        "mako/config": "[mode=do-not-disturb]\ninvisible=1\n",
    },
    wayland="wayland-1",
    click_on_bubble=1,
    silence=Switch((*_MAKO_MODE, "-a", "do-not-disturb"), (*_MAKO_MODE, "-r", "do-not-disturb")),
    not_there={"lock": "sway's lock is a program of its own, swaylock"},
)

SWAYNC = replace(
    SWAY,
    name="swaync",
    title="sway with waybar and swaync",
    packages=(*SWAY.packages, "sway-notification-center"),
    shown=("sway", "waybar", "sway-notification-center"),
    # Without dconf's service it would not keep what it is told, not even while it runs.
    bubbles=Part(("swaync",), owns=NOTIFICATIONS, env={"GSETTINGS_BACKEND": "memory"}),
    click_on_bubble=None,
    silence=Switch(("swaync-client", "--dnd-on"), ("swaync-client", "--dnd-off")),
)

_KDED = "kded6" if find("kded6") else "kded5"
_INHIBIT = "kde-inhibit --notifications sleep 600 >{config}/inhibit.log 2>&1 & echo $! >{config}/inhibit"
_KDE = {
    "XDG_CURRENT_DESKTOP": "KDE",
    "KDE_FULL_SESSION": "true",
    "KDE_SESSION_VERSION": _KDED[-1],
    "QT_QUICK_BACKEND": "software",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}

PLASMA = Kind(
    "plasma",
    "Plasma on Wayland",
    packages=(
        *("plasma-workspace", "plasma-desktop", "kwin-wayland", "breeze", "kde-cli-tools", "libgl1-mesa-dri"),
        *("powerdevil", "qtwayland5", "fonts-dejavu-core"),  # no package of Plasma 5 needs qtwayland5
    ),
    shown=("plasma-workspace", "plasma-desktop", "kwin-wayland"),
    parts=(
        Part(
            (
                "kwin_wayland",
                "--width",
                "1280",
                "--height",
                "720",
                "--socket",
                "wayland-8",
                "--no-lockscreen",
            ),
            listens="wayland-8",
            owns="org.kde.KWin",
            copied=True,
            env={"KWIN_COMPOSE": "Q"},
            outside=True,
        ),
        Part(("kactivitymanagerd",), owns="org.kde.ActivityManager"),
        Part((_KDED,), owns=WATCHER),
        Part(("org_kde_powerdevil",), owns="org.kde.Solid.PowerManagement.PolicyAgent"),
    ),
    panel=Part(("plasmashell", "--no-respawn"), owns=NOTIFICATIONS),
    thickness=64,
    env=_KDE,
    files={"kdeglobals": "[KDE]\nAnimationDurationFactor=0\n"},
    wayland="wayland-8",
    has_system_bus=True,
    has_services=True,
    brief=True,
    film=Part((sys.executable, "-m", "tests.desktops.kde_film"), says="on"),
    silence=Switch(("sh", "-c", _INHIBIT), ("sh", "-c", "kill $(cat {config}/inhibit)")),
    not_there={
        "lock": "Plasma's lock needs its login manager",
        "daemon killed and restarted": "the panel itself shows notifications",
        "no daemon at all": "the panel itself shows notifications",
    },
)
