"""macOS, as far as sitbreak calls it."""

import ctypes
from collections.abc import Callable
from typing import Any

from tests.desktop.idle.libraries import Library

BOOLEAN, NUMBER = 21, 22
LOCKED: dict[str, bool | int] = {"CGSSessionScreenIsLocked": True}
UNKNOWN_PROPERTY = 0x77686F3F
MICROPHONE, HEADSET, SPEAKERS, CAMERA, MEETING, PLAYER = 40, 41, 42, 50, 60, 61
"""Objects of Core Audio and Core Media I/O: devices, and processes."""


class FakeMacOS:
    """A computer that runs macOS, and a session on it.

    Attributes:
        now: returns seconds on the clock that stands still in suspend.
        session: the session's dictionary; None: there is no graphical session.
        asked: how often it was asked for.
        unreleased: how many copies of it are still held.
        broken: the functions that fail.
        running: the objects that record, or play, or film.
        knows_processes: Core Audio has objects for processes, as since 14.2.
        assertions: what keeps the computer or its screen awake.
        is_mirrored: another screen shows the same.
        played: the files that were played.
    """

    def __init__(self, now: Callable[[], float] = lambda: 0.0) -> None:
        self.now = now
        self.session: dict[str, bool | int] | None = {"kCGSSessionOnConsoleKey": True}
        self.asked = 0
        self.unreleased = 0
        self.broken: set[str] = set()
        self.running: set[int] = set()
        self.knows_processes = True
        self.assertions: dict[str, bool | int] | None = {}
        self.is_mirrored = False
        self.played: list[str] = []
        self._input_at = now()
        self._objects: list[Any] = [None]
        self._sounds: list[str] = []

    def type(self) -> None:
        self._input_at = self.now()

    def load(self, path: str) -> Library:
        assert path.startswith("/System/Library/Frameworks/")
        return Library(self)

    def _new(self, what: object) -> int:
        self._objects.append(what)
        return len(self._objects) - 1

    def _made(self, what: object) -> int:
        self.unreleased += 1
        return self._new(what)

    # --- Core Graphics, Core Foundation --------------------------------------------------------

    def CGEventSourceSecondsSinceLastEventType(self, state: int, event_type: int) -> float:
        assert (state, event_type) == (1, 0xFFFFFFFF)
        return self.now() - self._input_at

    def CGSessionCopyCurrentDictionary(self) -> int | None:
        self.asked += 1
        return None if self.session is None else self._made(self.session)

    def CFStringCreateWithCString(self, allocator: None, text: bytes, encoding: int) -> int:
        assert (allocator, encoding) == (None, 0x08000100)
        return self._new(text.decode())

    def CFURLCreateFromFileSystemRepresentation(
        self, allocator: None, path: bytes, length: int, is_folder: int
    ) -> int:
        assert (allocator, length, is_folder) == (None, len(path), 0)
        return self._made(path.decode())

    def CFDictionaryGetValue(self, dictionary: int, key: int) -> int | None:
        value = self._objects[dictionary].get(self._objects[key])
        return None if value is None else self._new(value)

    def CFGetTypeID(self, value: int) -> int:
        return BOOLEAN if isinstance(self._objects[value], bool) else NUMBER

    def CFBooleanGetTypeID(self) -> int:
        return BOOLEAN

    def CFBooleanGetValue(self, value: int) -> bool:
        truth = self._objects[value]
        assert isinstance(truth, bool)
        return truth

    def CFNumberGetValue(self, number: int, number_type: int, value: int) -> bool:
        assert number_type == 9
        ctypes.c_int.from_address(value).value = self._objects[number]
        return True

    def CFRelease(self, value: int) -> None:
        assert self._objects[value] is not None, "it is released once"
        if not (isinstance(self._objects[value], str) and self._objects[value].isidentifier()):  # a string
            self.unreleased -= 1
        self._objects[value] = None

    def CGMainDisplayID(self) -> int:
        return 7

    def CGDisplayIsInMirrorSet(self, display: int) -> int:
        assert display == 7
        return int(self.is_mirrored)

    # --- devices -------------------------------------------------------------------------------

    def _property(self, thing: int, selector: int, scope: int) -> list[int] | None:
        """Return a property; None where there is none."""
        match thing, selector.to_bytes(4, "big"), scope.to_bytes(4, "big"):
            case 1, b"dev#", b"glob":
                return [SPEAKERS, MICROPHONE, HEADSET]
            case 1, b"prs#", b"glob":
                return [PLAYER, MEETING] if self.knows_processes else None
            case device, b"stm#", b"inpt":
                return [1] if device in (MICROPHONE, HEADSET) else []
            case device, b"stm#", b"outp":
                return [2] if device in (SPEAKERS, HEADSET) else []
            case device, b"gone", b"glob" if device < MEETING:
                return [int(device in self.running)]
            case process, b"piri", b"glob":
                return [int(process in self.running)]
            case _:
                return None

    def AudioObjectGetPropertyDataSize(
        self, thing: int, address: Any, _size: int, _qualifier: None, size: Any
    ) -> int:
        values = self._property(thing, address[0].selector, address[0].scope)
        if values is None or "audio" in self.broken:
            return UNKNOWN_PROPERTY
        size[0] = 4 * len(values)
        return 0

    def AudioObjectGetPropertyData(
        self, thing: int, address: Any, _size: int, _qualifier: None, size: Any, values: int
    ) -> int:
        found = self._property(thing, address[0].selector, address[0].scope)
        assert found is not None
        assert size[0] == 4 * len(found)
        ctypes.memmove(values, (ctypes.c_uint32 * len(found))(*found), size[0])
        return 0

    def _camera_property(self, thing: int, address: Any) -> list[int]:
        match thing, address[0].selector.to_bytes(4, "big"):
            case 1, b"dev#":
                return [CAMERA]
            case device, b"gone":
                return [int(device in self.running)]
        raise AssertionError(f"nobody asks {thing} for that")

    def CMIOObjectGetPropertyDataSize(
        self, thing: int, address: Any, _size: int, _qualifier: None, size: Any
    ) -> int:
        size[0] = 4 * len(self._camera_property(thing, address))
        return 0

    def CMIOObjectGetPropertyData(
        self, thing: int, address: Any, _size: int, _qualifier: None, size: int, used: Any, values: int
    ) -> int:
        [value] = self._camera_property(thing, address)
        used[0] = size
        ctypes.c_uint32.from_address(values).value = value
        return 0

    def IOPMCopyAssertionsStatus(self, status: Any) -> int:
        if "power" in self.broken:
            return -1
        status[0] = None if self.assertions is None else self._made(self.assertions)
        return 0

    def AudioServicesCreateSystemSoundID(self, url: int, sound: Any) -> int:
        if "sound" in self.broken:
            return -1500
        self._sounds.append(self._objects[url])
        sound[0] = len(self._sounds)
        return 0

    def AudioServicesPlaySystemSound(self, sound: int) -> None:
        self.played.append(self._sounds[sound - 1])
