"""Starts sitbreak, unless it is already running in this session (`sitbreak.core.graphical` has the rules)."""

import logging
import sys
import time
from contextlib import suppress

from sitbreak.app.instance import Instance
from sitbreak.core.graphical import StartedIn
from sitbreak.core.settings import Interval
from sitbreak.core.words import terminal
from sitbreak.desktop.desktop import DELAYS, Delays, Wiring
from sitbreak.desktop.platforms import this_platform
from sitbreak.desktop.terminal import TerminalOutput
from sitbreak.remote.protocol import DONE, FAILED
from sitbreak.remote.server import AlreadyRunning, Server
from sitbreak.storage.folders import Folders
from sitbreak.waiter import Waiter

LOOK = 0.005
"""Seconds between two attempts to become the instance: for as long there may be none."""

_log = logging.getLogger(__name__)


def start(folders: Folders, interval: Interval | None, delays: Delays = DELAYS) -> int:
    """Run until sitbreak quits, unless another instance runs; return the exit status."""
    out = TerminalOutput(sys.stdout)
    instance = Instance(folders, interval, out, delays)
    instance.obey_signals()
    try:
        server, about_another = _become_instance(folders, instance)
    except OSError as error:
        TerminalOutput(sys.stderr).say(terminal.cannot_start(error))
        return FAILED
    if server is None:
        out.say(about_another)
        if interval is not None:
            out.say(terminal.interval_unchanged(interval))
        return DONE
    try:
        instance.prepare()
        if about_another:
            _log.info("%s", about_another)
            out.say(about_another)
        instance.run(server.keep_place)
    finally:
        server.close()
    if instance.has_failed:
        TerminalOutput(sys.stderr).say(terminal.crashed(folders.log))
    return FAILED if instance.has_failed else DONE


def _become_instance(folders: Folders, instance: Instance) -> tuple[Server | None, str]:
    """Become the one instance.

    Returns:
        The server, None if another instance goes on; and what to say about that one, if there is one.

    Raises:
        OSError: listening is not possible here, or another instance neither answers nor ends.
    """

    def attempt() -> Server:
        return Server(folders.runtime, instance.answer, instance.waiter)

    try:
        return attempt(), ""
    except AlreadyRunning:
        from sitbreak.app.predecessor import Predecessor  # most starts find none
    before = Predecessor(folders.runtime, _started_in(instance.waiter))
    while not (status := before.make_way()):
        time.sleep(LOOK)
        with suppress(AlreadyRunning):
            return attempt(), before.outcome
    return None, terminal.already_running(status)


def _started_in(waiter: Waiter) -> StartedIn:
    """Return the graphical session that this process is in."""
    display = this_platform().make_display(Wiring(waiter=waiter))
    display.start()
    display.wait_until_known()
    display.close()
    return display.started_in
