"""Samples of sounds: 16 bits each, little-endian."""

import array
import sys

LOUDEST = 32767


def read_samples(data: bytes) -> list[int]:
    """Read samples, except half a one at the end."""
    read = array.array("h", data[: len(data) // 2 * 2])
    if sys.byteorder == "big":
        read.byteswap()
    return read.tolist()


def peak(samples: list[int]) -> float:
    """Return the loudest sample, as a part of the loudest possible."""
    return max(map(abs, samples), default=0) / LOUDEST
