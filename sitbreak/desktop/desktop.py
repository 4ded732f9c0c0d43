"""What a platform offers, as one object whose parts are all there."""

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING

from sitbreak.core.finding import Finding, merged
from sitbreak.core.graphical import Running
from sitbreak.core.inputs import IconLookedFor, Input, SitbreakUsed, Wish
from sitbreak.core.tray_view import TrayView
from sitbreak.core.values import frozen
from sitbreak.desktop.idle.best import BestIdle
from sitbreak.desktop.late import LateAlarm, LateNotifications, LateSession, LateSurroundings
from sitbreak.ports import Autostart, Display, Note, Post, Sound, Tray
from sitbreak.waiter import Waiter, attempt

if TYPE_CHECKING:
    from sitbreak.desktop.kept_bus import KeptBus
    from sitbreak.desktop.tray.live_icon import Feed


@frozen
class Delays:
    """How long to wait, in seconds.

    Attributes:
        icon: before the other parts are made, so that the icon shows first.
        alarm: before APScheduler is imported, which takes longer than everything else.
        tray: before a terminal says whether a tray shows the icon.
        watcher: for a StatusNotifierWatcher, before the tray looks for an XEmbed tray: a panel that starts
            offers its old kind of tray earlier.
        host: for a StatusNotifier host to read the icon that a watcher has accepted, before it counts as not
            shown.
        retry: between two attempts to reach a missing bus, or a first source of idle.
        over: before a session without a display is over, because its bus is gone.
    """

    icon: float = 0.3
    alarm: float = 0.5
    tray: float = 1.0
    watcher: float = 5.0
    host: float = 5.0
    retry: float = 60.0
    over: float = 150.0


DELAYS = Delays()


def _ignore(_: Input) -> None:
    """Discard it."""


def _lose(_: str) -> bool:
    """Print nothing."""
    return False


def _do_nothing() -> None:
    """Ignore it."""


def _no_view() -> TrayView:
    raise NotImplementedError("a survey shows no tray")


@frozen
class Wiring:
    """What the parts of a desktop are connected to; by default to nothing, which is enough for a survey.

    Attributes:
        post: takes the inputs.
        waiter: waits for every source, on the thread that the parts live on.
        view: returns the tray's view of this moment; may be called from any thread.
        bubble_note: records which notification is on the screen, for the next process; None: nothing does.
        say: prints in the terminal that sitbreak was started from; returns whether that was possible.
        on_over: called when the graphical session is over.
        delays: how long to wait for what.
    """

    post: Post = _ignore
    waiter: Waiter = field(default_factory=Waiter)
    view: Callable[[], TrayView] = _no_view
    bubble_note: Note | None = None
    say: Callable[[str], bool] = _lose
    on_over: Callable[[], None] = _do_nothing
    delays: Delays = DELAYS

    def post_use(self, happened: Input) -> None:
        """Post what comes from our menu or our notification: a wish is a click, which proves no return."""
        if isinstance(happened, Wish):
            self.post(SitbreakUsed())
        self.post(happened)

    def feed(self) -> "Feed":
        """Return what a tray shows, and where its clicks go."""
        from sitbreak.desktop.icons import load
        from sitbreak.desktop.tray.live_icon import Feed  # brings pystray

        return Feed(self.post_use, lambda icon: load(icon, icon.theme), self.view)


@frozen
class Desktop:
    """The parts of one desktop. A missing part is a null part, a part that is made late has a stand-in.

    Attributes:
        missing: returns what keeps sitbreak from using a desktop, in one line; empty if there is one.
        preview: returns which tray and notifications would be used, without showing anything.
        hides_new_icons: the tray keeps new icons out of sight until the person moves them.
        limits: returns what keeps sitbreak from doing something here, whatever is in use.
        lacks: reported by `survey` in addition: what this kind of desktop does not have at all.
        buses: the connections that the parts share, the session bus first.
    """

    waiter: Waiter
    delays: Delays
    display: Display
    tray: Tray
    notifications: LateNotifications
    idle: BestIdle
    session: LateSession
    surroundings: LateSurroundings
    sound: Sound
    alarm: LateAlarm
    autostart: Autostart
    missing: Callable[[], str] = str
    preview: Callable[[], tuple[Finding, ...]] = tuple
    hides_new_icons: bool = False
    limits: Callable[[], tuple[Finding, ...]] = tuple
    lacks: tuple[Finding, ...] = ()
    buses: tuple["KeptBus", ...] = ()

    def start(self) -> None:
        """Make everything but the icon, which is there already.

        A locked screen is known first: behind it no input is a return, and nothing is shown.
        """
        self._observe()
        self.waiter.later(0, self.notifications.start)
        self.waiter.later(self.delays.alarm, self._start_alarm)

    def look(self, then: Callable[[], None]) -> None:
        """Ask every source, so that `findings` is up to date; call `then` when it is."""
        self.surroundings.look(lambda: self.idle.when_chosen(then))

    def look_for_icon(self) -> IconLookedFor:
        """Return whether a tray shows the icon now, and how its menu opens."""
        name = self.tray.name
        # Some hosts of this kind show a tip at a left click; all of them open the menu at a right one.
        return IconLookedFor(
            name != "none",
            self.hides_new_icons,
            by_right_click=name == "status-notifier",
            has_menu=name != "xembed",
        )

    def running(self) -> Running:
        """Return what decides whether a start elsewhere takes over."""
        self.display.start()  # the question may come before everything else is made
        has_bus = not self.buses or self.buses[0].bus is not None
        return Running(self.display.started_in, self.display.is_over(), has_bus)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is in use; `sound` has findings of its own."""
        return (
            self.tray.finding(),
            Finding.of_source("notifications", self.notifications.name, self.notifications.problem),
            *self._observations(),
            *self.limits(),
        )

    def survey(self) -> tuple[Finding, ...]:
        """Return what would be in use if sitbreak were started now, and why nothing better, showing nothing.

        The desktop is closed afterwards. Takes two seconds if a service hangs.
        """
        over: list[bool] = []
        self._observe()
        self.look(lambda: over.append(True))
        self.waiter.run(lambda: not over)
        findings = (*self.preview(), *self._observations(), *self.limits(), *self.lacks)
        self.close()
        return findings

    def close(self) -> None:
        """Stop everything but the tray, which ends with its work."""
        for part in (
            self.display,
            self.session,
            self.surroundings,
            self.notifications,
            self.idle,
            self.alarm,
        ):
            attempt(f"closing {type(part).__name__}", part.close)
        for bus in self.buses:
            attempt("closing a bus", bus.close)

    def _start_alarm(self) -> None:
        """Start the alarm, later if need be: its import fails while no file can be opened."""
        if not attempt("starting the alarm", self.alarm.start):
            self.waiter.later(self.delays.retry, self._start_alarm)

    def _observe(self) -> None:
        for part in (self.display, self.session, self.surroundings, self.idle):
            attempt(f"starting {type(part).__name__}", part.start)

    def _observations(self) -> tuple[Finding, ...]:
        return *self.idle.findings(), *merged((*self.session.findings(), *self.surroundings.findings()))
