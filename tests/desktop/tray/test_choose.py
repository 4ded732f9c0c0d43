"""Which tray is chosen, and what that loads."""

import subprocess
import sys

import pytest

from sitbreak.desktop.tray.choose import choose_tray
from sitbreak.waiter import Waiter
from tests.desktop.tray.views import a_view, pictures

_LOADED = """
import sys
import sitbreak.desktop.tray.choose
from sitbreak.waiter import Waiter
early = set(sys.modules)
sitbreak.desktop.tray.choose.choose_tray(lambda wish: None, lambda icon: (), lambda: None, Waiter())
print(*sorted({"pystray", "jeepney"} & early))
print(*sorted({"PIL", "Xlib", "asyncio", "importlib.metadata", "pystray._xorg"} & set(sys.modules)))
import os
print(os.environ.get("PYSTRAY_BACKEND"))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the tray of Linux")
def test_on_linux_no_toolkit_is_loaded_early_and_neither_pillow_nor_xlib_at_all() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["", "", "None"]


@pytest.mark.skipif(sys.platform == "win32", reason="there it is another tray")
def test_a_platform_whose_tray_cannot_be_loaded_works_without_one(caplog: pytest.LogCaptureFixture) -> None:
    waiter = Waiter()
    tray = choose_tray(lambda _: None, pictures, a_view, waiter, "win32")
    assert tray.name == "none"
    assert "no tray icon" in caplog.text
    tray.show(a_view())
    work = []
    tray.run(lambda: work.append("done"))
    assert work == ["done"]
    waiter.close()
