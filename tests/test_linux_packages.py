"""What distributions install: each is built, and looked at with its own tools."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

if sys.platform != "linux":
    pytest.skip("these are for Linux", allow_module_level=True)

from jeepney import HeaderFields

from sitbreak import __version__
from sitbreak.desktop.idle import mutter
from sitbreak.desktop.installation.xdg import NAME
from sitbreak.desktop.notifications.freedesktop import NAME as NOTIFICATIONS
from sitbreak.desktop.session import logind
from sitbreak.desktop.session.screensavers import NAMES as SCREEN_SAVERS
from sitbreak.desktop.surroundings.questions import bus_questions
from sitbreak.desktop.tray.status_notifier import WATCHER
from tests.rig.programs import needs, run
from tests.test_supply import PROJECT, ROOT, build

PACKAGING = ROOT / "packaging"
FLATPAK = "io.github.sitbreak.sitbreak.yml"
JEEPNEY = "https://there/jeepney-1-py3-none-any.whl"
LOADED = {
    "jeepney": JEEPNEY,
    "pillow": "https://there/pillow-1-cp311-amd64.whl",
    "sitbreak": "file:///sitbreak",
}


def checksum(url: str) -> str:
    """Return a checksum for a file that nobody loads; flatpak-builder 1.4 refuses what cannot be one."""
    return hashlib.sha256(url.encode()).hexdigest()


REPORT = [
    {
        "metadata": {"name": name},
        "download_info": {"url": url, "archive_info": {"hashes": {"sha256": checksum(url)}}},
    }
    for name, url in LOADED.items()
]
"""What pip reports of installing a wheel, as far as we read it."""

Manifest = dict[str, list[dict[str, list[dict[str, str]]]]]
"""Modules with their sources, to a type checker."""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `dev.py build` fills it."""
    needs("dpkg-buildpackage", "dh", "dh_python3", "makepkg")
    dist = tmp_path_factory.mktemp("dist")
    build(ROOT, dist / "packages")
    report = dist / "report"
    report.write_text(json.dumps({"install": REPORT}), "utf-8")
    command = [sys.executable, str(PACKAGING / "build.py"), str(dist), str(report)]
    env = os.environ | {"SOURCE_DATE_EPOCH": "1780000000", "CI": "true"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dist


@pytest.fixture(scope="module")
def deb(dist: Path) -> Path:
    """The Debian package."""
    [deb] = (dist / "linux").glob("*.deb")
    return deb


def the_only(dist: Path, suffix: str) -> Path:
    """Return the one package of this kind."""
    [found] = (dist / "packages").glob(f"*{suffix}")
    return found


def field(deb: Path, name: str) -> str:
    """Return a field of a Debian package."""
    return run(["dpkg-deb", "--field", str(deb), name], os.environ).strip()


def test_the_debian_package_has_the_files_of_the_wheel(dist: Path, deb: Path) -> None:
    listed = run(["dpkg-deb", "--contents", str(deb)], os.environ)
    inside = {line.split()[-1].removeprefix("./") for line in listed.splitlines() if line[0] == "-"}
    with ZipFile(the_only(dist, ".whl")) as wheel:
        names = [name for name in wheel.namelist() if ".dist-info/" not in name]
    data = f"sitbreak-{__version__}.data/data/"
    expected = {
        f"usr/{name.removeprefix(data)}" if name.startswith(data) else f"usr/lib/python3/dist-packages/{name}"
        for name in names
    }
    assert expected - {path.removesuffix(".gz") for path in inside} == set()
    assert {"usr/bin/sitbreak", f"usr/share/applications/{NAME}"} <= inside


def test_the_debian_package_needs_what_the_project_needs(deb: Path) -> None:
    assert field(deb, "Version") == f"{__version__}-1"
    debian_names = {"pillow": "pil"}
    needed = {
        re.split("[<>=]", dependency)[0]
        for dependency in PROJECT["dependencies"]
        if "darwin" not in dependency and "win32" not in dependency
    }
    depends = {entry.split()[0] for entry in field(deb, "Depends").split(", ")}
    assert {f"python3-{debian_names.get(name, name)}" for name in needed} <= depends
    assert f"python3 ({PROJECT['requires-python'].replace('>=', '>= ')})" in field(deb, "Depends")


def test_the_debian_package_brings_no_qt_to_debian_12_where_nothing_of_ours_could_use_it(deb: Path) -> None:
    recommended = [entry for entry in field(deb, "Recommends").split(", ") if entry.startswith("qt6-")]
    assert recommended
    assert all(entry.endswith(" (>= 6.8~)") for entry in recommended), "Debian 12 has 6.4"


def test_lintian_finds_no_error(deb: Path) -> None:
    needs("lintian")
    command = ["lintian", "--allow-root", "--fail-on", "error", str(deb)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_scripts_that_run_on_others_machines_are_sound() -> None:
    run(["shellcheck", "--exclude=SC2013", str(PACKAGING / "debian" / "prerm")], os.environ)
    of_makepkg = "--exclude=SC2034,SC2154,SC2164"  # it reads our variables, sets some, and stops at an error
    run(["shellcheck", "--shell=bash", of_makepkg, str(PACKAGING / "PKGBUILD")], os.environ)


def test_the_arch_package_is_made_of_this_release(dist: Path) -> None:
    summary = (dist / "linux" / "sitbreak.SRCINFO").read_text("utf-8")
    said = dict(line.strip().split(" = ", 1) for line in summary.splitlines() if " = " in line)
    sdist = the_only(dist, ".tar.gz")
    assert said["pkgver"] == __version__
    assert said["source"].endswith(f"/v{__version__}/{sdist.name}")
    assert said["sha256sums"] == hashlib.sha256(sdist.read_bytes()).hexdigest()
    assert said["license"] == PROJECT["license"]


@pytest.fixture(scope="module")
def manifest(dist: Path) -> Manifest:
    """The Flatpak manifest, as flatpak-builder reads it."""
    needs("flatpak-builder")
    command = ["flatpak-builder", "--show-manifest", str(dist / "linux" / FLATPAK)]
    shown = subprocess.run(command, cwd=dist, capture_output=True, text=True, check=True).stdout
    parsed: Manifest = json.loads(shown)
    return parsed


def test_the_flatpak_is_made_of_this_wheel_and_what_pip_would_load(dist: Path, manifest: Manifest) -> None:
    [dependency], [ours] = (module["sources"] for module in manifest["modules"])
    wheel = the_only(dist, ".whl")
    assert dependency == {"type": "file", "url": JEEPNEY, "sha256": checksum(JEEPNEY)}
    assert ours["url"].endswith(f"/v{__version__}/{wheel.name}")
    assert ours["sha256"] == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_flatpak_may_talk_to_all_that_sitbreak_talks_to() -> None:
    arguments = (PACKAGING / FLATPAK).read_text("utf-8")
    allowed = set(re.findall(r"--(?:system-)?talk-name=(\S+)", arguments))
    asked = {question.message.header.fields[HeaderFields.destination] for question in bus_questions()}
    assert allowed == asked | {*SCREEN_SAVERS, mutter.BUS_NAME, logind.NAME, WATCHER, NOTIFICATIONS}
