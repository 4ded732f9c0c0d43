"""Which tip comes next: topics in turn, and within a topic a shuffled deck.

1. `next` takes the topics in turn, in the order of `TOPICS`; one without a tip to show is skipped.
2. Within a topic no tip comes again before every other one has been shown: a round.
3. The last tip of a round is not the first of the next, if the topic has another.
4. A tip read on demand counts like one that came by itself.
5. Hidden tips never come. A tip that is new, or no longer hidden, joins the round at a random place.
6. For the rest of a day tips can be limited to some topics, whichever the person has chosen.
7. A tip for home never comes with a reminder. Their rounds do without it, and on demand it comes first.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.settings import TOPICS
from sitbreak.core.tips import Library, Tip
from sitbreak.core.values import frozen

SORE_BACK_TOPICS = ("posture", "moving")
"""The topics of a day on which the back hurts: *No stretches today*."""
TODAY_KEY = "no_stretches_until"
"""What the end of today's limit is called in the saved state and in `status --json`."""


@frozen
class TipsToday:
    """A limit that ends by itself: tips on these topics only, until this wall time (UTC)."""

    until: datetime
    topics: tuple[str, ...] = SORE_BACK_TOPICS


class _Round:
    """Ids of the tips to come, the next one first, and of those shown, the latest one last."""

    def __init__(self, coming: Iterable[str] = (), shown: Iterable[str] = ()) -> None:
        self.coming = list(coming)
        self.shown = list(shown)


