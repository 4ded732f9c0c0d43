"""Lists the Debian packages that the real-desktop tests need: `python -m tests.rig --packages`."""

import sys

from tests.rig.programs import packages

if sys.argv[1:] != ["--packages"]:
    sys.exit("usage: python -m tests.rig --packages")
print(" ".join(packages()))
