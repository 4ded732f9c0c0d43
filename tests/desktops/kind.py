"""What there is to know about a desktop: its programs, how to start them, and what it does in its own way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"


@dataclass(frozen=True)
class Part:
    """A program of a desktop.

    Attributes:
        command: what starts it; in every command `{config}` is the folder of configuration files.
        owns: the name on the session bus that it owns once it is ready.
        selects: the X selection that it owns then.
        listens: the socket in the runtime folder at which it listens then.
        says: what is in its log then.
        env: variables of its own.
        as_nobody: it refuses to run as root.
        copied: a copy of it is started, which lacks the capability that a container cannot grant.
        outside: it runs on the X server itself, and makes the screen on which the desktop is.
    """

    command: tuple[str, ...]
    owns: str = ""
    selects: str = ""
    listens: str = ""
    says: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    as_nobody: bool = False
    copied: bool = False
    outside: bool = False


class Reply(StrEnum):
    """What the desktop does with a click on the icon."""

    MENU = "opens the menu"
    TIP = "shows a tip"


@dataclass(frozen=True)
class Switch:
    """Commands that switch something of the desktop on and off."""

    on: tuple[str, ...]
    off: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A desktop.

    Attributes:
        name: what it is called on the command line.
        title: its name.
        packages: its Debian packages; the versions of those in `shown` are what the page names.
        shown: the packages whose versions matter.
        parts: what is started first, in this order: a compositor, a window manager, a daemon of settings.
        panel: what shows the icon.
        bubbles: what shows notifications; None where `panel` or one of `parts` does.
        edge: where the panel is.
        thickness: of the panel, in pixels.
        env: variables of its session.
        files: texts by their path in the folder of configuration files.
        settings: what dconf has, as `dconf dump` writes it; without any, the desktop has no dconf.
        wayland: the name of the compositor's socket; "" on X11.
        has_xwayland: the panel's program starts it, and only windows of X11 programs are seen to be full.
        has_system_bus: some part needs one.
        has_services: some part needs services that the bus starts.
        left: what a left click on the icon does.
        right: what a right click does; None: nothing.
        size: of the screen, in pixels.
        click_on_bubble: the mouse button that invokes the action of a click; None where buttons are drawn.
        has_buttons_too: it draws them nevertheless.
        host: of what shows the icon, where that is a part of `panel` which can be switched off alone.
        brief: its notifications are gone within five seconds, unless the mouse is over them.
        silence: its do-not-disturb.
        lock: its screen lock.
        film: a program that keeps the screen on as films do.
        remark: what of it does not run as it does for a person, as a sentence.
        not_there: by the name of a check, why it is not possible there.
    """

    name: str
    title: str
    packages: tuple[str, ...]
    shown: tuple[str, ...]
    parts: tuple[Part, ...]
    panel: Part
    bubbles: Part | None = None
    edge: Literal["top", "bottom"] = "bottom"
    thickness: int = 40
    env: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    settings: str = ""
    wayland: str = ""
    has_xwayland: bool = False
    has_system_bus: bool = False
    has_services: bool = False
    left: Reply = Reply.MENU
    right: Reply | None = Reply.MENU
    size: tuple[int, int] = (1280, 720)
    click_on_bubble: int | None = None
    has_buttons_too: bool = False
    host: Switch | None = None
    brief: bool = False
    silence: Switch | None = None
    lock: Switch | None = None
    film: Part | None = None
    remark: str = ""
    not_there: Mapping[str, str] = field(default_factory=dict)
