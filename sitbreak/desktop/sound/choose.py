"""What plays the sound here."""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from sitbreak.core.finding import Finding

_log = logging.getLogger(__name__)


class Sound:
    """The `Sound` port: one sound at a time, on a thread that ends with it."""

    def __init__(self, play: Callable[[], None]) -> None:
        """Play with this function, which may take its time and raise an OSError."""
        self._play = play
        self._player: threading.Thread | None = None
        self._failure_told = False

    def play(self) -> None:
        """Begin to play, unless the sound is still to be heard."""
        if self._player is None or not self._player.is_alive():
            self._player = threading.Thread(target=self._work, name="sound", daemon=True)
            self._player.start()

    def findings(self) -> tuple[Finding, ...]:
        """Return what plays the sound here."""
        return (state(),)

    def _work(self) -> None:
        try:
            self._play()
            self._failure_told = False
        except OSError as error:
            if not self._failure_told:
                _log.warning("the end of a break was silent: %s", error)
            self._failure_told = True


def choose(platform: str = sys.platform) -> Sound:
    """Choose by platform; macOS has nothing that can be reached without a library of its own."""
    if platform == "linux":
        from sitbreak.desktop.sound.pulse import play_tone
    elif platform == "win32":
        from sitbreak.desktop.sound.windows import play_tone
    else:
        play_tone = _play_nothing
    return Sound(play_tone)


def state(platform: str = sys.platform) -> Finding:
    """Tell what plays the sound here."""
    if platform == "win32":
        return Finding.of_source("sound", "winsound")
    if platform != "linux":
        return Finding.of_source("sound", platform, "nothing plays it there yet")
    from sitbreak.wires.pulse import server

    path = Path(server())
    return Finding.of_source(
        "sound", "pulseaudio", "" if path.is_socket() else f"there is no sound server at {path}"
    )


def _play_nothing() -> None:
    raise OSError(f"nothing plays sounds on {sys.platform} yet")
