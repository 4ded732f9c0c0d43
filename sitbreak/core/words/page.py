"""The pages in the browser: a tip's, and the help. Plain text; the page adds the markup."""

from sitbreak.core.words.language import _, ngettext

# --- a tip -----------------------------------------------------------------------------------------


def take_care() -> str:
    """Title a tip's caution."""
    return _("Take care:")


def how_to_do_it() -> str:
    """Title the steps."""
    return _("How to do it")


def hold() -> str:
    """Title how long to hold."""
    return _("Hold")


def side() -> str:
    """Title the order of sides."""
    return _("Side")


def repeat() -> str:
    """Title how often to do it."""
    return _("Repeat")


def times(count: int) -> str:
    """Write how often to do it."""
    return ngettext("once", "{count} times", count).format(count=count)


def times_each_side(count: int) -> str:
    """Write how often to do it on each side."""
    return ngettext("once on each side", "{count} times on each side", count).format(count=count)


def origin() -> str:
    """Title where a tip comes from."""
    return _("Where this comes from")


def section(heading: str) -> str:
    """Introduce what a section of the article says."""
    return _("In our own words, from the article's section “{heading}”:").format(heading=heading)


def disclaimer() -> str:
    """Say what kind of advice this is."""
    return _(
        "sitbreak takes its advice on sitting, posture, lifting and stretching from one article about "
        "sciatica, which is mainly about massage. It is general information, not reviewed by a clinician."
    )


def symptoms() -> str:
    """Say what the article advises about symptoms."""
    return _(
        "The article lists numbness, tingling and muscle weakness among the symptoms of sciatica, and "
        "advises a proper diagnosis by a health professional."
    )


# --- the help --------------------------------------------------------------------------------------


def help_title() -> str:
    """Title the help page."""
    return _("Help")


def introduction() -> tuple[str, str]:
    """Say what sitbreak does, in two paragraphs."""
    return (
        _(
            "sitbreak sits in the tray, knows how long you've been sitting, and gets you up in time: after "
            "20 to 30 minutes, at a moment when you're not typing. Each reminder brings a tip."
        ),
        _(
            "Stay away for two minutes and that was your break: the clock starts again at zero, with nothing "
            "to click. You can change both times in the settings."
        ),
    )


def back_hurts() -> str:
    """Title what to do when the person's back hurts."""
    return _("When your back hurts")


def no_diagnosis() -> str:
    """Say what sitbreak does not judge."""
    return _("sitbreak can't say what your pain means.")


def icon() -> str:
    """Title the states of the icon."""
    return _("What the icon shows")


def icon_states() -> tuple[tuple[str, str], ...]:
    """Return what each icon looks like, and what it means."""
    return (
        (
            _("A ring around a seated figure"),
            _("You're sitting. The ring fills towards the end of your interval."),
        ),
        (
            _("An amber ring"),
            _("A reminder can come at any moment: as soon as you stop typing, or when the interval ends."),
        ),
        (_("A full disc with an arrow pointing up"), _("A reminder is out. It's time to get up.")),
        (_("A ring with a Z"), _("You've snoozed the reminder.")),
        (
            _("A ring with two bars"),
            _("Reminders are paused, or one is waiting, for example for a call to end."),
        ),
        (_("A full disc with a figure, arms up"), _("You're on a break, or away.")),
        (
            _("A ring with a question mark"),
            _("sitbreak can't tell whether you're at the desk: all time at the computer counts as sitting."),
        ),
    )


def commands() -> str:
    """Title the list of commands."""
    return _("Commands")


def every_entry_is_a_command() -> str:
    """Introduce the list of commands."""
    return _("Every menu entry is also a command.")


def privacy() -> str:
    """Title what sitbreak knows and keeps."""
    return _("Privacy")


def stays_here() -> str:
    """Say what sitbreak knows and keeps."""
    return _(
        "sitbreak never uses the network. It knows how long ago you last used the keyboard or mouse, never "
        "what you typed. Everything it remembers stays in your own files on this computer."
    )
