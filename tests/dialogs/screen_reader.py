"""Reads windows as a screen reader does: over AT-SPI, from a real accessibility bus."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_COMPONENT = "org.a11y.atspi.Component"
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")


_NO_SUCH_OBJECT = "org.freedesktop.DBus.Error.UnknownObject"


class _GoneError(Exception):
    """A part that has just been there is gone."""


@dataclass(frozen=True)
class Part:
    """One part of a window, as a screen reader gets it."""

    depth: int
    role: str
    name: str
    description: str
    reference: tuple[str, str] = field(default=("", ""), compare=False, repr=False)

    def __str__(self) -> str:
        line = f"{'  ' * self.depth}{self.role}: {self.name}"
        return f"{line} ({self.description})" if self.description else line


class ScreenReader:
    """Connected to the accessibility bus of a session."""

    def __init__(self, session_bus: str) -> None:
        session = open_dbus_connection(session_bus)
        address = self._ask(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        session.close()
        self._bus = open_dbus_connection(address)

    def close(self) -> None:
        self._bus.close()

    def parts_of(self, program: str) -> list[Part]:
        """Return all parts of a program's windows, from top to bottom; nothing while it has none."""
        while True:
            try:
                return self._parts_of(program)
            except _GoneError:  # the window has changed meanwhile
                time.sleep(0.05)

    def _parts_of(self, program: str) -> list[Part]:
        for name, path in self._call(*_REGISTRY, "GetChildren"):
            if self._property(name, path, "Name") == program:
                return list(self._parts(name, path, 0))
        return []

    def place_of(self, part: Part) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a part on the screen."""
        name, path = part.reference
        message = new_method_call(DBusAddress(path, name, _COMPONENT), "GetExtents", "u", (0,))
        reply = self._bus.send_and_get_reply(message, timeout=5)
        assert reply.header.message_type is MessageType.method_return, reply.body
        left, top, width, height = reply.body[0]
        return left, top, width, height

    def _parts(self, name: str, path: str, depth: int) -> Iterator[Part]:
        role = self._call(name, path, "GetRoleName")
        spoken = self._property(name, path, "Name"), self._property(name, path, "Description")
        yield Part(depth, role, *spoken, reference=(name, path))
        for child_name, child_path in self._call(name, path, "GetChildren"):
            yield from self._parts(child_name, child_path, depth + 1)

    def _call(self, name: str, path: str, method: str) -> Any:
        return self._ask(self._bus, name, path, _ACCESSIBLE, method)

    def _property(self, name: str, path: str, key: str) -> str:
        message = Properties(DBusAddress(path, name, _ACCESSIBLE)).get(key)
        reply = self._bus.send_and_get_reply(message, timeout=5)
        return str(reply.body[0][1]) if reply.header.message_type is MessageType.method_return else ""

    @staticmethod
    def _ask(bus: DBusConnection, name: str, path: str, interface: str, method: str) -> Any:
        message = new_method_call(DBusAddress(path, name, interface), method)
        reply = bus.send_and_get_reply(message, timeout=5)
        if reply.header.fields.get(HeaderFields.error_name) == _NO_SUCH_OBJECT:
            raise _GoneError
        assert reply.header.message_type is MessageType.method_return, reply.body
        return reply.body[0]
