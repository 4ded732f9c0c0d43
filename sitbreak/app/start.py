"""Starts sitbreak, unless it is already running in this session (`sitbreak.core.graphical` has the rules)."""

import logging
import sys
import time

from sitbreak.app.instance import Instance
from sitbreak.app.predecessor import Predecessor
from sitbreak.core.graphical import StartedIn
from sitbreak.core.settings import Interval
from sitbreak.core.words import terminal
from sitbreak.desktop.desktop import DELAYS, Delays, Wiring
from sitbreak.desktop.platforms import this_platform
from sitbreak.desktop.terminal import TerminalOutput
from sitbreak.remote.client import NoAnswer, NotRunning
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
        begun = _become_instance(folders, instance, out)
    except (OSError, NotRunning, NoAnswer) as error:
        print(terminal.cannot_start(error), file=sys.stderr)
        return FAILED
    if begun is None:
        if interval is not None:
            out.say(terminal.interval_unchanged(interval))
        return DONE
    server, before = begun
    try:
        instance.prepare()
        if before is not None and before.outcome:
            _log.info("%s", before.outcome)
            out.say(before.outcome)
        instance.run(server.keep_place)
    finally:
        server.close()
    if instance.has_failed:
        print(terminal.crashed(folders.log), file=sys.stderr)
    return FAILED if instance.has_failed else DONE


def _become_instance(
    folders: Folders, instance: Instance, out: TerminalOutput
) -> tuple[Server, Predecessor | None] | None:
    """Become the one instance; return None if another one goes on.

    Returns:
        The server, and the instance before if this one takes over from it.

    Raises:
        OSError: listening is not possible here.
        NotRunning: another instance has the lock, but no longer listens.
        NoAnswer: another instance does not answer, and cannot be ended.
    """
    before: Predecessor | None = None
    while True:
        try:
            return Server(folders.runtime, instance.answer, instance.waiter), before
        except AlreadyRunning:
            if before is None:
                before = Predecessor(folders.runtime, _started_in(instance.waiter))
            status = before.make_way()
            if status:
                out.say(terminal.already_running(status))
                return None
            time.sleep(LOOK)


def _started_in(waiter: Waiter) -> StartedIn:
    """Return the graphical session that this process is in."""
    display = this_platform().make_display(Wiring(waiter=waiter))
    display.start()
    display.close()
    return display.started_in
