"""Thousands of reminders in one real process, and what it costs: `python3 dev.py soak [REMINDERS]`.

A private bus has a notification daemon, a panel, Mutter's idle monitor and a screen saver, all of them this
program's, so nothing waits for pixels; the clocks of sitbreak are stepped, a minute at a time. Somebody
reacts to reminders in every way there is, opens the menu, windows with tips, and changes settings.

The memory counted is what the process has written to (private dirty pages), while nothing is going on. The
first line below the heading is the one that the others are compared with: caches are full by then.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from tests.desktop.notifications.server import Notified
from tests.soak.office import MOST_THREADS, Costs, Office

REMINDERS = 10_000
LINES = 20
"""Of the table; the first of them is the one to compare with."""

MOST_GROWTH = 0.5
"""MiB."""

MOST_LOG = 2 * 256 * 1024
"""Bytes: the log, and the one before."""

CARDS_EVERY = 400
MEMORY = Path("/dev/shm")


def main() -> int:
    """Run it, and print a table; return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py soak", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("reminders", nargs="?", type=int, default=REMINDERS, help=f"{REMINDERS} by default")
    asked = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("the soak reads /proc: it needs Linux")
    print("reminders   memory MiB   descriptors   threads   log KiB   seconds", flush=True)
    start, measured = time.monotonic(), list[Costs]()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        office = Office(Path(folder))
        try:
            for costs in work(office, asked.reminders, max(asked.reminders // LINES, 1)):
                measured.append(costs)
                print(_line(office.reminders, costs, time.monotonic() - start), flush=True)
            faults = [*faults_of(measured), *office.complaints.splitlines()]
        finally:
            office.close()
    print("\n".join(faults) or "ok")
    return 1 if faults else 0


def _line(reminders: int, costs: Costs, seconds: float) -> str:
    return (
        f"{reminders:9}   {costs.memory:10.2f}   {costs.descriptors:11}   {costs.threads:7}"
        f"   {costs.log / 1024:7.0f}   {seconds:7.0f}"
    )


def work(office: Office, reminders: int, every: int) -> Iterator[Costs]:
    """Be reminded so many times; return what the process costs after each `every` of them."""
    for number in count():
        if number and number % every == 0:
            yield office.costs()
        if office.reminders >= reminders:
            return
        react(office, number)


def react(office: Office, number: int) -> None:
    """Be reminded, and react, each time in another way."""
    bubble = office.sit_until_reminded()
    if number % CARDS_EVERY == CARDS_EVERY - 1:
        office.open_card(bubble)
    if number % 7 == 0:
        office.look_at_menu()
    _WAYS[number % len(_WAYS)](office, bubble)
    if number % 10 == 0:
        office.ask(f"settings set snooze {1 + number // 10 % 2}m")
    if number % 50 == 0:
        office.edit_settings(number // 50)


def _start_break(office: Office, bubble: Notified) -> None:
    office.click(bubble, "Start break")
    office.stay_away(2)


def _pause(office: Office, _: Notified) -> None:
    office.ask("pause 1h")
    office.ask("resume")


_WAYS: tuple[Callable[[Office, Notified], None], ...] = (
    lambda office, bubble: office.click(bubble, "Snooze"),
    lambda office, bubble: office.dismiss(bubble),
    _start_break,
    lambda office, _: office.lock(2),
    lambda office, _: office.choose("Skip this break"),
    lambda office, _: office.ask("snooze 1m"),
    _pause,
    lambda *_: None,  # it comes again
)
"""What people do when they are reminded."""


def faults_of(measured: list[Costs]) -> list[str]:
    """Return what has grown, in words."""
    first, last = measured[0], measured[-1]
    faults = []
    if last.memory - first.memory > MOST_GROWTH:
        faults.append(f"memory has grown by {last.memory - first.memory:.2f} MiB")
    if any(costs.descriptors != first.descriptors for costs in measured):
        faults.append("descriptors have come or gone")
    if any(costs.threads > MOST_THREADS for costs in measured):
        faults.append("threads have been left behind")
    if any(costs.log > MOST_LOG for costs in measured):
        faults.append("the log has no bound")
    return faults


if __name__ == "__main__":
    sys.exit(main())
