"""Draws tips where no instance runs. Loaded only then: it brings half the core."""

from collections.abc import Sequence
from pathlib import Path

from sitbreak.core.tips import as_json
from sitbreak.desktop.clocks import read_clocks
from sitbreak.dialogs.card.content import TipContent
from sitbreak.storage.choices import saved_choices
from sitbreak.tips.files import load_library


class Deck:
    """All tips, ours and the person's, in the order in which they are drawn."""

    def __init__(self, config: Path, state: Path) -> None:
        """Read the tips and the person's choices.

        Args:
            config: the folder with the person's own tips.
            state: the folder with what the running instance has saved.
        """
        self._library, _ = load_library(config / "tips.toml")
        self._rotation = saved_choices(state, self._library, read_clocks())

    def draw(self, topics: Sequence[str], shown: str) -> TipContent | None:
        """Return the next tip on these topics, other than the one that is shown; None if there is none."""
        for _ in range(2):
            tip = self._rotation.next(topics)
            if tip is not None and tip.id != shown:
                return TipContent.from_json(as_json(tip, self._library))
        return None
