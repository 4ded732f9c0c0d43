"""A sitbreak whose patience is short: what it tries again after a minute, it tries again soon."""

import sys

_START = """
import sys
from sitbreak import cli, loop
from sitbreak.app import start
from sitbreak.desktop.desktop import Delays
loop.Loop.__init__.__defaults__ = (None, 0.3)
start.start.__defaults__ = (Delays(retry=0.3, watcher=0.5, over=3.0),)
sys.exit(cli.main(sys.argv[1:]))
"""
HASTY = (sys.executable, "-P", "-c", _START)
"""The command that starts it."""
