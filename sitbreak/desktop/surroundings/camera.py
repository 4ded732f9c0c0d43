"""Whether a program of this person's has a camera open."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sitbreak.desktop.surroundings.signs import CannotTell

_KEEPERS = ("pipewire", "wireplumber")
"""These keep cameras open although nobody looks through them."""


def camera_in_use(
    proc: Path = Path("/proc"), devices: Path = Path("/dev"), classes: Path = Path("/sys/class/video4linux")
) -> bool:
    """Look for an open /dev/video* among the files of this person's processes.

    There are thousands of those files, so they are looked through only when somebody has a camera open.

    Raises:
        CannotTell: there is no /proc.
    """
    if not proc.is_dir():
        raise CannotTell(f"there is no {proc}")
    cameras = list(devices.glob("video*"))
    if all(_nobody_has_it_open(classes / camera.name) for camera in cameras):
        return False
    start = str(devices / "video")
    return any(_has_open(process, start) for process in _own_processes(proc))


def _nobody_has_it_open(camera: Path) -> bool:
    """Ask the driver's module. Source: Linux, v4l2-dev.c: each open file of a camera counts as one user."""
    try:
        return int((camera / "device/driver/module/refcnt").read_text()) == 0
    except (OSError, ValueError):  # built into the kernel, or not a real camera
        return False


def _own_processes(proc: Path) -> Iterator[str]:
    with os.scandir(proc) as entries:
        for entry in entries:
            with suppress(OSError):  # it has just ended
                if (
                    entry.name.isdecimal()
                    and entry.stat().st_uid == os.getuid()
                    and not _is_keeper(entry.path)
                ):
                    yield entry.path


def _is_keeper(process: str) -> bool:
    return Path(process, "comm").read_text(errors="replace").strip() in _KEEPERS


def _has_open(process: str, start: str) -> bool:
    with suppress(OSError):  # it has just ended, or keeps its files to itself
        with os.scandir(f"{process}/fd") as entries:
            paths = [entry.path for entry in entries]
        for path in paths:
            with suppress(OSError):  # it has just been closed
                if os.readlink(path).startswith(start):  # noqa: PTH115 - Path's takes twice the time
                    return True
    return False
