"""The help page: what sitbreak does and what to click. Plain text; the page adds the markup.

A function with a `Mark` gets what marks up a menu entry, a file or a setting inside its sentence.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sitbreak.core.settings import Interval
from sitbreak.core.tray_view import IconName
from sitbreak.core.values import frozen
from sitbreak.core.words import menu, sore_back, times
from sitbreak.core.words.language import _, pgettext

Mark = Callable[[str], str]


def title() -> str:
    """Title the page."""
    return _("Help")


def purpose(interval: Interval) -> str:
    """Say what sitbreak does."""
    length = times.spoken_span(interval)
    if interval.start == interval.end:
        return _(
            "sitbreak knows how long you've been sitting, and gets you out of your chair after {length}. "
            "Each reminder brings one tip."
        ).format(length=length)
    return _(
        "sitbreak knows how long you've been sitting, and gets you out of your chair after {length}, at a "
        "moment when you aren't typing. Each reminder brings one tip."
    ).format(length=length)


def enough(break_length: timedelta) -> str:
    """Say what makes a break."""
    return _(
        "Stay away for {length}, and that was your break: the clock starts again at zero. There's nothing "
        "to click."
    ).format(length=times.spoken_length(break_length))


# --- a reminder ------------------------------------------------------------------------------------


def reminder() -> str:
    """Title what can be done when a reminder comes."""
    return _("When a reminder comes")


def choices(snooze: timedelta) -> tuple[tuple[str, str], ...]:
    """Return what the person can do, and what it does."""
    return (
        (_("Get up"), _("That's enough. The reminder goes by itself.")),
        (menu.start_break(), _("The notification then shows until when your break runs.")),
        (
            menu.snooze_for(snooze),
            _("It comes again in {length}.").format(length=times.spoken_length(snooze)),
        ),
        (menu.show_me_how(), _("Opens the tip, with its picture and steps.")),
    )


def ignored() -> str:
    """Say what happens without a reaction, and while the person is busy."""
    return _(
        "If you miss it, it comes again a few times, then after the next interval. During a call, a "
        "presentation or a full-screen program, and with do-not-disturb on, it waits, but not for ever."
    )


# --- the icon --------------------------------------------------------------------------------------


def icon() -> str:
    """Title the states of the icon."""
    return _("The icon in the tray")


def click() -> str:
    """Say what a click on it does."""
    return _(
        "Click it for the menu: its first line says how long you've been sitting, and what comes next. Where "
        "a click shows a tip instead, use the other mouse button."
    )


@frozen
class IconState:
    """One picture of the tray.

    Attributes:
        icon: which picture.
        step: how far its ring is filled.
        look: describes the picture, for a screen reader.
        name: what it stands for.
        meaning: explains that.
    """

    icon: IconName
    step: int
    look: str
    name: str
    meaning: str


def icon_states() -> tuple[IconState, ...]:
    """Return every picture of the tray, explained."""
    return (
        IconState(
            IconName.SITTING,
            9,
            _("A ring around a seated figure"),
            pgettext("state", "Sitting"),
            _("The ring fills towards the end of your interval."),
        ),
        IconState(
            IconName.WINDOW,
            13,
            _("An amber ring around a figure that stretches"),
            _("Soon"),
            _("A reminder comes as soon as you stop typing, or when the interval ends."),
        ),
        IconState(
            IconName.DUE,
            0,
            _("A full red disc with an arrow pointing up"),
            _("Time to get up"),
            _("A reminder is out, or was ignored."),
        ),
        IconState(
            IconName.SNOOZED,
            8,
            _("An amber ring with a Z"),
            _("Snoozed"),
            _("The ring fills towards the next reminder."),
        ),
        IconState(
            IconName.STANDING,
            6,
            _("A green ring around a figure standing at a high desk"),
            pgettext("state", "Standing"),
            _("You've said you're standing, so no sitting time is counted."),
        ),
        IconState(
            IconName.WAITING,
            0,
            _("A blue ring with three dots"),
            _("Waiting"),
            _("A reminder waits, for example for the end of a call. The menu says for what."),
        ),
        IconState(
            IconName.PAUSED,
            0,
            _("A grey ring with two bars"),
            _("Paused"),
            _("No reminders for now: you've paused them, or it's outside your working hours."),
        ),
        IconState(
            IconName.BREAK,
            0,
            _("A full green disc with a figure, arms up"),
            _("On a break"),
            _("The clock stands still, and starts again at zero once the break is complete."),
        ),
        IconState(
            IconName.AWAY,
            0,
            _("A green ring around an empty chair"),
            _("Away"),
            _("Nobody is at the desk, or the screen is locked. Long enough, and it's a break."),
        ),
        IconState(
            IconName.UNKNOWN,
            9,
            _("A violet ring with a question mark"),
            _("Can't tell"),
            _("Keyboard and mouse can't be seen here, so all time at the computer counts as sitting."),
        ),
    )


# --- a sore back -----------------------------------------------------------------------------------


def back_hurts() -> str:
    """Title what to do when the person's back hurts."""
    return _("When your back hurts")


