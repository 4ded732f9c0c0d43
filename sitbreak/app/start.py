"""Starts sitbreak: makes the parts, joins them, and waits on the main thread until it is told to stop."""

import logging
import signal
import sys
import threading
from dataclasses import replace
from random import Random

from sitbreak.app.answers import Answers, OnAnswer
from sitbreak.app.local import DONE, FAILED
from sitbreak.app.memory import Memory
from sitbreak.app.parts import Parts, desktop_is_there
from sitbreak.app.screen import first_screen, tray_screen
from sitbreak.app.troubleshoot import Report
from sitbreak.app.world import Files, World
from sitbreak.core import words
from sitbreak.core.inputs import Quit, ReadTip, Ticked
from sitbreak.core.keeper import Keeper
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import Interval
from sitbreak.core.view import first_line
from sitbreak.desktop.clocks import boot_id, read_clocks
from sitbreak.desktop.icons import load
from sitbreak.desktop.launcher import Launcher
from sitbreak.desktop.terminal import TerminalInput, TerminalNotifications
from sitbreak.desktop.tray.choose import MainThreadTray, NoTray, choose_tray
from sitbreak.loop import Loop
from sitbreak.remote import AlreadyRunning, NoAnswer, NotRunning, Server, ask
from sitbreak.storage.folders import Folders
from sitbreak.storage.log import start_log
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.tips.files import load_own_library
from sitbreak.waiter import Waiter

ICON_FIRST = 0.3
"""Seconds that the icon gets to show before the other parts are made."""

_log = logging.getLogger(__name__)


def start(folders: Folders, interval: Interval | None) -> int:
    """Be the running instance until the end; return the exit status."""
    instance = Instance(folders, interval)
    try:
        server = Server(folders.runtime, instance.answer, instance.waiter.add, instance.waiter.remove)
    except AlreadyRunning:
        return _tell_running(folders)
    except OSError as error:
        print(f"sitbreak cannot start: {error}", file=sys.stderr)
        return FAILED
    try:
        instance.prepare()
        instance.run()
    finally:
        server.close()
    return DONE


def _tell_running(folders: Folders) -> int:
    """A second start is no failure: the person has what they wanted."""
    try:
        print(f"sitbreak is running already. {ask(folders.runtime, ['status']).text}")
    except (NotRunning, NoAnswer) as error:
        print(f"sitbreak is running already, but: {error}", file=sys.stderr)
        return FAILED
    return DONE


class Instance:
    """The running instance. Nothing is read or written before `prepare`."""

    def __init__(self, folders: Folders, interval: Interval | None) -> None:
        self.waiter = Waiter()
        self._folders = folders
        self._interval = interval
        self._has_desktop = desktop_is_there()

    def answer(self, command: list[str], on_answer: OnAnswer) -> None:
        """Answer the words of a command. On the loop's thread, which `run` starts."""
        self._answers(command, on_answer)

    def prepare(self) -> None:
        """Read the files and join the parts."""
        folders, random, now = self._folders, Random(), read_clocks()
        unlogged = start_log(folders.log, sys.stderr if sys.stderr.isatty() else None)
        settings_file = SettingsFile(folders.config / "settings.toml")
        settings, problems = settings_file.read_at_start()
        if self._interval is not None:
            settings = replace(settings, interval=self._interval)
        library, tip_problems = load_own_library(folders.config / "tips.toml")
        memory = Memory(folders, boot_id(now))
        keeper = Keeper(settings, library, Rotation(library, random), now)
        problems += [*tip_problems, *memory.recall(keeper, now, random), *([unlogged] if unlogged else [])]
        for problem in problems:
            _log.warning("%s", problem)

        files = Files(settings_file, library, folders.runtime)
        self._loop = Loop(Planner(keeper), read_clocks, self.waiter)
        self._world = World(self._loop, read_clocks, memory, files, Launcher(self.waiter.add))
        self._world.interval = self._interval
        self._loop.join(self._world)
        self._parts = Parts(self._loop, self._world)
        report = Report(self._parts.findings, folders.named(), problems)
        self._answers = Answers(self._loop, self._world, files, read_clocks, report)

    def run(self) -> None:
        """Show the icon, then everything else; return when told to stop."""
        self._loop.handle(Ticked())
        tray = self._make_tray()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self._loop.post(Quit()))
        self._begin()
        thread = threading.Thread(target=self._run_loop, args=(tray,), name="loop", daemon=True)
        thread.start()
        tray.run()
        thread.join(timeout=5)

    # --- inside --------------------------------------------------------------------------------

    def _make_tray(self) -> MainThreadTray:
        if not self._has_desktop:
            return NoTray()
        tray = choose_tray(self._loop.post, lambda icon: load(icon, icon.theme), self._world.view)
        self._world.tray = tray
        return tray

    def _run_loop(self, tray: MainThreadTray) -> None:
        try:
            self._loop.run()
            self._parts.close()
        except Exception:
            _log.exception("sitbreak has to stop")
        finally:
            tray.stop()

    def _begin(self) -> None:
        """Make the other parts, and say in a terminal what is going on."""
        if self._has_desktop:
            self._loop.later(ICON_FIRST, lambda: self._parts.start(None))
            if sys.stdout.isatty():
                print(tray_screen(self._line()), flush=True)
            return
        self._parts.start(TerminalNotifications(sys.stdout, self._time_label))
        self._loop.ask(ReadTip(), lambda reply: print(first_screen(self._line(), reply.text), flush=True))
        if sys.stdin is not None and not sys.stdin.closed:
            self._loop.add(TerminalInput(sys.stdin.fileno(), self._typed))

    def _line(self) -> str:
        return first_line(self._loop.planner.situation, read_clocks())

    def _time_label(self) -> str:
        now = read_clocks()
        return words.clock(now.wall, now)

    def _typed(self, command: list[str]) -> None:
        """Take words typed in this terminal as a command."""
        self._answers(command, lambda answer: print(answer.text, flush=True))
