"""`dev.py roots`, as far as it goes without making a root."""

import shutil
import subprocess
import sys
from pathlib import Path

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
    monkeypatch.setattr(roots, "passes", lambda release, *_: release != "sid")
    monkeypatch.setattr(sys, "argv", ["roots", "trixie", "sid"])
    assert roots.main() == 1
    assert capsys.readouterr().out == "trixie: green\nsid: red\n"
    monkeypatch.setattr(sys, "argv", ["roots"])
    assert roots.main() == 0
    assert capsys.readouterr().out == "bookworm: green\n"


@pytest.mark.usefixtures("able")
def test_what_is_run_in_a_root_depends_on_what_is_installed_there(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def passes(_release: str, commands: list[str], _keep: Path | None) -> bool:
        ran[:] = commands
        return True

    monkeypatch.setattr(roots, "passes", passes)
    monkeypatch.setattr(sys, "argv", ["roots", "--", "-k", "a or b"])
    assert roots.main() == 0
    assert ran[-1] == "python3 dev.py test -k 'a or b'"
    monkeypatch.setattr(sys, "argv", ["roots", "--desktop", "trixie"])
    assert roots.main() == 0
    assert ran == ["bash .ci/run"]
    monkeypatch.setattr(sys, "argv", ["roots", "--package", "--", "-x"])
    assert roots.main() == 0
    assert any("install ./dist/linux/sitbreak_" in command for command in ran)
    assert ran[-1].startswith("/root/venv/bin/python -m pytest ")
    assert ran[-1].endswith(" -x")


def test_a_kept_root_is_used_again_with_this_commit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def make_root(_release: str, root: Path) -> None:
        (root / "made").touch(exist_ok=False)

    def run_in(root: Path, script: str) -> int:
        return subprocess.run(["sh", "-c", script.replace("/root", f"{root}/root")], check=False).returncode

    monkeypatch.setattr(roots, "make_root", make_root)
    monkeypatch.setattr(roots, "run_in", run_in)
    for left_over in ("", "changed there"):
        (tmp_path / "sid/root/sitbreak/README.md").write_text(left_over) if left_over else None
        assert roots.passes("sid", ["git status --short", "git rev-parse HEAD"], tmp_path)
        last = capfd.readouterr().out.splitlines()[-2:]
    here = subprocess.run(
        ["git", "-C", str(roots.CHECKOUT), "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    )
    assert last == ["== sid: git status --short && git rev-parse HEAD", here.stdout.strip()]


def test_the_mirror_is_the_one_apt_uses_for_the_release_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = (
        "Debian trixie-security http://security/\nOther trixie http://other/\nDebian trixie http://near/\n"
    )
    monkeypatch.setattr(roots, "said_by", lambda *_: listed)
    assert roots.mirror() == ["http://near/"]
    monkeypatch.setattr(roots, "said_by", lambda *_: "Ubuntu noble http://ubuntu/\n")
    assert roots.mirror() == []


def test_where_there_is_no_apt_debootstrap_chooses_the_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert roots.mirror() == []
