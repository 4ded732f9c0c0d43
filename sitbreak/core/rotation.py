"""Which tip comes next: topics in turn, and inside a topic a shuffled deck.

1. `next` takes the topics in turn, in the order of `TOPICS`; one without a tip to show is passed over.
2. Inside a topic no tip comes again before every other one has been shown: a round.
3. The last tip of a round is not the first of the next, if the topic has another.
4. A tip read on demand counts like one that came by itself.
5. Hidden tips never come. A tip that is new, or no longer hidden, joins the round at a random place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Self

from sitbreak.core.settings import TOPICS
from sitbreak.core.tips import Library, Tip

GENTLE_TOPICS = ("posture", "moving")
"""The topics of a day on which the back hurts, whichever the person has chosen for the others."""


@dataclass
class _Round:
    """Ids of the tips still to come, the next one first, and of those that were shown, the last one last."""

    coming: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


class Rotation:
    """Remembers what was shown and says what comes next.

    Attributes:
        library: may be replaced at any time. What is unknown in the new one never comes; whether it was shown
            in this round is remembered, for it may be back soon: somebody is editing their file.
        hidden: ids that are never shown; kept even when the library does not know them at the moment.
        last: id of the tip shown last.
    """

    def __init__(self, library: Library, random: Random) -> None:
        self.library = library
        self.hidden: set[str] = set()
        self.last: str | None = None
        self._random = random
        self._turn: str | None = None
        self._rounds = {topic: _Round() for topic in TOPICS}

    def next(self, topics: Iterable[str]) -> Tip | None:
        """Take the next tip about one of these topics; None when there is none to show."""
        start = TOPICS.index(self._turn) + 1 if self._turn else 0
        wanted = set(topics)
        for topic in TOPICS[start:] + TOPICS[:start]:
            if topic in wanted and (tip := self.next_of(topic)):
                self._turn = topic
                return tip
        return None

    def next_of(self, topic: str) -> Tip | None:
        """Take the next tip about this topic; None when there is none to show. It is nobody's turn."""
        tips = {tip.id: tip for tip in self.library.tips if tip.topic == topic}
        now = self._rounds[topic]
        visible = [tip_id for tip_id in tips if tip_id not in self.hidden]
        if not visible:
            return None
        self.last = self._draw(now, visible)
        return tips[self.last]

    def read(self, tip_id: str) -> None:
        """Count a tip that was chosen by its id as shown."""
        tip = self.library.find(tip_id)
        if tip is None:
            return
        now = self._rounds[tip.topic]
        for ids in (now.coming, now.shown):
            if tip_id in ids:
                ids.remove(tip_id)
        now.shown.append(tip_id)
        self.last = tip_id

    def hide(self, tip_id: str) -> bool:
        """Never show this tip again; return whether there is such a tip."""
        if self.library.find(tip_id) is None:
            return False
        self.hidden.add(tip_id)
        return True

    def unhide(self, tip_id: str) -> bool:
        """Show this tip again; return whether it was hidden."""
        was_hidden = tip_id in self.hidden
        self.hidden.discard(tip_id)
        return was_hidden

    def to_table(self) -> dict[str, Any]:
        """Return everything to remember, as plain JSON values."""
        return {
            "last": self.last,
            "turn": self._turn,
            "hidden": sorted(self.hidden),
            "rounds": {
                topic: {"coming": list(kept.coming), "shown": list(kept.shown)}
                for topic, kept in self._rounds.items()
            },
        }

    @classmethod
    def from_table(cls, table: object, library: Library, random: Random) -> Self:
        """Return the rotation that `to_table` wrote down; what is damaged in it starts afresh."""
        rotation = cls(library, random)
        saved = _table(table)
        last, turn, rounds = saved.get("last"), saved.get("turn"), _table(saved.get("rounds"))
        rotation.last = last if isinstance(last, str) else None
        rotation._turn = turn if isinstance(turn, str) and turn in TOPICS else None
        rotation.hidden = set(_ids(saved.get("hidden")))
        for topic in TOPICS:
            kept = _table(rounds.get(topic))
            shown = _ids(kept.get("shown"))
            coming = [tip_id for tip_id in _ids(kept.get("coming")) if tip_id not in shown]
            rotation._rounds[topic] = _Round(coming, shown)
        return rotation

    def _draw(self, now: _Round, ids: list[str]) -> str:
        """Take the next of these ids, starting a new round if all were shown."""
        now.coming = [tip_id for tip_id in now.coming if tip_id in ids]
        for new in [tip_id for tip_id in ids if tip_id not in now.coming and tip_id not in now.shown]:
            now.coming.insert(self._random.randint(0, len(now.coming)), new)
        if not now.coming:
            last = now.shown[-1]
            now.shown = []
            now.coming = self._random.sample(ids, len(ids))
            if now.coming[0] == last:
                now.coming.append(now.coming.pop(0))
        drawn = now.coming.pop(0)
        now.shown.append(drawn)
        return drawn


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _ids(value: object) -> list[str]:
    """Return the texts of a list, each once."""
    return (
        list(dict.fromkeys(item for item in value if isinstance(item, str)))
        if isinstance(value, list)
        else []
    )
