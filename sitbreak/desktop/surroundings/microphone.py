"""Whether a program listens to a microphone: asked of the sound server, else seen in the sound cards."""

from pathlib import Path

from sitbreak.desktop.surroundings.signs import CannotTell
from sitbreak.wires import NoServer, pulse


def microphone_in_use() -> bool:
    """Ask PulseAudio (or PipeWire, which speaks its protocol); without either look at the sound cards.

    Raises:
        CannotTell: there is neither.
    """
    try:
        return pulse.microphone_in_use()
    except NoServer as no_server:
        try:
            return card_records()
        except CannotTell as no_cards:
            raise CannotTell(f"{no_server}; {no_cards}") from None


def card_records(cards: Path = Path("/proc/asound")) -> bool:
    """Tell whether any capture device of a sound card is running.

    Source: Linux, sound/core/pcm.c: a substream's status file says `state: RUNNING` or `closed`.

    Raises:
        CannotTell: the kernel shows no sound cards.
    """
    if not cards.is_dir():
        raise CannotTell(f"there is no {cards}")
    return any("RUNNING" in _read(status) for status in cards.glob("card*/pcm*c/sub*/status"))


def _read(status: Path) -> str:
    try:
        return status.read_text(errors="replace")
    except OSError:  # unplugged between two looks
        return ""
