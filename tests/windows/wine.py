"""Wine's own faults, each with its reason: what Windows does and Wine 8 does not.

The Windows Python that `dev.py windows` makes runs this file at every start, as its sitecustomize.
"""

import errno
import sys

if sys.platform == "win32":
    import msvcrt

    _real_locking = msvcrt.locking

    def _locking(descriptor: int, mode: int, size: int) -> None:
        """Fail as on Windows: Wine's _locking() leaves errno as it was, so that an old one shows."""
        try:
            _real_locking(descriptor, mode, size)
        except OSError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    msvcrt.locking = _locking
