"""The desktops on X11."""

from tests.desktops.kind import NOTIFICATIONS, WATCHER, Kind, Part, Reply, Switch
from tests.rig.desktop import PANEL_FILE, panel_config

_XFCE_SILENT = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s")

XFCE = Kind(
    "xfce",
    "Xfce",
    packages=("xfce4-panel", "xfwm4", "xfconf", "xfce4-notifyd", "adwaita-icon-theme", "fonts-dejavu-core"),
    shown=("xfce4-panel", "xfwm4", "xfce4-notifyd"),
    parts=(
        Part(("xfwm4", "--compositor=off"), selects="WM_S0"),
        Part(("xfconfd",), owns="org.xfce.Xfconf"),
    ),
    # Without a ready configuration or with the check it opens a dialog instead.
    panel=Part(("xfce4-panel", "--disable-wm-check"), owns=WATCHER),
    bubbles=Part(("xfce4-notifyd",), owns=NOTIFICATIONS),
    env={"XDG_CURRENT_DESKTOP": "XFCE"},
    files={PANEL_FILE: panel_config()},
    silence=Switch((*_XFCE_SILENT, "true"), (*_XFCE_SILENT, "false")),
    not_there={"lock": "Xfce's lock is a program of its own, xfce4-screensaver"},
)

_LXQT_PANEL = """
[General]
panels=panel1

[panel1]
plugins=spacer, statusnotifier, worldclock
position=Bottom
panelSize=32
iconSize=22
width=100
width-percent=true

[spacer]
type=spacer
expandable=true

[statusnotifier]
type=statusnotifier

[worldclock]
type=worldclock
"""
_LXQT_NOTIFICATIONS = "lxqt/notifications.conf"

LXQT = Kind(
    "lxqt",
    "LXQt",
    packages=("lxqt-panel", "lxqt-themes", "lxqt-notificationd", "openbox", "breeze-icon-theme"),
    shown=("lxqt-panel", "openbox", "lxqt-notificationd"),
    parts=(Part(("openbox",), selects="WM_S0"),),
    panel=Part(("lxqt-panel",), owns=WATCHER),
    bubbles=Part(("lxqt-notificationd",), owns=NOTIFICATIONS),
    thickness=34,
    env={"XDG_CURRENT_DESKTOP": "LXQt"},
    files={"lxqt/panel.conf": _LXQT_PANEL, _LXQT_NOTIFICATIONS: "[General]\ndoNotDisturb=false\n"},
    left=Reply.TIP,
    silence=Switch(
        *(
            ("sed", "-i", f"s/doNotDisturb=.*/doNotDisturb={value}/", f"{{config}}/{_LXQT_NOTIFICATIONS}")
            for value in ("true", "false")
        )
    ),
    not_there={"lock": "LXQt's lock is whatever program somebody chooses"},
)

_MATE_PANEL = """
[org/mate/panel/general]
toplevel-id-list=['bottom']
object-id-list=['tray', 'clock']

[org/mate/panel/toplevels/bottom]
orientation='bottom'
size=28
expand=true

[org/mate/panel/objects/tray]
object-type='applet'
applet-iid='NotificationAreaAppletFactory::NotificationArea'
toplevel-id='bottom'
position=100
panel-right-stick=true
locked=true

[org/mate/panel/objects/clock]
object-type='applet'
applet-iid='ClockAppletFactory::ClockApplet'
toplevel-id='bottom'
position=0
panel-right-stick=true
locked=true
"""
_MATE_SILENT = ("gsettings", "set", "org.mate.NotificationDaemon", "do-not-disturb")

MATE = Kind(
    "mate",
    "MATE",
    packages=(
        *("mate-panel", "mate-notification-daemon", "marco", "mate-icon-theme", "dconf-cli", "dconf-service"),
        *("dconf-gsettings-backend", "libglib2.0-bin", "mate-settings-daemon-common"),
    ),
    shown=("mate-panel", "marco", "mate-notification-daemon"),
    parts=(Part(("marco", "--no-composite"), selects="WM_S0"),),
    panel=Part(("mate-panel",), owns="org.mate.Panel"),
    bubbles=Part(("mate-notification-daemon",), owns=NOTIFICATIONS),
    thickness=32,
    env={"XDG_CURRENT_DESKTOP": "MATE"},
    settings=_MATE_PANEL,
    has_services=True,
    left=Reply.TIP,
    silence=Switch((*_MATE_SILENT, "true"), (*_MATE_SILENT, "false")),
    not_there={"lock": "MATE's lock is a program of its own, mate-screensaver"},
)
