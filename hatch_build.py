"""Makes the man page and the completions of shells whenever the wheel is built."""

import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualHook(BuildHookInterface[Any]):
    """Writes them where pyproject.toml's shared-data expects them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it
        """Write them into this folder; they need nothing but the standard library."""
        sys.path.insert(0, self.root)
        from manual.files import write

        share = Path(self.root, "build", "share")
        rmtree(share, ignore_errors=True)
        write(share)
