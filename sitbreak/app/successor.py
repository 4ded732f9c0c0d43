"""The newer sitbreak that an upgrade has put in the place of this one: whether it can take over, and when."""

import logging
from collections.abc import Callable

from sitbreak.app.own_files import Found, OwnFiles
from sitbreak.core.presence import TakingBreak
from sitbreak.core.reminder import Due, Waiting
from sitbreak.core.situation import Situation
from sitbreak.core.words import instance as words
from sitbreak.desktop.command import own_command
from sitbreak.desktop.launcher import Launcher
from sitbreak.remote.protocol import DONE
from sitbreak.waiter import attempt

_log = logging.getLogger(__name__)


class Successor:
    """Ends this process for a newer sitbreak, or because it was uninstalled.

    Attributes:
        takes_over: whether the newer one is to be started when this process has ended.
    """

    def __init__(
        self,
        own_files: OwnFiles,
        launcher: Launcher,
        situation: Callable[[], Situation],
        leave: Callable[[str], None],
    ) -> None:
        """Look at nothing yet.

        Args:
            own_files: what has become of the files that this process was started from.
            launcher: starts the newer one to see whether it can.
            situation: returns the newest.
            leave: ends this process, for a reason that the person can read.
        """
        self.takes_over = False
        self._own_files = own_files
        self._launcher = launcher
        self._situation = situation
        self._leave = leave

    def look(self) -> bool:
        """Look once a minute; return whether there is still a sitbreak that can run."""
        found = self._own_files.look()
        if found is Found.GONE:
            self._leave(words.uninstalled())
        elif found is Found.NEWER and not self._is_in_sight():
            attempt("continuing as the newer sitbreak", self._try)
        return found is not Found.GONE

    def _is_in_sight(self) -> bool:
        """Return whether something is on the screen that would vanish, or is about to be."""
        situation = self._situation()
        return isinstance(situation.presence, TakingBreak) or isinstance(situation.reminder, Due | Waiting)

    def _try(self) -> None:
        """Start the newer one, which only prints its version; if it can do that, it takes over."""
        self._own_files.keep_running()  # one attempt each
        self._launcher.start([*own_command(), "--version"], "", self._tried)

    def _tried(self, status: int, complaint: str) -> None:
        if status == DONE:
            self.takes_over = True
            self._leave(words.updated())
        else:
            last_line = complaint.strip().rpartition("\n")[2]
            _log.warning("the newer sitbreak does not start: %s", last_line)
