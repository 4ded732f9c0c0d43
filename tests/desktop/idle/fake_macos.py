"""macOS, as far as sitbreak calls it."""

import ctypes
from collections.abc import Callable
from typing import Any

from tests.desktop.idle.libraries import Library

BOOLEAN, NUMBER = 21, 22


class FakeMacOS:
    """A computer that runs macOS, and a session on it.

    Attributes:
        now: returns seconds on the clock that stands still in suspend.
        session: the session's dictionary; None: there is no graphical session.
        asked: how often it was asked for.
        unreleased: how many copies of it are still held.
    """

    def __init__(self, now: Callable[[], float] = lambda: 0.0) -> None:
        self.now = now
        self.session: dict[str, bool | int] | None = {"kCGSSessionOnConsoleKey": True}
        self.asked = 0
        self.unreleased = 0
        self._input_at = now()
        self._objects: list[Any] = [None]

    def type(self) -> None:
        self._input_at = self.now()

    def load(self, path: str) -> Library:
        assert path.startswith("/System/Library/Frameworks/")
        return Library(self)

    def _new(self, what: object) -> int:
        self._objects.append(what)
        return len(self._objects) - 1

    def CGEventSourceSecondsSinceLastEventType(self, state: int, event_type: int) -> float:
        assert (state, event_type) == (1, 0xFFFFFFFF)
        return self.now() - self._input_at

    def CGSessionCopyCurrentDictionary(self) -> int | None:
        self.asked += 1
        if self.session is None:
            return None
        self.unreleased += 1
        return self._new(self.session)

    def CFStringCreateWithCString(self, allocator: None, text: bytes, encoding: int) -> int:
        assert (allocator, encoding) == (None, 0x08000100)
        return self._new(text.decode())

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
        assert isinstance(self._objects[value], dict)
        self.unreleased -= 1
