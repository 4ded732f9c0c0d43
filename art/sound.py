"""The sound at the end of a break: two soft notes, the second a fifth above the first, made of sine waves."""

import math
import wave

from sitbreak.desktop.sound.player import TONE

RATE = 16000
"""Samples per second."""

_LENGTH = 1.4  # seconds
_LOUDNESS = 0.2  # of the largest sample
_NOTES = ((0.0, 392.0), (0.22, 587.33))  # start in seconds, pitch in Hz: G4 and D5
_OVERTONES = ((1.0, 1.0), (2.0, 0.18), (3.0, 0.05))  # a multiple of the pitch, its strength
_ATTACK = 0.03  # seconds until a note is at its loudest; without them it would click
_DECAY = 0.28  # seconds in which it falls to a third
_RELEASE = 0.15  # seconds at the very end in which the rest falls to nothing


def write_sound() -> None:
    """Write the file that ships."""
    with wave.open(str(TONE), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(render())


def render() -> bytes:
    """Return the samples: 16 bits each, little-endian."""
    levels = (_level(number / RATE) for number in range(round(_LENGTH * RATE)))
    return b"".join(round(_LOUDNESS * 32767 * level).to_bytes(2, "little", signed=True) for level in levels)


def _level(second: float) -> float:
    """Return the level of the sound at a moment, between -1 and 1."""
    release = min(1.0, (_LENGTH - second) / _RELEASE)
    return release * sum(_note(second - start, pitch) for start, pitch in _NOTES) / len(_NOTES)


def _note(second: float, pitch: float) -> float:
    """Return the level of a note `second` seconds after its start."""
    if second < 0:
        return 0.0
    envelope = min(1.0, second / _ATTACK) * math.exp(-second / _DECAY)
    strength = sum(strength for _, strength in _OVERTONES)
    waves = sum(share * math.sin(math.tau * pitch * times * second) for times, share in _OVERTONES)
    return envelope * waves / strength
