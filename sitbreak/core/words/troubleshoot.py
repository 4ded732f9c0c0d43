"""What `sitbreak troubleshoot` advises."""

from datetime import datetime

from sitbreak.core.inputs import BusyReason
from sitbreak.core.now import Now
from sitbreak.core.words import times
from sitbreak.core.words.language import _


def too_long_to_believe(reason: BusyReason, since: datetime, now: Now) -> str:
    """Name a reason that has lasted too long to wait for, and what can be done about it."""
    what = _("Reminders no longer wait for it. Turn it off, or never wait for it: {command}").format(
        command=f"sitbreak settings set wait_during.{reason} false"
    )
    return f"{_lasting(reason).format(time=times.clock(since, now))} {what}"


def _lasting(reason: BusyReason) -> str:
    match reason:
        case BusyReason.FULLSCREEN:
            return _("Something has filled the screen since {time}.")
        case BusyReason.PRESENTATION:
            return _("A presentation has been on since {time}.")
        case BusyReason.CALL:
            return _("A call has been on since {time}.")
        case BusyReason.DO_NOT_DISTURB:
            return _("Do-not-disturb has been on since {time}.")
