#!/usr/bin/env python3
"""Run, test, check, measure and draw sitbreak from a fresh clone.

    python3 dev.py run [--no-gui] [COMMAND]   the same as: sitbreak [COMMAND]; on a desktop with its windows
    python3 dev.py test [OPTIONS]             every test that can run on this machine; options are pytest's
    python3 dev.py check                      format, lint, types, layers, tests, coverage of core and loop
    python3 dev.py roots [OPTIONS]            run and test on Debian releases, bare or with their desktops
    python3 dev.py desktops [NAME ...]        look at it on real desktops; writes docs/DESKTOPS.md
    python3 dev.py windows [OPTIONS]          the tests on a Windows Python, which runs under Wine on Linux
    python3 dev.py bench [OPTIONS]            speed and size of the tray process and the windows
    python3 dev.py faults [TRIES]             every fault, for real, again and again; writes docs/FAULTS.md
    python3 dev.py fuzz [MINUTES]             files, commands and replies of servers, made up by chance
    python3 dev.py soak [REMINDERS]           what one process costs after thousands of reminders
    python3 dev.py art [preview NAME]         draw all figures and icons again, or preview one figure
    python3 dev.py translations [CODE]        bring every language up to date, or begin a new one
    python3 dev.py build                      what a release publishes, in dist: packages, SBOM, checksums

The first run creates .venv beside this file and installs sitbreak in it; later ones need no network, no pip.
Started on a desktop, sitbreak gets Qt for its windows, too, unless --no-gui is given; --gui adds it anywhere.
"""

# Any Python 3 must be able to parse this file, so that an old one can say what is wrong: syntax of 3.6 only.
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older versions are the ones that reach it
    sys.exit(
        f"sitbreak needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}. "
        "On Debian or Ubuntu: apt-get install python3.11, then run dev.py with python3.11"
    )

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sysconfig
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"


def python_of(venv: Path) -> str:
    """Return the Python of a virtual environment."""
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


PYTHON = python_of(VENV)
# With .venv activated, sys.executable is .venv's own Python: without pip, and perhaps about to be rebuilt.
OUTER_PYTHON = getattr(sys, "_base_executable", sys.executable)
A_DAY = 24 * 60 * 60
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def main(arguments: list[str]) -> NoReturn:
    """Run the command that the arguments name."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "roots": roots,
        "windows": windows,
        "desktops": desktops,
        "bench": bench,
        "faults": faults,
        "fuzz": fuzz,
        "soak": soak,
        "art": art,
        "translations": translations,
        "build": build,
    }
    if arguments and arguments[0] in commands:
        commands[arguments[0]](arguments[1:])
    asked = arguments in (["-h"], ["--help"], ["help"])
    print((__doc__ or "").strip(), file=sys.stdout if asked else sys.stderr)
    sys.exit(0 if asked else 2)


def run(arguments: list[str]) -> NoReturn:
    """Replace this process with sitbreak, in the current folder."""
    command = [argument for argument in arguments if argument not in ("--gui", "--no-gui")]
    set_up("run")
    if "--gui" in arguments or (
        "--no-gui" not in arguments
        and starts_sitbreak(command)
        and on_desktop()
        and not has_just_failed("gui")
    ):
        add_gui()
    # -P: files in that folder must not be taken for our modules.
    become([PYTHON, "-P", "-m", "sitbreak", *command])


def starts_sitbreak(command: list[str]) -> bool:
    """Return whether a command starts sitbreak: it has options of the start, or none."""
    return not command or command[0] in ("--interval", "--background", "--foreground")


def on_desktop() -> bool:
    """Return whether windows can open here."""
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or bool(has_display)


def test(options: list[str]) -> NoReturn:
    """Replace this process with pytest; try to add what the windows need, after a failure once a day."""
    set_up("run", "dev")
    if not has_just_failed("gui"):
        add_gui()
    os.chdir(ROOT)
    # Tests write and read texts as on any other system; the sitbreak that they start does not see this.
    os.environ["PYTHONUTF8"] = "1"
    become([*PYTEST, *options])


def roots(arguments: list[str]) -> NoReturn:
    """Replace this process with the check of `run` and `test` on other Debian releases."""
    os.chdir(ROOT)
    become([OUTER_PYTHON, "-m", "tests.roots", *arguments])


def desktops(options: list[str]) -> NoReturn:
    """Replace this process with the examination of real desktops."""
    become_tool("tests.desktops", options, needs_gui=True)


def windows(options: list[str]) -> NoReturn:
    """Replace this process with pytest on a Windows Python; options are pytest's."""
    os.chdir(ROOT)
    become([OUTER_PYTHON, "-m", "tests.windows", *options])


def bench(options: list[str]) -> NoReturn:
    """Replace this process with the bench."""
    become_tool("tests.bench", options)


