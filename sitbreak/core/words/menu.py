"""The entries of the tray's menu, which also label buttons. Sentence case, "min" for minutes."""

from datetime import timedelta

from sitbreak.core.settings import Interval
from sitbreak.core.words import times
from sitbreak.core.words.language import _, ngettext, pgettext


def start_break() -> str:
    """Label *Start break*."""
    return _("Start break")


def start_break_shortly() -> str:
    """Label *Start break* where there is little room."""
    return pgettext("narrow button", "Break")


def show_me_how() -> str:
    """Label what opens the tip that was shown."""
    return _("Show me how")


def show_me_how_shortly() -> str:
    """Label *Show me how* where there is little room."""
    return pgettext("narrow button", "How?")


def show_tip() -> str:
    """Label what shows a tip."""
    return _("Show me a tip")


def another_tip() -> str:
    """Label what shows the next tip."""
    return _("Another tip")


def another_tip_shortly() -> str:
    """Label *Another tip* where there is little room."""
    return pgettext("narrow button", "Next tip")


def snooze() -> str:
    """Title the menu of lengths to snooze."""
    return _("Snooze")


def snooze_for(length: timedelta) -> str:
    """Label the snooze button."""
    return _("Snooze {length}").format(length=times.length(length))


def snooze_shortly() -> str:
    """Label the snooze button where there is little room."""
    return pgettext("narrow button", "Later")


def skip() -> str:
    """Label what skips the reminder that is out."""
    return _("Skip this break")


def standing() -> str:
    """Label the check box of somebody who stands at the desk."""
    return _("I'm standing now")


def sitting_again() -> str:
    """Label what ends a standing."""
    return _("I'm sitting again")


def sitting_again_shortly() -> str:
    """Label what ends a standing where there is little room."""
    return pgettext("narrow button", "Sitting")


def pause() -> str:
    """Title the menu of pauses."""
    return _("Pause reminders")


def pause_for(length: timedelta) -> str:
    """Label a pause of this length."""
    hours, rest = divmod(length, timedelta(hours=1))
    if rest:
        return times.length(length)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def until_tomorrow() -> str:
    """Label the pause that ends at 04:00."""
    return _("Until tomorrow")


def until_i_resume() -> str:
    """Label the pause without an end."""
    return _("Until I resume")


def resume() -> str:
    """Label what ends a pause."""
    return _("Resume reminders")


def on_today() -> str:
    """Label what overrides the working hours for today."""
    return _("Remind me today anyway")


def remind_me() -> str:
    """Title the menu of intervals."""
    return _("Remind me")


def interval(chosen: Interval) -> str:
    """Label an interval."""
    span = times.short_span(chosen)
    if chosen.start == chosen.end:
        return _("After {length}").format(length=span)
    return _("After {length}, when I stop typing").format(length=span)


def custom() -> str:
    """Label what opens the settings at the interval."""
    return _("Custom…")


def tips_about() -> str:
    """Title the menu of topics."""
    return _("Tips about")


def topic(name: str) -> str:
    """Name a topic."""
    match name:
        case "posture":
            return pgettext("topic", "Posture")
        case "lifting":
            return pgettext("topic", "Lifting")
        case "stretch":
            return pgettext("topic", "Stretching")
        case "moving":
            return pgettext("topic", "Moving")
    raise ValueError(f"no topic is called {name!r}")


def open_file(name: str) -> str:
    """Label what opens a file in the person's editor; `name` only where there is another."""
    return _("Open {file}").format(file=name) if name else _("Open file")


def history() -> str:
    """Label what opens the history."""
    return _("History…")


def settings() -> str:
    """Label what opens the settings."""
    return _("Settings…")


def autostart() -> str:
    """Label starting at login."""
    return _("Start at login")


def help_page() -> str:
    """Label what opens the help page."""
    return _("Help")


def quit_sitbreak() -> str:
    """Label what ends sitbreak."""
    return _("Quit")
