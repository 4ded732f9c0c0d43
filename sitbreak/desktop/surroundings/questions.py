"""What is asked over D-Bus.

Source: the D-Bus interfaces of gnome-session, KDE's powerdevil and notification server, xfconf,
xfce4-power-manager, dunst, mako, SwayNotificationCenter, and org.freedesktop.login1(5).
"""

import os
from typing import Any

from sitbreak.desktop.surroundings.signs import Question, Sign
from sitbreak.wires.dbus_messages import property_question, question

_NOTIFICATIONS = "org.freedesktop.Notifications"
_INHIBIT_IDLE = 8
_CHANGE_SCREEN_SETTINGS = 4
_NEVER_SET = ("org.xfce.Xfconf.Error.PropertyNotFound", "org.xfce.Xfconf.Error.ChannelNotFound")


def desktops() -> frozenset[str]:
    """Return the names that the running desktop goes by, such as GNOME, KDE, XFCE."""
    return frozenset(os.environ.get("XDG_CURRENT_DESKTOP", "").split(":"))


def bus_questions() -> tuple[Question, ...]:
    """Return every question that makes sense on this desktop."""
    return (*_kept_on(), *_kept_awake(), *_settings_of_xfce(), *_notification_servers())


def _kept_on() -> tuple[Question, ...]:
    gnome = "org.gnome.SessionManager"
    kde = "org.kde.Solid.PowerManagement.PolicyAgent"
    return (
        Question(
            "session manager",  # MATE and Cinnamon have it under this name too
            Sign.SCREEN_KEPT_ON,
            question(gnome, "/org/gnome/SessionManager", gnome, "IsInhibited", "u", _INHIBIT_IDLE),
            _first,
        ),
        Question(
            "KDE power management",
            Sign.SCREEN_KEPT_ON,
            question(kde, _path(kde), kde, "HasInhibition", "u", _CHANGE_SCREEN_SETTINGS),
            _first,
        ),
    )


def _kept_awake() -> tuple[Question, ...]:
    logind = "org.freedesktop.login1"
    of_system = Question(
        "logind",
        Sign.KEPT_AWAKE,
        question(logind, _path(logind), f"{logind}.Manager", "ListInhibitors"),
        _somebody_blocks_idle,
        system=True,
    )
    if "KDE" in desktops():  # there the interface below tells of music and downloads as well
        return (of_system,)
    power = "org.freedesktop.PowerManagement"
    message = question(power, f"{_path(power)}/Inhibit", f"{power}.Inhibit", "HasInhibit")
    return (of_system, Question("power manager", Sign.KEPT_AWAKE, message, _first))


def _settings_of_xfce() -> tuple[Question, ...]:
    return tuple(
        Question(
            channel,
            sign,
            question(
                "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf", "GetProperty", "ss", channel, name
            ),
            _value,
            defaults=_NEVER_SET,
        )
        for channel, sign, name in (
            ("xfce4-power-manager", Sign.PRESENTATION, "/xfce4-power-manager/presentation-mode"),
            ("xfce4-notifyd", Sign.DO_NOT_DISTURB, "/do-not-disturb"),
        )
    )


def _notification_servers() -> tuple[Question, ...]:
    swaync = "org.erikreider.swaync.cc"
    return (
        Question(
            "KDE notifications",
            Sign.DO_NOT_DISTURB,
            property_question(_NOTIFICATIONS, _path(_NOTIFICATIONS), _NOTIFICATIONS, "Inhibited"),
            _value,
        ),
        Question(
            "dunst",
            Sign.DO_NOT_DISTURB,
            property_question(_NOTIFICATIONS, _path(_NOTIFICATIONS), "org.dunstproject.cmd0", "paused"),
            _value,
        ),
        Question(
            "mako",
            Sign.DO_NOT_DISTURB,
            question(_NOTIFICATIONS, "/fr/emersion/Mako", "fr.emersion.Mako", "ListModes"),
            _mode_is_silent,
        ),
        Question(
            "swaync",
            Sign.DO_NOT_DISTURB,
            question(swaync, _path(swaync), swaync, "GetDnd"),
            _first,
        ),
    )


def _path(name: str) -> str:
    return "/" + name.replace(".", "/")


def _first(values: tuple[Any, ...]) -> bool:
    return bool(values[0])


def _value(values: tuple[Any, ...]) -> bool:
    """Read a variant: its type, its value."""
    return values[0][1] is True


def _mode_is_silent(values: tuple[Any, ...]) -> bool:
    """Modes have the names that a person gives them; mako(5) suggests the first of these."""
    return not {"do-not-disturb", "dnd"}.isdisjoint(values[0])


def _somebody_blocks_idle(values: tuple[Any, ...]) -> bool:
    """Look for an inhibitor of this person's that blocks idle; one that only delays does not."""
    return any(
        "idle" in what.split(":") and mode == "block" and uid == os.getuid()
        for what, _who, _why, mode, uid, _pid in values[0]
    )
