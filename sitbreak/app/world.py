"""Does what the planner wants: each effect once, and what lasts after every input."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sitbreak.app.files import Files
from sitbreak.app.memory import Memory
from sitbreak.app.pages import Pages
from sitbreak.core import effects
from sitbreak.core.effects import Bubble, Effect
from sitbreak.core.inputs import AutostartChecked, BusyChecked, CallChecked, SettingsChanged, TipsChanged
from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.settings import Interval, Settings
from sitbreak.core.situation import Situation
from sitbreak.core.tips import Tip
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.view import first_line, steps_sat, tray_icon, tray_view
from sitbreak.desktop.autostart import platform_autostart
from sitbreak.loop import Loop
from sitbreak.ports import Alarm, Clock, IdleSource, Notifications, Sound, Surroundings, Tray

_JUMP = timedelta(seconds=1)
_JITTER = timedelta(milliseconds=1)
_log = logging.getLogger(__name__)


class World:
    """The parts that stay; the desktop's own come and go as attributes.

    Attributes:
        clock: tells the time.
        files: what is read from files and written to them.
        situation: the newest, for every thread that shows it.
        interval: the interval of `--interval`, which holds for this run only.
        settings_problems: one line for everything in settings.toml that could not be used the last time.
        alarm: None until the icon shows: importing APScheduler takes longer than all the rest.
        presence: None until it was chosen.
        tray: None where there is no desktop.
        surroundings: None where nothing tells of calls, full screens and the like.
        sound: None until it is wanted.
        pages: what opens for the person.
    """

    def __init__(self, loop: Loop, clock: Clock, memory: Memory, files: Files, pages: Pages) -> None:
        self.clock = clock
        self.files = files
        self.situation: Situation = loop.planner.situation
        self.interval: Interval | None = None
        self.settings_problems: list[str] = []
        self.alarm: Alarm | None = None
        self.presence: IdleSource | None = None
        self.tray: Tray | None = None
        self.surroundings: Surroundings | None = None
        self.sound: Sound | None = None
        self._loop = loop
        self._memory = memory
        self.pages = pages
        self._autostart = platform_autostart()
        self._autostart_missed = False
        self._notifications: Notifications | None = None
        self._unshown: Bubble | None = None
        self._unasked: list[Callable[[], None]] | None = []
        self._tray_shows: tuple[Situation, TrayIcon, int] | None = None
        self._armed: datetime | None = None
        self._looked: Now | None = None

    # --- what lasts ----------------------------------------------------------------------------

    def follow(self, planner: Planner, now: Now) -> None:
        """Make alarm, watch and tray agree with the planner."""
        self.situation = planner.situation
        if self.alarm is not None:
            self._arm(self.alarm, planner, now)
        if self.presence is not None:
            self.presence.watch(planner.watch)
        if self.tray is not None:
            self._show_tray(self.tray, now)

    def let_pass(self, now: Now) -> None:
        """Let the tray's ring and tooltip go on; the menu's minutes are fresh when a host asks for them."""
        if self.tray is None or self._tray_shows is None:
            return
        shown, *before = self._tray_shows
        icon, steps = tray_icon(self.situation, now), steps_sat(self.situation, now)
        if [icon, steps] != before:
            self._tray_shows = shown, icon, steps
            self.tray.show_time(icon, first_line(self.situation, now))

    def _arm(self, alarm: Alarm, planner: Planner, now: Now) -> None:
        """Set the alarm, unless only the clocks' reading has trembled; it waits on the awake clock."""
        deadline = planner.deadline
        if self._armed is None or abs(deadline - self._armed) > _JITTER:
            self._armed = deadline
        alarm.set(self._armed)
        alarm.set_daily(planner.clock_times)
        before, self._looked = self._looked, now
        if before and abs((now.wall - before.wall) - (now.awake - before.awake)) > _JUMP:
            alarm.look_again()

    def view(self) -> TrayView:
        """Return the tray's view of this very moment. May be called from any thread."""
        return tray_view(self.situation, self.clock())

    def _show_tray(self, tray: Tray, now: Now) -> None:
        """Show what is new; minutes alone are none: a host that opens the menu asks for them."""
        situation = self.situation
        shows = situation.without_measurements, tray_icon(situation, now), steps_sat(situation, now)
        if shows != self._tray_shows:
            self._tray_shows = shows
            tray.show(tray_view(situation, now))

    # --- what nobody tells ---------------------------------------------------------------------

    def look_around(self, now: Now) -> None:
        """Beat, and see what was changed by hand."""
        self._memory.beat(now)
        self.check_files()
        self.check_autostart()

    def check_files(self) -> None:
        """Use what somebody has written into settings.toml or tips.toml."""
        if self.files.settings.changed():
            self._read_settings()
        problems = self.files.new_tip_problems()
        if problems is not None:
            for problem in problems:
                _log.warning("%s", problem)
            self._loop.post(TipsChanged(self.files.library))

    def use_setting(self, key: str) -> None:
        """Use a setting that was just written; an interval overrules that of `--interval`."""
        if key == "interval":
            self.interval = None
        self._read_settings()

    def for_this_run(self, settings: Settings) -> Settings:
        """Return settings with the interval of `--interval`, if there is one."""
        return settings if self.interval is None else replace(settings, interval=self.interval)

    def check_autostart(self) -> None:
        """See whether sitbreak starts at login."""
        on = None
        try:
            on = self._autostart.status()
            self._autostart_missed = False
        except OSError as error:
            if not self._autostart_missed:
                _log.warning("whether sitbreak starts at login cannot be told: %s", error)
            self._autostart_missed = True
        if on != self.situation.autostart:
            self._loop.post(AutostartChecked(on))

    def mend_autostart(self) -> None:
        """Let the next login find sitbreak, if it is to start then and has moved."""
        try:
            self._autostart.repair()
        except OSError as error:
            _log.warning("the entry that starts sitbreak at login cannot be mended: %s", error)

    def _read_settings(self) -> None:
        settings, self.settings_problems = self.files.settings.read()
        for problem in self.settings_problems:
            _log.warning("%s", problem)
        self._loop.post(SettingsChanged(self.for_this_run(settings)))

    # --- notifications -------------------------------------------------------------------------

    @property
    def notifications(self) -> Notifications | None:
        """What shows notifications; None until it was made."""
        return self._notifications

    def use_notifications(self, notifications: Notifications) -> None:
        """Show notifications with this from now on, also the one that had to wait for it."""
        if self._notifications is not None:
            self._notifications.close()
        self._notifications = notifications
        if self._unshown is not None:
            notifications.show(self._unshown)
            self._unshown = None

    def _show(self, bubble: Bubble) -> None:
        if self._notifications is None:
            self._unshown = bubble
        else:
            self._notifications.show(bubble)

    def _withdraw(self) -> None:
        self._unshown = None
        if self._notifications is not None:
            self._notifications.withdraw()

    def _open_tip(self, tip: Tip, wanted: effects.OpenTip) -> None:
        library, settings = self.files.library, self.situation.settings
        if wanted.page:
            self.pages.open_tip(tip, library, settings)
        else:
            self.pages.open_card(tip, library, settings, focused=wanted.focused)

    # --- effects -------------------------------------------------------------------------------

    def perform(self, effect: Effect) -> None:
        """Do one effect.

        Raises:
            OSError: it could not be done.
        """
        match effect:
            case effects.Show(bubble=bubble):
                self._show(bubble)
            case effects.Withdraw():
                self._withdraw()
            case effects.PlaySound():
                self._play_sound()
            case effects.Save():
                self._memory.save(self._loop.planner, self.clock())
            case effects.Record(text=text):
                _log.info("%s", text)
            case effects.CheckCall():
                self._check_call()
            case effects.CheckBusy():
                self._check_busy()
            case _:
                self._change_or_open(effect)

    def use_surroundings(self, surroundings: Surroundings | None) -> None:
        """Ask these from now on, also what was asked before; None where nothing can tell."""
        self.surroundings = surroundings
        unasked, self._unasked = self._unasked, None
        for ask in unasked or ():
            ask()

    def _check_call(self) -> None:
        if self._unasked is not None:
            self._unasked.append(self._check_call)
        elif self.surroundings is None:  # nothing here can tell
            self._loop.post(CallChecked(on=False))
        else:
            self.surroundings.check_call()

    def _check_busy(self) -> None:
        if self._unasked is not None:
            self._unasked.append(self._check_busy)
        elif self.surroundings is None:
            self._loop.post(BusyChecked(frozenset()))
        else:
            self.surroundings.check_busy()

    def _play_sound(self) -> None:
        if self.sound is None:
            from sitbreak.desktop.sound.choose import choose

            self.sound = choose()
        self.sound.play()

    def _change_or_open(self, effect: Effect) -> None:
        match effect:
            case effects.ChangeSetting(key=key, value=value):
                self.files.settings.set(key, value)
                self.use_setting(key)
            case effects.ChangeAutostart(on=on):
                self._autostart.set(on)
                self.check_autostart()
            case effects.OpenTip(tip=tip_id) if tip := self.files.library.find(tip_id):
                self._open_tip(tip, effect)
            case effects.OpenHelpPage():
                self.pages.open_help()
            case effects.OpenSettingsFile():
                self.pages.open(self.files.settings.ensure())
