"""Writes the man page and the completions into the folder that is named."""

import sys
from pathlib import Path

from manual.files import write

if __name__ == "__main__":
    write(Path(sys.argv[1]))
