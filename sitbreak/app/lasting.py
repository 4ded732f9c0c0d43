"""What lasts: the armed alarm, the watch on idle and the tray's picture, derived after every input."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sitbreak.core.now import Now
from sitbreak.core.planner import Planner
from sitbreak.core.situation import Situation
from sitbreak.core.tray_view import TrayIcon, TrayView
from sitbreak.core.view import first_line, tray_icon, tray_view
from sitbreak.desktop.desktop import Desktop
from sitbreak.ports import Clock
from sitbreak.waiter import attempt

_JUMP = timedelta(seconds=1)
_JITTER = timedelta(milliseconds=1)


class Lasting:
    """The `Follower` of a running instance: makes a desktop agree with the planner.

    Attributes:
        situation: the newest, for every thread that shows it.
    """

    def __init__(self, desktop: Desktop, situation: Situation, clock: Clock) -> None:
        self.situation = situation
        self._desktop = desktop
        self._clock = clock
        self._shown: tuple[Situation, TrayIcon, str] | None = None
        self._armed: datetime | None = None
        self._followed_at: Now | None = None

    def follow(self, planner: Planner, now: Now) -> bool:
        """Make alarm, watch and tray agree with the planner, each on its own; return whether all do."""
        self.situation = planner.situation
        steps: tuple[tuple[str, Callable[[], None]], ...] = (
            ("setting the alarm", lambda: self._arm(planner.deadline)),
            ("recalculating the alarm", lambda: self._recalculate(now)),
            ("watching idle", lambda: self._desktop.idle.watch(planner.watch)),
            ("showing the tray icon", lambda: self._show(now)),
        )
        agreed = [attempt(what, step) for what, step in steps]
        return all(agreed)

    def show_time(self, now: Now) -> None:
        """Update the tray's ring and tooltip; a host that opens the menu asks for its minutes itself."""
        if self._shown is None:
            return
        situation, *before = self._shown
        icon, line = tray_icon(self.situation, now), first_line(self.situation, now)
        if [icon, line] != before:
            self._desktop.tray.show_time(icon, line)
            self._shown = situation, icon, line

    def view(self) -> TrayView:
        """Return the tray's view of this moment. May be called from any thread."""
        return tray_view(self.situation, self._clock())

    def _arm(self, deadline: datetime) -> None:
        """Set the alarm, unless the deadline differs only by the jitter of the clocks' readings."""
        if self._armed is None or abs(deadline - self._armed) > _JITTER:
            self._armed = deadline
        self._desktop.alarm.set(self._armed)

    def _recalculate(self, now: Now) -> None:
        """Recalculate the alarm after a sleep or a stepped wall clock."""
        before = self._followed_at
        if before and abs((now.wall - before.wall) - (now.awake - before.awake)) > _JUMP:
            self._desktop.alarm.recalculate()
        self._followed_at = now

    def _show(self, now: Now) -> None:
        """Show the tray's view if anything in it has changed."""
        situation = self.situation
        shown = situation.without_measurements, tray_icon(situation, now), first_line(situation, now)
        if shown != self._shown:
            self._desktop.tray.show(tray_view(situation, now))
            self._shown = shown
