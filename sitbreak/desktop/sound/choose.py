"""Chooses what plays sounds here. To go when the composed desktops choose."""

import sys

from sitbreak.desktop.sound.player import SoundPlayer, pulse_player, silent_player, windows_player


def choose(platform: str = sys.platform) -> SoundPlayer:
    """Choose by platform; macOS has nothing that can be reached without a library of its own."""
    if platform == "linux":
        return pulse_player()
    return windows_player() if platform == "win32" else silent_player(platform)
