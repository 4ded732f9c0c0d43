"""What a watched program has asked of the kernel, and of the X server, read from strace's record."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CALLS = ("socket", "connect", "execve", "execveat", "open", "openat", "sendto", "sendmsg", "write", "writev")
"""The system calls to record."""

_CALL = re.compile(r"\d+ +(\w+)\((.*)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')

KEY_REQUESTS = {
    31: "GrabKeyboard", 33: "GrabKey", 36: "GrabServer", 39: "GetMotionEvents", 44: "QueryKeymap",
    101: "GetKeyboardMapping", 103: "GetKeyboardControl",
}  # fmt: skip
"""Core requests that can read keys, by number. Source: X Window System Protocol, appendix B."""

KEY_EXTENSIONS = {"RECORD", "XInputExtension", "XTEST", "XKEYBOARD", "XFree86-DGA", "SECURITY"}
"""Extensions that can."""

_KEY_EVENTS = 0x1 | 0x2 | 0x4000
"""The bits of an event mask for keys. Source: X Window System Protocol: KeyPress, KeyRelease, KeymapState."""
_EVENT_MASK = 0x800
"""The bit of a window's attributes whose value is its event mask. Source: CreateWindow."""


class Call(NamedTuple):
    """A system call."""

    name: str
    arguments: str

    @property
    def text(self) -> bytes:
        """Every string among its arguments, joined."""
        return b"".join(bytes.fromhex(found.replace("\\x", "")) for found in _STRING.findall(self.arguments))

    @property
    def descriptor(self) -> str:
        """Its first argument."""
        return self.arguments.partition(",")[0]


def calls(record: Path) -> Iterator[Call]:
    """Yield what was recorded, in order."""
    for line in record.read_text().splitlines():
        if found := _CALL.match(line):
            yield Call(*found.groups())


def sent_to_x(record: Path) -> list[bytes]:
    """Return what was sent over each connection to an X server."""
    streams: list[bytearray] = []
    by_descriptor: dict[str, bytearray] = {}
    for call in calls(record):
        match call.name:
            case "socket" | "connect":
                is_x = call.name == "connect" and b"/.X11-unix/X" in call.text
                by_descriptor.pop(call.descriptor, None)
                if is_x:
                    streams.append(by_descriptor.setdefault(call.descriptor, bytearray()))
            case "sendto" | "sendmsg" | "write" | "writev" if call.descriptor in by_descriptor:
                by_descriptor[call.descriptor] += call.text
    return [bytes(stream) for stream in streams]


def key_reading_requests(stream: bytes) -> list[str]:
    """Return what was asked of an X server that could read keys.

    Source: X Window System Protocol, "Connection Setup" and "Request Format"; without big requests.
    """
    name, data = struct.unpack_from("<6xHH", stream)
    at = 12 + -name % 4 + name + -data % 4 + data
    found = []
    while at < len(stream):
        opcode, length = struct.unpack_from("<BxH", stream, at)
        assert length, "a request has a length"
        request = stream[at : at + 4 * length]
        if opcode in KEY_REQUESTS:
            found.append(KEY_REQUESTS[opcode])
        elif opcode in {1, 2}:  # CreateWindow, ChangeWindowAttributes
            attributes, values = (28, 32) if opcode == 1 else (8, 12)
            mask = struct.unpack_from("<I", request, attributes)[0]
            if mask & _EVENT_MASK:
                before = (mask & (_EVENT_MASK - 1)).bit_count()
                events = struct.unpack_from("<I", request, values + 4 * before)[0]
                found += [f"events {events & _KEY_EVENTS:#x}"] if events & _KEY_EVENTS else []
        elif opcode == 98:  # QueryExtension
            extension = request[8 : 8 + struct.unpack_from("<H", request, 4)[0]].decode()
            found += [extension] if extension in KEY_EXTENSIONS else []
        at += 4 * length
    return found
