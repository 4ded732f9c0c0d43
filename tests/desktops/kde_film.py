"""Keeps the screen on as films do on Plasma, and says so: `python -m tests.desktops.kde_film`.

A browser's call reaches PowerDevil the same way, through the screen locker, which an examined desktop lacks.
Source: powerdevil, powerdevilpolicyagent.h: 4 is ChangeScreenSettings; it counts after five seconds.
"""

import sys
import time

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.until import until

_NAME = "org.kde.Solid.PowerManagement.PolicyAgent"
_AGENT = DBusAddress("/" + _NAME.replace(".", "/"), bus_name=_NAME, interface=_NAME)
_CHANGE_SCREEN_SETTINGS = 4


def main() -> None:
    with open_dbus_connection() as bus:

        def call(name: str, signature: str, *values: object) -> object:
            return bus.send_and_get_reply(new_method_call(_AGENT, name, signature, values)).body[0]

        call("AddInhibition", "uss", _CHANGE_SCREEN_SETTINGS, "a player", "a film")
        until(lambda: call("HasInhibition", "u", _CHANGE_SCREEN_SETTINGS) is True, "it counts")
        sys.stdout.write("on\n")
        sys.stdout.flush()
        time.sleep(600)


if __name__ == "__main__":
    main()
