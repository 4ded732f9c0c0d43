"""The sound at the end of a break, as it is made and as it ships."""

import wave

from art.sound import RATE, render
from sitbreak.desktop.sound.player import TONE
from tests.desktop.sound.samples import peak, read_samples


def shipped() -> list[int]:
    with wave.open(str(TONE), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return read_samples(file.readframes(file.getnframes()))


def test_the_shipped_sound_is_the_one_that_the_code_makes() -> None:
    made, ships = read_samples(render()), shipped()
    assert len(made) == len(ships)
    assert max(abs(one - other) for one, other in zip(made, ships, strict=True)) <= 1, "run dev.py art"


def test_the_sound_is_short_and_soft_and_does_not_click() -> None:
    tone = shipped()
    assert len(tone) <= 1.5 * RATE
    assert 0.02 < peak(tone) < 0.25
    assert peak(tone[:8]) < 0.005
    assert peak(tone[-8:]) < 0.005
    assert TONE.stat().st_size < 50_000
