"""What the person has chosen about tips, as the running instance has saved it."""

import json
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from sitbreak.core.now import Now
from sitbreak.core.presence import ZERO
from sitbreak.core.restored import read_tips_today
from sitbreak.core.rotation import TODAY_KEY, Rotation
from sitbreak.core.tips import Library
from sitbreak.storage.state import state_path


def saved_choices(state: Path, library: Library, now: Now) -> Rotation:
    """Return a new rotation with the hidden tips and today's topics as the last run saved them.

    Args:
        state: the folder with the saved state.
        library: every tip.
        now: decides whether today's limit has ended.
    """
    rotation, saved = Rotation(library, Random()), _read(state_path(state))
    with suppress(KeyError, TypeError):
        rotation.hidden = set(saved["tips"]["hidden"])
    with suppress(KeyError, TypeError, ValueError):
        rotation.limit = read_tips_today(saved[TODAY_KEY])
    rotation.begin(now, ZERO)
    return rotation


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
