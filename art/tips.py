"""Writes the ready-made form of tips.toml, for a quick start: parsing TOML takes fifty times longer."""

import json
import tomllib

from sitbreak.tips.files import READY_MADE, SHIPPED


def write_ready_made() -> None:
    """Write the tips that ship with sitbreak as JSON."""
    READY_MADE.write_text(ready_made(), "utf-8")


def ready_made() -> str:
    """Return what belongs into the ready-made file."""
    return json.dumps(tomllib.loads(SHIPPED.read_text("utf-8")), ensure_ascii=False, indent=1) + "\n"
