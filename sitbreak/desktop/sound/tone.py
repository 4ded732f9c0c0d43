"""The sound itself: two soft notes, the second a fifth above the first, made of sines by the code below."""

import math
import wave
from pathlib import Path

TONE = Path(__file__).with_name("break-end.wav")
"""The ready-made file: one channel of 16-bit samples."""

RATE = 16000
"""Samples per second."""

_LENGTH = 1.4  # seconds
_LOUDNESS = 0.2  # of what a sample can hold
_NOTES = ((0.0, 392.0), (0.22, 587.33))  # second of its beginning, Hz: G4 and D5
_OVERTONES = ((1.0, 1.0), (2.0, 0.18), (3.0, 0.05))  # a multiple of the note, its strength
_ATTACK = 0.03  # seconds until a note is at its loudest; a sudden one clicks
_FADING = 0.28  # seconds in which it falls to a third
_RELEASE = 0.15  # seconds at the very end in which what is left falls to nothing


def render() -> bytes:
    """Return the samples, little-endian."""
    levels = (_level(number / RATE) for number in range(round(_LENGTH * RATE)))
    return b"".join(round(_LOUDNESS * 32767 * level).to_bytes(2, "little", signed=True) for level in levels)


def write_tone() -> None:
    """Write the ready-made file."""
    with wave.open(str(TONE), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(render())


def read_tone() -> bytes:
    """Return the samples of the ready-made file, little-endian."""
    with wave.open(str(TONE), "rb") as file:
        return file.readframes(file.getnframes())


def _level(second: float) -> float:
    """Return how far the sound swings at a moment, between -1 and 1."""
    release = min(1.0, (_LENGTH - second) / _RELEASE)
    return release * sum(_note(second - start, hertz) for start, hertz in _NOTES) / len(_NOTES)


def _note(second: float, hertz: float) -> float:
    if second < 0:
        return 0.0
    envelope = min(1.0, second / _ATTACK) * math.exp(-second / _FADING)
    strength = sum(strength for _, strength in _OVERTONES)
    swing = sum(share * math.sin(math.tau * hertz * times * second) for times, share in _OVERTONES)
    return envelope * swing / strength
