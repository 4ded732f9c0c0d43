"""What the tray process loads, so that it does not grow unnoticed; `dev.py bench` measures its memory."""

import select
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import pytest

from sitbreak.remote.client import ask
from tests.bench.measuring import settle
from tests.desktop.tray.linux.host import Host, connect
from tests.process import Process
from tests.rig.desktop import Desktop
from tests.rig.programs import needs, needs_qt
from tests.running import Running, request
from tests.until import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the tray process of Linux")

_NEVER = {
    "PIL",
    "argparse",
    "ast",
    "asyncio",
    "concurrent.futures.process",
    "concurrent.futures.thread",
    "csv",
    "email",
    "gettext",
    "PySide6",
    "Xlib",
    "ctypes",
    "html.entities",
    "http",
    "importlib.metadata",
    "inspect",
    "multiprocessing",
    "platformdirs",
    "plyer.platforms",
    "pystray._xorg",
    "shlex",
    "shutil",
    "sitbreak.core.words.command_line",
    "sitbreak.desktop.notifications.native",
    "sitbreak.dialogs",
    "art",
    "sitbreak.desktop.idle.wayland",
    "sitbreak.desktop.sound.player",
    "sitbreak.wires.wayland",
    "sitbreak.pages.tip",
    "ssl",
    "tempfile",
    "tkinter",
    "tomlkit",
    "tomllib",
    "tzlocal",
    "uuid",
    "zipfile",
    "zoneinfo",
}
if sys.version_info >= (3, 14):
    _NEVER.remove("ast")  # dataclasses imports annotationlib, which cannot do without it
_ONCE_SOMETHING_HAPPENS = {"sqlite3", "_sqlite3"}
"""What adds to the history."""

_AFTER_THE_ICON = {
    "apscheduler",
    "logging.handlers",
    "plyer",
    "sitbreak.app.answers",
    "subprocess",
}

_STARTED = {"apscheduler.triggers.date", "plyer.facades", "sitbreak.desktop.idle.x11"}
"""The alarm, the notifications and the source of idle."""

_PRINT_MODULES = """
import os, signal, sys
from sitbreak.app.start import start
from sitbreak.desktop.desktop import Delays
from sitbreak.desktop.language import use_language
from sitbreak.storage.chosen_language import chosen_language
from sitbreak.storage.folders import Folders
use_language(chosen_language())
def show(*_):  # not by print: the next signal may come before it has returned
    os.write(1, " ".join(list(sys.modules)).encode() + b"\\n")
signal.signal(signal.SIGUSR1, show)
sys.exit(start(Folders.of_person(), None, Delays(icon={icon_first})))
"""


class Loaded:
    """sitbreak with a fake panel; everything but the icon is made `icon_first` seconds later."""

    def __init__(self, desktop: Desktop, icon_first: float) -> None:
        self._host = Host(connect(desktop.bus))  # without one, an XEmbed tray is tried after a while
        program = _PRINT_MODULES.format(icon_first=icon_first)
        sitbreak = Running(desktop.home, desktop.env)
        self._process = sitbreak.execute([sys.executable, "-c", program], stdout=subprocess.PIPE)
        self._host.take_item()

    @property
    def process(self) -> Process:
        """What the kernel knows about it."""
        return Process(self._process.pid)

    def modules(self) -> set[str]:
        assert self._process.stdout is not None
        self._process.send_signal(signal.SIGUSR1)
        assert select.select([self._process.stdout], [], [], 10)[0], "sitbreak prints what it has loaded"
        return set(self._process.stdout.readline().decode().split())

    def wait(self) -> None:
        """Wait until every part has started, in whatever order they do."""
        until(lambda: self.modules() >= _STARTED, "everything has started")

    def end(self) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)
        self._host.close()
        assert self._process.returncode == 0


def _has_plain_values(module: str) -> bool:
    """Return whether a module has values that are not `@frozen`, each of which costs 5 KB."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return "\n@dataclass(frozen=True" in Path(spec.origin).read_text(encoding="utf-8")


def test_only_what_the_icon_needs_is_loaded_before_it_shows(desktop: Desktop) -> None:
    sitbreak = Loaded(desktop, icon_first=3600)
    try:
        modules = sitbreak.modules()
    finally:
        sitbreak.end()

    assert "jeepney" in modules
    assert modules & (_NEVER | _AFTER_THE_ICON | _ONCE_SOMETHING_HAPPENS) == set()


def test_a_started_tray_process_has_loaded_nothing_rare(desktop: Desktop) -> None:
    sitbreak = Loaded(desktop, icon_first=0)
    try:
        sitbreak.wait()
        modules = sitbreak.modules()
    finally:
        sitbreak.end()

    assert modules & (_NEVER | _ONCE_SOMETHING_HAPPENS) == set()
    assert [it for it in modules if it.startswith("sitbreak.") and _has_plain_values(it)] == []


def test_another_language_costs_the_tray_process_a_third_of_a_megabyte(desktop: Desktop) -> None:
    def memory(code: str) -> float:
        desktop.home.config.joinpath("sitbreak").mkdir(parents=True, exist_ok=True)
        desktop.home.config.joinpath("sitbreak", "settings.toml").write_text(f'language = "{code}"\n')
        sitbreak = Loaded(desktop, icon_first=0)
        try:
            sitbreak.wait()
            settle(sitbreak.process)
            return sitbreak.process.written_memory
        finally:
            sitbreak.end()

    in_english, in_german = median([memory("en") for _ in range(3)]), median([memory("de") for _ in range(3)])
    assert in_german - in_english < 0.3


def test_a_status_bar_that_asks_all_day_costs_no_memory(desktop: Desktop) -> None:
    runtime = desktop.home.runtime / "sitbreak"
    sitbreak = Loaded(desktop, icon_first=0)
    try:
        sitbreak.wait()
        settle(sitbreak.process)
        for _ in range(100):
            ask(runtime, request("status --json"))
        before = sitbreak.process.written_memory
        for _ in range(2000):
            ask(runtime, request("status --json"))
        grown = sitbreak.process.written_memory - before
    finally:
        sitbreak.end()

    assert grown < 0.3


def test_a_card_loads_neither_qt_nor_figures_into_the_tray_process(desktop: Desktop) -> None:
    needs_qt()
    needs("wmctrl")
    sitbreak = Loaded(desktop, icon_first=0)
    runtime = Path(desktop.env["XDG_RUNTIME_DIR"], "sitbreak")
    try:
        sitbreak.wait()
        ask(runtime, request("tip"))  # the first entry of the history
        before = sitbreak.modules()
        assert ask(runtime, request("tip stretch --card")).text == "Opening the tip."
        close = ["wmctrl", "-x", "-c", "sitbreak.sitbreak"]
        until(lambda: subprocess.run(close, env=desktop.env, check=False).returncode == 0, "a card")
        until(lambda: not sitbreak.process.children, "the card is closed")
        loaded = sitbreak.modules()
    finally:
        sitbreak.end()

    assert loaded & _NEVER == set()
    assert loaded - before <= {
        "sitbreak.desktop.dialogs",
        "_posixsubprocess",
        "importlib.machinery",
        "subprocess",
    }
