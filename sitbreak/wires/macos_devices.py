"""System calls of macOS about its devices: what records, what keeps the screen on, and a sound.

None of them needs a permission.

Source: the headers of Apple's SDK: CoreAudio/AudioHardware.h (kAudioProcessPropertyIsRunningInput since macOS
14.2) and AudioHardwareBase.h, CoreMediaIO/CMIOHardwareDevice.h, IOKit/pwr_mgt/IOPMLib.h,
CoreGraphics/CGDisplayConfiguration.h, AudioToolbox/AudioServices.h.
"""

import ctypes
from collections.abc import Callable
from ctypes import POINTER, byref, c_int32, c_uint32, c_void_p
from pathlib import Path
from typing import Any

from sitbreak.wires.libraries import Load, Signatures, load_typed
from sitbreak.wires.macos import FRAMEWORKS, CoreFoundation

_SYSTEM_OBJECT = 1
_GLOBAL, _INPUT, _OUTPUT = "glob", "inpt", "outp"
_DEVICES, _PROCESSES, _STREAMS = "dev#", "prs#", "stm#"
_IS_RUNNING_SOMEWHERE, _IS_RUNNING_INPUT = "gone", "piri"


class _Address(ctypes.Structure):
    """An AudioObjectPropertyAddress, and a CMIOObjectPropertyAddress."""

    _fields_ = (("selector", c_uint32), ("scope", c_uint32), ("element", c_uint32))


_SIZE = (c_int32, (c_uint32, POINTER(_Address), c_uint32, c_void_p, POINTER(c_uint32)))
_AUDIO: Signatures = {
    f"{FRAMEWORKS}/CoreAudio.framework/CoreAudio": {
        "AudioObjectGetPropertyDataSize": _SIZE,
        "AudioObjectGetPropertyData": (
            c_int32,
            (c_uint32, POINTER(_Address), c_uint32, c_void_p, POINTER(c_uint32), c_void_p),
        ),
    },
}
_CAMERAS: Signatures = {
    f"{FRAMEWORKS}/CoreMediaIO.framework/CoreMediaIO": {
        "CMIOObjectGetPropertyDataSize": _SIZE,
        "CMIOObjectGetPropertyData": (
            c_int32,
            (c_uint32, POINTER(_Address), c_uint32, c_void_p, c_uint32, POINTER(c_uint32), c_void_p),
        ),
    },
}
_POWER: Signatures = {
    f"{FRAMEWORKS}/IOKit.framework/IOKit": {
        "IOPMCopyAssertionsStatus": (c_int32, (POINTER(c_void_p),)),
    },
}
_DISPLAYS: Signatures = {
    f"{FRAMEWORKS}/ApplicationServices.framework/ApplicationServices": {
        "CGMainDisplayID": (c_uint32, ()),
        "CGDisplayIsInMirrorSet": (c_uint32, (c_uint32,)),
    },
}
_SOUNDS: Signatures = {
    f"{FRAMEWORKS}/AudioToolbox.framework/AudioToolbox": {
        "AudioServicesCreateSystemSoundID": (c_int32, (c_void_p, POINTER(c_uint32))),
        "AudioServicesPlaySystemSound": (None, (c_uint32,)),
    },
}


