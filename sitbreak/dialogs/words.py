"""Every sentence on our windows; those that are said elsewhere, too, are in `sitbreak.core.words`.

Apart from these because a window is to be seen at once: the other module brings half of the core.
"""

ANOTHER_TIP = "Another tip"
DONE = "Done"
DONT_SHOW_AGAIN = "Don't show again"
SHOW_AGAIN = "Show it again"
START = "Start"
PAUSE = "Pause"
CONTINUE = "Continue"
REPEAT = "Once more"
HOW = "How: common practice, not from the article"
OWN_HOW = "How"
TAKE_CARE = "Take care:"
HOLD_COUNTDOWN = "Hold countdown"
HOLDS_DONE = "That was all of it."
PICTURE_STOPS = "It moves; a click or the space bar stops it, and lets it go on."
DONE_STARTS_BREAK = "Closes this card; while a reminder is out, your break starts"
NO_OTHER = "There is no other tip about this."
NOT_RUNNING = "That needs sitbreak to run."
ONLY_WHILE_RUNNING = "Only while sitbreak runs"


def step(number: int, count: int) -> str:
    """Announce a step."""
    return f"Step {number} of {count}"


def picture_of(title: str) -> str:
    """Describe a picture of which only its tip is known."""
    return f"Picture: {title}"


def picture_cannot_be_shown(path: str, reason: str) -> str:
    """Tell why a tip has no picture."""
    return f"The picture {path} cannot be shown: {reason}."


def hold(side: str, number: int, count: int, seconds: int) -> str:
    """Name the hold that is counted down: `Right side, 1 of 2, hold 20 s`."""
    return _capitalised(", ".join((*_which_hold(side, number, count), f"hold {seconds} s")))


def get_ready(side: str, number: int, count: int) -> str:
    """Tell that a hold is about to begin."""
    which = ", ".join(_which_hold(side, number, count))
    return f"Get ready: {which}" if which else "Get ready"


def paused_hold(text: str) -> str:
    """Tell that a countdown is paused, and where."""
    return f"Paused. {text}"


def _which_hold(side: str, number: int, count: int) -> list[str]:
    return [*([f"{side} side"] if side else []), *([f"{number} of {count}"] if count > 1 else [])]


def measure(hold_seconds: int | None, repetitions: int | None, sides: tuple[str, ...]) -> str:
    """Write in words how long, how often and on which side; nothing where nothing is given."""
    parts = []
    if hold_seconds is not None:
        parts.append(f"hold for {hold_seconds} second{'' if hold_seconds == 1 else 's'}")
    if repetitions is not None:
        times = "once" if repetitions == 1 else f"{repetitions} times"
        parts.append(f"{times} on each side" if len(sides) > 1 else times)
    order = ", then ".join(sides)
    text = ": ".join(part for part in (", ".join(parts), order) if part)
    return _capitalised(f"{text}.") if text else ""


def from_article(headings: tuple[str, ...]) -> str:
    """Tell where in the article a tip comes from."""
    return "From the article: " + ", ".join(f"\u201c{heading}\u201d" for heading in headings)


def from_source(source: str) -> str:
    """Tell where a person's own tip comes from."""
    return f"Your own tip, from: {source}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
