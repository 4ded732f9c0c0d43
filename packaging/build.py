"""Make what distributions install from the packages of a release: `dev.py build` runs this on Linux.

    python packaging/build.py DIST REPORT

DIST/packages has the sdist and the wheel, REPORT is what pip reports of installing the wheel. The results
are in DIST/linux. What this machine lacks the tools for is left out and named; where `CI` is set, that is an
error.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
FLATPAK = "io.github.sitbreak.sitbreak.yml"
SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Debian's tools need Debian's own Python, which another one on PATH would hide."""


class Release:
    """The packages of one version, what pip reports of them, and where to put what is made of them."""

    def __init__(self, dist: Path, pip_report: Path) -> None:
        """Find the packages in the folder `packages` of `dist`."""
        [self.sdist] = (dist / "packages").glob("*.tar.gz")
        [self.wheel] = (dist / "packages").glob("*.whl")
        self.version = self.wheel.name.split("-")[1]
        self.pip_report = pip_report
        self.results = dist / "linux"
        self.results.mkdir()

    def fill_in(self, template: str) -> None:
        """Write a template among the results, with the version and the checksums."""
        text = (HERE / template).read_text("utf-8").replace("@version@", self.version)
        for package in (self.sdist, self.wheel):
            text = text.replace(f"@sha256 of the {package.suffix}@", sha256(package))
        (self.results / template).write_text(text, "utf-8")


def main() -> int:
    """Make all that this machine can make; return the exit status."""
    release = Release(*map(Path, sys.argv[1:]))
    makers: dict[str, Callable[[Release], None]] = {
        "Debian package": make_debian_package,
        "Arch package": make_arch_package,
        "Flatpak": make_flatpak,
    }
    failed = False
    for name, make in makers.items():
        try:
            make(release)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{name}: {getattr(error, 'stdout', None) or error}", file=sys.stderr)
            failed = True
    return int(failed and bool(os.environ.get("CI")))


def make_debian_package(release: Release) -> None:
    """Build the sdist with Debian's tools: `apt-get build-dep ./packaging` installs them."""
    with TemporaryDirectory() as folder:
        shutil.unpack_archive(release.sdist, folder, filter="data")
        source = Path(folder, f"sitbreak-{release.version}")
        shutil.copytree(source / "packaging" / "debian", source / "debian")
        (source / "debian" / "changelog").write_text(changelog(source, release.version), "utf-8")
        quietly(["dpkg-buildpackage", "--build=binary", "--no-sign"], source, PATH=SYSTEM_PATH)
        [package] = Path(folder).glob("*.deb")
        shutil.move(package, release.results)


def changelog(source: Path, version: str) -> str:
    """Return a changelog with the one entry of this release.

    Source: deb-changelog(5).
    """
    control = (source / "debian" / "control").read_text("utf-8")
    [maintainer] = (line for line in control.splitlines() if line.startswith("Maintainer: "))
    made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    return f"""\
sitbreak ({version}-1) unstable; urgency=medium

  * Release {version}, see changelog.gz.

 -- {maintainer.partition(" ")[2]}  {made:%a, %d %b %Y %H:%M:%S %z}
"""


def make_arch_package(release: Release) -> None:
    """Fill in the recipe, and summarize it for the AUR, which names the summary `.SRCINFO`."""
    release.fill_in("PKGBUILD")
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        shutil.copy(release.results / "PKGBUILD", folder)
        # makepkg does not run as root, and wants a pacman even for what needs none.
        user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        summary = quietly([*user, "makepkg", "--printsrcinfo"], Path(folder), PACMAN="true")
    (release.results / "sitbreak.SRCINFO").write_text(summary, "utf-8")


def make_flatpak(release: Release) -> None:
    """Fill in the manifest, and list what pip would download: a Flatpak is built without a network.

    Source: pip's documentation, "Installation Report", version 1; flatpak-manifest(5).
    """
    release.fill_in(FLATPAK)
    installed = json.loads(release.pip_report.read_text("utf-8"))["install"]
    downloads = [item["download_info"] for item in installed if item["metadata"]["name"] != "sitbreak"]
    sources = [
        {"type": "file", "url": download["url"], "sha256": download["archive_info"]["hashes"]["sha256"]}
        for download in downloads
        # Pillow is for one architecture and one Python only, and nothing of ours on Linux imports it.
        if download["url"].endswith("-none-any.whl")
    ]
    module = {
        "name": "dependencies",
        "buildsystem": "simple",
        "build-commands": ["pip3 install --no-index --no-deps --prefix=/app *.whl"],
        "sources": sources,
    }
    (release.results / "dependencies.json").write_text(json.dumps(module, indent=1) + "\n", "utf-8")


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def quietly(command: list[str], folder: Path, **variables: str) -> str:
    """Run a command in a folder and return what it prints, which is also in the error when it fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
