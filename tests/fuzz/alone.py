"""Tries one target in a process of its own, and prints as JSON what came of it.

    python -m tests.fuzz.alone TARGET SEED SECONDS [guided]

Guided, atheris makes the cases: it changes those that Hypothesis draws, and goes on with what reaches new
code.
"""

import importlib
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.engine import Target, Trial, trial

ROUND = 300
"""Cases that Hypothesis draws from one seed; the next ones are drawn from the next seed."""

LONGEST = 4096
"""Bytes of a case that atheris makes."""


def by_hypothesis(name: str, number: int, seconds: float) -> None:
    """Try cases that Hypothesis draws."""
    end = time.monotonic() + seconds
    with trial(_find(name)) as tried:
        while True:
            tried.draw(number, ROUND)
            number += 1
            if tried.outcome.failure or time.monotonic() > end:
                _finish(tried)


def by_atheris(name: str, number: int, seconds: float) -> None:
    """Try cases that atheris makes."""
    import atheris

    with atheris.instrument_imports(include=["sitbreak"]):
        target = _find(name)
    corpus = _draw_corpus(target, number)
    end = time.monotonic() + seconds
    with trial(target) as tried:

        def attempt(data: bytes) -> None:
            try:
                tried.attempt(data)
            except Exception:  # the outcome has it
                _finish(tried)
            if time.monotonic() > end:
                _finish(tried)

        options = [f"-seed={number}", f"-max_len={LONGEST}", "-rss_limit_mb=0", "-close_fd_mask=2"]
        atheris.Setup([sys.argv[0], *options, str(corpus)], attempt)
        atheris.Fuzz()


def _find(name: str) -> Target:
    """Return a target; it is imported late, so that atheris sees its imports."""
    target: Target = importlib.import_module("tests.fuzz.targets").TARGETS[name]
    return target


def _draw_corpus(target: Target, number: int) -> Path:
    """Write some cases for atheris to begin with; return their folder."""
    folder = Path(tempfile.mkdtemp())

    @seed(number)
    @settings(
        max_examples=ROUND,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(target.cases)
    def write(case: bytes) -> None:
        (folder / f"{len(list(folder.iterdir()))}").write_bytes(case)

    write()
    return folder


def _finish(tried: Trial) -> NoReturn:
    """Print the outcome, and end at once: atheris would go on, or end in its own way."""
    tried.measure_growth()
    found = asdict(tried.outcome) | {"case": repr(tried.outcome.case)}
    os.write(1, json.dumps(found).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    way = by_atheris if "guided" in sys.argv[4:] else by_hypothesis
    way(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
