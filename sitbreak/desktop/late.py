"""Stand-ins for parts that are made after the icon shows; until then each remembers what it was asked for."""

from collections.abc import Callable
from datetime import datetime

from sitbreak.core.effects import Bubble
from sitbreak.core.finding import Finding
from sitbreak.ports import Alarm, Notifications, Post, Session, Sound, Surroundings


class LateAlarm:
    """The `Alarm` port; until `start` it remembers when to ring.

    Attributes:
        used: the real alarm; None until there is one.
    """

    def __init__(self, make: Callable[[], Alarm]) -> None:
        self._make = make
        self.used: Alarm | None = None
        self._at: datetime | None = None

    @classmethod
    def of_scheduler(cls, post: Post) -> "LateAlarm":
        """Return a stand-in for the alarm that every platform has."""

        def make() -> Alarm:
            from sitbreak.desktop.alarm import SchedulerAlarm

            return SchedulerAlarm(post)

        return cls(make)

    def start(self) -> None:
        """Make the alarm and set it."""
        self.used = self._make()
        self.used.set(self._at)

    def set(self, at: datetime | None) -> None:
        """See `Alarm`."""
        self._at = at
        if self.used is not None:
            self.used.set(at)

    def recalculate(self) -> None:
        """See `Alarm`."""
        if self.used is not None:
            self.used.recalculate()

    def close(self) -> None:
        """See `Alarm`."""
        if self.used is not None:
            self.used.close()


class LateNotifications:
    """The `Notifications` port; until `start` or `use` it keeps the last bubble.

    Attributes:
        used: what shows notifications; None until there is something.
    """

    def __init__(self, make: Callable[[], Notifications]) -> None:
        self.used: Notifications | None = None
        self._make = make
        self._unshown: Bubble | None = None

    @property
    def name(self) -> str:
        """The name of what shows them."""
        return "none" if self.used is None else self.used.name

    @property
    def problem(self) -> str:
        """See `Notifications`."""
        return "" if self.used is None else self.used.problem

    def start(self) -> None:
        """Make what shows notifications, unless something does already."""
        if self.used is None:
            self.remake()

    def remake(self) -> None:
        """Make what shows notifications again, because circumstances have changed."""
        self.use(self._make())

    def use(self, notifications: Notifications) -> None:
        """Show notifications, including the one that had to wait, with this from now on."""
        if self.used is not None:
            self.used.close()
        self.used = notifications
        if self._unshown is not None:
            notifications.show(self._unshown)
            self._unshown = None

    def show(self, bubble: Bubble) -> None:
        """See `Notifications`."""
        if self.used is None:
            self._unshown = bubble
        else:
            self.used.show(bubble)

    def withdraw(self) -> None:
        """See `Notifications`."""
        self._unshown = None
        if self.used is not None:
            self.used.withdraw()

    def close(self) -> None:
        """See `Notifications`."""
        if self.used is not None:
            self.used.close()


class LateSession:
    """The `Session` port; it posts nothing until `start`."""

    def __init__(self, make: Callable[[], Session]) -> None:
        self._make = make
        self._session: Session | None = None

    def start(self) -> None:
        """Watch from now on."""
        self._session = self._make()

    def findings(self) -> tuple[Finding, ...]:
        """See `Session`."""
        return () if self._session is None else self._session.findings()

    def close(self) -> None:
        """See `Session`."""
        if self._session is not None:
            self._session.close()


class LateSurroundings:
    """The `Surroundings` port; until `start` it keeps the checks."""

    def __init__(self, make: Callable[[], Surroundings]) -> None:
        self._make = make
        self._surroundings: Surroundings | None = None
        self._unasked: list[Callable[[Surroundings], None]] = []

    def start(self) -> None:
        """Answer from now on, also what was asked before."""
        self._surroundings = self._make()
        for ask in self._unasked:
            ask(self._surroundings)
        self._unasked.clear()

    def check_call(self) -> None:
        """See `Surroundings`."""
        self._ask(lambda surroundings: surroundings.check_call())

    def check_busy(self) -> None:
        """See `Surroundings`."""
        self._ask(lambda surroundings: surroundings.check_busy())

    def look(self, then: Callable[[], None]) -> None:
        """See `Surroundings`; before `start` there is nothing to ask."""
        if self._surroundings is None:
            then()
        else:
            self._surroundings.look(then)

    def findings(self) -> tuple[Finding, ...]:
        """See `Surroundings`."""
        return () if self._surroundings is None else self._surroundings.findings()

    def close(self) -> None:
        """See `Surroundings`."""
        if self._surroundings is not None:
            self._surroundings.close()

    def _ask(self, ask: Callable[[Surroundings], None]) -> None:
        if self._surroundings is None:
            self._unasked.append(ask)
        else:
            ask(self._surroundings)


class LateSound:
    """The `Sound` port; the player is made when it is first needed, which for most people is never."""

    def __init__(self, make: Callable[[], Sound]) -> None:
        self._make = make
        self._sound: Sound | None = None

    def play(self) -> None:
        """See `Sound`."""
        self._made().play()

    def findings(self) -> tuple[Finding, ...]:
        """See `Sound`."""
        return self._made().findings()

    def _made(self) -> Sound:
        if self._sound is None:
            self._sound = self._make()
        return self._sound
