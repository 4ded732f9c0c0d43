"""The folder for Windows: what is zipped, and the manifests with which winget finds it."""

import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pytest

from sitbreak.desktop import command, dialogs
from tests.test_supply import PROJECT, ROOT

sys.path.insert(0, str(ROOT / "packaging" / "windows"))
import folder as packaging

sys.path.pop(0)

PROGRAMS = ("sitbreak.exe", "sitbreakw.exe")


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A zipped folder like that of PyInstaller."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    made = tmp_path / "sitbreak"
    (made / "_internal").mkdir(parents=True)
    for name in (*PROGRAMS, "_internal/python311.dll"):
        (made / name).write_bytes(name.encode())
    packaging.zip_folder(made, tmp_path / "one.zip")
    return tmp_path / "one.zip"


def manifests(archive: Path, tmp_path: Path) -> str:
    packaging.write_manifests(tmp_path, "1.2.3", archive)
    return "".join(path.read_text("utf-8") for path in sorted(tmp_path.glob("*.yaml")))


def test_the_same_files_make_the_same_archive(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "sitbreak" / "sitbreak.exe").touch()
    packaging.zip_folder(tmp_path / "sitbreak", tmp_path / "two.zip")
    assert (tmp_path / "two.zip").read_bytes() == archive.read_bytes()


def test_winget_finds_the_programs_in_the_archive(archive: Path, tmp_path: Path) -> None:
    text = manifests(archive, tmp_path)
    paths = re.findall(r"RelativeFilePath: (.+)", text)
    inside = zipfile.ZipFile(archive).namelist()
    assert [path.replace("\\", "/") for path in paths] == [f"sitbreak/{name}" for name in PROGRAMS]
    assert {path.replace("\\", "/") for path in paths} <= set(inside)


def test_the_manifests_name_version_and_checksum(archive: Path, tmp_path: Path) -> None:
    text = manifests(archive, tmp_path)
    assert "@" not in text.replace("# yaml-language-server", "")
    assert text.count("PackageVersion: 1.2.3") == 3
    assert f"InstallerSha256: {hashlib.sha256(archive.read_bytes()).hexdigest().upper()}" in text
    assert f"ShortDescription: {PROJECT['description']}" in text
    assert "Scope: user" in text, "nothing needs an administrator"


def test_in_the_folder_the_program_without_a_console_starts_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "sitbreak.exe"))
    program = str(tmp_path / "sitbreakw.exe")
    assert command.own_command() == [program]
    opened = dialogs.command("card", tmp_path, focused=True)
    assert opened == [program, "--dialog", "card", str(tmp_path), "en", "--focused"]
