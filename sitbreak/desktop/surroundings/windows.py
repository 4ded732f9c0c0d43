"""What a reminder waits for on Windows.

Source: Microsoft Learn, SHQueryUserNotificationState; CallNtPowerInformation, SystemExecutionState;
ToastNotificationManagerForUser.NotificationMode, which is do-not-disturb, from Windows 11 on. The registry's
ConsentStore is what the Settings show as "Recent activity" of microphone and camera: a program that uses one
now has a LastUsedTimeStop of 0.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

from sitbreak.desktop.notifications import winrt_parts
from sitbreak.desktop.surroundings.asking import AskedSurroundings
from sitbreak.desktop.surroundings.signs import NoVerdict, Probe, Sign
from sitbreak.ports import Post
from sitbreak.wires.windows_shell import (
    QUNS_APP,
    QUNS_BUSY,
    QUNS_D3D_FULL_SCREEN,
    QUNS_PRESENTATION_MODE,
    QUNS_QUIET_TIME,
    WindowsShell,
)

T = TypeVar("T")

CONSENT_STORE = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"

_FULL_SCREEN = frozenset({QUNS_BUSY, QUNS_D3D_FULL_SCREEN, QUNS_APP})
_EPOCH_OF_FILETIME = 11_644_473_600  # seconds from 1601 to 1970
_FILETIMES = 10_000_000  # in a second


def windows_surroundings(post: Post) -> AskedSurroundings:
    """Return the surroundings."""
    shell = WindowsShell()

    def is_in(states: frozenset[int]) -> bool:
        return said(shell.notification_state) in states

    return AskedSurroundings(
        post,
        (
            Probe("microphone", Sign.CALL, partial(in_use, "microphone")),
            Probe("camera", Sign.CALL, partial(in_use, "webcam")),
            Probe("power requests", Sign.SCREEN_KEPT_ON, lambda: said(shell.screen_is_kept_on)),
            Probe("notification state", Sign.FULLSCREEN, lambda: is_in(_FULL_SCREEN)),
            Probe("presentation mode", Sign.PRESENTATION, lambda: is_in(frozenset({QUNS_PRESENTATION_MODE}))),
            Probe("quiet time", Sign.DO_NOT_DISTURB, lambda: is_in(frozenset({QUNS_QUIET_TIME}))),
            Probe("notification mode", Sign.DO_NOT_DISTURB, do_not_disturb),
        ),
    )


def said(ask: Callable[[], T]) -> T:
    """Return what a call of Windows says, or raise `NoVerdict`."""
    try:
        return ask()
    except OSError as error:
        raise NoVerdict(str(error)) from None


def in_use(capability: str) -> bool:
    """Return whether a program uses the microphone or the "webcam" now.

    One that crashed while it did, before this computer was started, has left an entry that means nothing.
    """
    started = (time.time() + _EPOCH_OF_FILETIME - time.monotonic()) * _FILETIMES
    registry = import_module("winreg")
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, rf"{CONSENT_STORE}\{capability}") as key:
            return any(
                _value(registry, used, "LastUsedTimeStop") == 0
                and _value(registry, used, "LastUsedTimeStart") > started
                for used in _programs(registry, key)
            )
    except FileNotFoundError:
        raise NoVerdict("this Windows records no use of it") from None


def do_not_disturb() -> bool:
    """Return whether the person has switched on do-not-disturb."""
    try:
        notifications = winrt_parts.load()
        mode = notifications.ToastNotificationManager.get_default().notification_mode
    except ImportError as error:
        raise NoVerdict(str(error)) from None
    except (OSError, AttributeError):
        raise NoVerdict("this Windows does not say") from None
    return bool(mode != notifications.ToastNotificationMode.UNRESTRICTED)


def _programs(registry: Any, key: Any) -> Iterator[Any]:
    """Yield the keys of all programs: of packages, and below NonPackaged of the others."""
    for name in _names(registry, key):
        with registry.OpenKey(key, name) as program:
            if name == "NonPackaged":
                yield from _programs(registry, program)
            else:
                yield program


def _names(registry: Any, key: Any) -> list[str]:
    count, _, _ = registry.QueryInfoKey(key)
    return [registry.EnumKey(key, index) for index in range(count)]


def _value(registry: Any, key: Any, name: str) -> int:
    """Return a number of the registry; -1 if there is none."""
    try:
        value, _ = registry.QueryValueEx(key, name)
    except FileNotFoundError:
        return -1
    return value if isinstance(value, int) else -1
