"""Do-not-disturb in LXQt's settings file."""

from pathlib import Path

import pytest

from sitbreak.desktop.surroundings.lxqt import do_not_disturb
from sitbreak.desktop.surroundings.signs import NoVerdict
from tests.rig.programs import Home


@pytest.fixture
def settings(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "LXQt")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.config))
    path = home.config / "lxqt" / "notifications.conf"
    path.parent.mkdir()
    return path


@pytest.mark.parametrize(
    ("written", "silent"),
    [
        ("[General]\n__userfile__=true\ndoNotDisturb=true\nplacement=top-right\n", True),
        ("[General]\ndoNotDisturb=false\n", False),
        ("doNotDisturb = true", True),
        ("[General]\ndoNotDisturb=true\ndoNotDisturb=false", False),
        ("[Panel]\ndoNotDisturb=true\n", False),
        ("[General]\n#doNotDisturb=true\nserver_decides=10\n", False),
        ("", False),
        ("\0\ufffd", False),
    ],
)
def test_the_switch_in_the_general_group_counts(settings: Path, written: str, silent: bool) -> None:
    settings.write_text(written)
    assert do_not_disturb() is silent


def test_a_switch_that_was_never_used_is_off(settings: Path) -> None:
    assert not settings.exists()
    assert not do_not_disturb()


def test_a_file_that_cannot_be_read_gives_no_verdict(settings: Path) -> None:
    settings.mkdir()
    with pytest.raises(NoVerdict, match=r"notifications\.conf"):
        do_not_disturb()


def test_on_another_desktop_its_file_does_not_count(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.write_text("doNotDisturb=true")
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    with pytest.raises(NoVerdict, match="elsewhere"):
        do_not_disturb()
