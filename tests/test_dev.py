"""dev.py in a fresh clone: real processes, a real .venv, and a fake pip."""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.until import until

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 120
"""Seconds; a real pip on a busy machine has taken forty."""
CALM_LINE = "Setting up sitbreak in .venv (once, about half a minute)...\n"
ATHERIS_LINE = "Adding atheris for more cases (once, 35 MB)...\n"
QT_LINE = "Adding Qt for sitbreak's windows (once, 84 MB)...\n"
NO_QT_LINE = "Qt could not be added: tips open in the browser. Try again with: python3 dev.py run --gui\n"
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")

# These are on PYTHONPATH: the outer Python and that of .venv find them before anything installed.
FAKE_PIP = """
import pathlib, sys, time
here = pathlib.Path(__file__).parent
if sys.argv[1:] == ["--version"]:
    print("pip 24.0 from here")
    sys.exit()
with (here / "calls").open("a") as calls:
    print(*sys.argv[1:], file=calls)
while (here / "hold").exists():
    time.sleep(0.02)
print("pip has failed")
sys.exit((here / "fail").exists())
"""
SLOW_PIP = """
import pathlib, sys, tempfile, time
here = pathlib.Path(__file__).parent
if sys.argv[1:] == ["--version"]:
    print("pip 24.0 from here")
    sys.exit()
pathlib.Path(tempfile.mkdtemp(), "wheel").write_bytes(bytes(3_000_000))
while not (here / "downloaded").exists():
    time.sleep(0.02)
print("Installing collected packages: PySide6", flush=True)
while not (here / "installed").exists():
    time.sleep(0.02)
"""
FAKE_PROGRAM = """
import json, os, sys
print(json.dumps([sys.argv[1:], os.getcwd(), sys.prefix, os.getpid()]))
"""
FAKE_HATCHLING = """
import os, pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--directory") + 1])
folder.mkdir(parents=True)
for name in ("sitbreak-1-py3-none-any.whl", "sitbreak-1.tar.gz"):
    (folder / name).write_text(os.environ["SOURCE_DATE_EPOCH"])
"""
FAKE_TWINE = """
import os, sys
assert sys.argv[1:3] == ["check", "--strict"] and len(sys.argv) == 5, sys.argv
assert all(map(os.path.isfile, sys.argv[3:]))
sys.exit(os.path.exists("an unreadable README"))
"""
FAKE_CYCLONEDX = """
import pathlib, sys
pathlib.Path(sys.argv[sys.argv.index("--output-file") + 1]).write_text(sys.argv[-1])
"""
FAKE_LINUX = """
import pathlib, sys
folder = pathlib.Path(sys.argv[1], "linux")
folder.mkdir()
(folder / "sitbreak_1_all.deb").write_text(sys.argv[2])
sys.exit((folder.parents[1] / "no debhelper").exists())
"""
FAKE_GIT = "#!/bin/sh\ntest $1 = log && echo 1780000000\n"
NO_PIP = "import sys; sys.exit('No module named pip')"


