"""sitbreak in the Start menu: a shortcut, and the name under which Windows shows its notifications.

Source: Microsoft Learn, "Application User Model IDs": a shortcut in the Start menu carries the id of a
program without a package; the registry's AppUserModelId has the name and the icon of its toasts.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from sitbreak import disk
from sitbreak.core.words import applications_menu
from sitbreak.core.words import files as words
from sitbreak.desktop.command import is_gone
from sitbreak.desktop.icons import app_icon, icons_folder
from sitbreak.disk import StorageError

APP_ID = "sitbreak"
"""Our AppUserModelID: of notifications, the shortcut and every window."""

_registry: Any = import_module("winreg")  # other platforms have no such module
_CLASS = rf"Software\Classes\AppUserModelId\{APP_ID}"


class StartMenuInstallation:
    """A shortcut in the person's part of the Start menu."""

    def __init__(self, command: list[str], unavailable_reason: Callable[[], str] = str) -> None:
        """Have the menu start this command, unless there is a reason why that has no effect."""
        self._unavailable_reason = unavailable_reason
        self._command = command

    @property
    def unavailable_reason(self) -> str:
        """See `Installation`."""
        return self._unavailable_reason()

    @property
    def path(self) -> Path:
        """The shortcut; raises OSError where there is no APPDATA."""
        folder = os.environ.get("APPDATA")
        if not folder:
            raise StorageError(words.no_home("APPDATA"))
        return Path(folder, "Microsoft", "Windows", "Start Menu", "Programs", "sitbreak.lnk")

    def place(self) -> Path | None:
        """See `Installation`."""
        return self.path if self.path.is_file() else None

    def is_packaged(self) -> bool:
        """Return False: an installer would use this very shortcut."""
        return False

    def install(self) -> None:
        """See `Installation`."""
        if reason := self.unavailable_reason:
            raise OSError(reason)
        from subprocess import list2cmdline

        from sitbreak.wires.windows_shortcut import Shortcut, write_shortcut

        program, *arguments = self._command
        disk.make_folder(self.path.parent)
        icon, what = icons_folder() / "sitbreak.ico", applications_menu.purpose()
        write_shortcut(self.path, Shortcut(program, list2cmdline(arguments), what, icon, APP_ID))
        register_name()

    def remove(self) -> None:
        """See `Installation`."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(words.unremovable(self.path, error.strerror or error)) from error
        with suppress(FileNotFoundError):
            _registry.DeleteKey(_registry.HKEY_CURRENT_USER, _CLASS)

    def repair(self) -> None:
        """See `Installation`."""
        if self.place() is None:
            return
        from sitbreak.wires.windows_shortcut import read_shortcut

        target, _ = read_shortcut(self.path)
        if is_gone(target):
            self.install()


def register_name() -> None:
    """Give our notifications their name and icon, in the person's part of the registry; raises OSError."""
    with _registry.CreateKey(_registry.HKEY_CURRENT_USER, _CLASS) as key:
        for name, value in (("DisplayName", "sitbreak"), ("IconUri", str(app_icon()))):
            _registry.SetValueEx(key, name, 0, _registry.REG_SZ, value)
