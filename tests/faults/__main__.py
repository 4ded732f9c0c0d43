"""Try every fault and write the table of docs/FAULTS.md: `python3 dev.py faults [TRIES] [OPTIONS]`."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "FAULTS.md"
TRIES = "100"

_HEAD = "| fault | tries | what happens | well again after (median, longest) | confirmed, lost |"
_FOLDER = str(Path("tests", "faults"))

Row = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Run the tests of faults; return pytest's exit status. Without options, write the table."""
    tries, options = (
        (arguments[0], arguments[1:]) if arguments and arguments[0].isdecimal() else (TRIES, arguments)
    )
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder, "record")
        record.touch()
        status = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", "--timeout=0", _FOLDER, *options],
            cwd=ROOT,
            env={**os.environ, "SITBREAK_TRIES": tries, "SITBREAK_FAULTS": str(record)},
            check=False,
        ).returncode
        rows = [json.loads(line) for line in record.read_text().splitlines()]
    lines = table(rows)
    print("\n".join(lines))
    if not (status or options):
        head, _, rest = PAGE.read_text("utf-8").partition(_HEAD)
        after = rest[rest.index("\n\n") :]
        PAGE.write_text(head + "\n".join(lines) + after, "utf-8")
    return status


def table(rows: Iterable[Row]) -> list[str]:
    """Return the table, one line for each fault, in the order of the tests."""
    faults: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["place"], row["what"])):
        faults[row["what"], row["outcome"]].append(row)
    return [_HEAD, "|---|---|---|---|---|", *(_line(*fault, tried) for fault, tried in faults.items())]


def _line(what: str, outcome: str, rows: list[Row]) -> str:
    tried, kept = (sum(row[name] for row in rows) for name in ("tried", "kept"))
    seconds = [took for row in rows for took in row["seconds"]]
    after = f"{median(seconds):.1f} s, {max(seconds):.1f} s" if seconds else ""
    lost = f"{kept:,}, 0" if kept else ""
    return f"| {what} | {tried:,} | {outcome} | {after} | {lost} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