class Clone:
    """As much of a fresh clone as dev.py looks at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "clone"
        self.folder.mkdir()
        for name in ("dev.py", "pyproject.toml"):
            shutil.copy(ROOT / name, self.folder)
        self.fakes = folder / "fakes"
        self.fakes.mkdir()
        self.fake("pip", FAKE_PIP)
        self.fake("sitbreak", FAKE_PROGRAM)
        self.fake("pytest", FAKE_PROGRAM)
        self.env: dict[str, str] = {}

    def fake(self, module: str, source: str) -> None:
        (self.fakes / f"{module}.py").write_text(source)

    def start(
        self, *arguments: str, changed: str = "", cwd: Path | None = None, stderr: int = subprocess.PIPE
    ) -> subprocess.Popen[str]:
        """Start dev.py, in a Python in which the statement `changed` has run first."""
        script = [str(self.folder / "dev.py")]
        if changed:
            run_path = "del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
            script = ["-c", f"import runpy, sys; {changed}; {run_path}", *script]
        return subprocess.Popen(
            [sys.executable, *script, *arguments],
            cwd=cwd or self.folder,
            env=at_no_desktop() | self.env | {"PYTHONPATH": str(self.fakes), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )

    def says(self, *arguments: str, changed: str = "") -> tuple[int, str]:
        """Run dev.py; return its exit status and what it wrote to stderr."""
        process = self.start(*arguments, changed=changed)
        err = process.communicate(timeout=LIMIT)[1]
        return process.returncode, err

    @property
    def python(self) -> Path:
        return self.folder / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def installations(self) -> list[str]:
        calls = self.fakes / "calls"
        return calls.read_text().splitlines() if calls.exists() else []


def at_no_desktop() -> dict[str, str]:
    """Return the environment of somebody who is not at a desktop."""
    return {name: value for name, value in os.environ.items() if name not in SCREENS}


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_the_first_run_sets_up_quietly_and_becomes_sitbreak(clone: Clone, tmp_path: Path) -> None:
    process = clone.start("run", "pause", "--until", "15:00", cwd=tmp_path)
    out, err = process.communicate(timeout=LIMIT)
    assert err == CALM_LINE
    words, cwd, prefix, pid = json.loads(out)
    assert words == ["pause", "--until", "15:00"]
    assert cwd == str(tmp_path)
    assert prefix == str(clone.folder / ".venv")
    assert os.name == "nt" or pid == process.pid  # so that signals arrive
    assert [call.split()[2:] for call in clone.installations()] == [
        ["install", "--editable", str(clone.folder)]
    ]


def test_the_second_run_needs_no_pip_and_no_network(clone: Clone) -> None:
    clone.says("run")
    clone.fake("pip", NO_PIP)
    assert clone.says("run") == (0, "")


def test_what_tests_need_is_added_to_a_working_sitbreak(clone: Clone) -> None:
    clone.says("run")
    (clone.fakes / "fail").touch()
    assert clone.says("test")[0] == 1
    assert clone.says("run") == (0, ""), "what was installed still works"
    (clone.fakes / "fail").unlink()
    assert clone.says("test", "-k", "story") == (0, CALM_LINE + QT_LINE)
    dev, gui = clone.installations()[-2:]
    assert "pytest>=" in dev
    assert "--editable" not in dev
    assert "PySide6" not in dev
    assert "PySide6" in gui
    assert clone.says("test") == (0, "")


def test_an_update_that_empties_the_environment_brings_qt_back_for_the_tests(clone: Clone) -> None:
    clone.says("test")
    (clone.folder / ".venv" / "sitbreak-run.json").write_text("an older pyproject.toml")
    assert clone.says("test") == (0, CALM_LINE + QT_LINE)
    assert "PySide6" in clone.installations()[-1]


def test_without_qt_the_tests_run_and_try_again_a_day_later(clone: Clone) -> None:
    clone.says("test")
    (clone.folder / ".venv" / "sitbreak-gui.json").unlink()
    (clone.fakes / "fail").touch()
    assert clone.says("test") == (0, QT_LINE + NO_QT_LINE)
    assert clone.says("test") == (0, "")


def test_qt_is_installed_in_a_step_that_may_fail(clone: Clone, tmp_path: Path) -> None:
    clone.says("run")
    (clone.fakes / "fail").touch()
    for _ in range(2):
        process = clone.start("run", "--gui", "status", cwd=tmp_path)
        out, err = process.communicate(timeout=LIMIT)
        assert json.loads(out)[0] == ["status"], "it runs anyway"
        assert err == QT_LINE + NO_QT_LINE
    assert clone.says("run") == (0, ""), "without a desktop it is tried only on request"
    (clone.fakes / "fail").unlink()
    assert clone.says("run", "--gui") == (0, QT_LINE)
    assert clone.says("run", "--gui") == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a desktop")
@pytest.mark.parametrize("screen", SCREENS)
def test_a_start_on_a_desktop_sets_up_the_windows_too(clone: Clone, screen: str) -> None:
    clone.env[screen] = "any"
    assert clone.says("run", "status") == (0, CALM_LINE), "no other command waits for Qt"
    assert clone.says("run", "--no-gui") == (0, "")
    assert clone.says("run", "--interval", "5s") == (0, QT_LINE)
    assert "PySide6" in clone.installations()[-1]
    assert clone.says("run") == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a desktop")
def test_a_failed_download_of_qt_is_said_once_a_day(clone: Clone) -> None:
    clone.says("run")
    clone.env["DISPLAY"] = ":99"
    (clone.fakes / "fail").touch()
    clone.fake("pip", FAKE_PIP.replace("pip has failed", "WARNING: retrying\\nERROR: no such version"))
    assert clone.says("run") == (0, f"{QT_LINE}ERROR: no such version\n{NO_QT_LINE}")
    assert clone.says("run") == (0, "")
    clone.fake("pip", FAKE_PIP)
    assert clone.says("run", "--gui") == (0, QT_LINE + NO_QT_LINE), "unless it is asked for"
    failed = clone.folder / ".venv" / "sitbreak-gui-failed.json"
    a_day_ago = failed.stat().st_mtime - 25 * 3600
    os.utime(failed, (a_day_ago, a_day_ago))
    (clone.fakes / "fail").unlink()
    assert clone.says("run") == (0, QT_LINE)


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_on_a_terminal_the_line_moves_while_pip_works(clone: Clone) -> None:
    import pty

    clone.fake("pip", SLOW_PIP)
    ours, terminal = pty.openpty()
    process = clone.start("run", stderr=terminal)
    os.close(terminal)
    shown = b""
    while data := _read(ours):
        shown += data
        if b"3 MB" in shown:
            (clone.fakes / "downloaded").touch()
        if b"installing" in shown:
            (clone.fakes / "installed").touch()
    os.close(ours)
    process.communicate(timeout=LIMIT)
    assert process.returncode == 0
    lines = shown.decode().split("\r")
    assert lines[0] == CALM_LINE.rstrip()
    assert [line.split("... ")[1].strip() for line in lines if "done" in line] == ["done"]
    assert any(line.endswith("... 3 MB") for line in lines)
    assert any("... installing, " in line for line in lines)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # what Linux says when nobody has it open any more
        return b""


def test_the_fuzzer_runs_without_atheris_where_that_cannot_be_installed(clone: Clone) -> None:
    clone.says("test")
    (clone.fakes / "fail").touch()
    _, err = clone.says("fuzz", "1")
    assert err.startswith(ATHERIS_LINE + "atheris could not be added: Hypothesis makes all cases.\n")
    (clone.fakes / "fail").unlink()
    assert clone.says("fuzz", "1")[1].startswith(ATHERIS_LINE)
    assert "atheris" in clone.installations()[-1]


def test_a_failed_installation_shows_pips_output_and_is_retried(clone: Clone) -> None:
    (clone.fakes / "fail").touch()
    code, err = clone.says("run")
    assert code == 1
    assert err.startswith(f"{CALM_LINE}pip has failed\n")
    (clone.fakes / "fail").unlink()
    assert clone.says("run") == (0, CALM_LINE)


def test_a_moved_venv_is_rebuilt(clone: Clone) -> None:
    clone.says("run")
    (clone.folder / ".venv" / "left-over").touch()
    clone.folder = clone.folder.rename(clone.folder.with_name("moved"))
    assert clone.says("run") == (0, CALM_LINE)
    assert not (clone.folder / ".venv" / "left-over").exists()


@pytest.mark.skipif(os.name == "nt", reason="not everybody may make symbolic links on Windows")
def test_a_linked_venv_is_replaced_and_its_target_left_alone(clone: Clone, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / "precious").touch()
    (clone.folder / ".venv").symlink_to(target)
    assert clone.says("run") == (0, CALM_LINE)
    assert [path.name for path in target.iterdir()] == ["precious"]
    assert not (clone.folder / ".venv").is_symlink()


def test_a_venv_of_another_python_is_rebuilt(clone: Clone) -> None:
    clone.says("run", changed="sys.base_prefix = '/another/python'")
    assert clone.says("run") == (0, CALM_LINE)


def test_a_venv_whose_python_is_gone_is_rebuilt(clone: Clone) -> None:
    clone.says("run")
    clone.python.unlink()
    assert clone.says("run") == (0, CALM_LINE)


def test_only_a_changed_dependency_installs_again(clone: Clone) -> None:
    clone.says("run")
    pyproject = clone.folder / "pyproject.toml"
    text = pyproject.read_text("utf-8")
    pyproject.write_text(text.replace("line-length = 110", "line-length = 111"), "utf-8")
    assert clone.says("run") == (0, "")
    pyproject.write_text(text.replace('"tomlkit', '"another-one", "tomlkit'), "utf-8")
    assert clone.says("run") == (0, CALM_LINE)


def test_a_second_run_waits_for_the_first_to_set_up(clone: Clone) -> None:
    hold = clone.fakes / "hold"
    hold.touch()
    first = clone.start("run")
    until(lambda: bool(clone.installations()), "the first is installing")
    second = clone.start("run")
    assert second.stderr is not None
    waiting = second.stderr.readline()
    hold.unlink()
    assert waiting == "Another dev.py is setting up .venv; waiting for it...\n"
    assert second.communicate(timeout=LIMIT)[1] == ""
    assert first.communicate(timeout=LIMIT)[1] == CALM_LINE
    assert (first.returncode, second.returncode) == (0, 0)
    assert len(clone.installations()) == 1


def test_without_pip_one_line_says_what_to_install(clone: Clone) -> None:
    clone.fake("pip", NO_PIP)
    code, err = clone.says("run", changed="sys.modules['ensurepip'] = None")
    assert code == 1
    assert err.removeprefix(CALM_LINE) == (
        "sitbreak needs pip to set itself up. On Debian or Ubuntu: apt-get install python3-pip\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="git is a shell script here")
def test_a_release_is_packages_of_the_commits_date_and_their_sbom(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "git").write_text(FAKE_GIT)
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    clone.fake("hatchling", FAKE_HATCHLING)
    clone.fake("twine", FAKE_TWINE)
    clone.fake("cyclonedx_py", FAKE_CYCLONEDX)
    (clone.folder / "packaging").mkdir()
    (clone.folder / "packaging" / "build.py").write_text(FAKE_LINUX)
    dist = clone.folder / "dist"
    dist.mkdir()
    (dist / "of an earlier build").touch()
    process = clone.start("build")
    out, err = process.communicate(timeout=LIMIT)
    assert (process.returncode, err) == (0, CALM_LINE)
    linux = ["dist/linux/sitbreak_1_all.deb"] if sys.platform == "linux" else []
    built = [
        *linux,
        "dist/packages/sitbreak-1-py3-none-any.whl",
        "dist/packages/sitbreak-1.tar.gz",
        "dist/sitbreak.cdx.json",
    ]
    assert out.splitlines() == [*built, "dist/SHA256SUMS"]
    sums = [hashlib.sha256((clone.folder / path).read_bytes()).hexdigest() for path in built]
    lines = (dist / "SHA256SUMS").read_text().splitlines()
    assert lines == [f"{sha}  {Path(path).name}" for sha, path in zip(sums, built, strict=True)]
    assert {path.read_text() for path in (dist / "packages").iterdir()} == {"1780000000"}
    assert not (dist / "of an earlier build").exists()
    python = (dist / "sitbreak.cdx.json").read_text()
    assert not Path(python).exists(), "a clean environment, which is gone"
    assert clone.installations()[-1].endswith("sitbreak-1-py3-none-any.whl")
    if linux:
        [report] = {path.read_text() for path in (dist / "linux").iterdir()}
        assert f"--report {report} " in clone.installations()[-1]
        (clone.folder / "no debhelper").touch()
        _, err = clone.says("build")
        assert err == "not everything that a release has could be built, see above\n"
    (clone.folder / "an unreadable README").touch()
    assert clone.says("build")[0] == 1


def test_an_older_python_is_refused_in_one_line(clone: Clone) -> None:
    ast.parse(
        (ROOT / "dev.py").read_text("utf-8"), feature_version=(3, 7)
    )  # or it would hear "invalid syntax"
    code, err = clone.says("run", changed="sys.version_info = (3, 9, 18, 'final', 0)")
    assert code == 1
    assert err.startswith("sitbreak needs Python 3.11 or newer; this is 3.9. ")
    assert err.count("\n") == 1
    assert not (clone.folder / ".venv").exists()


def test_art_draws_everything_or_opens_one_preview(clone: Clone) -> None:
    program, art = clone.fakes / "sitbreak", clone.fakes / "art"
    art.mkdir()
    (art / "__init__.py").touch()
    (art / "__main__.py").write_text("import sys; print('art', *sys.argv[1:]); sys.exit('nope' in sys.argv)")
    (program / "desktop").mkdir(parents=True)
    (program / "__init__.py").touch()
    opened = "class Launcher:\n    def open(self, path): print('opened', path)"
    (program / "desktop" / "launcher.py").write_text(opened)

    def said_by(*words: str) -> list[str]:
        return clone.start("art", *words).communicate(timeout=LIMIT)[0].splitlines()

    preview = str(clone.folder / ".venv" / "preview.png")
    assert said_by() == ["art"]
    assert said_by("preview", "walk") == [f"art preview walk {preview}", f"opened {preview}", preview]
    assert said_by("preview", "nope") == [f"art preview nope {preview}"]


@pytest.mark.parametrize(("words", "code"), [((), 2), (("dance",), 2), (("--help",), 0)])
def test_an_unknown_command_prints_the_list_of_commands(
    clone: Clone, words: tuple[str, ...], code: int
) -> None:
    process = clone.start(*words)
    printed = "".join(process.communicate(timeout=LIMIT))
    assert process.returncode == code
    assert "python3 dev.py test [OPTIONS]" in printed


def test_a_real_pip_installs_sitbreak_from_the_clone(tmp_path: Path) -> None:
    clone = Clone(tmp_path)
    shutil.rmtree(clone.fakes)
    for name in ("README.md", "LICENSE", "hatch_build.py"):
        shutil.copy(ROOT / name, clone.folder)
    for name in ("sitbreak", "icons", "manual"):
        shutil.copytree(ROOT / name, clone.folder / name)
    err = clone.says("run", "help")[1]
    if "could not be set up" in err and not os.environ.get("CI"):
        pytest.skip("pip could not install: no network?")
    assert err.startswith(CALM_LINE)
    asked = [str(clone.python), "-P", "-c", "import apscheduler, sitbreak; print(sitbreak.__file__)"]
    printed = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == str(clone.folder / "sitbreak" / "__init__.py")
