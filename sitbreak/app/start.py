"""Starts sitbreak, unless it is already running."""

import sys
import time

from sitbreak.app.instance import Instance
from sitbreak.core.commands import Question, as_json
from sitbreak.core.inputs import Asked
from sitbreak.core.settings import Interval
from sitbreak.core.words import terminal
from sitbreak.desktop.desktop import DELAYS, Delays
from sitbreak.desktop.terminal import TerminalOutput
from sitbreak.remote.client import NoAnswer, NotRunning, ask
from sitbreak.remote.protocol import DONE, FAILED
from sitbreak.remote.server import AlreadyRunning, Server
from sitbreak.storage.folders import Folders

ENDING = 5.0
"""How many seconds an instance that no longer answers may take to end."""


def start(folders: Folders, interval: Interval | None, delays: Delays = DELAYS) -> int:
    """Run until sitbreak quits, unless another instance runs; return the exit status."""
    out = TerminalOutput(sys.stdout)
    instance = Instance(folders, interval, out, delays)
    instance.obey_signals()
    try:
        server = _become_instance(folders, instance, out)
    except (OSError, NotRunning, NoAnswer) as error:
        print(terminal.cannot_start(error), file=sys.stderr)
        return FAILED
    if server is None:
        if interval is not None:
            out.say(terminal.interval_unchanged(interval))
        return DONE
    try:
        instance.prepare()
        instance.run()
    finally:
        server.close()
    if instance.has_failed:
        print(terminal.crashed(folders.log), file=sys.stderr)
    return FAILED if instance.has_failed else DONE


def _become_instance(folders: Folders, instance: Instance, out: TerminalOutput) -> Server | None:
    """Become the one instance; return None if another one is running.

    Raises:
        OSError: listening is not possible here.
        NotRunning: another instance has the lock, but no longer listens.
        NoAnswer: another instance is running, but does not answer.
    """
    until = time.monotonic() + ENDING
    while True:
        try:
            return Server(folders.runtime, instance.answer, instance.waiter)
        except AlreadyRunning:
            try:
                out.say(terminal.already_running(ask(folders.runtime, as_json(Question(Asked.STATUS))).text))
            except (NotRunning, NoAnswer):
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)  # it is about to end
            else:
                return None
