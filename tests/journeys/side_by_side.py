"""Stories that mostly wait, run at the same time, each at a desk of its own.

A reminder that waits asks again after a minute; side by side, all stories share that minute.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

from sitbreak.core.words import reminder
from tests.journeys.desk import Desk
from tests.journeys.heard import Overheard
from tests.rig.desktop import Desktop
from tests.rig.programs import Home, needs
from tests.rig.servers import SessionBus, XDisplay
from tests.until import BUSY, until

MOST_AT_ONCE = 7
A_MINUTE = 60
LOOK = 0.2
"""Seconds between two looks while several stories wait: each look slows all of them down."""

Story = Callable[[Desk, Desktop], None]
_stories: dict[str, Story] = {}


class RunningStories:
    """Stories that are running."""

    def __init__(self, folder: Path, names: set[str]) -> None:
        """Start the stories with these names, in the order of their files: the longest come first there."""
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE)
        wanted = [story for name, story in _stories.items() if name in names]
        self._ends: dict[Story, Future[None]] = {
            # Numbered folders: the path of a socket must be short.
            story: self._pool.submit(_run, story, folder / str(number))
            for number, story in enumerate(wanted)
        }

    def end_of(self, story: Story) -> None:
        """Wait for the end of a story; raise what failed in it."""
        self._ends[story].result()

    def close(self) -> None:
        """Start no more stories, and wait for those that are running."""
        self._pool.shutdown(cancel_futures=True)


def side_by_side(story: Story) -> Callable[[RunningStories], None]:
    """Make a story a test that runs at the same time as the other ones."""

    def test(running_stories: RunningStories) -> None:
        running_stories.end_of(story)

    _stories[story.__name__] = story
    test.__name__ = story.__name__
    return test


def _run(story: Story, folder: Path) -> None:
    with desk_of_its_own(Home(folder)) as (desk, desktop):
        story(desk, desktop)


@contextmanager
def desk_of_its_own(
    home: Home, panel: Literal["top", "bottom"] = "bottom", height: int = 600
) -> Iterator[tuple[Desk, Desktop]]:
    """Make a desktop with a panel, and a desk there on which sitbreak is not started yet."""
    needs("Xvfb", "xdotool", "dbus-daemon", "dbus-send", "xfwm4", "xprop")
    needs("xfconfd", "xfce4-panel", "xfce4-notifyd")
    with ExitStack() as ends:
        began = time.monotonic()
        display = XDisplay(home, "-screen", "0", f"1024x{height}x24")
        ends.callback(display.server.end)
        bus = SessionBus(home)
        ends.callback(bus.daemon.kill)
        desktop = Desktop(home, display, bus)
        ends.callback(desktop.end)
        desktop.start_xfce_panel(at=panel)
        desk = Desk(desktop)
        ends.callback(desk.end)
        # A busy computer has just shown how much longer it takes for everything.
        desk.lead = min(desk.lead + round(2 * (time.monotonic() - began)), A_MINUTE - 5)
        yield desk, desktop


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait for something that takes up to a minute, looking rarely."""
    until(condition, what, seconds=A_MINUTE + BUSY, meanwhile=lambda: time.sleep(LOOK))


def wait_for_the_only_bubble(desk: Desk, heard: Overheard) -> None:
    """Check that one reminder appears, which names the whole sitting, and no other until it expires."""
    wait_for(lambda: heard.sent, "the reminder is sent")
    desk.wait_for_bubble()
    assert desk.reminder() == "due"
    desk.wait_for_icon("due")
    since_then = time.time() - heard.sent[0].at
    sat = desk.sitting_seconds() - since_then
    wait_for(lambda: desk.bubble() is None, "the notification has gone")
    [reminder] = heard.sent
    assert reminder.title in {_title_after(sat + off) for off in (-1, 0, 1)}


def _title_after(seconds: float) -> str:
    return reminder.title(timedelta(seconds=seconds))
