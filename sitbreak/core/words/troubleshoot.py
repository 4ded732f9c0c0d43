"""What `sitbreak troubleshoot` says. The names and reasons of what was tried are not translated."""

from sitbreak.core.words import introduction
from sitbreak.core.words.language import _, pgettext


def purpose(name: str) -> str:
    """Name what a part of the desktop, or a file, is for; the name itself if it has no other."""
    return {
        "tray": _("tray"),
        "notifications": _("notifications"),
        "idle": _("idle"),
        "call": _("call"),
        "do not disturb": _("do not disturb"),
        "full screen": _("full screen"),
        "presentation": _("presentation"),
        "screen kept on": _("screen kept on"),
        "lock": _("lock"),
        "sleep": _("sleep"),
        "sound": _("sound"),
        "tip card": _("tip card"),
        "settings": _("settings"),
        "own tips": _("own tips"),
        "state": _("state"),
        "runtime": _("runtime"),
        "log": _("log"),
    }.get(name, name)


def used(name: str) -> str:
    """Name what is in use."""
    return pgettext("in use", "none") if name == "none" else name


def not_used(name: str, reason: str) -> str:
    """Explain why something is not in use; `reason` is a diagnosis, in English."""
    return _("not {name}: {reason}").format(name=name, reason=reason)


def advice(what: str, used: str, system: str) -> str:
    """Return what the person can do about a finding, if anything is missing.

    Args:
        what: the purpose.
        used: what serves it.
        system: the operating system, as `sys.platform` names it.
    """
    elsewhere = {"win32": _on_windows, "darwin": _on_macos}.get(system, dict)()
    return elsewhere.get((what, used)) or _usually().get((what, used), "")


def _usually() -> dict[tuple[str, str], str]:
    return {
        ("call", "none"): _("Calls can't be seen here. Pause reminders during a call: sitbreak pause 1h"),
        ("do not disturb", "none"): _(
            "Do-not-disturb can't be seen here. Pause reminders instead: sitbreak pause 1h"
        ),
        ("presentation", "none"): _(
            "Presentations can't be seen here. Pause reminders during one: sitbreak pause 1h"
        ),
        ("full screen", "none"): _(
            "Full screens can't be seen here. A film or slides that keep the screen on count as one;"
            " otherwise pause reminders: sitbreak pause 1h"
        ),
        ("screen kept on", "none"): _(
            "What keeps the screen on can't be seen here: a film may look like an empty desk."
        ),
        ("lock", "none"): _("A locked screen can't be seen here. Without input you still count as away."),
        ("sleep", "none"): _("Sleep can't be seen here. The clocks show it afterwards."),
        ("sound", "none"): _(
            "Sounds can't be played here. A notification can announce the end of a break:"
            " sitbreak settings set announce_break_end true"
        ),
        ("tray", "none"): _(
            "No tray is showing the icon; on GNOME, the extension “AppIndicator and KStatusNotifierItem"
            " Support” does. Every menu entry is also a command: sitbreak help"
        ),
        ("tray", "xembed"): introduction.no_menus(),
        ("notifications", "none"): _(
            "Nothing shows notifications here. A notification daemon does, such as dunst."
        ),
        ("tip card", "page"): _(
            "Tips open in the browser. A window needs PySide6 (pipx inject sitbreak PySide6-Essentials, or"
            " your distribution's package) and the libraries that Qt uses; on Debian: libegl1 libxcb-cursor0"
            " libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0."
        ),
        ("idle", "none"): _(
            "Input can't be seen here, so all time at the computer counts as sitting."
            " When you get up, type: sitbreak break"
        ),
    }


def _on_windows() -> dict[tuple[str, str], str]:
    return {
        ("tray", "none"): _(
            "The taskbar isn't showing the icon; sitbreak keeps trying. Every menu entry is also a command:"
            " sitbreak help"
        ),
        ("notifications", "none"): _(
            "Windows isn't showing sitbreak's notifications. Look at Settings, System, Notifications."
        ),
        ("tip card", "page"): _window_needs(),
        ("start at login", "none"): _("Install Python from python.org, and sitbreak with that."),
    }


def _on_macos() -> dict[tuple[str, str], str]:
    return {
        ("tray", "none"): _(
            "The menu bar isn't showing the icon. Every menu entry is also a command: sitbreak help"
        ),
        ("notifications", "none"): _(
            "macOS isn't showing sitbreak's notifications. Look at System Settings, Notifications."
        ),
        ("tip card", "page"): _window_needs(),
    }


def _window_needs() -> str:
    return _("Tips open in the browser. A window needs PySide6: pipx inject sitbreak PySide6-Essentials")
