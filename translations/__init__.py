"""The translations: what is to be translated, and what has been. A tool, not a part of sitbreak."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