class MacDevices:
    """The calls; each loads its framework when it is first needed, and raises OSError if it fails."""

    def __init__(self, load: Load = ctypes.CDLL) -> None:
        """Load nothing yet; `load` returns a framework by its path."""
        self._load = load
        self._sounds: dict[Path, int] = {}

    def microphone_is_used(self) -> bool:
        """Return whether a program records sound.

        Before macOS 14.2 only devices can be asked. One that also plays, such as a headset, does not say
        whether anybody records with it, so it does not count.
        """
        [library] = load_typed(self._load, _AUDIO)

        def get(thing: int, address: _Address, size: c_uint32, values: Any) -> int:
            return int(
                library.AudioObjectGetPropertyData(thing, byref(address), 0, None, byref(size), values)
            )

        audio = _Objects("Core Audio", library.AudioObjectGetPropertyDataSize, get)
        try:
            processes = audio.numbers(_SYSTEM_OBJECT, _PROCESSES)
        except OSError:
            return any(
                audio.is_set(device, _IS_RUNNING_SOMEWHERE)
                for device in audio.numbers(_SYSTEM_OBJECT, _DEVICES)
                if audio.numbers(device, _STREAMS, _INPUT) and not audio.numbers(device, _STREAMS, _OUTPUT)
            )
        return any(audio.is_set(process, _IS_RUNNING_INPUT) for process in processes)

    def camera_is_used(self) -> bool:
        """Return whether a program uses a camera."""
        [library] = load_typed(self._load, _CAMERAS)

        def get(thing: int, address: _Address, size: c_uint32, values: Any) -> int:
            used = c_uint32()
            status = library.CMIOObjectGetPropertyData(
                thing, byref(address), 0, None, size, byref(used), values
            )
            return int(status)

        cameras = _Objects("Core Media I/O", library.CMIOObjectGetPropertyDataSize, get)
        devices = cameras.numbers(_SYSTEM_OBJECT, _DEVICES)
        return any(cameras.is_set(device, _IS_RUNNING_SOMEWHERE) for device in devices)

    def screen_is_kept_on(self) -> bool:
        """Return whether a program keeps the screen on."""
        [library] = load_typed(self._load, _POWER)
        foundation = CoreFoundation(self._load)
        assertions = c_void_p()
        _require("IOPMCopyAssertionsStatus", library.IOPMCopyAssertionsStatus(byref(assertions)))
        if assertions.value is None:
            return False
        kind = foundation.string(b"PreventUserIdleDisplaySleep")
        try:
            return foundation.is_true(assertions.value, kind)
        finally:
            foundation.release(kind)
            foundation.release(assertions.value)

    def screen_is_mirrored(self) -> bool:
        """Return whether another screen, such as a projector, shows the same as the main one."""
        [library] = load_typed(self._load, _DISPLAYS)
        return bool(library.CGDisplayIsInMirrorSet(library.CGMainDisplayID()))

    def play(self, path: Path) -> None:
        """Start to play a sound of at most 30 seconds, as loud as macOS plays its own."""
        [library] = load_typed(self._load, _SOUNDS)
        if path not in self._sounds:
            foundation = CoreFoundation(self._load)
            url = foundation.file_url(bytes(path))
            sound = c_uint32()
            try:
                status = library.AudioServicesCreateSystemSoundID(url, byref(sound))
            finally:
                foundation.release(url)
            _require("AudioServicesCreateSystemSoundID", status)
            self._sounds[path] = sound.value
        library.AudioServicesPlaySystemSound(self._sounds[path])


class _Objects:
    """The objects of Core Audio or Core Media I/O, whose properties are numbers and lists of them."""

    def __init__(
        self,
        name: str,
        get_size: Callable[..., int],
        get: Callable[[int, _Address, c_uint32, Any], int],
    ) -> None:
        self._name = name
        self._get_size = get_size
        self._get = get

    def numbers(self, thing: int, selector: str, scope: str = _GLOBAL) -> list[int]:
        """Return a property of an object; raises OSError if there is none."""
        address = _Address(_code(selector), _code(scope), 0)
        size = c_uint32()
        self._require(self._get_size(thing, byref(address), 0, None, byref(size)))
        values = (c_uint32 * (size.value // 4))()
        if size.value:
            self._require(self._get(thing, address, size, values))
        return list(values)

    def is_set(self, thing: int, selector: str) -> bool:
        """Return whether a property is not 0; False for an object that has gone meanwhile."""
        try:
            return any(self.numbers(thing, selector))
        except OSError:
            return False

    def _require(self, status: int) -> None:
        _require(self._name, status)


def _require(what: str, status: int) -> None:
    if status != 0:
        raise OSError(f"{what} failed: error {status}")


def _code(name: str) -> int:
    """Return a four-character code as the number that it stands for."""
    return int.from_bytes(name.encode(), "big")