def faults(options: list[str]) -> NoReturn:
    """Replace this process with the tests of faults; options after the number of tries are pytest's."""
    become_tool("tests.faults", options)


def fuzz(options: list[str]) -> NoReturn:
    """Replace this process with the fuzzer."""
    set_up("run", "dev")
    add(
        "fuzz",
        "atheris for more cases (once, 35 MB)",
        "atheris could not be added: Hypothesis makes all cases.",
    )
    become_tool("tests.fuzz", options)


def soak(options: list[str]) -> NoReturn:
    """Replace this process with the soak."""
    become_tool("tests.soak", options, needs_gui=True)


OPEN_FILE = """\
import pathlib, sys, sitbreak.desktop.launcher as launcher
print(launcher.Launcher().open(pathlib.Path(sys.argv[1])) or sys.argv[1])"""


def art(arguments: list[str]) -> NoReturn:
    """Draw every figure and icon; with arguments, one figure, and open it or print where it is."""
    set_up("run")
    os.chdir(ROOT)
    if not arguments:
        become([PYTHON, "-m", "art"])
    preview = str(VENV / "preview.png")
    failed = subprocess.run([PYTHON, "-m", "art", *arguments, preview], check=False).returncode
    if failed:
        sys.exit(failed)
    become([PYTHON, "-c", OPEN_FILE, preview])


def translations(codes: list[str]) -> NoReturn:
    """Replace this process with the tool that brings translations up to date."""
    become_tool("translations", codes)


PYTEST = [PYTHON, "-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]
"""Tests mostly wait, and each has a desktop of its own."""


def build(arguments: list[str]) -> NoReturn:
    """Build a release, the same bytes from the same commit: packages, SBOM of what they bring, checksums."""
    if arguments:
        sys.exit("dev.py build takes no arguments")
    set_up("run", "release", *(["gui"] if sys.platform == "win32" else []))  # the folder has Qt in it
    os.chdir(ROOT)
    dist, packages = ROOT / "dist", ROOT / "dist" / "packages"
    shutil.rmtree(dist, ignore_errors=True)
    os.environ["SOURCE_DATE_EPOCH"] = time_of_commit()
    must([PYTHON, "-m", "hatchling", "build", "--directory", str(packages)])
    must([PYTHON, "-m", "twine", "check", "--strict", *map(str, packages.iterdir())])
    [wheel] = packages.glob("*.whl")
    sbom = dist / "sitbreak.cdx.json"
    with TemporaryDirectory() as clean:
        must([OUTER_PYTHON, "-m", "venv", "--without-pip", clean])
        python, report = python_of(Path(clean)), Path(clean, "report.json")
        must([*pip(python), "install", "--report", str(report), str(wheel)])
        must([python, "-P", "-m", "sitbreak", "--version"])
        list_parts(python, wheel.name.split("-")[1], Path(clean), sbom)
        if sys.platform == "linux":
            linux = [PYTHON, str(ROOT / "packaging" / "build.py"), str(dist), str(report)]
            if subprocess.run(linux, check=False).returncode:
                sys.exit("not everything that a release has could be built, see above")
    if sys.platform == "win32":
        must([PYTHON, str(ROOT / "packaging" / "windows" / "folder.py"), str(dist), wheel.name.split("-")[1]])
    shutil.rmtree(dist / "pyinstaller", ignore_errors=True)  # the folder is zipped
    for path in (*built_in(dist), write_checksums(dist)):
        print(path.relative_to(ROOT))
    sys.exit()


def built_in(dist: Path) -> list[Path]:
    """Return the files in a folder, and below it."""
    return [path for path in sorted(dist.rglob("*")) if path.is_file()]


def write_checksums(dist: Path) -> Path:
    """Write the checksums of all files there into one more; return that."""
    sums = dist / "SHA256SUMS"
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in built_in(dist)]
    sums.write_text("".join(lines), "utf-8")
    return sums


def list_parts(python: str, version: str, folder: Path, sbom: Path) -> None:
    """Write the SBOM of sitbreak in this version, as it is installed for this Python."""
    described = folder / "pyproject.toml"  # the tool wants a version there, which ours leaves to hatchling
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    described.write_text(text.replace('dynamic = ["readme", "version"]', f'version = "{version}"'), "utf-8")
    options = [
        "--pyproject",
        str(described),
        "--output-reproducible",
        "--validate",
        "--output-file",
        str(sbom),
    ]
    must([PYTHON, "-m", "cyclonedx_py", "environment", *options, python])


def time_of_commit() -> str:
    """Return when the commit that is checked out was made, in seconds since 1970."""
    git = shutil.which("git")
    if git:
        asked = [git, "log", "-1", "--format=%ct"]
        done = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.strip()
    sys.exit("dev.py build needs git, and a clone")


