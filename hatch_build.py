"""What hatchling makes of this project when it builds a package, with the standard library alone."""

import re
import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PAGES = "https://github.com/sitbreak/sitbreak/blob"
FILES = "https://raw.githubusercontent.com/sitbreak/sitbreak"


class ManualHook(BuildHookInterface[Any]):
    """Makes the man page and the completions of shells, for the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it
        """Write them where pyproject.toml's shared-data expects them."""
        sys.path.insert(0, self.root)
        from manual.files import write

        share = Path(self.root, "build", "share")
        rmtree(share, ignore_errors=True)
        write(share)


class ReadmeHook(MetadataHookInterface):
    """Makes the README readable away from its folder."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README, as a package index shows it."""
        root = Path(self.root)
        [version] = re.findall(
            r'^__version__ = "(.+)"$', (root / "sitbreak" / "__init__.py").read_text("utf-8"), re.MULTILINE
        )
        text = absolute((root / "README.md").read_text("utf-8"), f"v{version}")
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def absolute(text: str, tag: str) -> str:
    """Make the links and pictures of a document absolute: to what they are in the release with this tag."""
    text = re.sub(r'(?<=src=")(?=docs/)|(?<=srcset=")(?=docs/)', f"{FILES}/{tag}/", text)
    return re.sub(r"(?<=\]\()(?![a-z]+:|#)", f"{PAGES}/{tag}/", text)
