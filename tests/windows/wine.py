"""Wine's own faults, each with its reason: what Windows does and Wine 8 does not.

The Windows Python that `dev.py windows` makes imports this at every start.
"""

import ctypes
import errno
import sys

ON_WINE = sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")

FAULTS: dict[str, str] = {}
"""Why a test cannot pass under Wine, by how its name begins below `tests/`."""

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