LINUX_ONLY = (
    r"wires/(dbus|pipewire|pulse|wayland|x11)"
    r"|desktop/(linux\.py|session/logind|idle/wayland"
    r"|surroundings/(dconf|devices|fullscreen|linux|lxqt|questions))"
)
NOT_FOR_WINDOWS = rf"{LINUX_ONLY}|desktop/macos\.py"
ELSEWHERE = [PYTHON, "-m", "mypy", "sitbreak", "--follow-imports", "silent"]
"""Checks the types of what is not for Linux only, as another platform sees them."""


def check(arguments: list[str]) -> NoReturn:
    """Run every check, even after one has failed, and report the failed ones at the end."""
    if arguments:
        sys.exit("dev.py check takes no arguments")
    set_up("run", "dev")
    os.chdir(ROOT)
    covered = "--include=sitbreak/core/*,sitbreak/loop.py,sitbreak/waiter.py"
    checks = {
        "format": [PYTHON, "-m", "ruff", "format", "--check"],
        "lint": [PYTHON, "-m", "ruff", "check"],
        "types": [PYTHON, "-m", "mypy"],
        "types on Windows": [*ELSEWHERE, "--exclude", NOT_FOR_WINDOWS, "--platform", "win32"],
        "types on macOS": [*ELSEWHERE, "--exclude", LINUX_ONLY, "--platform", "darwin"],
        "layers": [str(Path(PYTHON).with_name("lint-imports")), "--no-logo"],
        "tests": [*PYTEST, "--cov", "--cov-report="],
        "coverage": [PYTHON, "-m", "coverage", "report", covered, "--fail-under=100", "-m", "--skip-covered"],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    sys.exit("failed: " + ", ".join(failed) if failed else 0)


def become_tool(module: str, arguments: list[str], *, needs_gui: bool = False) -> NoReturn:
    """Replace this process with a module for developers, in this folder, once what it needs is there."""
    set_up("run", "dev")
    if needs_gui:
        add_gui()
    os.chdir(ROOT)
    become([PYTHON, "-m", module, *arguments])


def become(command: list[str]) -> NoReturn:
    """Replace this process with the command, so that signals reach it."""
    if os.name != "nt":
        os.execv(command[0], command)
    # On Windows, exec starts a child and exits at once. Ctrl-C reaches the child by itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.run(command, check=False).returncode)


def set_up(*parts: str) -> None:
    """Install missing parts in .venv: "run" is sitbreak, "dev" what tests and checks need."""
    if all(is_done(part) for part in parts):
        return
    with set_up_lock():
        missing = [part for part in parts if not is_done(part)]
        if not missing:
            return
        with progress_line("Setting up sitbreak in .venv (once, about half a minute)") as work:
            if "run" in missing:
                if VENV.is_symlink():
                    VENV.unlink()  # --clear would empty the folder that it points to
                must([OUTER_PYTHON, "-m", "venv", "--clear", "--without-pip", str(VENV)])
                missing = list(parts)
            work([*pip(), "install", *(needed for part in missing for needed in requirements(part))])
        for part in missing:
            stamp(part).write_text(made_from(part), "utf-8")


def add_gui() -> None:
    """Add what the windows need."""
    failure = "Qt could not be added: tips open in the browser. Try again with: python3 dev.py run --gui"
    add("gui", "Qt for sitbreak's windows (once, 84 MB)", failure)


def add(part: str, what: str, failure: str) -> None:
    """Add a part to .venv that everything else runs without, so this may fail."""
    if is_done(part):
        return
    with set_up_lock():
        if is_done(part):  # the one who had the lock has added it
            return
        try:
            with progress_line(f"Adding {what}") as work:
                work([*pip(), "install", *requirements(part)])
        except SystemExit as error:
            print(*errors_in(str(error)), failure, sep="\n", file=sys.stderr)
            failed_stamp(part).write_text(made_from(part), "utf-8")
        else:
            stamp(part).write_text(made_from(part), "utf-8")


def errors_in(output: str) -> list[str]:
    """Return the last of the lines in which pip says what is wrong, if there are any."""
    return [line for line in output.splitlines() if line.startswith("ERROR:")][-1:]


def requirements(part: str) -> list[str]:
    """Return what pip installs. "dev" leaves "run" alone, which keeps working when "dev" fails."""
    if part == "run":
        return ["--editable", str(ROOT)]
    return list(PYPROJECT["project"]["optional-dependencies"][part])


def is_done(part: str) -> bool:
    """Return whether this Python has installed the part, in this folder, from pyproject.toml as it is now."""
    stamped = stamp(part)
    return Path(PYTHON).exists() and stamped.exists() and stamped.read_text("utf-8") == made_from(part)


def stamp(part: str) -> Path:
    """Return the file that is written last, once the part is installed; clearing .venv removes it."""
    return VENV / f"sitbreak-{part}.json"


def failed_stamp(part: str) -> Path:
    """Return the file that is written when a part could not be added."""
    return VENV / f"sitbreak-{part}-failed.json"


def has_just_failed(part: str) -> bool:
    """Return whether adding the part, as it is needed now, has failed within a day."""
    failed = failed_stamp(part)
    return (
        failed.exists()
        and failed.read_text("utf-8") == made_from(part)
        and abs(time.time() - failed.stat().st_mtime) < A_DAY
    )


def made_from(part: str) -> str:
    """Return everything that the part depends on, as text for its stamp."""
    project = PYPROJECT["project"]
    needs = {
        "run": [PYPROJECT["build-system"], project["dependencies"], project["scripts"]],
        **project["optional-dependencies"],
    }
    return json.dumps([sys.implementation.cache_tag, sys.base_prefix, str(VENV), needs[part]], indent=1)


def pip(python: str = PYTHON) -> list[str]:
    """Return a pip that installs for this Python: the outer one where it can, else one installed there."""
    shown = subprocess.run(
        [OUTER_PYTHON, "-m", "pip", "--version"], capture_output=True, text=True, check=False
    )
    found = re.match(r"pip (\d+)\.(\d+)", shown.stdout)
    # Source: pip's changelog, 22.3: "Add --python option to allow pip to manage an environment it is not in."
    if found and (int(found[1]), int(found[2])) >= (22, 3):
        return [OUTER_PYTHON, "-m", "pip", "--python", python]
    if find_spec("ensurepip"):
        must([python, "-m", "ensurepip"])
    elif found:
        site_packages = sysconfig.get_path("purelib", "venv", {"base": str(Path(python).parents[1])})
        must([OUTER_PYTHON, "-m", "pip", "install", "--target", site_packages, "pip"])
    else:
        sys.exit("sitbreak needs pip to set itself up. On Debian or Ubuntu: apt-get install python3-pip")
    return [python, "-m", "pip"]


def must(command: list[str], meanwhile: Callable[[str], None] = lambda _: None, **variables: str) -> None:
    """Run the command quietly; if it fails, print its output and exit.

    Args:
        command: what to run.
        meanwhile: called again and again with what the command has printed so far.
        variables: set in its environment.
    """
    with TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        with output.open("wb") as out:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, **variables},
            )
        try:
            while process.poll() is None:
                meanwhile(output.read_text("utf-8", "replace"))
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
        finally:
            process.kill()  # if this process is interrupted
            process.wait()
        if process.returncode:
            said, command_line = output.read_text("utf-8", "replace"), " ".join(command)
            sys.exit(f"{said}\nsitbreak could not be set up: {command_line} failed, see above.")


