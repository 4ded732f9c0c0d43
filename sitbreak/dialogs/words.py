"""Every sentence in our windows; those that appear elsewhere, too, are in `sitbreak.core.words`.

Apart from these because a window should be on the screen at once: the other module loads half the core.
"""

ANOTHER_TIP = "Another tip"
DONE = "Done"
DONT_SHOW_AGAIN = "Don't show again"
SHOW_AGAIN = "Show again"
START = "Start"
PAUSE = "Pause"
RESUME = "Resume"
REPEAT = "Repeat"
HOW = "How: common practice, not from the article"
OWN_HOW = "How"
HOLD_COUNTDOWN = "Hold countdown"
HOLDS_DONE = "All done."
PAUSE_PICTURE = "Click or press Space to pause or resume."
DONE_STARTS_BREAK = "Closes this card and, if there's a reminder, starts your break"
NO_OTHER = "There are no other tips on this topic."
NOT_RUNNING = "This only works while sitbreak is running."
ONLY_WHILE_RUNNING = "Only while sitbreak is running"


def topic(name: str) -> str:
    """The topic above a tip's title."""
    return "Stretching" if name == "stretch" else _capitalised(name)


def caution(text: str) -> str:
    """A tip's caution."""
    return f"Take care: {text}"


def step(number: int, count: int) -> str:
    """The number of a step, for a screen reader."""
    return f"Step {number} of {count}"


def picture_of(title: str) -> str:
    """A picture of which only its tip is known, for a screen reader."""
    return f"Picture: {title}"


def picture_cannot_be_shown(path: str, reason: str) -> str:
    """Why a tip has no picture."""
    return f"Can't show the picture {path}: {reason}."


def hold(side: str, number: int, count: int, seconds: int) -> str:
    """The hold that is counted down: `Right side, 1 of 2, hold 20 seconds`."""
    return _capitalised(", ".join((*_which_hold(side, number, count), f"hold {_seconds(seconds)}")))


def get_ready(side: str, number: int, count: int) -> str:
    """A hold that is about to start."""
    which = ", ".join(_which_hold(side, number, count))
    return f"Get ready: {which}" if which else "Get ready"


def paused_hold(text: str) -> str:
    """A countdown that is paused in this hold."""
    return f"Paused. {text}"


def duration(hold_seconds: int | None, repetitions: int | None, sides: tuple[str, ...]) -> str:
    """How long, how often and on which sides; nothing if the tip does not say."""
    parts = []
    if hold_seconds is not None:
        parts.append(f"hold for {_seconds(hold_seconds)}")
    if repetitions is not None:
        times = {1: "once", 2: "twice"}.get(repetitions, f"{repetitions} times")
        parts.append(f"{times} on each side" if len(sides) > 1 else times)
    order = ", then ".join(sides)
    text = ": ".join(part for part in (", ".join(parts), order) if part)
    return _capitalised(f"{text}.") if text else ""


def from_article(headings: tuple[str, ...]) -> str:
    """Where in the article a tip comes from."""
    return "From the article: " + ", ".join(f"\u201c{heading}\u201d" for heading in headings)


def from_source(source: str) -> str:
    """Where a person's own tip comes from."""
    return f"Your own tip. Source: {source}"


def _which_hold(side: str, number: int, count: int) -> list[str]:
    return [*([f"{side} side"] if side else []), *([f"{number} of {count}"] if count > 1 else [])]


def _seconds(number: int) -> str:
    return "1 second" if number == 1 else f"{number} seconds"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
