"""Does what the planner wants: each effect once, and what lasts after every input."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sitbreak.app.memory import Memory
from sitbreak.core import effects
from sitbreak.core.commands import USAGE
from sitbreak.core.effects import Effect
from sitbreak.core.inputs import AutostartChecked, BusyChecked, CallChecked, SettingsChanged
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.situation import Situation
from sitbreak.core.tips import Library
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.view import tray_icon, tray_view
from sitbreak.desktop.autostart import platform_autostart
from sitbreak.desktop.launcher import Launcher
from sitbreak.loop import Loop
from sitbreak.ports import Alarm, Clock, Notifications, Presence, Tray
from sitbreak.storage.files import write_atomically
from sitbreak.storage.settings_file import SettingsFile
from sitbreak.tips.page import help_page, tip_page

MINUTE = timedelta(minutes=1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Files:
    """What is read from files and written to them.

    Attributes:
        settings: settings.toml.
        library: every tip there is.
        pages: the folder for pages to be opened.
    """

    settings: SettingsFile
    library: Library
    pages: Path


class World:
    """The parts that stay; the desktop's own come and go as attributes.

    Attributes:
        alarm: None until the icon shows: importing APScheduler takes longer than all the rest.
        interval: the interval of `--interval`, which holds for this run only.
        situation: the newest, for every thread that shows it.
    """

    def __init__(self, loop: Loop, clock: Clock, memory: Memory, files: Files, launcher: Launcher) -> None:
        self._loop = loop
        self._clock = clock
        self._memory = memory
        self._files = files
        self._launcher = launcher
        self._autostart = platform_autostart()
        self._shown: tuple[Situation, TrayIcon] | None = None
        self._minute: timedelta | None = None
        self.situation: Situation | None = None
        self.interval: Interval | None = None
        self.alarm: Alarm | None = None
        self.presence: Presence | None = None
        self.notifications: Notifications | None = None
        self.tray: Tray | None = None

    # --- what lasts ----------------------------------------------------------------------------

    def follow(self, planner: Planner, now: Now) -> None:
        """Make alarm, watch and tray agree with the planner."""
        self.situation = planner.situation
        if self.alarm is not None:
            self.alarm.set(planner.deadline)
            self.alarm.set_daily(planner.clock_times)
        if self.presence is not None:
            self.presence.watch(planner.watch)
        self._show_tray(now)
        if self._minute is None or now.boot - self._minute >= MINUTE:
            self._minute = now.boot
            self._look_around(now)

    def view(self) -> TrayView:
        """Return the tray's view of this very moment. May be called from any thread."""
        assert self.situation is not None, "the tray is started after the first input"
        return tray_view(self.situation, self._clock())

    def _show_tray(self, now: Now) -> None:
        """Show what is new; minutes alone are none: a host that opens the menu asks for them."""
        if self.tray is None or self.situation is None:
            return
        shown = (self.situation.without_measurements, tray_icon(self.situation, now))
        if shown != self._shown:
            self._shown = shown
            self.tray.show(tray_view(self.situation, now))

    def _look_around(self, now: Now) -> None:
        """Once a minute: beat, and see what was changed by hand."""
        self._memory.beat(now)
        if self._files.settings.changed():
            self.read_settings()
        self._check_autostart()

    def read_settings(self) -> None:
        """Read settings.toml again and use it."""
        settings, problems = self._files.settings.read()
        for problem in problems:
            _log.warning("%s", problem)
        self._loop.post(SettingsChanged(self.for_this_run(settings)))

    def setting_changed(self, key: str) -> None:
        """Use a setting that the person has just set; an interval overrules that of `--interval`."""
        if key == "interval":
            self.interval = None
        self.read_settings()

    def for_this_run(self, settings: Settings) -> Settings:
        """Return settings with the interval of `--interval`, if there is one."""
        return settings if self.interval is None else replace(settings, interval=self.interval)

    def _check_autostart(self) -> None:
        try:
            on = self._autostart.status()
        except OSError as error:
            _log.warning("whether sitbreak starts at login cannot be told: %s", error)
            on = None
        if self.situation is not None and on != self.situation.autostart:
            self._loop.post(AutostartChecked(on))

    # --- effects -------------------------------------------------------------------------------

    def perform(self, effect: Effect) -> None:
        """Do one effect."""
        match effect:
            case effects.Show(bubble=bubble) if self.notifications is not None:
                self.notifications.show(bubble)
            case effects.Withdraw() if self.notifications is not None:
                self.notifications.withdraw()
            case effects.Save():
                self._memory.save(self._loop.planner, self._clock())
            case effects.Record(text=text):
                _log.info("%s", text)
            case effects.CheckCall():
                self._loop.post(CallChecked(on=False))  # nothing here can tell of calls and films yet
            case effects.CheckBusy():
                self._loop.post(BusyChecked(frozenset()))  # nor of anything else to wait for
            case _:
                self._change_or_open(effect)

    def _change_or_open(self, effect: Effect) -> None:
        match effect:
            case effects.ChangeSetting(key=key, value=value):
                self.interval = None if key == "interval" else self.interval
                self._files.settings.set(key, value)
                self._files.settings.read()
            case effects.ChangeAutostart(on=on):
                self._autostart.set(on)
                self._check_autostart()
            case effects.OpenTip(tip=tip_id) if tip := self._files.library.find(tip_id):
                self._open_page("tip.html", tip_page(tip, self._files.library))
            case effects.OpenHelpPage():
                self._open_page("help.html", help_page(USAGE))
            case effects.OpenSettingsFile():
                self._open(self._files.settings.ensure())

    def _open_page(self, name: str, html: str) -> None:
        page = self._files.pages / name
        write_atomically(page, html.encode(), durable=False)
        self._open(page)

    def _open(self, path: Path) -> None:
        if problem := self._launcher.open(path):
            _log.warning("%s", problem)
