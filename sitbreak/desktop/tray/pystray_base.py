"""pystray's own base classes, imported without any of its backends.

`import pystray` chooses a backend at once: on Linux one that opens a display or hangs on the notification
daemon. Its `dummy` backend needs nothing, and the backends are imported one by one where they are wanted.
Source: https://pystray.readthedocs.io/en/latest/usage.html#selecting-a-backend
"""

import os

_before = os.environ.get("PYSTRAY_BACKEND")
os.environ["PYSTRAY_BACKEND"] = "dummy"
try:
    from pystray._base import Icon, Menu, MenuItem
finally:
    if _before is None:
        del os.environ["PYSTRAY_BACKEND"]
    else:
        os.environ["PYSTRAY_BACKEND"] = _before

__all__ = ["Icon", "Menu", "MenuItem"]
