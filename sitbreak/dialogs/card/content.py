"""What a card shows, as JSON on its standard input: the card reads no file before its first paint."""

import json
from typing import Any, NamedTuple

from sitbreak.core.words import card as words
from sitbreak.dialogs.moment import Status


class TipContent(NamedTuple):
    """A tip, as `sitbreak tip --json` prints it; see `sitbreak.core.tips.Tip`."""

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
    place: str
    headings: tuple[str, ...]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "TipContent":
        """Return the tip that these JSON values describe.

        Raises:
            KeyError: one of them is missing.
        """
        return cls(*(_without_lists(values[name]) for name in cls._fields))


class CardContent(NamedTuple):
    """What a card starts with.

    Attributes:
        tip: the tip.
        topic_names: the name of every topic.
        topics: those that the person has chosen.
        snooze: the label of the button.
        moving: whether pictures may move.
        sound: whether the end of a hold can be heard.
        status: what `status --json` prints when it is opened; None if no instance runs.
        config: the folder with the person's own tips.
        state: the folder with what the running instance has saved.
    """

    tip: TipContent
    topic_names: dict[str, str]
    topics: tuple[str, ...]
    snooze: str
    moving: bool
    sound: bool
    status: Status
    config: str
    state: str

    @classmethod
    def parse(cls, text: str) -> "CardContent":
        """Parse what `sitbreak.app.pages` writes.

        Raises:
            ValueError: it is something else.
        """
        try:
            values = json.loads(text)
            tip = TipContent.from_json(values.pop("tip"))
            return cls(tip=tip, **{name: _without_lists(value) for name, value in values.items()})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("not a tip") from error

    @property
    def topic_line(self) -> str:
        """The topic of the tip, and the place that it is for."""
        return words.topic_line(self.topic_names[self.tip.topic], self.tip.place)


def _without_lists(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
