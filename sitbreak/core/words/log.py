"""What the log keeps of a day. The log is for people who help, so it stays in English."""

from datetime import timedelta


def reminded(total: timedelta, tip: str) -> str:
    """Record the first showing of a reminder."""
    return f"reminded after {_length(total)} with tip {tip}"


def skipped(total: timedelta) -> str:
    """Record a skip."""
    return f"skipped after {_length(total)}"


def took_break(sat: timedelta, *, natural: bool) -> str:
    """Record a break."""
    return f"{'natural break' if natural else 'break'} after {_length(sat)} of sitting"


def _length(time: timedelta) -> str:
    """Write a length of time in English, whatever language is spoken: `17 min`, `1 h 5 min`, `40 s`."""
    seconds = int(time.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    parts = (f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min")) if count)
    return " ".join(parts)
