"""Where idle cannot be measured."""

from sitbreak.ports import Watch


class NoIdleSource:
    """Posts nothing: the sitting clock then counts plain time at the computer."""

    name = "none"

    def watch(self, watch: Watch) -> None:
        """Ignore the watch."""

    def fileno(self) -> int:
        """Return -1: there is nothing to wait for."""
        return -1

    def due(self) -> float | None:
        """Return None: nothing is ever due."""
        return None

    def ready(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
