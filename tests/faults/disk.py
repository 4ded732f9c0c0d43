"""A disk of a test's own: it can be full, or read-only, and it is gone with the test."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.rig.programs import Home, Program, give_up, needs

_SIZE = "512k"
_HOLD = 'mount -t tmpfs -o size="$1",mode=700 tmpfs "$2" && touch "$2/ready" && exec sleep infinity'


class Disk:
    """A small file system over a folder, which only programs started with `inside` have."""

    def __init__(self, home: Home, folder: Path) -> None:
        """Mount it. Skip the test where nobody may mount."""
        needs("unshare", "nsenter", "mount")
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "unshare",
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            _HOLD,
            "sh",
            _SIZE,
            str(folder),
        ]
        if subprocess.run([*command[:4], "true"], check=False, capture_output=True).returncode:
            give_up("mounting is not permitted here")
        self._holder = Program(command, home.env, home.folder / "disk.log", self._is_mounted)
        self._holder.start()

    def inside(self, command: Sequence[str]) -> list[str]:
        """Return the command that sees this disk."""
        return ["nsenter", "--target", str(self._holder.pid), "--mount", *command]

    def fill(self) -> None:
        """Leave not a single byte."""
        filler = self._seen(self.folder / "filler").open("ab", buffering=0)
        with filler:
            size = 65536
            while size:
                try:
                    filler.write(bytes(size))
                except OSError:
                    size //= 2

    def make_room(self) -> None:
        """Remove what fills it."""
        self._seen(self.folder / "filler").unlink()

    def make_read_only(self, *, read_only: bool) -> None:
        """Remount it."""
        option = f"remount,{'ro' if read_only else 'rw'}"
        subprocess.run(self.inside(["mount", "-o", option, str(self.folder)]), check=True)

    def remove(self, name: str) -> None:
        """Remove a folder of it and everything in it."""
        shutil.rmtree(self._seen(self.folder / name))

    def names(self) -> set[str]:
        """Return the names of all files on it."""
        found = self._seen(self.folder)
        return {path.relative_to(found).as_posix() for path in found.rglob("*") if path.is_file()}

    def end(self) -> None:
        """Unmount it."""
        self._holder.kill()

    def _seen(self, path: Path) -> Path:
        """Return the path by which the test sees a file on it."""
        return Path(f"/proc/{self._holder.pid}/root{os.path.realpath(path)}")

    def _is_mounted(self) -> bool:
        return self._seen(self.folder / "ready").exists()
