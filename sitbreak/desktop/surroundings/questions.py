"""What is asked over D-Bus.

Source: the D-Bus interfaces of gnome-session, KDE's powerdevil and notification server, xfconf,
xfce4-power-manager, dunst, mako, SwayNotificationCenter and Budgie.
"""

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sitbreak.core.values import frozen
from sitbreak.desktop.surroundings.signs import Sign, Verdict
from sitbreak.waiter import Waiter
from sitbreak.wires import NoServer
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import Message, property_query, query, value_of

Connect = Callable[[], Bus]
"""Connects to a bus, or raises `NoServer`."""


@frozen
class BusQuestion:
    """A source that is asked over the session bus.

    Attributes:
        name: of the source, as `troubleshoot` shows it.
        sign: what it sees.
        message: the call; it starts no service.
        returns: the signature of the reply, which has one value.
        says_yes: reads that value.
        defaults: D-Bus errors that mean no.
    """

    name: str
    sign: Sign
    message: Message
    returns: str
    says_yes: Callable[[Any], bool]
    defaults: tuple[str, ...] = ()


_NOTIFICATIONS = "org.freedesktop.Notifications"
_INHIBIT_IDLE = 8
_CHANGE_SCREEN_SETTINGS = 4
_NEVER_SET = ("org.xfce.Xfconf.Error.PropertyNotFound", "org.xfce.Xfconf.Error.ChannelNotFound")


def desktops() -> frozenset[str]:
    """Return the names of the running desktop, such as GNOME, KDE, XFCE."""
    return frozenset(os.environ.get("XDG_CURRENT_DESKTOP", "").split(":"))


def bus_questions() -> tuple[BusQuestion, ...]:
    """Return every question that makes sense on this desktop."""
    return (*_screen_kept_on(), *_xfce_settings(), *_notification_servers())


def ask_bus(
    questions: Sequence[BusQuestion],
    connect: Connect,
    on_verdict: Callable[[str, Verdict], None],
    timeout: float,
) -> None:
    """Ask all questions at once, over a connection of their own, and return when all are answered.

    The calling thread waits; the connections of the loop, and so the tray's, carry none of these messages.

    Args:
        questions: what to ask.
        connect: connects to the session bus.
        on_verdict: gets the name of each source and its verdict.
        timeout: seconds for each reply.
    """
    unanswered = {question.name for question in questions}

    def finish(question: BusQuestion, verdict: Verdict) -> None:
        unanswered.discard(question.name)
        on_verdict(question.name, verdict)

    try:
        bus = connect()
    except NoServer as reason:
        for question in questions:
            finish(question, str(reason))
        return
    waiter = Waiter()
    waiter.add(bus)
    for question in questions:
        bus.call(question.message, question.returns, partial(_read, question, finish), timeout=timeout)
    waiter.run(lambda: bool(unanswered))
    bus.close()
    waiter.close()


def _read(question: BusQuestion, finish: Callable[[BusQuestion, Verdict], None], answer: Answer) -> None:
    """Turn an answer into a verdict."""
    if isinstance(answer, CallFailed):
        finish(question, False if answer.name in question.defaults else str(answer))
    else:
        finish(question, question.says_yes(answer[0]))


# --- the questions ------------------------------------------------------------------------------


def _screen_kept_on() -> tuple[BusQuestion, ...]:
    """Ask the two desktops that distinguish keeping the screen on from only keeping the computer awake.

    logind's inhibitors and org.freedesktop.PowerManagement do not: downloads, backups and music use them,
    `systemd-inhibit` blocks idle unless it is given something else, and neither says what a block is for.

    Source: gnome-session, gsm-inhibitor-flag.h: 8 keeps the session from being marked as idle; a download
    takes 4 alone, against a suspend. powerdevil, powerdevilpolicyagent.h: 4 keeps the screen on; a download
    takes 1 alone, against an interruption. KDE itself keeps the screen on while logind's idle is blocked.
    """
    gnome = "org.gnome.SessionManager"
    kde = "org.kde.Solid.PowerManagement.PolicyAgent"
    return (
        BusQuestion(
            "session manager",  # MATE's and Cinnamon's have this bus name too
            Sign.SCREEN_KEPT_ON,
            query(gnome, "/org/gnome/SessionManager", gnome, "IsInhibited", "u", _INHIBIT_IDLE),
            "b",
            bool,
        ),
        BusQuestion(
            "KDE power management",
            Sign.SCREEN_KEPT_ON,
            query(kde, _path(kde), kde, "HasInhibition", "u", _CHANGE_SCREEN_SETTINGS),
            "b",
            bool,
        ),
    )


def _xfce_settings() -> tuple[BusQuestion, ...]:
    xfconf = "org.xfce.Xfconf"
    return tuple(
        BusQuestion(
            channel,
            sign,
            query(xfconf, "/org/xfce/Xfconf", xfconf, "GetProperty", "ss", channel, name),
            "v",
            _is_true,
            defaults=_NEVER_SET,
        )
        for channel, sign, name in (
            ("xfce4-power-manager", Sign.PRESENTATION, "/xfce4-power-manager/presentation-mode"),
            ("xfce4-notifyd", Sign.DO_NOT_DISTURB, "/do-not-disturb"),
        )
    )


def _notification_servers() -> tuple[BusQuestion, ...]:
    swaync = "org.erikreider.swaync.cc"
    budgie = "org.budgie_desktop.Notifications"
    return (
        BusQuestion(
            "KDE notifications",
            Sign.DO_NOT_DISTURB,
            property_query(_NOTIFICATIONS, _path(_NOTIFICATIONS), _NOTIFICATIONS, "Inhibited"),
            "v",
            _is_true,
        ),
        BusQuestion(
            "dunst",
            Sign.DO_NOT_DISTURB,
            property_query(_NOTIFICATIONS, _path(_NOTIFICATIONS), "org.dunstproject.cmd0", "paused"),
            "v",
            _is_true,
        ),
        BusQuestion(
            "mako",
            Sign.DO_NOT_DISTURB,
            query(_NOTIFICATIONS, "/fr/emersion/Mako", "fr.emersion.Mako", "ListModes"),
            "as",
            _mode_is_silent,
        ),
        BusQuestion(
            "swaync",
            Sign.DO_NOT_DISTURB,
            query(swaync, _path(swaync), swaync, "GetDnd"),
            "b",
            bool,
        ),
        BusQuestion(
            "Budgie notifications",
            Sign.DO_NOT_DISTURB,
            query(budgie, _path(budgie), "org.buddiesofbudgie.budgie.Dispatcher", "GetDoNotDisturb"),
            "b",
            bool,
        ),
    )


def _path(name: str) -> str:
    return "/" + name.replace(".", "/")


# --- reading the replies ------------------------------------------------------------------------


def _is_true(variant: tuple[str, Any]) -> bool:
    return value_of(variant, "b") is True


def _mode_is_silent(modes: list[str]) -> bool:
    """Look for the usual names: people choose the modes' names, and mako(5) suggests the first of these."""
    return not {"do-not-disturb", "dnd"}.isdisjoint(modes)
