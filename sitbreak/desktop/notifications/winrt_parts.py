"""WinRT's notifications, from the packages that bring them to Python."""

from typing import Any

from sitbreak.late_modules import imported_when_used


def load() -> Any:
    """Return the module of Windows.UI.Notifications.

    Raises:
        ImportError: the packages are missing.
    """
    with imported_when_used({"asyncio": {}}):  # 4 MiB, for calls that nobody makes here
        from winrt.windows.ui import notifications

    return notifications
