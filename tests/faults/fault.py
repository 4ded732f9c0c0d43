"""One fault: how often it is tried, and what was seen."""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.until import BUSY, until

TRIES = int(os.environ.get("SITBREAK_TRIES", "2"))
"""How often a quick fault is tried; `dev.py faults` sets it."""

RECORD = os.environ.get("SITBREAK_FAULTS", "")
"""The file to which each fault adds what was seen; empty for none."""


@dataclass
class Fault:
    """A fault, and what comes of it.

    Attributes:
        what: what goes wrong.
        outcome: what sitbreak does then, as the test verifies it.
        tried: how often it was tried.
        kept: how many confirmed wishes were still in force afterwards; tests fail if one is not.
        seconds: how long it took each time until all was well again.
    """

    what: str
    outcome: str
    tried: int = 0
    kept: int = 0
    seconds: list[float] = field(default_factory=list)

    def tries(self, cost: int = 1) -> Iterator[Random]:
        """Yield a `Random` for each try; a fault that costs ten times as much is tried a tenth as often."""
        for number in range(max(1, TRIES // cost)):
            yield Random(f"{self.what} {number}")
            self.tried += 1

    def lasts_until(self, is_well: Callable[[], object], what: str, seconds: float = BUSY) -> None:
        """Wait until all is well again, and record how long that took."""
        start = time.monotonic()
        until(is_well, what, seconds=seconds)
        self.seconds.append(time.monotonic() - start)

    def record(self, place: tuple[str, int]) -> None:
        """Add what was seen to the record, if one is wanted; `place` is the file and line of the test."""
        if RECORD:
            row: dict[str, Any] = {**vars(self), "place": place}
            with Path(RECORD).open("a") as file:
                file.write(json.dumps(row) + "\n")
