"""The same bench on another commit, in a worktree with a .venv of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.rig.programs import qt_problem

CHECKOUT = Path(__file__).resolve().parents[2]
OUTER_PYTHON = getattr(sys, "_base_executable", sys.executable)


def figures_of(commit: str, options: Sequence[str]) -> dict[str, float | None]:
    """Measure a commit with its own bench; return each figure by what it measures.

    Figures of the two commits that have the same name are compared; they should not be renamed lightly.
    """
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        _git("worktree", "add", "--detach", str(tree), commit)
        try:
            if not qt_problem():
                _dev(tree, "run", "--gui", "--version")
            return parse(_dev(tree, "bench", "--json", *options))
        finally:
            _git("worktree", "remove", "--force", str(tree))


def parse(table: str) -> dict[str, float | None]:
    """Parse the JSON that the bench prints."""
    figures: list[dict[str, Any]] = json.loads(table)
    return {figure["what"]: figure["measured"] for figure in figures}


def _dev(tree: Path, *arguments: str) -> str:
    # Not checked: the bench also fails where a figure is over its limit.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [OUTER_PYTHON, str(tree / "dev.py"), *arguments]
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False).stdout


def _git(*arguments: str) -> None:
    command = ["git", "-C", str(CHECKOUT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"dev.py bench --against: {done.stderr.strip()}")
