"""The instance that a start finds: asks it to make way, and ends it if it does not answer."""

import os
import signal
import sys
import time
from pathlib import Path

from sitbreak.core.commands import Question, as_json
from sitbreak.core.graphical import StartedIn
from sitbreak.core.inputs import Asked
from sitbreak.core.words import instance as words
from sitbreak.desktop.desktop import Wiring
from sitbreak.desktop.platforms import this_platform
from sitbreak.remote.client import NoAnswer, NotRunning, WentAway, ask
from sitbreak.remote.endpoints import PlatformEndpoint
from sitbreak.remote.protocol import NOT_RUNNING, USAGE_ERROR
from sitbreak.waiter import Waiter

PATIENCE = 5.0
"""Seconds that it gets to answer, to end when asked, and to end when it has to."""


class Predecessor:
    """An instance that still has the lock.

    It is asked once. From then on, unless it goes on, only its end counts: a stopped process that is
    continued to end might otherwise answer that it goes on.

    Attributes:
        outcome: what became of it, for the person; empty while it has only been asked.
    """

    def __init__(self, folder: Path, start: StartedIn) -> None:
        """Ask nothing yet.

        Args:
            folder: the runtime folder.
            start: where this start happens.
        """
        self.outcome = ""
        self._folder = folder
        self._start = start
        self._process = 0
        self._problem: Exception | str = words.no_answer(PATIENCE)
        self._means = iter((_terminate, _kill))
        self._until = time.monotonic() + PATIENCE

    def make_way(self) -> str:
        """Take the next step to replace it; return its status if it goes on, otherwise nothing.

        Raises:
            TimeoutError: it neither answers nor ends.
        """
        if not self.outcome:
            try:
                return self._ask()
            except (NotRunning, WentAway) as problem:  # it is about to end, or has only just started
                self._problem = problem
            except NoAnswer as problem:
                self._problem = problem
                self._until = 0.0
        if time.monotonic() > self._until:
            self._insist()
        return ""

    def _ask(self) -> str:
        self._process = PlatformEndpoint(self._folder).process()
        answer = ask(self._folder, as_json(self._start), PATIENCE)
        if answer.status == NOT_RUNNING:
            self.outcome = words.continues_here()
            self._until = time.monotonic() + PATIENCE
            return ""
        if answer.status == USAGE_ERROR:  # another version, which does not know what it was asked
            answer = ask(self._folder, as_json(Question(Asked.STATUS)), PATIENCE)
        return answer.text

    def _insist(self) -> None:
        """End it by the next means.

        Raises:
            TimeoutError: there are none left.
        """
        means = next(self._means, None)
        if means is None or not self._process:
            raise TimeoutError(str(self._problem))
        self._until = time.monotonic() + PATIENCE
        try:
            means(self._process)
        except ProcessLookupError:
            self.outcome = ""  # another start was quicker: ask that one
        else:
            self.outcome = words.replaced_hanging()


def started_in(waiter: Waiter) -> StartedIn:
    """Return the graphical session that this process is in."""
    display = this_platform().make_display(Wiring(waiter=waiter))
    display.start()
    display.wait_until_known()
    display.close()
    return display.started_in


def _terminate(process: int) -> None:
    """Let it save and end, even if it is stopped."""
    if sys.platform != "win32":  # nobody knows the process there
        os.kill(process, signal.SIGTERM)
        os.kill(process, signal.SIGCONT)


def _kill(process: int) -> None:
    if sys.platform != "win32":
        os.kill(process, signal.SIGKILL)
