"""What a card needs only after it is seen, from files."""

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random

from sitbreak.core.rotation import Rotation
from sitbreak.core.tips import tell
from sitbreak.dialogs.content import TipContent
from sitbreak.tips.files import load_own_library
from sitbreak.tips.shipped import TITLES


def describe(picture: str) -> str:
    """Return what a figure of ours shows, in words; nothing for another picture."""
    return str(json.loads(TITLES.read_text("utf-8")).get(picture, ""))


class Deck:
    """The tips where no instance runs that would remember what was shown."""

    def __init__(self, config: str) -> None:
        """Read them."""
        self._library, _ = load_own_library(Path(config, "tips.toml"))
        self._rotation = Rotation(self._library, Random())

    def draw(self, topic: str, hidden: Iterable[str], shown: str) -> TipContent | None:
        """Draw a tip about this topic, another than the one that is shown."""
        self._rotation.hidden = {*hidden, shown}
        tip = self._rotation.next_of(topic)
        return TipContent.read(tell(tip, self._library)) if tip else None
