"""Skips what needs the D-Bus library, which is installed on Linux only."""

import sys

collect_ignore = [] if sys.platform == "linux" else ["linux"]
