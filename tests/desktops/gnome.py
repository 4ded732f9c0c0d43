"""GNOME, whose shell is compositor, panel and notification daemon at once."""

import sys
from dataclasses import replace
from pathlib import Path

from tests.desktops import display_manager
from tests.desktops.kind import WATCHER, Kind, Part, Switch
from tests.rig import gnome_session

_EXTENSION = "ubuntu-appindicators@ubuntu.com"
_SETTINGS = f"""
[org/gnome/shell]
enabled-extensions=['{_EXTENSION}']
welcome-dialog-last-shown-version='99'
disable-user-extensions=false

[org/gnome/desktop/interface]
enable-animations=false

[org/gnome/desktop/background]
picture-options='none'
primary-color='#40506a'

[org/gnome/desktop/session]
idle-delay=uint32 0
"""
_BANNERS = ("gsettings", "set", "org.gnome.desktop.notifications", "show-banners")
_SAVER = "org.gnome.ScreenSaver"
_ASK_SAVER = ("dbus-send", "--session", "--print-reply", f"--dest={_SAVER}", "/org/gnome/ScreenSaver")
_SEATS = Path("/run/systemd/seats")
_SIZE = 1280, 1024
"""A submenu opens inside the menu: on a lower screen only a part of it would be seen, and scroll."""
_SHOWS_NOTIFICATIONS = "the shell itself shows notifications"
_IN_SOFTWARE = {"LIBGL_ALWAYS_SOFTWARE": "1"}

GNOME = Kind(
    "gnome",
    "GNOME on Wayland, with the AppIndicator extension",
    packages=(
        *("gnome-shell", "gnome-session-bin", "gnome-shell-extension-appindicator", "gjs", "libgl1-mesa-dri"),
        *("adwaita-icon-theme", "fonts-dejavu-core", "libglib2.0-bin", "dconf-cli", "dconf-service"),
        *("dconf-gsettings-backend", "xwayland"),
    ),
    shown=("gnome-shell", "mutter", "gnome-shell-extension-appindicator"),
    parts=(
        Part((sys.executable, "-m", display_manager.__name__), says=display_manager.READY),
        Part(gnome_session.COMMAND, owns=gnome_session.NAME, env=gnome_session.ENV, outside=True),
    ),
    panel=Part(
        ("gnome-shell", "--nested", "--wayland", "--wayland-display", "wayland-9"),
        owns=WATCHER,
        listens="wayland-9",
        says="GNOME Shell started",  # a key that comes earlier keeps it from ever being ready
        env={"MUTTER_DEBUG_DUMMY_MODE_SPECS": "{}x{}".format(*_SIZE), **_IN_SOFTWARE},
        outside=True,
    ),
    edge="top",
    thickness=32,
    env={"XDG_CURRENT_DESKTOP": "GNOME"},
    settings=_SETTINGS,
    files={
        "../.local/share/gnome-shell/lock-warning-shown": "",  # or it says that nothing can be locked
        gnome_session.FILE: gnome_session.SESSION,
    },
    wayland="wayland-9",
    has_xwayland=True,
    has_system_bus=True,
    has_services=True,
    size=_SIZE,
    click_on_bubble=1,
    has_buttons_too=True,
    host=Switch(*(("gnome-extensions", f"{verb}able", _EXTENSION) for verb in ("en", "dis"))),
    silence=Switch((*_BANNERS, "false"), (*_BANNERS, "true")),
    lock=Switch((*_ASK_SAVER, f"{_SAVER}.Lock"), (*_ASK_SAVER, f"{_SAVER}.SetActive", "boolean:false")),
    film=Part(gnome_session.inhibit("idle"), says=gnome_session.INHIBITS),
    remark="Its session has no other programs, and a stand-in answers for the display manager.",
    not_there={
        "tooltip changes with the state": "the extension shows no tooltips",
        "daemon killed and restarted": _SHOWS_NOTIFICATIONS,
        "no daemon at all": _SHOWS_NOTIFICATIONS,
    }
    | ({} if _SEATS.exists() else {"lock": f"GNOME locks only where systemd has seats, {_SEATS}"}),
)

GNOME_X11 = replace(
    GNOME,
    name="gnome-x11",
    title="GNOME on X11, with the AppIndicator extension",
    panel=Part(("gnome-shell", "--x11"), owns=WATCHER, says="GNOME Shell started", env=_IN_SOFTWARE),
    wayland="",
    has_xwayland=False,
    host=None,  # the session goes on without its shell, which can be killed
    not_there={name: why for name, why in GNOME.not_there.items() if name != "daemon killed and restarted"},
)
