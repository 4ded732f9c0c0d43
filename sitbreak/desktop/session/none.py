"""The session where nothing reports locks and sleeps."""

from sitbreak.core.finding import Finding


class NoSession:
    """A `Session` that posts nothing. The core still notices a sleep, from the clocks."""

    def findings(self) -> tuple[Finding, ...]:
        """Return nothing."""
        return ()

    def close(self) -> None:
        """Do nothing."""
