"""What the person has chosen about tips, as the running instance has saved it."""

from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.presence import ZERO
from sitbreak.core.restored import read_tips_today
from sitbreak.core.rotation import TODAY_KEY, Rotation, hidden_tips
from sitbreak.core.tips import Library
from sitbreak.storage.state import StateFile, state_path


def saved_choices(state: Path, library: Library, now: Now) -> Rotation:
    """Return a new rotation with the hidden tips and today's topics as the last run saved them.

    Args:
        state: the folder with the saved state.
        library: every tip.
        now: decides whether today's limit has ended.
    """
    rotation, saved = Rotation(library, Random()), _read(state_path(state))
    rotation.hidden = hidden_tips(saved.get("tips"))
    with suppress(TypeError, ValueError):
        rotation.limit = read_tips_today(saved.get(TODAY_KEY))
    rotation.begin(now, ZERO)
    return rotation


def _read(file: Path) -> dict[str, Any]:
    try:
        return StateFile(file).read()[0]
    except OSError:
        return {}