@contextmanager
def progress_line(line: str) -> Iterator[Callable[[list[str]], None]]:
    """Print what takes long; on a terminal the line then follows pip's work.

    Yields:
        What runs pip.
    """
    moves = sys.stderr.isatty()
    print(f"{line}...", end="" if moves else "\n", file=sys.stderr, flush=True)
    widest = 0

    def show(progress: str) -> None:
        nonlocal widest
        if moves:
            widest = max(widest, len(progress))
            print(f"\r{line}... {progress:{widest}}", end="", file=sys.stderr, flush=True)

    def work(command: list[str]) -> None:
        with TemporaryDirectory(prefix="sitbreak-") as downloads:
            began = time.monotonic()

            def look(so_far: str) -> None:
                seconds = time.monotonic() - began
                installs = "Installing collected packages" in so_far
                show(f"installing, {seconds:.0f} s" if installs else f"{megabytes(Path(downloads)):.0f} MB")

            must(command, look, TMPDIR=downloads, TEMP=downloads, TMP=downloads)

    try:
        yield work
        show("done")
    finally:
        if moves:
            print(file=sys.stderr, flush=True)


def megabytes(folder: Path) -> float:
    """Return how much pip has downloaded to its temporary folder, while it may be working there."""
    size = 0
    for inside, _, names in os.walk(str(folder)):
        for name in names if inside != str(folder) else ():  # those are on their way into its cache
            with suppress(OSError):  # pip has just removed it
                size += Path(inside, name).lstat().st_size
    return size / 1e6


@contextmanager
def set_up_lock() -> Iterator[None]:
    """Make a second dev.py wait until this one has finished; the lock ends with its process."""
    with VENV.with_name(".venv.lock").open("wb") as file:
        if not try_to_lock(file):
            print("Another dev.py is setting up .venv; waiting for it...", file=sys.stderr, flush=True)
            while not try_to_lock(file):
                time.sleep(0.2)
        yield


def try_to_lock(file: BinaryIO) -> bool:
    """Lock the file unless another process has; return whether it is ours now."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
