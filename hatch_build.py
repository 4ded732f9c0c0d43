"""What hatchling makes of this project when it builds a package, with the standard library alone."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PAGES = "https://github.com/sitbreak/sitbreak/blob"
FILES = "https://raw.githubusercontent.com/sitbreak/sitbreak"


class ManualHook(BuildHookInterface[Any]):
    """Makes the man page and the completions of shells, for the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it
        """Write them to a folder of this build's own, and say where they go in the wheel."""
        sys.path.insert(0, self.root)
        from manual.files import write

        self._folder = TemporaryDirectory()
        write(Path(self._folder.name))
        data = f"sitbreak-{self.metadata.version}.data/data/share"
        build_data["force_include"][self._folder.name] = data

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove them again."""
        self._folder.cleanup()


class ReadmeHook(MetadataHookInterface):
    """Makes the README readable away from its folder."""

    def get_known_classifiers(self) -> list[str]:
        """Return those that Debian 12's list is too old for."""
        return [f"Programming Language :: Python :: 3.{minor}" for minor in (12, 13, 14)]

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
