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
        "standing": _("How long you stand before it's suggested that you sit or walk."),
        "standing_desk": _(
            "Whether the menu has “I'm standing now”. “sitbreak stand” turns this on when you first use it."
        ),
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
        "sound": _(
            "Play a soft sound at that moment, with or without the notification, and at the end of a hold."
        ),
        "wait_during": _(
            "What a reminder waits for, and how long at most: true is 30m for a full screen, 2h for a call or"
            " a presentation and 4h for do-not-disturb; a duration such as 45m is a limit of your own; false"
            " is not to wait."
        ),
        "working_hours": _(
            "You are reminded only within these hours. By default there are none, and you are reminded at any"
            " time."
        ),
        "history": _(
            "For how many days the history keeps every sitting and break; for older days it keeps the totals."
        ),
        "back_diary": _(
            "Ask once a day how your back is, after a break in the afternoon. Your answers stay on this"
            " computer, in your history."
        ),
        "language": _("The language, such as de or pt_BR; empty for that of your desktop."),
    }[key]


# --- the settings window ---------------------------------------------------------------------------


def group(name: str) -> str:
    """Name a group of settings.

    Raises:
        KeyError: there is no such group.
    """
    return {
        "reminders": _("Reminders"),
        "tips": _("Tips"),
        "quiet_times": _("Quiet times"),
        "sounds_and_breaks": _("Sounds and breaks"),
        "history": _("History"),
        "this_computer": _("This computer"),
    }[name]


def label(key: str) -> str:
    """Name a setting, or one in a table such as `wait_during.call`.

    Raises:
        KeyError: there is no such setting.
    """
    return {
        "interval": _("Remind me after sitting"),
        "lull": _("A pause in typing lasts"),
        "snooze": _("Snooze for"),
        "repeat_every": _("Repeat after"),
        "break_length": _("A break takes at least"),
        "away_after": _("Away after"),
        "topics": _("Tips about"),
        "tray_icon": _("Tray icon"),
        "moving_pictures": _("Pictures move"),
        "announce_break_end": _("Tell me when a break is complete"),
        "sound": _("Play a soft sound"),
        "standing_desk": _("I can work standing"),
        "standing": _("Sit or walk after"),
        "wait_during": _("A reminder waits during"),
        "wait_during.fullscreen": _("A full screen"),
        "wait_during.call": _("A call"),
        "wait_during.presentation": _("A presentation"),
        "wait_during.do_not_disturb": _("Do not disturb"),
        "working_hours": _("Working hours"),
        "history.keep_days": _("Keep every break for"),
        "back_diary": _("Ask how my back is"),
        "language": _("Language"),
    }[key]


def explanation(key: str) -> str:
    """Explain a setting in the window; nothing where its name says it all.

    Raises:
        KeyError: there is no such setting.
    """
    return {
        "interval": _(
            "Between these two times as soon as you stop typing, at the second in any case. Enter the same"
            " time twice for a fixed interval."
        ),
        "lull": _("With the keyboard and mouse still for this long, a reminder doesn't interrupt a thought."),
        "snooze": _("How long a reminder's Snooze button snoozes. The tray menu offers other lengths."),
        "repeat_every": _("How long after an ignored reminder the next one comes."),
        "break_length": _("Only an absence at least this long resets the clock."),
        "away_after": _(
            "Without any key or mouse input for this long you count as away. Switch it off if you also work"
            " beside the keyboard or in a virtual machine: then only a locked screen and sleep count."
        ),
        "topics": _("Tips come from these topics in turn."),
        "tray_icon": _("Light stands out on a dark panel, dark on a light one."),
        "moving_pictures": _("Otherwise tips show still pictures."),
        "announce_break_end": _(
            "With a notification, if you started the break or a reminder asked for it. Never while the screen"
            " is locked, during a pause or while the desktop is busy."
        ),
        "sound": _("At the end of a break, with or without the notification, and at the end of a hold."),
        "standing_desk": _(
            "Adds “I'm standing now” to the tray menu, which stops the sitting clock until you sit again."
        ),
        "standing": _(
            "After you've stood this long, it's suggested, once and quietly, that you sit or walk."
        ),
        "wait_during": _(
            "It comes once that's over, or after the time set here, at the next pause in typing. Untick what"
            " shouldn't hold a reminder back."
        ),
        "wait_during.fullscreen": "",
        "wait_during.call": "",
        "wait_during.presentation": "",
        "wait_during.do_not_disturb": "",
        "working_hours": _("You're reminded only within these hours; without any, at any time."),
        "history.keep_days": _("For older days the history keeps only each day's totals."),
        "back_diary": _(
            "Once a day at most, after a break in the afternoon. Your answers stay on this computer, in your"
            " history."
        ),
        "language": _("The menu and reminders follow at once, windows when they're opened again."),
    }[key]


def language_of_desktop() -> str:
    """Name the choice of no language in particular."""
    return _("That of the desktop")


def language_without_font(name: str, code: str) -> str:
    """Name a language whose letters no font here has, so that they would show as boxes."""
    return _("{name} ({code}; no font for it is installed)").format(name=name, code=code)


def tray_icon(choice: str) -> str:
    """Name a choice of tray icons.

    Raises:
        KeyError: there is no such choice.
    """
    return {"colour": _("Colour"), "light": _("Light"), "dark": _("Dark")}[choice]
