"""What comes in (dependencies, actions) is bounded, and what goes out (the wheel) is the same each time."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LIMIT = 6_000_000
"""Bytes that people download."""

_PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/workflows/[a-z]+\.yml")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages that are built from this folder."""
    folder = tmp_path_factory.mktemp("packages")
    build(ROOT, folder)
    return folder


def build(source: Path, folder: Path, umask: int = -1) -> None:
    """Build the packages as a release does, with the date of some commit."""
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    env = os.environ | {"SOURCE_DATE_EPOCH": "1780000000"}
    done = subprocess.run(
        command, cwd=source, env=env, umask=umask, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_same_source_makes_the_same_packages(packages: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another" / "clone"
    left_out = shutil.ignore_patterns(
        ".git", ".venv", ".windows", "dist", "__pycache__", ".*_cache", ".hypothesis"
    )
    shutil.copytree(
        ROOT, elsewhere, ignore=left_out, copy_function=shutil.copyfile
    )  # other dates, other modes
    build(elsewhere, tmp_path / "again", umask=0o077)
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (packages, tmp_path / "again")
    )
    assert sorted(Path(name).suffix for name in first) == [".gz", ".whl"]
    assert first == second


def test_the_sdist_makes_the_same_wheel_and_has_the_tests(packages: Path, tmp_path: Path) -> None:
    [sdist], [wheel] = packages.glob("*.tar.gz"), packages.glob("*.whl")
    subprocess.run(["tar", "--extract", f"--file={sdist}"], cwd=tmp_path, check=True)
    source = tmp_path / f"sitbreak-{version()}"
    ours = {path.name for path in source.iterdir() if path.name not in ("PKG-INFO", ".gitignore")}
    assert ours == {
        "CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "pyproject.toml", "dev.py", "hatch_build.py",
        "art", "docs", "icons", "manual", "packaging", "sitbreak", "tests", "translations",
    }  # fmt: skip
    build(source, tmp_path / "again")
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_wheel_has_our_files_and_nothing_else(packages: Path) -> None:
    [wheel] = packages.glob("*.whl")
    assert LIMIT / 2 < wheel.stat().st_size <= LIMIT, "the pictures are in it, and all of it is small"
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    ours = f"sitbreak-{version()}"
    assert {name.partition("/")[0] for name in names} == {"sitbreak", f"{ours}.data", f"{ours}.dist-info"}
    assert {Path(name).suffix for name in names if name.startswith("sitbreak/")} <= {
        ".py", ".typed", ".toml", ".json", ".mo", ".css", ".xml",
        ".wav", ".webp", ".png", ".svg", ".ico", ".pixels",
    }  # fmt: skip
    assert {
        "sitbreak/icons/sitbreak.png",
        "sitbreak/tips/tips.json",
        "sitbreak/tips/tips.de.json",
        "sitbreak/locale/de/LC_MESSAGES/sitbreak.mo",
        "sitbreak/desktop/installation/sitbreak.metainfo.xml",
        f"{ours}.data/data/share/applications/sitbreak.desktop",
        f"{ours}.data/data/share/man/man1/sitbreak.1",
        f"{ours}.data/data/share/systemd/user/sitbreak.service",
        f"{ours}.data/data/share/bash-completion/completions/sitbreak",
        f"{ours}.dist-info/licenses/LICENSE",
    } <= set(names)


def test_links_and_pictures_lead_somewhere_on_a_package_index(packages: Path) -> None:
    [wheel] = packages.glob("*.whl")
    with ZipFile(wheel) as archive:
        text = archive.read(f"sitbreak-{version()}.dist-info/METADATA").decode()
    leads_to = re.findall(r'(?:srcset|src)="([^"]+)"|\]\(([^)#]+)\)', text.partition("\n\n")[2])
    urls = {picture or link for picture, link in leads_to}
    assert len(urls) > 10
    ours = rf"https://(?:github\.com/sitbreak/sitbreak/blob|raw\.githubusercontent\.com/sitbreak/sitbreak)/v{version()}/"
    for url in urls:
        assert url.startswith("https://")
        path = re.sub(f"^{ours}", "", url)
        assert path == url or (ROOT / path).is_file(), url
    assert any(url.endswith("/docs/pictures/desktop.png") for url in urls)


def version() -> str:
    from sitbreak import __version__

    return __version__


@pytest.mark.parametrize("dependency", PROJECT["dependencies"])
def test_every_dependency_has_bounds_and_a_reason(dependency: str) -> None:
    name, bounds = re.split(r"(?=[<>=])", dependency.partition(";")[0], maxsplit=1)
    assert bounds.startswith(">=")
    table = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8").partition("## Dependencies, and why")[2]
    [row] = [line for line in table.splitlines() if line.startswith(f"| `{name}`")]
    reason = row.rpartition(f"`{bounds}`: ")[2]
    assert reason.strip(" |"), f"why {bounds}?"
    assert "<" in bounds or "a major each year" in reason


@pytest.mark.parametrize("folder", ["packages", "linux", "windows"])
def test_a_release_publishes_what_each_system_builds(folder: str) -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    _, _, published = text.partition("gh release create")
    assert f" dist/{folder}/* " in published


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_pinned_actions_with_few_rights(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    assert [action for action in used if not _PINNED.fullmatch(action)] == []
    assert text.count("persist-credentials: false") == sum("actions/checkout@" in action for action in used)
    assert re.search(r"^permissions:( \{\}|\n  contents: read)$", text, re.MULTILINE)
    assert "secrets." not in text
    assert "pull_request_target" not in text


def test_one_action_has_one_version() -> None:
    used = {action for path in WORKFLOWS for action in re.findall(r"uses: (.+@.+)", path.read_text("utf-8"))}
    assert len({action.partition("@")[0] for action in used}) == len(used)
