"""Where nothing reports locks and sleeps."""

from sitbreak.core.finding import Finding


class NoSession:
    """A `Session` that posts nothing. The core still notices a sleep, from the clocks."""

    def __init__(self, reason: str, tried: str) -> None:
        """Say why nothing reports: `tried` is the name of what is missing or of what was tried."""
        self._tried = ((tried, reason),)

    def findings(self) -> tuple[Finding, ...]:
        """Return why nothing reports locks and sleeps."""
        return Finding("lock", "none", self._tried), Finding("sleep", "none", self._tried)

    def close(self) -> None:
        """Do nothing."""
