"""Measures idle by the best source that works, also when sources die and come back."""

import logging
from collections.abc import Callable, Sequence

from sitbreak.core.finding import Finding
from sitbreak.core.inputs import IdleSourceChanged
from sitbreak.core.values import frozen
from sitbreak.desktop.idle.candidates import Candidate, OnLost, SelectableIdleSource
from sitbreak.desktop.null import NoIdleSource
from sitbreak.ports import Post, Watch
from sitbreak.waiter import Waiter

RETRY = 60.0
"""Seconds until a better source is looked for at first; each further wait is twice as long."""

LONGEST_WAIT = 3600.0
"""Seconds between two attempts in the end."""

_log = logging.getLogger(__name__)


@frozen
class Choice:
    """What was chosen.

    Attributes:
        source: measures idle; a null source if nothing can.
        passed_over: the better sources, with the reason why each was not taken.
    """

    source: SelectableIdleSource
    passed_over: tuple[tuple[str, str], ...]


def choose(candidates: Sequence[Candidate], post: Post, on_lost: OnLost) -> Choice:
    """Return the first candidate that works; a null source if none does."""
    passed_over: list[tuple[str, str]] = []
    for candidate in candidates:
        try:
            return Choice(candidate.open(post, on_lost), tuple(passed_over))
        except Exception as reason:  # whatever a source fails with, the next one gets its turn
            passed_over.append((candidate.name, str(reason)))
    return Choice(NoIdleSource(), tuple(passed_over))


class BestIdle:
    """An `IdleSource` that stands in for the best candidate that works.

    Everything happens on the waiter's thread, or before it runs.

    Attributes:
        name: that of the source in use, "none" if idle is not known.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        post: Post,
        waiter: Waiter,
        has_desktop: Callable[[], bool],
        retry: float = RETRY,
    ) -> None:
        """Measure nothing yet.

        Args:
            candidates: the sources to try, the best first.
            post: gets the `Observed` inputs, and `IdleSourceChanged` whenever a source starts.
            waiter: waits for the source in use.
            has_desktop: returns whether a source may appear later, though none works now.
            retry: seconds until a better source is looked for at first.
        """
        self._candidates = candidates
        self._post = post
        self._waiter = waiter
        self._has_desktop = has_desktop
        self._retry = self._wait = retry
        self._used = Choice(NoIdleSource(), ())
        self.name = self._used.source.name
        self._lost: set[str] = set()
        self._looks_later = False
        self._is_choosing = self._is_closed = False
        self._on_chosen: list[Callable[[], None]] = []

    def findings(self) -> tuple[Finding, ...]:
        """Return the source in use, and why the better ones are not."""
        return (Finding("idle", self.name, self._used.passed_over),)

    def watch(self, watch: Watch) -> None:
        """Replace the watch; setting one that is equal and still armed costs nothing."""
        self._used.source.watch(watch)

    def start(self) -> None:
        """Measure by the best source that works, once it is found.

        That takes some milliseconds, and a second for each source whose server is there but hangs: so they
        are opened in the background.
        """

        def use(choice: Choice) -> None:
            for name, reason in choice.passed_over:
                _log.info("idle is not measured by %s: %s", name, reason)
            self._use(choice)

        self._choose(self._candidates, use)

    def when_chosen(self, then: Callable[[], None]) -> None:
        """Call `then` once it is known what measures idle, which may be now."""
        if self._is_choosing:
            self._on_chosen.append(then)
        else:
            then()

    def look_for_better(self) -> None:
        """Switch to a better source, if one works by now."""
        passed_over = dict(self._used.passed_over)
        better = [candidate for candidate in self._candidates if candidate.name in passed_over]

        def use(choice: Choice) -> None:
            if not isinstance(choice.source, NoIdleSource):
                self._use(choice)

        if better and not self._is_choosing:
            self._choose(better, use)

    def close(self) -> None:
        """Stop measuring, and release resources."""
        self._is_closed = True
        self._used.source.close()

    # --- internals -------------------------------------------------------------------------------

    def _choose(self, candidates: Sequence[Candidate], use: Callable[[Choice], None]) -> None:
        """Open the first of these candidates that works, in the background, and use it."""
        self._is_choosing = True

        def take(choice: Choice) -> None:
            self._is_choosing = False
            if self._is_closed:
                choice.source.close()
                return
            use(choice)
            on_chosen, self._on_chosen = self._on_chosen, []
            for then in on_chosen:
                then()

        def lose() -> None:  # perhaps while it is being opened
            self._waiter.soon(self._replace)

        self._waiter.background(lambda: choose(candidates, self._post, lose), take)

    def _replace(self) -> None:
        """Measure by something else: the source in use has died."""
        self._lost.add(self.name)
        self._wait = self._retry
        self._set_used(Choice(NoIdleSource(), ()))
        self.start()

    def _set_used(self, choice: Choice) -> None:
        self._waiter.remove(self._used.source)
        self._used.source.close()
        self._used = choice
        self.name = choice.source.name
        self._waiter.add(choice.source)

    def _use(self, choice: Choice) -> None:
        self._set_used(choice)
        _log.info("idle is measured by: %s", self.name)
        self._post(IdleSourceChanged(known=self._is_known()))
        self._look_later()

    def _is_known(self) -> bool:
        return not isinstance(self._used.source, NoIdleSource)

    def _look_later(self) -> None:
        """Look for a better source after a while, longer each time, if one may come."""
        if self._may_improve() and not self._looks_later:
            self._looks_later = True
            self._waiter.later(self._wait, self._look_again)
            self._wait = min(2 * self._wait, LONGEST_WAIT)

    def _look_again(self) -> None:
        self._looks_later = False
        if self._may_improve():
            self.look_for_better()
        self._look_later()

    def _may_improve(self) -> bool:
        """Whether a better source has worked before, or none does although there is a desktop."""
        if not self._is_known():
            return self._has_desktop()
        return any(name in self._lost for name, _ in self._used.passed_over)
