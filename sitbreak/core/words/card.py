"""The tip card: its buttons, its countdown, and where a tip comes from.

A window loads this module before its first paint, so it imports nothing but the language.
"""

from sitbreak.core.words import language
from sitbreak.core.words.language import _, ngettext

# --- buttons ---------------------------------------------------------------------------------------


def dont_show_again() -> str:
    """Label what hides the tip."""
    # Translators: "&" comes before the letter that presses the button together with Alt, here and below
    return _("Don't show a&gain")


def show_again() -> str:
    """Label what shows the hidden tip again."""
    return _("Show a&gain")


def hidden() -> str:
    """Answer *Don't show again*."""
    return _("This tip won't be shown again.")


def no_longer_hidden() -> str:
    """Answer *Show again*."""
    return _("This tip will be shown again.")


def another_tip() -> str:
    """Label what shows the next tip."""
    return _("&Another tip")


def close() -> str:
    """Label what closes the card."""
    return _("&Close")


def start_break() -> str:
    """Label what starts the break that a reminder asks for."""
    return _("Start &break")


def nothing_to_snooze() -> str:
    """Explain why *Snooze* is disabled."""
    return _("No reminder is due soon")


def only_while_running() -> str:
    """Explain a button that is disabled."""
    return _("Only while sitbreak is running")


def not_running() -> str:
    """Answer a button that needs a running instance."""
    return _("This only works while sitbreak is running.")


def no_other_tip() -> str:
    """Answer *Another tip* when there is none."""
    return _("There are no other tips on your topics.")


def no_longer_there() -> str:
    """Answer *Don't show again* when the person's own tip is no longer in their file."""
    return _("This tip is no longer in your own tips.")


# --- the tip ---------------------------------------------------------------------------------------


def topic_line(topic: str, place: str) -> str:
    """Write what a tip is about, and whether it is for home."""
    return _("{topic} · for home").format(topic=topic) if place == "home" else topic


def caution(text: str) -> str:
    """Introduce a tip's caution."""
    return _("Take care: {caution}").format(caution=language.current().after_colon(text))


def how() -> str:
    """Title the steps of a shipped tip."""
    return _("How: common practice, not from the article")


def how_own() -> str:
    """Title the steps of a person's own tip."""
    return _("How")


def step(number: int, count: int) -> str:
    """Number a step for a screen reader."""
    return _("Step {number} of {count}").format(number=number, count=count)


def duration(hold_seconds: int | None, repetitions: int | None, sides: tuple[str, ...]) -> str:
    """Write how long, how often and on which sides, as sentences; nothing if the tip does not say."""
    sentences = []
    if hold_seconds is not None:
        sentences.append(_("Hold for {length}.").format(length=seconds(hold_seconds)))
    if repetitions is not None:
        sentences.append(_repeat(repetitions, sides))
    elif sides:
        sentences.append(_("Side: {sides}.").format(sides=order(sides)))
    return language.current().sentences(*sentences)


def _repeat(count: int, sides: tuple[str, ...]) -> str:
    match sides:
        case ():
            sentence = ngettext("Once.", "{count} times.", count)
        case (_side,):
            sentence = ngettext("Once: {sides}.", "{count} times: {sides}.", count)
        case _:
            sentence = ngettext("Once on each side: {sides}.", "{count} times on each side: {sides}.", count)
    return sentence.format(count=count, sides=order(sides))


def order(sides: tuple[str, ...]) -> str:
    """Write sides in their order: `right, then left`; nothing if there are none."""
    names = [_("right") if side == "right" else _("left") for side in sides]
    if len(names) < 2:
        return "".join(names)
    return _("{first}, then {second}").format(first=names[0], second=names[1])


def seconds(count: int) -> str:
    """Write a length of time: `20 seconds`."""
    return ngettext("{count} second", "{count} seconds", count).format(count=count)


def from_article(headings: tuple[str, ...]) -> str:
    """Cite the sections of the article that a tip rests on."""
    # Translators: a section of the article in quotation marks
    quoted = [_("“{heading}”").format(heading=heading) for heading in headings]
    return _("From the article: {sections}").format(sections=language.current().enumerated(quoted))


def from_source(source: str) -> str:
    """Cite the source of a person's own tip."""
    return _("Your own tip. Source: {source}").format(source=language.current().facing(source))


# --- the picture -----------------------------------------------------------------------------------


def pause_picture() -> str:
    """Explain how to stop a picture that moves."""
    return _("Click or press Space to pause or resume.")


def picture_of(title: str) -> str:
    """Describe a picture of which only its tip is known."""
    return _("Picture: {title}").format(title=title)


def picture_cannot_be_shown(path: str, reason: str) -> str:
    """Explain why a tip has no picture."""
    return _("Can't show the picture {path}: {reason}").format(path=path, reason=reason)


# --- the countdown ---------------------------------------------------------------------------------


def countdown() -> str:
    """Name the ring for a screen reader."""
    return _("Hold countdown")


def start() -> str:
    """Label what starts the countdown."""
    return _("S&tart")


def pause() -> str:
    """Label what pauses the countdown."""
    return _("&Pause")


def resume() -> str:
    """Label what resumes the countdown."""
    return _("&Resume")


def repeat() -> str:
    """Label what starts the countdown again."""
    return _("&Repeat")


def hold(side: str, number: int, count: int, length: int) -> str:
    """Name the hold that is counted down: `Right side, 1 of 2: hold for 20 seconds`."""
    which = _which_hold(side, number, count)
    if not which:
        return _("Hold for {length}").format(length=seconds(length))
    return _("{which}: hold for {length}").format(which=which, length=seconds(length))


def get_ready(side: str, number: int, count: int) -> str:
    """Announce the next hold: `Get ready: right side, 1 of 2`."""
    which = _which_hold(side, number, count)
    if not which:
        return _("Get ready")
    return _("Get ready: {which}").format(which=language.current().after_colon(which))


def paused(hold: str) -> str:
    """Name the hold in which the countdown is paused."""
    return _("Paused. {hold}").format(hold=hold)


def holds_done() -> str:
    """Announce the end of the countdown."""
    return _("All done.")


def _which_hold(side: str, number: int, count: int) -> str:
    named = {"right": _("Right side"), "left": _("Left side"), "": ""}[side]
    if count == 1:
        return named
    if not named:
        return _("{number} of {count}").format(number=number, count=count)
    return _("{side}, {number} of {count}").format(side=named, number=number, count=count)
