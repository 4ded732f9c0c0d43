"""Text and borders stand out from what is behind them, in light and in dark."""

from itertools import product

import pytest

from tests.contrast import contrast
from tests.rig.programs import needs_qt

needs_qt()

from sitbreak.dialogs.colours import DARK, LIGHT, Colours

SCHEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@SCHEMES
def test_text_can_be_read(colours: Colours) -> None:
    for ink, behind in product(
        (colours.ink, colours.quiet, colours.accent, colours.wrong), (colours.sheet, colours.soft)
    ):
        assert contrast(ink, behind) >= 4.5, (ink, behind)
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@SCHEMES
def test_borders_and_disabled_text_can_be_seen(colours: Colours) -> None:
    for line, behind in product(
        (colours.border, colours.faint, colours.warm, colours.accent), (colours.sheet, colours.soft)
    ):
        assert contrast(line, behind) >= 3, (line, behind)
    assert contrast(colours.border, colours.hover) >= 3, "of a button under the pointer"
