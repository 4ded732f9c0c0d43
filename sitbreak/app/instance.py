"""The running instance: makes the parts, joins them, and waits on the main thread until it should end."""

import gc
import logging
import signal
import sys
from collections.abc import Callable
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from sitbreak.app.edits import Edits, with_interval
from sitbreak.app.effects import Effects
from sitbreak.app.files import Files
from sitbreak.app.history import History
from sitbreak.app.lasting import Lasting
from sitbreak.app.memory import Memory
from sitbreak.app.own_files import OwnFiles
from sitbreak.app.pages import Pages
from sitbreak.app.successor import Successor
from sitbreak.core.effects import Reply
from sitbreak.core.inputs import IconLookedFor, Introduce, Quit, ReadTip
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import KEEP_DAYS, Interval
from sitbreak.core.tray_view import TrayView
from sitbreak.core.view import first_line
from sitbreak.core.words import instance as words
from sitbreak.desktop.clocks import boot_id, read_clocks
from sitbreak.desktop.desktop import DELAYS, Delays, Desktop, Wiring
from sitbreak.desktop.launcher import Launcher
from sitbreak.desktop.platforms import this_platform
from sitbreak.desktop.terminal import (
    TerminalInput,
    TerminalNotifications,
    TerminalOutput,
    first_screen,
    tray_screen,
)
from sitbreak.loop import Loop
from sitbreak.remote.protocol import Answer
from sitbreak.storage.folders import Folders
from sitbreak.storage.log import start_log
from sitbreak.storage.once import INTRODUCED, Once
from sitbreak.waiter import Waiter, attempt

LAST_RESORT = 1.8
"""Seconds that the loop gets to react to a signal, which is to end sitbreak within two."""

if TYPE_CHECKING:
    from sitbreak.app.answers import Answers
    from sitbreak.remote.server import OnAnswer

_log = logging.getLogger(__name__)


