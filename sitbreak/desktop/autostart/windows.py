"""Starting at login on Windows."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sitbreak.desktop.command import is_gone

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_NAME = "sitbreak"


class RunKeyAutostart:
    """A value of the Run key in the person's part of the registry.

    Source: "Run and RunOnce Registry Keys"; the Task Manager marks what it has switched off in
    StartupApproved, with an odd first byte.
    """

    def __init__(self, command: list[str], unavailable_reason: Callable[[], str] = str) -> None:
        """Start this command at login, unless there is a reason why that has no effect."""
        self._command = command
        self._unavailable_reason = unavailable_reason
        self._registry = import_module("winreg")  # other platforms have no such module

    def status(self) -> bool | None:
        """See `Autostart`."""
        if self._unavailable_reason():
            return None
        value = self._value(_RUN)
        return isinstance(value, str) and not is_gone(_program_of(value)) and not self._is_switched_off()

    def set(self, *, on: bool) -> None:
        """See `Autostart`."""
        if on and (reason := self._unavailable_reason()):
            raise OSError(reason)
        self._delete(_APPROVED)
        if on:
            self._write()
        else:
            self._delete(_RUN)

    def repair(self) -> None:
        """See `Autostart`."""
        value = self._value(_RUN)
        if isinstance(value, str) and is_gone(_program_of(value)):
            self._write()

    # --- internals -------------------------------------------------------------------------------

    def _is_switched_off(self) -> bool:
        approved = self._value(_APPROVED)
        return isinstance(approved, bytes) and approved != b"" and approved[0] % 2 == 1

    def _write(self) -> None:
        from subprocess import list2cmdline

        registry = self._registry
        with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN) as key:
            registry.SetValueEx(key, _NAME, 0, registry.REG_SZ, list2cmdline(self._command))

    def _value(self, path: str) -> Any:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path) as key:
                return registry.QueryValueEx(key, _NAME)[0]
        except FileNotFoundError:
            return None

    def _delete(self, path: str) -> None:
        registry = self._registry
        try:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key:
                registry.DeleteValue(key, _NAME)
        except FileNotFoundError:
            return


def _program_of(command: str) -> str:
    if command.startswith('"'):
        return command[1:].partition('"')[0]
    return command.partition(" ")[0]
