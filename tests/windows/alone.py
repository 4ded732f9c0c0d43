"""sitbreak, as `python -m sitbreak` runs it, with a registry of its own."""

import os
import runpy
import sys

from tests.windows import registry

if sys.platform == "win32":
    registry.redirect(os.environ[registry.VARIABLE])

runpy.run_module("sitbreak", run_name="__main__", alter_sys=True)
