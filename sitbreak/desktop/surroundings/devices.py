"""Whether a program uses a microphone or a camera."""

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.wires import NoServer, pulse

_SERVER_TIMEOUT = 1.0
"""Seconds that the sound server gets for each step."""

_CAMERA_KEEPERS = ("pipewire", "wireplumber")
"""Programs that keep cameras open even if nobody uses them."""


# --- microphones --------------------------------------------------------------------------------


def microphone_in_use(cards: Path = Path("/proc/asound")) -> bool:
    """Return whether a program records, as PulseAudio, PipeWire or at least the sound cards know.

    PipeWire mostly speaks PulseAudio's protocol, too.

    Raises:
        NoVerdict: there is none of them.
    """
    reasons = []
    for records in (_program_records, _program_records_natively, partial(_card_records, cards)):
        try:
            return records()
        except (NoServer, NoVerdict) as reason:
            reasons.append(str(reason))
    raise NoVerdict("; ".join(reasons))


def _program_records() -> bool:
    """Return whether a program records from anything but what the speakers play.

    Raises:
        NoServer: no sound server answers.
    """
    with pulse.connected("sitbreak", _SERVER_TIMEOUT) as client:
        return any(_is_microphone(client, recording) for recording in client.source_outputs())


def _program_records_natively() -> bool:
    from sitbreak.desktop.surroundings import streams  # wanted only where nobody speaks PulseAudio's protocol

    return streams.microphone_in_use()


def _is_microphone(client: pulse.Client, recording: pulse.SourceOutput) -> bool:
    if recording.is_paused or recording.is_meter or not recording.has_client:
        return False
    return recording.source is not None and not client.is_monitor(recording.source)


def _card_records(cards: Path) -> bool:
    """Return whether any capture device of a sound card is running.

    Source: Linux, sound/core/pcm.c: a substream's status file says `state: RUNNING` or `closed`.

    Raises:
        NoVerdict: the kernel shows no sound cards.
    """
    if not cards.is_dir():
        raise NoVerdict(f"there is no {cards}")
    for status in cards.glob("card*/pcm*c/sub*/status"):
        with suppress(OSError):  # just unplugged
            if "RUNNING" in status.read_text(errors="replace"):
                return True
    return False


# --- cameras ------------------------------------------------------------------------------------


def camera_in_use(
    proc: Path = Path("/proc"), devices: Path = Path("/dev"), classes: Path = Path("/sys/class/video4linux")
) -> bool:
    """Return whether any process of this person has a /dev/video* open.

    They have thousands of open files, which are searched only while somebody has a camera open.

    Raises:
        NoVerdict: there is no /proc.
    """
    if not proc.is_dir():
        raise NoVerdict(f"there is no {proc}")
    cameras = [device for device in devices.iterdir() if device.name.startswith("video")]
    if all(_is_closed(classes / camera.name) for camera in cameras):
        return False
    start = str(devices / "video")
    return any(_has_open(process, start) for process in _own_processes(proc))


def _is_closed(camera: Path) -> bool:
    """Return whether nobody uses the driver's module.

    Source: Linux, v4l2-dev.c: each open file of a camera counts as one user.
    """
    try:
        return int((camera / "device/driver/module/refcnt").read_text()) == 0
    except (OSError, ValueError):  # built into the kernel, or not a real camera
        return False


def _own_processes(proc: Path) -> Iterator[Path]:
    for process in proc.iterdir():
        with suppress(OSError):  # just ended
            if process.name.isdecimal() and process.stat().st_uid == os.getuid() and not _is_keeper(process):
                yield process


def _is_keeper(process: Path) -> bool:
    return (process / "comm").read_text(errors="replace").strip() in _CAMERA_KEEPERS


def _has_open(process: Path, start: str) -> bool:
    with suppress(OSError):  # just ended, or hides its files
        for file in (process / "fd").iterdir():
            with suppress(OSError):  # just closed
                if str(file.readlink()).startswith(start):
                    return True
    return False
