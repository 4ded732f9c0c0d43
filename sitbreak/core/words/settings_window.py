"""The settings window: everything in it that is not the name of a setting."""

from sitbreak.core.words.language import _, ngettext


def title() -> str:
    """Title the window."""
    return _("sitbreak settings")


def groups() -> str:
    """Name the list of groups for a screen reader."""
    return _("Groups of settings")


def search() -> str:
    """Invite to search."""
    return _("Search")


def clear_search() -> str:
    """Name the button that clears the search."""
    return _("Clear the search")


def nothing_found(text: str) -> str:
    """Report a search without a result."""
    return _("No setting matches “{text}”.").format(text=text)


def close() -> str:
    """Label what closes the window."""
    # Translators: "&" comes before the letter that presses the button together with Alt, here and below
    return _("&Close")


def defaults() -> str:
    """Label what sets a group back."""
    return _("&Back to defaults")


def undo() -> str:
    """Label what takes the last change back."""
    return _("&Undo")


def back_to_defaults(group: str) -> str:
    """Report that a group is back to its defaults."""
    return _("{group}: back to the defaults.").format(group=group)


def undone() -> str:
    """Report that the last change is taken back."""
    return _("The last change is undone.")


# --- fields ----------------------------------------------------------------------------------------


def interval_start(label: str) -> str:
    """Name the first end of an interval for a screen reader."""
    return _("{label}, from").format(label=label)


def interval_end(label: str) -> str:
    """Name the other end of an interval for a screen reader."""
    return _("{label}, to").format(label=label)


def to() -> str:
    """Join the two ends of an interval."""
    return _("to")


def less() -> str:
    """Name the button that makes a length shorter."""
    return _("Less")


def more() -> str:
    """Name the button that makes a length longer."""
    return _("More")


def days(count: int) -> str:
    """Write a number of days."""
    return ngettext("{count} day", "{count} days", count).format(count=count)


def not_a_number_of_days(text: str, most: int) -> str:
    """Reject a number of days."""
    return _("“{text}” is not a number of days from 1 to {most}.").format(text=text, most=most)


def length_for(label: str) -> str:
    """Name the length beside a check box for a screen reader."""
    return _("{label}: how long").format(label=label)


def not_a_length(text: str) -> str:
    """Reject a length."""
    return _("“{text}” is not a length of time. Write it like 25 min, 1 h 30 min or 90\u00a0s.").format(
        text=text
    )


def out_of_limits() -> str:
    """Reject a length outside its limits."""
    return _("It has to be between 1 second and 4 hours.")


def ends_before_start() -> str:
    """Reject an interval."""
    return _("The second time can't be shorter than the first.")


def keep_one_topic() -> str:
    """Reject an empty choice of topics."""
    return _("Keep at least one topic.")


# --- problems with the file ------------------------------------------------------------------------


def problem_in_line(line: int, text: str, reason: str) -> str:
    """Report a problem with a line of settings.toml."""
    return _("Line {line} of the settings file, “{text}”: {reason}.").format(
        line=line, text=text, reason=reason
    )


def problem_in_file(reason: str) -> str:
    """Report a problem with settings.toml as a whole, or in a line that is not known."""
    return _("The settings file: {reason}").format(reason=reason)


def will_read(problem: str, line: str) -> str:
    """Add to a problem what *Put it right* makes of the line."""
    return _("{problem} “Put it right” makes it “{line}”.").format(problem=problem, line=line)


def will_be_left_out(problem: str) -> str:
    """Add to a problem that *Put it right* turns the line into a comment."""
    return _("{problem} “Put it right” turns the line into a comment, and the default applies.").format(
        problem=problem
    )


def put_right() -> str:
    """Label what repairs a line."""
    return _("Put it right")


# --- the person's own tips -------------------------------------------------------------------------


def unsaved_tip() -> str:
    """Warn before the window closes."""
    return _("Your tip isn't saved yet. Closing again discards it.")


# --- sounds ----------------------------------------------------------------------------------------


def play() -> str:
    """Label what plays the sound."""
    return _("&Play")


def cannot_play(reason: str) -> str:
    """Say why nothing can be heard."""
    return _("Sounds can't be played here: {reason}.").format(reason=reason)


# --- this computer ---------------------------------------------------------------------------------


def start_at_login() -> str:
    """Label starting at login."""
    return _("Start at login")


def cannot_start_at_login() -> str:
    """Explain why starting at login cannot be switched."""
    return _("This computer can't start programs at login.")


def show_in_applications_menu() -> str:
    """Label being in the desktop's menu of programs."""
    return _("Show in the applications menu")


def settings_file() -> str:
    """Label where the settings are."""
    return _("Settings file")


def about_settings_file() -> str:
    """Explain the settings file."""
    return _(
        "Everything in this window is kept in a text file that you can also edit yourself. Changes count at"
        " once."
    )


def open_settings_file() -> str:
    """Label what opens the settings file."""
    return _("&Open settings file")
