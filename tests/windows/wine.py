"""Wine's own faults, each with its reason: what Windows does and Wine 8 does not.

The Windows Python that `dev.py windows` makes imports this at every start.
"""

import ctypes
import errno
import sys

ON_WINE = sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")

FAULTS = {
    "Wine 8 kills a console's programs and sends no CTRL_CLOSE_EVENT": (
        "app/test_windows_ends.py::test_the_console_ends_it_and_everything_is_saved[close]",
    ),
}
"""What it cannot test, as in `tests.windows.not_there`.

Elsewhere in the tests: it reports no click on a balloon, counts no handles, draws a balloon in one line and
windows without Segoe UI, and asks its server for everything, which `bench` must not count.
"""

if sys.platform == "win32" and ON_WINE:
    import msvcrt

    _real_locking = msvcrt.locking

    def _locking(descriptor: int, mode: int, size: int) -> None:
        """Fail as on Windows: Wine's _locking() leaves errno as it was, so that an old one shows."""
        try:
            _real_locking(descriptor, mode, size)
        except OSError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    msvcrt.locking = _locking
