"""Speed and size of the tray process on a real desktop: `python3 dev.py bench [OPTIONS]`.

It starts an X server, a session bus, xfwm4, xfce4-panel and xfce4-notifyd for a person whose folders are
empty, so every setting has its default. With `--sources` it measures every source of idle instead (see
`tests.bench.sources`), with `--history` ten years of history (`tests.bench.history`), with `--peers` other
break reminders beside sitbreak (`tests.bench.peers`), with `--against COMMIT` first that commit, and prints
both. Most figures are counts and ratios, which another machine can check. The exit status is 1 if a figure is
over its limit.

How things are counted:
- A wake-up is a voluntary context switch of any thread: it has slept, and something woke it.
- Programs started: children that ended leave their page faults with their parent, the others are still there.
- "Nobody types" begins with a key press and ends before `away_after`: somebody reads, and the ring moves.
- "Nobody is there" begins once sitbreak has noticed that: what an idle computer pays, hour after hour.
- The runtime folder is in memory, as everywhere; the heartbeat of every minute is written there.
- CPU to the icon is everything that the process has used when the panel reports the new icon.
- The tip card and a bare window are timed from start to first paint, in turns; the medians count.
- Memory: an idle Python with OpenSSL and SQLite loaded runs beside it, because a desktop holds the pages of
  their shared libraries anyway: systemd alone brings OpenSSL into every session; NSS and libsoup, so every
  browser and GNOME itself, bring SQLite. Where nothing else has it, SQLite is 1.3 MiB more.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

from tests.bench import against, history, peers, sources, tray
from tests.bench.measuring import Figure

OK = {"", "ok"}
_OTHERS: dict[str, Callable[[float], Iterator[Figure]]] = {"sources": sources.run, "history": history.run}


def main() -> int:
    """Run the bench; return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--minutes", type=float, default=2.5, help=f"of each stretch, at most {tray.LONGEST}")
    of_what = parser.add_mutually_exclusive_group()
    of_what.add_argument("--sources", action="store_true", help="measure every source of idle instead")
    of_what.add_argument("--history", action="store_true", help="measure ten years of history instead")
    of_what.add_argument("--peers", action="store_true", help="measure other break reminders, too")
    parser.add_argument("--against", metavar="COMMIT", help="measure this commit first, and print both")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    if not 0 < asked.minutes <= tray.LONGEST:
        parser.error(f"--minutes: more than 0, at most {tray.LONGEST}")
    if sys.platform != "linux":
        sys.exit("the bench reads /proc: it needs Linux")
    if asked.peers:
        if asked.against:
            parser.error("--peers: not with --against")
        peers.show(asked.minutes, as_json=asked.json)
        return 0
    before: dict[str, float | None] | None = None
    if asked.against:
        options = ["--minutes", str(asked.minutes), *(f"--{name}" for name in _OTHERS if vars(asked)[name])]
        before = against.figures_of(asked.against, options)
    measure = next((run for name, run in _OTHERS.items() if vars(asked)[name]), tray.run)
    show = as_json if asked.json else as_table
    return 0 if show(measure(asked.minutes), before, asked.against) else 1


def as_table(figures: Iterator[Figure], before: dict[str, float | None] | None, commit: str) -> bool:
    """Print a line for each figure once it is measured; return whether all are within their limits."""
    other = [] if before is None else [commit[:9]]
    _print(_line("figure", *other, "measured", "limit", ""))
    is_ok = True
    for figure in figures:
        was = [] if before is None else [_number(before.get(figure.what))]
        limit = "" if figure.limit is None else f"{figure.limit:g}"
        _print(_line(figure.what, *was, _number(figure.measured), limit, figure.verdict))
        is_ok &= figure.verdict in OK
    return is_ok


def as_json(figures: Iterator[Figure], before: dict[str, float | None] | None, _commit: str) -> bool:
    """Print all figures as JSON; return whether all are within their limits."""
    measured = list(figures)
    rows = [asdict(figure) | {"verdict": figure.verdict} for figure in measured]
    if before is not None:
        rows = [row | {"before": before.get(row["what"])} for row in rows]
    _print(json.dumps(rows, indent=2))
    return all(figure.verdict in OK for figure in measured)


def _line(what: str, *columns: str) -> str:
    *numbers, verdict = columns
    return f"{what:56} {' '.join(f'{number:>9}' for number in numbers)}  {verdict}".rstrip()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _print(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
