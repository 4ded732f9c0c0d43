"""Bars beside a window manager, whose icons are X11 windows that they embed: the old kind of tray."""

from tests.desktops.kind import NOTIFICATIONS, Kind, Part, Reply, Switch

_EMBEDS = "_NET_SYSTEM_TRAY_S0"
_NO_MENU = "this kind of tray has no menus"
EMBEDDED = {
    "right click": _NO_MENU,
    "submenu": _NO_MENU,
    "radio button": _NO_MENU,
    "check box": _NO_MENU,
    "tooltip changes with the state": "this kind of tray has no tooltips",
}
"""What an icon lacks that is a window of X11."""
_NOT_THERE = EMBEDDED | {
    "lock": "it has none; i3lock and others are programs of their own and report to nobody",
}
_DUNST = Part(("dunst",), owns=NOTIFICATIONS)
_DUNST_SILENT = Switch(("dunstctl", "set-paused", "true"), ("dunstctl", "set-paused", "false"))
_I3_CONFIG = """
# i3 config file (v4)
font pango:DejaVu Sans 10
bar {
    id bar
    i3bar_command true
    position bottom
}
"""
_POLYBAR_CONFIG = """
[bar/bottom]
bottom = true
height = 28
font-0 = DejaVu Sans:size=10
background = #282a2e
foreground = #c5c8c6
modules-left = date
tray-position = right

[module/date]
type = internal/date
date = %H:%M
"""

TRAYER = Kind(
    "trayer",
    "trayer, openbox and dunst",
    packages=("trayer", "openbox", "dunst"),
    shown=("trayer", "openbox", "dunst"),
    parts=(Part(("openbox",), selects="WM_S0"),),
    panel=Part(
        ("trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "26"),
        selects=_EMBEDS,
    ),
    bubbles=_DUNST,
    thickness=28,
    env={"XDG_CURRENT_DESKTOP": "openbox"},
    left=Reply.TIP,
    right=None,
    click_on_bubble=2,
    silence=_DUNST_SILENT,
    not_there=_NOT_THERE,
)

I3 = Kind(
    "i3",
    "i3 with i3bar and dunst",
    packages=("i3-wm", "dunst", "fonts-dejavu-core"),
    shown=("i3-wm", "dunst"),
    parts=(Part(("i3", "-c", "{config}/i3.conf"), selects="WM_S0"),),
    panel=Part(("i3bar", "--bar_id=bar"), selects=_EMBEDS),
    bubbles=_DUNST,
    thickness=28,
    env={"XDG_CURRENT_DESKTOP": "i3"},
    files={"i3.conf": _I3_CONFIG},
    left=Reply.TIP,
    right=None,
    click_on_bubble=2,
    silence=_DUNST_SILENT,
    not_there=_NOT_THERE,
)

POLYBAR = Kind(
    "polybar",
    "polybar, openbox and notification-daemon",
    packages=("polybar", "openbox", "notification-daemon", "fonts-dejavu-core"),
    shown=("polybar", "openbox", "notification-daemon"),
    parts=(Part(("openbox",), selects="WM_S0"),),
    panel=Part(("polybar", "--config={config}/polybar.ini", "bottom"), selects=_EMBEDS),
    bubbles=Part(("notification-daemon",), owns=NOTIFICATIONS),
    thickness=28,
    env={"XDG_CURRENT_DESKTOP": "openbox"},
    files={"polybar.ini": _POLYBAR_CONFIG},
    left=Reply.TIP,
    right=None,
    not_there=_NOT_THERE | {"do-not-disturb": "notification-daemon has none"},
)
