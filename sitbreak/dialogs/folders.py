"""Where the desktop's window for files opens: not where sitbreak happens to have been started."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def start_folder(location: QStandardPaths.StandardLocation) -> Path:
    """Return the person's folder of this kind, or their home if there is none."""
    folder = Path(QStandardPaths.writableLocation(location))
    return folder if folder.is_dir() else Path.home()