def without_stretches(mark: Mark) -> str:
    """Explain *No stretches today*."""
    return _(
        "Choose {entry} in the menu: until four in the morning, tips are about posture and moving only."
    ).format(entry=mark(sore_back.entry()))


def no_diagnosis() -> str:
    """Say what sitbreak does not judge."""
    return _("sitbreak can't say what your pain means.")


# --- the history -----------------------------------------------------------------------------------


def history() -> str:
    """Title what the history shows."""
    return _("How you sat")


def history_explained(mark: Mark) -> str:
    """Explain the history."""
    return _(
        "Choose {history} in the menu: it shows today's sitting and breaks, and the last two weeks. For your "
        "physiotherapist it prints four weeks on one sheet of paper."
    ).format(history=mark(menu.history()))


# --- what can be changed ---------------------------------------------------------------------------


def changes() -> str:
    """Title what can be changed."""
    return _("Make it yours")


def changes_in_menu() -> tuple[tuple[str, str], ...]:
    """Return the menu entries that change something, and what they change."""
    return (
        (menu.remind_me(), _("How long you sit before a reminder.")),
        (menu.tips_about(), _("What your tips are about.")),
        (menu.pause(), _("No reminders for a while. The clock goes on.")),
        (menu.autostart(), _("sitbreak is there from the start of your day.")),
    )


def working_hours() -> str:
    """Name the working hours."""
    return _("Working hours")


def working_hours_explained(mark: Mark) -> str:
    """Explain how working hours are set."""
    return _(
        "Until you set some, you're reminded at any time of day. Choose {settings} and mark the hours you "
        "work; if that opens a file, add them as below. {today} in the menu ignores them until four in the "
        "morning."
    ).format(settings=mark(menu.settings()), today=mark(menu.on_today()))


def own_tips() -> str:
    """Name the tips of the person's own."""
    return _("Tips of your own")


def own_tips_explained(mark: Mark, file: str) -> str:
    """Explain where the tips of the person's own are written; `file` is marked up."""
    return _(
        "Add what your physiotherapist showed you: choose {settings}, or write it into {file} as below. It's "
        "among your tips within a minute."
    ).format(settings=mark(menu.settings()), file=file)


def own_tip_title() -> str:
    """Title the example of a tip of the person's own; no quotation marks."""
    return _("Chin back")


def own_tip_body() -> str:
    """Say what to do in that example; no quotation marks."""
    return _("Slide your chin straight back, five times.")


def own_tip_source() -> str:
    """Say where that example comes from; no quotation marks."""
    return _("my physiotherapist")


# --- the rest --------------------------------------------------------------------------------------


def privacy() -> str:
    """Title what sitbreak knows and keeps."""
    return _("Privacy")


def stays_here() -> str:
    """Say what sitbreak knows and keeps."""
    return _(
        "sitbreak never uses the network. It knows how long ago you last used the keyboard or mouse, never "
        "what you typed. Everything it remembers stays in your own files on this computer."
    )


def commands() -> str:
    """Title the list of commands."""
    return _("Commands for a terminal")


def every_entry_is_a_command() -> str:
    """Introduce the list of commands."""
    return _("Every menu entry is also a command.")


def version(number: str) -> str:
    """Name the version."""
    return _("sitbreak {version}").format(version=number)


def sections(headings: Iterable[str]) -> str:
    """Name the sections of the article that tips rest on."""
    # Translators: a section of the article in quotation marks
    quoted = [_("“{heading}”").format(heading=heading) for heading in headings]
    return _("The tips rest on these sections of the article: {sections}.").format(
        sections=times.listed(quoted)
    )
