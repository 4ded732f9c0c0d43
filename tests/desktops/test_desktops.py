"""A part of what `dev.py desktops` looks at, on the desktops that install in a few minutes."""

import pytest

from tests.desktops import checks
from tests.desktops.every import SMALL
from tests.desktops.examine import Verdict, examine, stage_of
from tests.desktops.kind import Kind
from tests.desktops.stage import programs
from tests.rig.programs import needs, needs_qt

SOON_SEEN = (
    *("icon shown", "left click", "radio button", "icon changes with the state"),
    *("panel killed and restarted", "do-not-disturb", "button or click"),
)
"""What takes long is left to `dev.py desktops`; other tests watch idle, full screens and each daemon."""
LOOKED_AT = [check for check in checks.ALL if check.name in SOON_SEEN]


@pytest.mark.real_desktop
@pytest.mark.parametrize("kind", SMALL, ids=lambda kind: kind.name)
def test_sitbreak_is_at_home_on_this_desktop(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XAUTHORITY", "/nonexistent")  # Xlib would use those of the person who runs the tests
    needs(*programs(kind))
    needs_qt()  # a click on the bubble opens a card
    with stage_of(kind) as stage:
        rows = list(examine(stage, LOOKED_AT))
    assert [row for row in rows if row.verdict is Verdict.NOT_SEEN] == []
    assert sum(row.verdict is Verdict.SEEN for row in rows) >= 5
