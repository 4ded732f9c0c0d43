"""Menu and notifications on a real Xfce desktop in another language, to be looked at.

`python -m tests.journeys.language_sheet CODE FOLDER` writes a picture of a reminder beside the menu, and one
of the break that it turns into.
"""

import os
import sys
from pathlib import Path

from tests.journeys.screenshots import take_pictures

if __name__ == "__main__":
    code, folder = sys.argv[1], Path(sys.argv[2])
    os.environ["XAUTHORITY"] = "/nonexistent"
    folder.mkdir(parents=True, exist_ok=True)
    take_pictures("Adwaita", folder / f"{code}-reminder.png", folder / f"{code}-break.png", code)
