"""What is asked over D-Bus.

Source: the D-Bus interfaces of gnome-session, KDE's powerdevil and notification server, xfconf,
xfce4-power-manager, dunst, mako, SwayNotificationCenter, and org.freedesktop.login1(5).
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sitbreak.desktop.surroundings.signs import BusQuestion, Sign, Verdict
from sitbreak.waiter import Waiter
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import property_query, query

Connect = Callable[[], Bus]
"""Connects to a bus, or raises `NoServer`."""

_NOTIFICATIONS = "org.freedesktop.Notifications"
_INHIBIT_IDLE = 8
_CHANGE_SCREEN_SETTINGS = 4
_NEVER_SET = ("org.xfce.Xfconf.Error.PropertyNotFound", "org.xfce.Xfconf.Error.ChannelNotFound")


def desktops() -> frozenset[str]:
    """Return the names of the running desktop, such as GNOME, KDE, XFCE."""
    return frozenset(os.environ.get("XDG_CURRENT_DESKTOP", "").split(":"))


def bus_questions() -> tuple[BusQuestion, ...]:
    """Return every question that makes sense on this desktop."""
    return (*_screen_kept_on(), *_kept_awake(), *_xfce_settings(), *_notification_servers())


def ask_buses(
    questions: Sequence[BusQuestion],
    session: Connect,
    system: Connect,
    on_verdict: Callable[[str, Verdict], None],
    timeout: float,
) -> None:
    """Ask all questions at once, over connections of their own, and return when all are answered.

    The calling thread waits; the connections of the loop, and so the tray's, carry none of these messages.

    Args:
        questions: what to ask.
        session: connects to the session bus.
        system: connects to the system bus.
        on_verdict: gets the name of each source and its verdict.
        timeout: seconds for each reply.
    """
    waiter = Waiter()
    buses = []
    unanswered = {question.name for question in questions}

    def finish(question: BusQuestion, verdict: Verdict) -> None:
        unanswered.discard(question.name)
        on_verdict(question.name, verdict)

    for connect, is_system in ((session, False), (system, True)):
        to_this_bus = [question for question in questions if question.system is is_system]
        if not to_this_bus:
            continue
        try:
            bus = connect()
        except NoServer as reason:
            for question in to_this_bus:
                finish(question, str(reason))
            continue
        buses.append(bus)
        waiter.add(bus)
        for question in to_this_bus:
            bus.call(question.message, partial(_read, question, finish), timeout=timeout)
    waiter.run(lambda: bool(unanswered))
    for bus in buses:
        bus.close()
    waiter.close()


def _read(question: BusQuestion, finish: Callable[[BusQuestion, Verdict], None], answer: Answer) -> None:
    """Turn an answer into a verdict."""
    if isinstance(answer, CallFailed):
        finish(question, False if answer.name in question.defaults else str(answer))
        return
    try:
        verdict: Verdict = question.says_yes(answer)
    except (LookupError, TypeError, ValueError):
        verdict = f"its answer makes no sense: {answer}"
    finish(question, verdict)


# --- the questions ------------------------------------------------------------------------------


def _screen_kept_on() -> tuple[BusQuestion, ...]:
    gnome = "org.gnome.SessionManager"
    kde = "org.kde.Solid.PowerManagement.PolicyAgent"
    return (
        BusQuestion(
            "session manager",  # MATE's and Cinnamon's have this bus name too
            Sign.SCREEN_KEPT_ON,
            query(gnome, "/org/gnome/SessionManager", gnome, "IsInhibited", "u", _INHIBIT_IDLE),
            _first,
        ),
        BusQuestion(
            "KDE power management",
            Sign.SCREEN_KEPT_ON,
            query(kde, _path(kde), kde, "HasInhibition", "u", _CHANGE_SCREEN_SETTINGS),
            _first,
        ),
    )


def _kept_awake() -> tuple[BusQuestion, ...]:
    logind = "org.freedesktop.login1"
    of_system = BusQuestion(
        "logind",
        Sign.KEPT_AWAKE,
        query(logind, _path(logind), f"{logind}.Manager", "ListInhibitors"),
        _idle_is_blocked,
        system=True,
    )
    if "KDE" in desktops():  # its power manager reports music and downloads as well
        return (of_system,)
    power = "org.freedesktop.PowerManagement"
    message = query(power, f"{_path(power)}/Inhibit", f"{power}.Inhibit", "HasInhibit")
    return (of_system, BusQuestion("power manager", Sign.KEPT_AWAKE, message, _first))


def _xfce_settings() -> tuple[BusQuestion, ...]:
    xfconf = "org.xfce.Xfconf"
    return tuple(
        BusQuestion(
            channel,
            sign,
            query(xfconf, "/org/xfce/Xfconf", xfconf, "GetProperty", "ss", channel, name),
            _value,
            defaults=_NEVER_SET,
        )
        for channel, sign, name in (
            ("xfce4-power-manager", Sign.PRESENTATION, "/xfce4-power-manager/presentation-mode"),
            ("xfce4-notifyd", Sign.DO_NOT_DISTURB, "/do-not-disturb"),
        )
    )


def _notification_servers() -> tuple[BusQuestion, ...]:
    swaync = "org.erikreider.swaync.cc"
    return (
        BusQuestion(
            "KDE notifications",
            Sign.DO_NOT_DISTURB,
            property_query(_NOTIFICATIONS, _path(_NOTIFICATIONS), _NOTIFICATIONS, "Inhibited"),
            _value,
        ),
        BusQuestion(
            "dunst",
            Sign.DO_NOT_DISTURB,
            property_query(_NOTIFICATIONS, _path(_NOTIFICATIONS), "org.dunstproject.cmd0", "paused"),
            _value,
        ),
        BusQuestion(
            "mako",
            Sign.DO_NOT_DISTURB,
            query(_NOTIFICATIONS, "/fr/emersion/Mako", "fr.emersion.Mako", "ListModes"),
            _mode_is_silent,
        ),
        BusQuestion(
            "swaync",
            Sign.DO_NOT_DISTURB,
            query(swaync, _path(swaync), swaync, "GetDnd"),
            _first,
        ),
    )


def _path(name: str) -> str:
    return "/" + name.replace(".", "/")


# --- reading the replies ------------------------------------------------------------------------


def _first(values: tuple[Any, ...]) -> bool:
    return bool(values[0])


def _value(values: tuple[Any, ...]) -> bool:
    """Read a variant: (signature, value)."""
    return values[0][1] is True


def _mode_is_silent(values: tuple[Any, ...]) -> bool:
    """Look for the usual names: people choose the modes' names, and mako(5) suggests the first of these."""
    return not {"do-not-disturb", "dnd"}.isdisjoint(values[0])


def _idle_is_blocked(values: tuple[Any, ...]) -> bool:
    """Look for an inhibitor of this person's that blocks idle; one that only delays does not count."""
    return any(
        "idle" in what.split(":") and mode == "block" and uid == os.getuid()
        for what, _who, _why, mode, uid, _pid in values[0]
    )
