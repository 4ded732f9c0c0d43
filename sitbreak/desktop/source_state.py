"""What an adapter tells `sitbreak troubleshoot` about each of its sources."""

from sitbreak.core.values import frozen


@frozen
class SourceState:
    """One source.

    Attributes:
        what: what it tells of: "lock", "sleep", "call", "full screen" and so on.
        name: its name.
        why_not: why it cannot tell; empty: it is in use.
    """

    what: str
    name: str
    why_not: str = ""