class Instance:
    """The running instance. Nothing is read or written before `prepare`.

    Attributes:
        waiter: what its main thread waits with.
        has_failed: whether it ended because of a failure; the log has the reason.
    """

    _loop: Loop
    _memory: Memory
    _history: History
    _desktop: Desktop
    _lasting: Lasting
    _edits: Edits
    _pages: Pages
    _successor: Successor
    _keep_place: Callable[[], bool]

    def __init__(
        self, folders: Folders, interval: Interval | None, out: TerminalOutput, delays: Delays = DELAYS
    ) -> None:
        self.waiter = Waiter()
        self.has_failed = False
        self._is_replaced = False
        self._folders = folders
        self._interval = interval
        self._out = out
        self._delays = delays

    @property
    def was_updated(self) -> bool:
        """Whether it ended so that a newer sitbreak can go on."""
        return self._successor.takes_over

    def answer(self, content: object, on_answer: "OnAnswer") -> None:
        """Answer a request. On the loop's thread, which `run` starts."""
        self._answers.answer_request(content, on_answer)

    def obey_signals(self) -> None:
        """End on a signal, unless sitbreak was started with that signal ignored (`nohup`)."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, lambda *_: self._be_ended())
        this_platform().follow_console(self._be_ended)
        if hasattr(signal, "SIGTTIN"):  # in the background, reading from the terminal must fail, not stop us
            signal.signal(signal.SIGTTIN, signal.SIG_IGN)

    def prepare(self) -> None:
        """Read the files and join the parts."""
        terminal = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
        self._folders.close_to_others()
        unlogged = start_log(self._folders.log, terminal)
        files, now = Files(self._folders), read_clocks()
        settings, _ = files.settings.read()
        self._memory = Memory(self._folders, boot_id(now))
        rotation = Rotation(files.library, Random())
        planner = Planner(with_interval(settings, self._interval), rotation, now)
        problems = self._problems = [unlogged] if unlogged else []
        problems += self._memory.recall(planner, now)
        for problem in problems:
            _log.warning("%s", problem)

        loop = self._loop = Loop(planner, read_clocks, self.waiter)
        wiring = Wiring(
            loop.post,
            self.waiter,
            self._view,
            files.bubble_note,
            self._out.say,
            lambda: self._leave(words.session_over()),
            self._delays,
        )
        desktop = self._desktop = this_platform().make_desktop(wiring)
        edits = self._edits = Edits(files, desktop.autostart, loop.post, self._interval)
        launcher = Launcher(self.waiter.add, self.waiter.remove)
        pages = self._pages = Pages(files, launcher)
        self._successor = Successor(OwnFiles(), launcher, lambda: planner.situation, self._leave)
        self._lasting = Lasting(desktop, planner.situation, read_clocks)
        self._history = History(self._folders.state, lambda: planner.situation.settings.history[KEEP_DAYS])
        effects = Effects(planner, read_clocks, self._memory, self._history, edits, pages, desktop)
        loop.join(effects, self._lasting, self._each_minute)
        edits.report_problems()

    def run(self, keep_place: Callable[[], bool]) -> None:
        """Show the icon, then start everything else; return when sitbreak ends, or after a failure.

        Args:
            keep_place: called once a minute; returns False if another process is the instance by now.
        """
        self._keep_place = keep_place
        attempt("looking at the login entry", self._handle_autostart)
        self._loop.keep_watch()
        self.waiter.later(self._desktop.delays.icon, self._start_desktop)
        self._desktop.tray.run(self._run_loop)

    # --- internals -------------------------------------------------------------------------------

    @cached_property
    def _answers(self) -> "Answers":
        from sitbreak.app.answers import Answers  # hardly ever before the icon shows, often never
        from sitbreak.app.status_lines import StatusLines

        status = StatusLines(self._loop, self._desktop)
        parts = self._loop, self._desktop, self._edits, self._pages, self._history, status
        return Answers(*parts, self._problems, self._leave)

    def _handle_autostart(self) -> None:
        """Handle first what the menu needs, so that it is built once."""
        self._loop.handle(self._edits.autostart_checked())

    def _be_ended(self) -> None:
        """End after a signal: through the loop, or, if it hangs, by the signal that the timer sends."""
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, LAST_RESORT)
        self.waiter.soon(self._quit)

    def _quit(self) -> None:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._loop.handle(Quit())

    def _view(self) -> TrayView:
        return self._lasting.view()

    def _leave(self, why: str, *, saving: bool = True) -> None:
        """End this instance for a reason that is not the person's; not `saving` what another has since."""
        _log.info("%s", why)
        self._out.say(why)
        if saving:
            self._loop.post(Quit())
        else:
            self._is_replaced = True
            self._loop.stop()

    def _run_loop(self) -> None:
        try:
            self._loop.run()
            if not self._is_replaced:
                self._memory.record_alive(read_clocks())
            self._history.close()
            self._desktop.close()
        except Exception:
            _log.exception("sitbreak crashed")
            self.has_failed = True

    def _each_minute(self, now: Now) -> None:
        if not self._keep_place():
            self._leave(words.continues_elsewhere(), saving=False)
            return
        if not self._successor.look():
            return
        attempt("recording that sitbreak is alive", lambda: self._memory.record_alive(now))
        self._edits.check_files()
        attempt("looking at the login entry", self._edits.check_autostart)
        attempt("adding to the history", self._history.try_again)

    def _start_desktop(self) -> None:
        """Start the other parts."""
        gc.enable()  # `__main__` has turned it off
        attempt("sweeping up", self._edits.files.sweep)
        self._history.check(self.waiter)
        self._desktop.start()
        attempt("repairing the login entry", self._edits.repair_autostart)
        attempt("repairing the application entry", self._repair_installation)
        self._desktop.idle.when_chosen(self._greet)

    def _repair_installation(self) -> None:
        """Make sure that the menu finds sitbreak, if it is there and has moved or changed."""
        try:
            this_platform().make_installation().repair()
        except OSError as error:
            _log.warning("the application entry cannot be repaired: %s", error)

    def _greet(self) -> None:
        """Print where the icon is, or use the terminal in place of a desktop."""
        missing = self._desktop.missing()
        if missing:
            self._use_terminal(missing)
            return
        if self._out.is_terminal:
            self.waiter.later(self._delays.tray, self._say_where_icon_is)
        self.waiter.later(self._delays.tray, lambda: self._look_for_icon(self._delays.watcher))

    def _say_where_icon_is(self) -> None:
        self._out.say(tray_screen(self._line(), self._desktop.tray.name))

    def _look_for_icon(self, patience: float) -> None:
        """Report whether a tray shows the icon, within that many seconds; introduce it to a newcomer."""
        icon = self._desktop.look_for_icon()
        if patience and not icon.shown:
            self.waiter.later(patience, lambda: self._look_for_icon(0))
            return
        once = Once(self._folders.state)
        if once.answer(INTRODUCED) is None:
            once.record(INTRODUCED)
            self._loop.post(Introduce())
        self._loop.post(icon)  # last: somebody may have asked for the same introduction

    def _use_terminal(self, missing: str) -> None:
        """Print the first screen, then reminders; typed lines are commands."""
        self._loop.post(IconLookedFor(shown=False))

        def begin(reply: Reply) -> None:
            self._out.say(first_screen(missing, self._line(), reply.text))
            self._desktop.notifications.use(TerminalNotifications(self._out.say))

        self._loop.ask(ReadTip(), begin)
        if sys.stdin is not None and not sys.stdin.closed:
            self.waiter.add(TerminalInput(sys.stdin.fileno(), self._answer_typed))

    def _line(self) -> str:
        return first_line(self._loop.planner.situation, read_clocks())

    def _answer_typed(self, arguments: list[str]) -> None:
        def say(answer: Answer) -> None:
            self._out.say(answer.text)

        self._answers.answer_typed(arguments, say)
