"""Stands for GNOME's display manager, without which its shell locks nothing.

Source: gnome-shell's loginManager.js, canLock: it asks a display manager on the system bus for its version.
"""

import sys

from sitbreak.waiter import Waiter
from sitbreak.wires.dbus import system_bus
from sitbreak.wires.dbus_messages import Message, error_reply, name_of, reply, request_name

READY = "the display manager is there"
_NAME = "org.gnome.DisplayManager"
_MANAGER = f"{_NAME}.Manager"


def main() -> None:
    bus = system_bus()
    bus.export("/org/gnome/DisplayManager/Manager", _answer)
    bus.call(request_name(_NAME), "u", _say_so)
    waiter = Waiter()
    waiter.add(bus)
    waiter.run(lambda: bus.fileno() != -1)


def _say_so(_owns: object) -> None:
    sys.stderr.write(f"{READY}\n")


def _answer(call: Message) -> Message:
    if name_of(call) == "Get" and call.body == (_MANAGER, "Version"):
        return reply(call, "v", ("s", "43.0"))
    return error_reply(call, "org.freedesktop.DBus.Error.UnknownMethod")


if __name__ == "__main__":
    main()
