"""The desktops."""

from tests.desktops.kind import NOTIFICATIONS, WATCHER, Kind, Part, Switch

_XFCE_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-3" type="string" value="clock"/>
  </property>
</channel>
"""

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
    files={"xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml": _XFCE_PANEL},
    silence=Switch((*_XFCE_SILENT, "true"), (*_XFCE_SILENT, "false")),
    not_there={"lock": "Xfce's lock is a program of its own, xfce4-screensaver"},
)

SMALL = (XFCE,)
"""Those that install in a few minutes."""
ALL = SMALL
BY_NAME = {kind.name: kind for kind in ALL}
