"""What `sitbreak troubleshoot` says. The names and reasons of what was tried are not translated."""

from sitbreak.core.words.language import _


def advice(what: str, used: str) -> str:
    """Return what the person can do about a finding, if anything is missing."""
    known = {
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
        ("tray", "xembed"): _(
            "This tray has no menus: a click shows a tip. Every menu entry is also a command: sitbreak help"
        ),
        ("notifications", "none"): _(
            "Nothing shows notifications here. A notification daemon does, such as dunst."
        ),
        ("tip card", "page"): _(
            "Tips open in the browser. A window needs PySide6 (pipx inject sitbreak PySide6-Essentials) and"
            " the libraries that Qt uses; on Debian: libegl1 libxcb-cursor0 libxkbcommon-x11-0."
        ),
        ("idle", "none"): _(
            "Input can't be seen here, so all time at the computer counts as sitting."
            " When you get up, type: sitbreak break"
        ),
    }
    return known.get((what, used), "")
