"""The settings in words: the comments in settings.toml, and what the settings window calls them."""

from sitbreak.core.words.language import _

# --- settings.toml ---------------------------------------------------------------------------------


def head() -> str:
    """Return the first lines of settings.toml."""
    return _(
        "sitbreak's settings. Changes take effect within a minute.\n"
        "Each line shows a default: to change it, remove the # and edit the value.\n"
        "Durations are written as 90s, 25m or 1h30m."
    )


def comment(key: str) -> str:
    """Explain one setting in the file.

    Raises:
        KeyError: there is no such setting.
    """
    return {
        "interval": _(
            "Sitting time after which you are reminded: within this window as soon as you stop typing, at"
            " its end in any case. A single duration such as 25m is a fixed interval."
        ),
        "lull": _("How long the keyboard and mouse must be still to count as a pause in typing."),
        "repeat_every": _("How long after an ignored reminder the next one comes."),
        "snooze": _("How long the notification's Snooze button snoozes."),
        "break_length": _("How long you must be away for it to count as a break."),
        "away_after": _(
            "After this long without input you count as away from the desk; “never” if you also work beside"
            " the keyboard or in a virtual machine: then only a locked screen and sleep count as away."
        ),
        "topics": _("What the tips are about: posture, lifting, stretch, moving."),
        "tray_icon": _("The tray icon: colour, light or dark."),
        "moving_pictures": _("Whether the pictures of tips move."),
        "announce_break_end": _(
            "Show a notification when a break is complete, if you started it or a reminder asked for it."
            " Never while the screen is locked, during a pause or while the desktop is busy."
        ),
        "sound": _("Play a soft sound at that moment, with or without the notification."),
        "wait_during": _(
            "What a reminder waits for, and how long at most: true is 30m for a full screen, 2h for a call or"
            " a presentation and 4h for do-not-disturb; a duration such as 45m is a limit of your own; false"
            " is not to wait."
        ),
        "working_hours": _(
            "On a day with hours you are reminded only within them. By default no day has any."
        ),
    }[key]
