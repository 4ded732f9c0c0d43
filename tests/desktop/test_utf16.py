"""Texts cut to what Windows accepts."""

import pytest

from sitbreak.desktop.utf16 import cut


@pytest.mark.parametrize(
    ("text", "units", "expected"),
    [
        ("stand up", 8, "stand up"),
        ("stand up now", 9, "stand up…"),
        ("stand up now", 8, "stand…"),
        ("Lendenwirbelsaeule", 8, "Lendenw…"),
        ("\N{SLIGHTLY SMILING FACE}" * 4, 6, "\N{SLIGHTLY SMILING FACE}" * 2 + "…"),
    ],
)
def test_a_text_is_cut_to_utf_16_units(text: str, units: int, expected: str) -> None:
    assert cut(text, units) == expected
