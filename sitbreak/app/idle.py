"""Keeps idle measured by the best source that works, also when sources die and come back."""

from sitbreak.app.world import World
from sitbreak.core.finding import Finding
from sitbreak.core.inputs import IdleSourceChanged
from sitbreak.desktop.display import desktop_is_there
from sitbreak.desktop.idle.choose import Choice, choose, choose_better
from sitbreak.loop import Loop

LONGEST_WAIT = 3600.0
"""Seconds: whatever has not come back for a long time is looked for once an hour."""


class Idle:
    """The presence source in use. Everything happens on the loop's thread, or before it runs."""

    def __init__(self, loop: Loop, world: World, retry: float) -> None:
        """Measure nothing yet; `retry` is the first wait, in seconds, for something better."""
        self._loop = loop
        self._world = world
        self._retry = self._wait = retry
        self._choice: Choice | None = None
        self._lost: set[str] = set()
        self._looks_later = False

    @property
    def finding(self) -> Finding:
        """What is in use."""
        if self._choice is None:
            return Finding("idle", "none")
        return Finding("idle", self._choice.presence.name, self._choice.passed_over)

    def choose(self) -> None:
        """Measure by the best source that works."""
        self._use(choose(self._loop.post, self._replace))

    def look_for_better(self) -> None:
        """Measure by a better source, if one works by now."""
        if self._choice is None:
            return
        better = choose_better(self._choice, self._loop.post, self._replace)
        if better is not None:
            self._loop.remove(self._choice.presence)
            self._choice.presence.close()
            self._use(better)

    # --- inside --------------------------------------------------------------------------------

    def _replace(self) -> None:
        """Measure by something else: the source in use has died."""
        if self._choice is not None:
            self._loop.remove(self._choice.presence)
            self._lost.add(self._choice.presence.name)
        self._wait = self._retry
        self.choose()

    def _use(self, choice: Choice) -> None:
        self._choice = choice
        self._world.presence = choice.presence
        self._loop.add(choice.presence)
        self._loop.post(IdleSourceChanged(known=choice.presence.name != "none"))
        self._look_later()

    def _look_later(self) -> None:
        """Look for something better after a while, longer each time, if something better may come."""
        if self._may_improve() and not self._looks_later:
            self._looks_later = True
            self._loop.later(self._wait, self._look_again)
            self._wait = min(2 * self._wait, LONGEST_WAIT)

    def _look_again(self) -> None:
        self._looks_later = False
        if self._may_improve():
            self.look_for_better()
        self._look_later()

    def _may_improve(self) -> bool:
        """Whether a better source has worked before, or none does although there is a desktop."""
        if self._choice is None or self._choice.presence.name == "none":
            return desktop_is_there()
        return any(name in self._lost for name, _ in self._choice.passed_over)
