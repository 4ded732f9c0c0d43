"""A card on Wayland: it is shown there, too, and takes later requests as everywhere."""

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("Wayland is for Linux", allow_module_level=True)

from sitbreak.desktop.dialogs import SHOWN
from tests.dialogs.cards import open_card, shipped
from tests.rig.compositors import Compositor, sway
from tests.rig.programs import needs, needs_qt
from tests.until import BUSY, until

STRETCH, WALK = shipped("piriformis-seated"), shipped("walk-a-little")


@pytest.fixture
def compositor() -> Iterator[Compositor]:
    needs("sway", "swaymsg")
    needs_qt()
    compositor = sway()
    yield compositor
    compositor.end()


def windows(compositor: Compositor) -> dict[str, str]:
    """Return the app id of each window, by its title."""
    [socket] = Path(compositor.env["XDG_RUNTIME_DIR"]).glob("sway-ipc.*.sock")
    tree = subprocess.run(
        ["swaymsg", "-s", str(socket), "-r", "-t", "get_tree"], capture_output=True, check=True
    )
    found: dict[str, str] = {}

    def look(node: dict[str, Any]) -> None:
        if node.get("app_id"):
            found[str(node["name"])] = str(node["app_id"])
        for key in ("nodes", "floating_nodes"):
            for child in node.get(key, ()):
                look(child)

    look(json.loads(tree.stdout))
    return found


def shows(compositor: Compositor, title: str) -> bool:
    return windows(compositor) == {title: "sitbreak"}


def test_a_card_has_our_app_id_and_shows_what_is_asked_for_next(
    compositor: Compositor, runtime: Path
) -> None:
    cards = []
    try:
        for tip in (STRETCH, WALK):
            env = compositor.env | {"QT_QPA_PLATFORM": "wayland"}
            cards.append(open_card(tip, runtime, env, focused=True))
            stdout = cards[-1].stdout
            assert stdout is not None
            assert stdout.readline().strip() == SHOWN
            until(partial(shows, compositor, tip.title), "the card shows it")
        assert cards[1].wait(BUSY) == 0
    finally:
        for card in cards:
            card.kill()
            card.communicate()
