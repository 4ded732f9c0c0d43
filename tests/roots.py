"""The README's commands on other machines: `python3 dev.py roots [OPTIONS] [RELEASE ...]`.

For each Debian release, debootstrap makes a minimal root with Python, pip and git and nothing else: none of
the libraries that Qt needs, no `localhost` in /etc/hosts. This checkout, as committed, is cloned into it,
sitbreak is started there and its tests are run. They pass when what cannot run there is skipped. With
`--desktop` the root gets that release's daemons, panels and compositors first, and nothing is skipped. With
`--package` it builds the Debian package, installs it with what it needs from Debian, and runs the tests with
Debian's pystray, plyer and so on instead of pip's.

Only the standard library is needed. The mounts live in a namespace that ends with the commands, so none is
left when a root is removed.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PROGRAMS = ("debootstrap", "git", "unshare")
INSTALLED = ("git", "python3", "python3-pip")

NETWORK = ("/etc/resolv.conf", "/etc/pip.conf", "/etc/xdg/pip", "/usr/local/share/ca-certificates")
"""What leads this machine to Debian's and Python's packages, with apt's `Acquire`; copied where it exists."""

BARE = ("python3 dev.py run --version", "python3 dev.py run desktop remove", "python3 dev.py test")
DESKTOP = ("bash .ci/run",)
"""Installs what the tests of real desktops start, and lets none be skipped."""

APT = "apt-get -q -y --no-install-recommends -o APT::Get::Build-Dep-Automatic=true"
PYTEST = "/root/venv/bin/python -m pytest"
PACKAGE = (
    "apt-get -q update",
    f"{APT} build-dep ./packaging",
    "python3 dev.py build",
    f"{APT} autoremove",
    f"{APT} install ./dist/linux/sitbreak_*.deb",
    f"{APT} install $(python3 -m tests.rig --packages)",
    "python3 -m venv --clear --without-pip --system-site-packages /root/venv",
    "python3 -m pip --python /root/venv/bin/python install --editable '.[dev]'",
    f"{PYTEST} tests/journeys/installed.py",
    # Debian's packages state their licences in files of its own, and bring other packages.
    f"{PYTEST} --ignore=tests/test_licences.py --numprocesses=auto --maxprocesses=4 --dist=loadfile",
)

NO_SERVICES = "#!/bin/sh\nexit 101\n"
"""Source: invoke-rc.d(8), policy-rc.d: 101 forbids a package to start its service."""

IN_ROOT = """
mount --rbind "$0" "$0"
mount --rbind /dev "$0/dev"
mount --rbind /sys "$0/sys"
mount -t proc proc "$0/proc"
cd "$0"
pivot_root . mnt
exec chroot . sh -ec "umount -l /mnt; $1"
"""
"""In a root that was only entered by chroot nobody may make the namespaces that some tests need.

GNOME 48's shell starts no Xwayland without /sys: it wants to know its own systemd unit first.
"""


def main() -> int:
    """Check every release; return the exit status."""
    asked = arguments(sys.argv[1:])
    if problem := unavailable_reason():
        sys.exit(f"dev.py roots {problem}")
    commands = [*(PACKAGE if asked.package else DESKTOP if asked.desktop else BARE)]
    commands[-1] += "".join(f" {shlex.quote(option)}" for option in asked.options)
    failed = [release for release in asked.releases if not passes(release, commands, asked.keep)]
    for release in asked.releases:
        print(f"{release}: {'red' if release in failed else 'green'}")
    return 1 if failed else 0


def arguments(typed: list[str]) -> argparse.Namespace:
    """Parse what was typed; what follows `--` are options for pytest."""
    end = typed.index("--") if "--" in typed else len(typed)
    parser = argparse.ArgumentParser(
        prog="dev.py roots",
        usage="dev.py roots [--desktop | --package] [--keep FOLDER] [RELEASE ...] [-- OPTIONS]",
        description=(__doc__ or "").partition(":")[0],
        epilog="OPTIONS are pytest's.",
    )
    parser.add_argument("releases", metavar="RELEASE", nargs="*", help="bookworm if not given; trixie, sid")
    parser.add_argument("--desktop", action="store_true", help="with all that real-desktop tests start")
    parser.add_argument("--package", action="store_true", help="with the Debian package")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the roots there, for the next run")
    asked = parser.parse_args(typed[:end])
    asked.releases = asked.releases or ["bookworm"]
    asked.options = typed[end + 1 :]
    return asked


