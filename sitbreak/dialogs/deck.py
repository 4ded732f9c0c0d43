"""Draws tips where no instance runs. Loaded only then: it brings half the core."""

from collections.abc import Iterable
from pathlib import Path
from random import Random

from sitbreak.core.rotation import Rotation
from sitbreak.core.tips import as_json
from sitbreak.dialogs.content import TipContent
from sitbreak.tips.files import load_library


class Deck:
    """All tips, ours and the person's, in the order in which they are drawn."""

    def __init__(self, config: str) -> None:
        """Read the tips; `config` is the folder with the person's own."""
        self._library, _ = load_library(Path(config, "tips.toml"))
        self._rotation = Rotation(self._library, Random())

    def draw(self, topic: str, hidden: Iterable[str], shown: str) -> TipContent | None:
        """Return a tip on this topic, neither hidden nor the one that is shown; None if there is none."""
        self._rotation.hidden = {*hidden, shown}
        tip = self._rotation.next_of(topic)
        return TipContent.from_json(as_json(tip, self._library)) if tip else None
