"""What the card is to show, as whoever starts it writes it down: the card reads no file before it is seen."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from sitbreak.tips.shipped import shipped_picture


class TipContent(NamedTuple):
    """A tip, as `sitbreak tip --json` tells it; see `sitbreak.core.tips.Tip`."""

    id: str
    topic: str
    title: str
    body: str
    caution: str
    facts: tuple[str, ...]
    source: str
    steps: tuple[str, ...]
    hold_seconds: int | None
    repetitions: int | None
    sides: tuple[str, ...]
    picture: str
    headings: tuple[str, ...]

    @classmethod
    def read(cls, told: dict[str, Any]) -> "TipContent":
        """Read what was told."""
        return cls(*(_hashable(told[name]) for name in cls._fields))


class CardContent(NamedTuple):
    """What a card begins with.

    Attributes:
        tip: the tip.
        snooze: the label of the button.
        moving: whether pictures may move.
        config: where the person's own tips lie.
    """

    tip: TipContent
    snooze: str
    moving: bool
    config: str

    @classmethod
    def read(cls, text: str) -> "CardContent":
        """Read what `sitbreak.app.pages` has written.

        Raises:
            ValueError: it is something else.
        """
        try:
            told = json.loads(text)
            tip = TipContent.read(told["tip"])
            return cls(tip, str(told["snooze"]), bool(told["moving"]), str(told["config"]))
        except (KeyError, TypeError) as error:
            raise ValueError("this is no tip") from error

    @staticmethod
    def picture(name: str, *, dark: bool) -> Path:
        """Return the file of a picture: a figure of ours, else one of the person's own, named by its path."""
        return shipped_picture(name, "dark" if dark else "light") or Path(name)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
