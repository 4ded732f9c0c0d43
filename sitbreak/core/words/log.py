"""What the log keeps of a day. The log is for people who help, so it stays in English."""

from datetime import timedelta

from sitbreak.core.words import times


def reminded(total: timedelta, tip: str) -> str:
    """Record the first showing of a reminder."""
    return f"reminded after {times.length(total)} with tip {tip}"


def skipped(total: timedelta) -> str:
    """Record a skip."""
    return f"skipped after {times.length(total)}"


def took_break(sat: timedelta, *, natural: bool) -> str:
    """Record a break."""
    return f"{'natural break' if natural else 'break'} after {times.length(sat)} of sitting"