class Rotation:
    """Remembers what was shown and decides what comes next.

    Attributes:
        library: may be replaced at any time. A tip missing from the new one never comes, but whether it was
            shown in this round is remembered: it may be back once the person has finished editing the file.
        hidden: ids of tips that are never shown; kept even while the library lacks them.
        last: id of the tip shown last.
        limit: the limit on a day's topics, also if the clock has jumped over its end; None without one.
        today: the limit in force.
        drawn: ids of the tips drawn, until the history has taken them.
    """

    def __init__(self, library: Library, random: Random) -> None:
        self.library = library
        self.hidden: set[str] = set()
        self.last: str | None = None
        self.limit: TipsToday | None = None
        self.today: TipsToday | None = None
        self.drawn: list[str] = []
        self._random = random
        self._turn: str | None = None
        self._rounds = {topic: _Round() for topic in TOPICS}

    @property
    def last_tip(self) -> Tip | None:
        """The tip shown last, if it still exists."""
        return self.library.find(self.last) if self.last else None

    def begin(self, now: Now, elapsed: timedelta) -> None:
        """Begin a step, `elapsed` after the last one: the day's limit may have ended."""
        if self.limit is not None and now.has_ended(self.limit.until, elapsed):
            self.limit = None
        self.today = self.limit if self.limit is not None and now.wall < self.limit.until else None

    def limit_today(self, limit: TipsToday | None) -> None:
        """Limit today's topics, or lift the limit."""
        self.limit = self.today = limit

    def allows(self, topic: str) -> bool:
        """Whether tips on this topic may be shown today."""
        return self.today is None or topic in self.today.topics

    def suits_reminder(self, tip: Tip) -> bool:
        """Whether a reminder may show this tip: to somebody who is about to get up, at work."""
        return tip.place != "home" and tip.id not in self.hidden and self.allows(tip.topic)

    def next(self, chosen: Iterable[str], *, for_reminder: bool = False) -> Tip | None:
        """Take the next tip on the chosen topics, or on today's; None if there is none to show."""
        start = TOPICS.index(self._turn) + 1 if self._turn else 0
        wanted = set(chosen if self.today is None else self.today.topics)
        for topic in TOPICS[start:] + TOPICS[:start]:
            if topic in wanted and (tip := self.next_of(topic, for_reminder=for_reminder)):
                self._turn = topic
                return tip
        return None

    def next_of(self, topic: str, *, for_reminder: bool = False) -> Tip | None:
        """Take the next tip on this topic without affecting topic order; None if there is none to show."""
        tips = {tip.id: tip for tip in self.library.tips if tip.topic == topic and tip.id not in self.hidden}
        wanted = [tip.id for tip in tips.values() if not for_reminder or self.suits_reminder(tip)]
        if not wanted:
            return None
        self.last = self._draw(self._rounds[topic], list(tips), wanted)
        self.drawn.append(self.last)
        return tips[self.last]

    def next_for_reminder(self, chosen: Iterable[str]) -> Tip | None:
        """Take the next tip that makes sense to somebody who is about to get up."""
        return self.next(chosen, for_reminder=True)

    def again_for_reminder(self, chosen: Iterable[str]) -> Tip | None:
        """Return the tip shown last, or the next if a reminder may not show that one now."""
        tip = self.last_tip
        return tip if tip is not None and self.suits_reminder(tip) else self.next_for_reminder(chosen)

    def take_drawn(self) -> list[str]:
        """Return the ids of the tips drawn since the last call."""
        taken, self.drawn = self.drawn, []
        return taken

    def mark_shown(self, tip_id: str) -> None:
        """Mark a tip that was opened by its id as shown."""
        tip = self.library.find(tip_id)
        if tip is None:
            return
        current = self._rounds[tip.topic]
        for ids in (current.coming, current.shown):
            if tip_id in ids:
                ids.remove(tip_id)
        current.shown.append(tip_id)
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
        """Return what was shown and what is hidden, as JSON values."""
        return {
            "last": self.last,
            "turn": self._turn,
            "hidden": sorted(self.hidden),
            "rounds": {
                topic: {"coming": list(kept.coming), "shown": list(kept.shown)}
                for topic, kept in self._rounds.items()
            },
        }

    def restore(self, table: object) -> None:
        """Restore what `to_table` returned; damaged parts keep their initial state."""
        saved = _table(table)
        last, turn, rounds = saved.get("last"), saved.get("turn"), _table(saved.get("rounds"))
        self.last = last if isinstance(last, str) else None
        self._turn = turn if isinstance(turn, str) and turn in TOPICS else None
        self.hidden = hidden_tips(saved)
        for topic in TOPICS:
            kept = _table(rounds.get(topic))
            shown = dict.fromkeys(_ids(kept.get("shown")))
            coming = [tip_id for tip_id in _ids(kept.get("coming")) if tip_id not in shown]
            self._rounds[topic] = _Round(coming, list(shown))

    def _draw(self, current: _Round, ids: list[str], wanted: list[str]) -> str:
        """Take the next of the wanted ids; they start a new round once all of them have been shown."""
        known, suitable = set(ids), set(wanted)
        current.coming = [tip_id for tip_id in current.coming if tip_id in known]
        dealt = {*current.coming, *current.shown}
        for new in [tip_id for tip_id in ids if tip_id not in dealt]:
            current.coming.insert(self._random.randint(0, len(current.coming)), new)
        if suitable.isdisjoint(current.coming):
            current.coming += self._shuffle_again(current, known, wanted)
        drawn = next(tip_id for tip_id in current.coming if tip_id in suitable)
        current.coming.remove(drawn)
        current.shown.append(drawn)
        return drawn

    def _shuffle_again(self, current: _Round, known: set[str], wanted: list[str]) -> list[str]:
        """Return the wanted ids, all of which have been shown, in the order of a new round."""
        suitable = set(wanted)
        last = [tip_id for tip_id in current.shown if tip_id in suitable][-1]
        others = known - suitable
        current.shown = [tip_id for tip_id in current.shown if tip_id in others]
        order = self._random.sample(wanted, len(wanted))
        if order[0] == last:
            order.append(order.pop(0))
        return order


def hidden_tips(table: object) -> set[str]:
    """Return the ids of the hidden tips in what `to_table` returned; damaged ones are left out."""
    return set(_ids(_table(table).get("hidden")))


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _ids(value: object) -> list[str]:
    """Return the texts of a list, each once."""
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    return list(dict.fromkeys(texts))
