"""Tries many cases of every target: `python3 dev.py fuzz [MINUTES] [--seed N] [TARGET ...]`.

The minutes are shared out evenly. Hypothesis draws cases that make sense in most parts, and simplifies one
that fails; where atheris is installed, it makes many more out of these. A line for each says how many cases
there were, the longest that one has taken, and how much memory each has left behind. The exit status is 1 if
a case has failed: it is printed, and the same seed makes it again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from random import SystemRandom

from tests.fuzz.targets import GUIDED, TARGETS

PATIENCE = 300.0
"""Seconds that a target may take longer than it was given: to simplify a case, and on a busy computer."""

MEMORY = Path("/dev/shm")
_COLUMNS = "{:14} {:10} {:>10} {:>9} {:>11} {:>12}  {}"


@dataclass(frozen=True)
class Tried:
    """What came of one target, tried in one way.

    Attributes:
        cases: how many there were.
        failure: what has failed, and the case; "" if nothing has.
    """

    target: str
    way: str
    seed: int
    cases: int
    slowest: float
    blocks: float
    failure: str

    def line(self) -> str:
        """Write it as a line of the table."""
        slowest, blocks = f"{1000 * self.slowest:.0f} ms", f"{self.blocks:.2f}"
        verdict = "FAILED" if self.failure else "ok"
        return _COLUMNS.format(self.target, self.way, self.seed, self.cases, slowest, blocks, verdict)


def main() -> int:
    """Try cases, print a table; return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("minutes", nargs="?", type=float, default=10.0, help="in all; 10 by default")
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all by default"
    )
    parser.add_argument("--seed", type=int, help="of the first cases; by default one that nobody has chosen")
    asked = parser.parse_args()
    if unknown := [name for name in asked.targets if name not in TARGETS]:
        parser.error(f"unknown target {unknown[0]!r}")
    if sys.platform != "linux":
        sys.exit("the servers are those of Linux")
    number = SystemRandom().randrange(10**6) if asked.seed is None else asked.seed
    print(_COLUMNS.format("target", "by", "seed", "cases", "slowest", "blocks/case", ""), flush=True)
    found = []
    for tried in try_all(asked.targets or list(TARGETS), number, asked.minutes * 60):
        print(tried.line(), flush=True)
        found.append(tried)
    for tried in found:
        if tried.failure:
            print(f"\n{tried.target}, seed {tried.seed}, by {tried.way}:\n{tried.failure}")
    print(f"{sum(tried.cases for tried in found)} cases")
    return 1 if any(tried.failure for tried in found) else 0


def try_all(names: Sequence[str], number: int, seconds: float) -> Iterator[Tried]:
    """Try targets in every way there is, one after the other."""
    has_atheris = find_spec("atheris") is not None
    if not has_atheris:
        print("without atheris, which is not installed here: by Hypothesis alone", file=sys.stderr)
    runs = [(name, way) for name in names for way in _ways(name, has_atheris=has_atheris)]
    for name, way in runs:
        yield try_one(name, way, number, seconds / len(runs))


def _ways(name: str, *, has_atheris: bool) -> tuple[str, ...]:
    return ("Hypothesis", "atheris") if has_atheris and name in GUIDED else ("Hypothesis",)


def try_one(name: str, way: str, number: int, seconds: float) -> Tried:
    """Try one target in one way, in a process and a folder of its own."""
    guided = ["guided"] if way == "atheris" else []
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "tests.fuzz.alone", name, str(number), str(seconds), *guided],
                env=os.environ | {"TMPDIR": folder},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds + PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            return Tried(name, way, number, 0, 0.0, 0.0, f"it hangs:\n{error.stderr!r}")
    *_, line = done.stdout.splitlines() or [""]
    try:
        found = json.loads(line)
    except ValueError:
        return Tried(
            name, way, number, 0, 0.0, 0.0, f"it ended with status {done.returncode}:\n{done.stderr}"
        )
    failure = f"{found['failure']}{found['case']}" if found["failure"] else ""
    return Tried(name, way, number, found["cases"], found["slowest"], found["blocks"], failure)


if __name__ == "__main__":
    sys.exit(main())
