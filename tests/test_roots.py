"""`dev.py roots`, as far as it goes without making a root."""

import shutil
import subprocess
import sys

import pytest

from tests import roots

if sys.platform != "linux":
    pytest.skip("debootstrap is for Linux", allow_module_level=True)


@pytest.fixture
def able(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this a machine that can make roots."""
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/sbin/{program}")
    monkeypatch.setattr("os.geteuid", lambda: 0)


@pytest.mark.usefixtures("able")
def test_missing_programs_and_rights_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert roots.unavailable_reason() == ""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert roots.unavailable_reason() == "needs root: sudo python3 dev.py roots"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["roots", "sid"])
    with pytest.raises(SystemExit) as stopped:
        roots.main()
    reason = str(stopped.value)
    assert reason.startswith("dev.py roots needs debootstrap, git, unshare. ")
    assert "\n" not in reason


@pytest.mark.usefixtures("able")
def test_one_red_root_makes_the_check_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(roots, "passes", lambda release: release != "sid")
    monkeypatch.setattr(sys, "argv", ["roots", "trixie", "sid"])
    assert roots.main() == 1
    assert capsys.readouterr().out == "trixie: green\nsid: red\n"
    monkeypatch.setattr(sys, "argv", ["roots"])
    assert roots.main() == 0
    assert capsys.readouterr().out == "bookworm: green\n"


def test_the_mirror_is_the_one_apt_uses_for_the_release_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def indextargets(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, stdout=listed)

    monkeypatch.setattr(subprocess, "run", indextargets)
    listed = (
        "Debian trixie-security http://security/\nOther trixie http://other/\nDebian trixie http://near/\n"
    )
    assert roots.mirror() == ["http://near/"]
    listed = "Ubuntu noble http://ubuntu/\n"
    assert roots.mirror() == []
