"""Make what people without Python install on Windows: `dev.py build` runs this there.

    python packaging/windows/folder.py DIST VERSION

The results are in DIST/windows: a folder with Python and Qt in it, zipped, and the manifests with which
winget finds it. Nothing of it needs an administrator.
"""

import hashlib
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINGET = HERE / "winget"


def main(dist: Path, version: str) -> None:
    """Build everything; raises OSError or subprocess.CalledProcessError."""
    results = dist / "windows"
    results.mkdir(parents=True, exist_ok=True)
    folder = make_folder(dist)
    archive = results / f"sitbreak-{version}-windows.zip"
    zip_folder(folder, archive)
    write_manifests(results, version, archive)


def make_folder(dist: Path) -> Path:
    """Return the folder with everything in it."""
    made = dist / "pyinstaller"
    options = ["--noconfirm", "--log-level=INFO", f"--distpath={made}", f"--workpath={made / 'work'}"]
    command = [sys.executable, "-m", "PyInstaller", *options, str(HERE / "sitbreak.spec")]
    subprocess.run(command, check=True)
    return made / "sitbreak"


def zip_folder(folder: Path, archive: Path) -> None:
    """Zip a folder, in the same order and with the time of the commit: the same files make the same bytes."""
    made = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))[:6]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), made)
                entry.compress_type = zipfile.ZIP_DEFLATED
                zipped.writestr(entry, path.read_bytes())


def write_manifests(results: Path, version: str, archive: Path) -> None:
    """Write winget's manifests among the results, with version and checksum."""
    checksum = hashlib.sha256(archive.read_bytes()).hexdigest().upper()
    for template in sorted(WINGET.glob("*.yaml")):
        text = template.read_text("utf-8").replace("@version@", version).replace("@sha256@", checksum)
        (results / template.name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
