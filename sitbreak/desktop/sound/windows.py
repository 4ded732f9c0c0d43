"""Plays a sound on Windows, with the standard library."""

import sys

from sitbreak.desktop.sound.tone import TONE


def play_tone() -> None:
    """Play the sound, or nothing where Windows has none to play it on.

    Raises:
        OSError: Windows does not play it.
    """
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(str(TONE), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
        except RuntimeError as error:
            raise OSError(str(error)) from error
