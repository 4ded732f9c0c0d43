"""Plays the sound at the end of a break or a hold with what the system offers, and starts no program."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sitbreak.core.finding import Finding

if TYPE_CHECKING:
    from sitbreak.wires.macos_devices import MacDevices

TONE = Path(__file__).with_name("break-end.wav")
"""The sound: one channel of 16-bit samples. `art/sound.py` makes it."""

_log = logging.getLogger(__name__)


class SoundPlayer:
    """The `Sound` port: plays one sound at a time, on a thread that ends with it."""

    def __init__(self, play: Callable[[], None], find: Callable[[], Finding]) -> None:
        """Play nothing yet.

        Args:
            play: plays the sound; may take its time, and raises an OSError if it cannot.
            find: returns what would play it.
        """
        self._play = play
        self._find = find
        self._thread: threading.Thread | None = None
        self._failure_logged = False

    def play(self) -> None:
        """Start to play, unless the sound is still playing."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="sound", daemon=True)
            self._thread.start()

    def findings(self) -> tuple[Finding, ...]:
        """Return what would play the sound."""
        return (self._find(),)

    def _work(self) -> None:
        try:
            self._play()
            self._failure_logged = False
        except OSError as error:
            if not self._failure_logged:
                _log.warning("the sound could not be played: %s", error)
            self._failure_logged = True


def pulse_player(patience: float = 10.0) -> SoundPlayer:
    """Return what plays on PulseAudio, or on PipeWire, which speaks its protocol.

    Args:
        patience: seconds that the sound may take, with everything the server has to play before it.
    """
    return SoundPlayer(partial(_play_on_pulse, patience), _find_pulse)


def windows_player() -> SoundPlayer:
    """Return what plays on Windows."""
    return SoundPlayer(_play_on_windows, lambda: Finding("sound", "winsound"))


def macos_player(devices: "MacDevices | None" = None) -> SoundPlayer:
    """Return what plays on macOS, as loud as its own alerts."""
    if devices is None:
        from sitbreak.wires.macos_devices import MacDevices  # brings ctypes, which Linux does without

        devices = MacDevices()
    return SoundPlayer(partial(devices.play, TONE), lambda: Finding("sound", "audiotoolbox"))


def _play_on_pulse(patience: float) -> None:
    import wave

    from sitbreak.wires import NoServer, pulse

    with wave.open(str(TONE), "rb") as file:
        rate, samples = file.getframerate(), file.readframes(file.getnframes())
    properties = {"media.name": "sitbreak", "media.role": "event"}
    try:
        with pulse.connected("sitbreak", patience) as client:
            client.play(samples, rate, properties)
    except NoServer as reason:
        raise OSError(str(reason)) from reason


def _find_pulse() -> Finding:
    from sitbreak.wires.pulse import server_path

    path = Path(server_path())
    reason = "" if path.is_socket() else f"there is no sound server at {path}"
    return Finding.of_source("sound", "pulseaudio", reason)


def _play_on_windows() -> None:
    """Play it, or nothing where Windows has no device to play it on."""
    winsound = import_module("winsound")  # type checkers know it on Windows only
    try:
        winsound.PlaySound(str(TONE), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
    except RuntimeError as error:
        raise OSError(str(error)) from error
