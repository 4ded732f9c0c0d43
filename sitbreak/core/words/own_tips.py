"""The person's own tips in the settings window."""

from sitbreak.core.words import files, language
from sitbreak.core.words.language import _

# --- the list --------------------------------------------------------------------------------------


def title() -> str:
    """Title the list."""
    return _("Your own tips")


def explanation() -> str:
    """Explain the list."""
    return _("Your own tips take turns with the others on their topic.")


def none_yet() -> str:
    """Explain an empty list."""
    return _("You have no tips of your own yet. Add an exercise from your physiotherapist, for example.")


def in_list(title: str, topic: str, place: str) -> str:
    """Write a tip as a line of the list."""
    if place == "home":
        return _("{title} · {topic}, for home").format(title=language.current().facing(title), topic=topic)
    return _("{title} · {topic}").format(title=language.current().facing(title), topic=topic)


def not_shown(title: str) -> str:
    """Write a tip that cannot be shown as a line of the list."""
    return _("\u26a0\ufe0e {title} · has a mistake").format(title=language.current().facing(title))


def without_title() -> str:
    """Name a tip that has no title."""
    return _("Untitled tip")


def add() -> str:
    """Label what adds a tip."""
    return _("Add a tip…")


def change() -> str:
    """Label what changes the chosen tip."""
    return _("Change…")


def remove() -> str:
    """Label what removes the chosen tip."""
    return _("Remove")


def open_file() -> str:
    """Label what opens the file of the tips."""
    return _("Open the file")


def put_it_back() -> str:
    """Label what puts a removed tip back."""
    return _("Put it back")


def keep_editing() -> str:
    """Label what returns to changes that were discarded."""
    return _("Keep editing")


def added(title: str) -> str:
    """Confirm a new tip."""
    return _("Added “{title}”.").format(title=language.current().facing(title))


def saved(title: str) -> str:
    """Confirm a change."""
    return _("Saved “{title}”.").format(title=language.current().facing(title))


def removed(title: str) -> str:
    """Confirm that a tip is gone."""
    return _("Removed “{title}”.").format(title=language.current().facing(title))


def put_back(title: str) -> str:
    """Confirm that a removed tip is back."""
    return _("“{title}” is back.").format(title=language.current().facing(title))


def discarded() -> str:
    """Say that what was typed is not saved."""
    return _("Your changes were discarded.")


# --- the fields ------------------------------------------------------------------------------------


def field_label(name: str) -> str:
    """Label a field of a tip.

    Raises:
        KeyError: there is no such field.
    """
    return {
        "topic": _("Topic"),
        "title": _("Title"),
        "body": _("What to do"),
        "caution": _("Take care"),
        "source": _("Where it comes from"),
        "steps": _("Steps"),
        "hold_seconds": _("Hold for"),
        "repetitions": _("Repeat"),
        "sides": _("Sides"),
        "picture": _("Picture"),
        "place": _("Where to do it"),
    }[name]


def field_help(name: str) -> str:
    """Explain a field of a tip; nothing where its label says it all."""
    return {
        "body": _("One or two sentences. They appear in reminders, too."),
        "caution": _("When to stop. Every stretch needs this."),
        "source": _("Such as “my physiotherapist”."),
        "steps": _("One step per line. Only the card shows them."),
        "hold_seconds": _("The card counts the seconds down."),
        "place": _("At home: never in a reminder. Sitting down: reminders add “when you sit down again”."),
    }.get(name, "")


def usual_caution() -> str:
    """Suggest a caution for a new stretch."""
    return _("Stop if it hurts.")


def seconds() -> str:
    """Name the unit of a hold."""
    return _("seconds")


def times() -> str:
    """Name what repetitions are counted in."""
    return _("times")


def sides(chosen: tuple[str, ...]) -> str:
    """Name a choice of sides."""
    return {
        (): _("No left or right"),
        ("right", "left"): _("Right, then left"),
        ("left", "right"): _("Left, then right"),
        ("right",): _("Right only"),
        ("left",): _("Left only"),
    }[chosen]


def place(name: str) -> str:
    """Name a place."""
    return {
        "": _("Anywhere"),
        "chair": _("Sitting down"),
        "home": _("At home"),
    }[name]


def choose_picture() -> str:
    """Label what chooses an image file."""
    return _("Choose…")


def images() -> str:
    """Name the kinds of file that can be a picture."""
    return _("Images")


def no_picture() -> str:
    """Stand in an empty field."""
    return _("None")


def preview() -> str:
    """Title the preview."""
    return _("Preview")


def preview_title() -> str:
    """Stand for a title in the preview."""
    return _("The title of your tip")


def preview_body() -> str:
    """Stand for what to do in the preview."""
    return _("What to do, in one or two sentences.")


def save() -> str:
    """Label what saves a tip."""
    return _("&Save tip")


def cancel() -> str:
    """Label what leaves a tip as it was."""
    return _("Cancel")


# --- what is wrong ---------------------------------------------------------------------------------


def needed(name: str) -> str:
    """Ask for a field that is missing; nothing if a tip can do without it."""
    return {
        "title": _("A tip needs a title."),
        "body": _("Say what to do."),
        "caution": _("A stretch needs a caution, such as “Stop if it hurts.”"),
        "source": _("Say where the tip comes from, such as “my physiotherapist”."),
    }.get(name, "")


def problem(message: str) -> str:
    """Write what is wrong with a field below it."""
    return message[:1].upper() + message[1:]


def please_correct() -> str:
    """Say why a tip is not saved."""
    return _("This tip can't be saved yet: please look at the marked fields.")


def same_id() -> str:
    """Report a tip that has the name of an earlier one in the file."""
    return _("another tip in the file has the same id")


def unread(line: int, reason: str) -> str:
    """Report a tip that is not valid TOML."""
    return _("Line {line} of the file can't be read: {reason}.").format(line=line, reason=reason)


def changed_elsewhere(name: str) -> str:
    """Refuse a change of what somebody else has just changed in the file."""
    try:
        label = field_label(name)
    except KeyError:
        label = name
    return _(
        "“{field}” has also been changed in the file. Nothing was saved: cancel and open the tip again."
    ).format(field=label)


def no_longer_there() -> str:
    """Refuse a change of a tip that is gone."""
    return _("This tip is no longer in the file. Nothing was changed.")


def only_by_hand() -> str:
    """Refuse a change of a file that is laid out in another way than people usually do."""
    return _("This tip is written in a way that can only be changed in the file itself.")


def too_large() -> str:
    """Refuse a change that would make the file too large."""
    return files.larger_than(1_000_000)


# --- tips.toml -------------------------------------------------------------------------------------


def file_head() -> str:
    """Return the first lines of a new tips.toml."""
    return _("# Your own tips. The settings window writes this file; you can edit it, too.\n")