def unavailable_reason() -> str:
    """Return what is missing to make a root; "" if nothing is."""
    if sys.platform != "linux":
        return "needs Linux"
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        return f"needs {', '.join(missing)}. On Debian or Ubuntu: apt-get install debootstrap git util-linux"
    return "" if os.geteuid() == 0 else "needs root: sudo python3 dev.py roots"


def passes(release: str, commands: list[str], keep: Path | None) -> bool:
    """Return whether the commands succeed in a root of this release, a new or a kept one."""
    with tempfile.TemporaryDirectory(prefix=f"sitbreak-{release}-") as folder:
        root = (keep.resolve() if keep else Path(folder)) / release
        try:
            if not root.exists():
                print(f"== {release}: making a root", flush=True)
                root.mkdir(mode=0o755, parents=True)  # as on any machine; a folder around it may be private
                make_root(release, root)
            clone_into(root)
        except subprocess.CalledProcessError as error:
            print(error.stdout or error)
            return False
        print(f"== {release}: {' && '.join(commands)}", flush=True)
        return run_in(root, " && ".join(["cd /root/sitbreak", *commands])) == 0


def make_root(release: str, root: Path) -> None:
    """Make a minimal root."""
    include = f"--include={','.join(INSTALLED)}"
    quietly(["debootstrap", "--variant=minbase", include, release, str(root), *mirror()])
    for source in map(Path, NETWORK):
        target = root / source.relative_to("/")
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, target)
    (root / "etc/apt/apt.conf.d/90acquire").write_text(said_by("apt-config", "dump", "Acquire"))
    forbids = root / "usr/sbin/policy-rc.d"
    forbids.write_text(NO_SERVICES)
    forbids.chmod(0o755)
    run_in(root, "update-ca-certificates >/dev/null 2>&1")


def clone_into(root: Path) -> None:
    """Clone this checkout to where root is at home, or bring a kept clone up to date."""
    clone = str(root / "root/sitbreak")
    if Path(clone).exists():
        quietly(["git", "-C", clone, "fetch", "--quiet", str(CHECKOUT), "HEAD"])
        quietly(["git", "-C", clone, "reset", "--quiet", "--hard", "FETCH_HEAD"])
    else:
        quietly(["git", "clone", "--quiet", str(CHECKOUT), clone])


def mirror() -> list[str]:
    """Return the Debian mirror that this machine's apt uses; [] for debootstrap's own choice."""
    shown = "$(ORIGIN) $(CODENAME) $(REPO_URI)"
    known = said_by("apt-get", "indextargets", "--format", shown, "Identifier: Packages")
    for line in known.splitlines():
        origin, release, uri = line.split()
        if origin == "Debian" and "-" not in release:  # not the archive of updates or of security
            return [uri]
    return []


def said_by(program: str, *arguments: str) -> str:
    """Return what a program of this machine's apt prints; "" where there is none."""
    if shutil.which(program) is None:
        return ""
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False).stdout


def run_in(root: Path, script: str) -> int:
    """Run a shell script inside a root, in namespaces of its own; return its exit status."""
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
    return subprocess.run(
        [*alone, "sh", "-ec", IN_ROOT, str(root), script], env=env(), check=False
    ).returncode


def env() -> dict[str, str]:
    """Return an environment that knows of no desktop, but of how pip reaches its packages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("PIP_") or name.lower().endswith("_proxy") or "_CERT" in name
    }
    return kept | {"HOME": "/root", "LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


def quietly(command: list[str]) -> None:
    """Run a command; its output is in the error that is raised when it fails."""
    subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)


if __name__ == "__main__":
    sys.exit(main())
