"""The running instance: makes the parts, joins them, and waits on the main thread until told to stop."""

import logging
import signal
import sys
from dataclasses import replace
from random import Random

from sitbreak.app.answers import Answers, OnAnswer
from sitbreak.app.files import Files
from sitbreak.app.memory import Memory
from sitbreak.app.pages import Pages
from sitbreak.app.parts import Parts
from sitbreak.app.screen import first_screen, tray_screen
from sitbreak.app.world import World
from sitbreak.core.effects import Reply
from sitbreak.core.inputs import Quit, ReadTip
from sitbreak.core.keeper import Keeper
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Interval
from sitbreak.core.view import first_line
from sitbreak.core.words import terminal, times
from sitbreak.desktop.clocks import boot_id, read_clocks
from sitbreak.desktop.display import desktop_is_there
from sitbreak.desktop.icons import load
from sitbreak.desktop.launcher import Launcher
from sitbreak.desktop.terminal import TerminalInput, TerminalNotifications, TerminalOutput
from sitbreak.desktop.tray.choose import choose_tray
from sitbreak.desktop.tray.none import NoTray
from sitbreak.loop import Loop
from sitbreak.ports import Tray
from sitbreak.storage.folders import Folders
from sitbreak.storage.log import start_log
from sitbreak.waiter import Waiter

ICON_FIRST = 0.3
"""Seconds that the icon gets to show before the other parts are made."""

TRAY_PATIENCE = 1.0
"""Seconds that a tray gets to take the icon before a terminal is told whether one did."""

_log = logging.getLogger(__name__)


class Instance:
    """The running instance. Nothing is read or written before `prepare`.

    Attributes:
        waiter: what its main thread waits with.
        has_failed: whether it had to end although nobody told it to; the log says why.
    """

    def __init__(self, folders: Folders, interval: Interval | None, out: TerminalOutput) -> None:
        self.waiter = Waiter()
        self.has_failed = False
        self._folders = folders
        self._interval = interval
        self._out = out

    def answer(self, command: list[str], on_answer: OnAnswer) -> None:
        """Answer the words of a command. On the loop's thread, which `run` starts."""
        self._answers(command, on_answer)

    def obey_signals(self) -> None:
        """End when a signal says so, unless whoever started sitbreak wanted it ignored (`nohup`)."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda *_: self.waiter.soon(lambda: self._loop.handle(Quit())))
        if hasattr(signal, "SIGTTIN"):  # in the background, reading words must fail and not stop everything
            signal.signal(signal.SIGTTIN, signal.SIG_IGN)

    def prepare(self) -> None:
        """Read the files and join the parts."""
        folders, random, now = self._folders, Random(), read_clocks()
        terminal = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        unlogged = start_log(folders.log, terminal)
        files = Files(folders)
        settings, settings_problems = files.settings.read_at_start()
        if self._interval is not None:
            settings = replace(settings, interval=self._interval)
        self._memory = Memory(folders, boot_id(now))
        keeper = Keeper(settings, files.library, Rotation(files.library, random), now)
        problems = [unlogged] if unlogged else []
        problems += self._memory.recall(keeper, now, random)
        for problem in (*settings_problems, *files.tip_problems, *problems):
            _log.warning("%s", problem)

        self._loop = Loop(Planner(keeper), read_clocks, self.waiter)
        pages = Pages(files.pages, files.config, Launcher(self.waiter.add, self.waiter.remove))
        self._world = World(self._loop, read_clocks, self._memory, files, pages)
        self._world.interval, self._world.settings_problems = self._interval, settings_problems
        self._loop.join(self._world)
        self._parts = Parts(self._loop, self._world)
        self._answers = Answers(self._loop, self._world, self._parts, problems)

    def run(self) -> None:
        """Show the icon, then everything else; return when told to stop, or when it has failed."""
        self._loop.keep_watch()
        if desktop_is_there():
            tray = self._world.tray = self._make_tray()
            self._loop.later(ICON_FIRST, self._start_parts)
        else:
            tray = NoTray("no desktop")
            self._parts.start_in_terminal()
            self._use_terminal(terminal.no_desktop())
        tray.run(self._run_loop)

    # --- inside --------------------------------------------------------------------------------

    def _make_tray(self) -> Tray:
        return choose_tray(
            self._loop.post, lambda icon: load(icon, icon.theme), self._world.view, self.waiter
        )

    def _run_loop(self) -> None:
        try:
            self._loop.run()
            self._memory.beat(read_clocks())
            self._parts.close()
        except Exception:
            _log.exception("sitbreak has to stop")
            self.has_failed = True

    def _start_parts(self) -> None:
        """Make the parts of a desktop; a terminal is told, or has to do in its place."""
        self._parts.start()
        self._world.mend_autostart()
        if not self._parts.desktop_answers:
            self._use_terminal(terminal.desktop_out_of_reach())
        elif self._out.is_terminal:
            self._loop.later(TRAY_PATIENCE, self._tell_tray)

    def _tell_tray(self) -> None:
        tray = self._world.tray
        self._out.say(tray_screen(self._line(), tray.name if tray else "none"))

    def _use_terminal(self, missing: str) -> None:
        """Say what is going on, then print reminders and take typed words as commands."""

        def begin(reply: Reply) -> None:
            self._out.say(first_screen(missing, self._line(), reply.text))
            self._world.use_notifications(TerminalNotifications(self._out, self._time_label))

        self._loop.ask(ReadTip(), begin)
        if sys.stdin is not None and not sys.stdin.closed:
            self._loop.add(TerminalInput(sys.stdin.fileno(), self._typed))

    def _line(self) -> str:
        return first_line(self._loop.planner.situation, read_clocks())

    def _time_label(self) -> str:
        now = read_clocks()
        return times.clock(now.wall, now)

    def _typed(self, command: list[str]) -> None:
        """Take words typed in this terminal as a command."""
        self._answers(command, lambda answer: self._out.say(answer.text))
