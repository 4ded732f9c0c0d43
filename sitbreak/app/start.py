"""Starts sitbreak, unless it is already running in this session (`sitbreak.core.graphical` has the rules)."""

import logging
import sys
import time
from contextlib import suppress

from sitbreak.app.instance import Instance
from sitbreak.core.settings import Interval
from sitbreak.core.words import terminal
from sitbreak.desktop.command import start_again
from sitbreak.desktop.desktop import DELAYS, Delays
from sitbreak.desktop.platforms import this_platform
from sitbreak.desktop.terminal import TerminalOutput
from sitbreak.remote.protocol import DONE, FAILED
from sitbreak.remote.server import AlreadyRunning, Server
from sitbreak.storage.folders import Folders

LOOK = 0.005
"""Seconds between two attempts to become the instance: for as long there may be none."""

_log = logging.getLogger(__name__)


def start(
    folders: Folders, interval: Interval | None, delays: Delays = DELAYS, *, from_menu: bool = False
) -> int:
    """Run until sitbreak quits, unless another instance runs; return the exit status.

    Args:
        folders: the person's.
        interval: that of `--interval`.
        delays: how long to wait for what.
        from_menu: nobody sees what is printed, so that another instance has to show where it is.
    """
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
        if from_menu:
            _introduce(folders)
        return DONE
    try:
        instance.prepare()
        if about_another:
            _log.info("%s", about_another)
            out.say(about_another)
        instance.run(server.keep_place)
    finally:
        server.close()
    if instance.was_updated:
        start_again()
    if instance.has_failed:
        TerminalOutput(sys.stderr).say(terminal.crashed(folders.log))
    return FAILED if instance.has_failed else DONE


def _introduce(folders: Folders) -> None:
    """Have the running instance show where it is, if this start is on a desktop."""
    from sitbreak.core.commands import as_json  # the instance itself asks nobody
    from sitbreak.core.inputs import Introduce
    from sitbreak.remote.client import NoAnswer, NotRunning, ask

    if this_platform().display_is_there():
        with suppress(NotRunning, NoAnswer):
            ask(folders.runtime, as_json(Introduce()))


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
        from sitbreak.app.predecessor import Predecessor, started_in  # most starts find none
    before = Predecessor(folders.runtime, started_in(instance.waiter))
    while not (status := before.make_way()):
        time.sleep(LOOK)
        with suppress(AlreadyRunning):
            return attempt(), before.outcome
    return None, terminal.already_running(status)
