"""Why the running instance gives no answer. Apart from the replies, so that a client imports little."""

from sitbreak.core.words.language import _


def not_running() -> str:
    """Answer what only a running instance can do."""
    return _("sitbreak isn't running. Start it with: sitbreak")


def stopped() -> str:
    """Say on a status bar that nothing counts."""
    return _("sitbreak isn't running")


def too_many_watch() -> str:
    """Refuse to report changes to one more program."""
    return _("too many programs are watching the status already")


def other_version(running: str, asking: str) -> str:
    """Explain why a command was not understood: two versions of sitbreak are in use."""
    sentence = _("(sitbreak {running} is running, but {asking} asked: quit it and start it again)")
    return sentence.format(running=running, asking=asking)


def session_over() -> str:
    """Say why sitbreak ends by itself."""
    return _("Your desktop session is over, so sitbreak ends.")


def uninstalled() -> str:
    """Say why sitbreak ends by itself: its files are gone."""
    return _("sitbreak was uninstalled, so it ends.")


def updated() -> str:
    """Say why sitbreak starts again by itself."""
    return _("sitbreak was updated and continues as the new version.")


def continues_elsewhere() -> str:
    """Say why sitbreak ends here: it was started on another desktop."""
    return _("sitbreak continues on another desktop, where it was started just now.")


def continues_here() -> str:
    """Say that this start takes over from the instance on another desktop."""
    return _("sitbreak was running elsewhere. It continues here.")


def replaced_hanging() -> str:
    """Say that this start takes over from an instance that no longer answered."""
    return _("sitbreak was running but didn't answer. It was ended and continues here.")


def no_answer(seconds: float) -> str:
    """Report that the running instance hangs."""
    return _("sitbreak is running but didn't answer within {seconds:g} s").format(seconds=seconds)


def too_long() -> str:
    """Refuse to send a command."""
    return _("this command is too long")


def went_away(reason: object) -> str:
    """Report that the running instance ended before it answered."""
    return _("sitbreak ended before it answered: {reason}").format(reason=reason)


def unreadable_answer() -> str:
    """Report an answer that cannot be read."""
    return _("sitbreak ended before it answered, or another version of it is running")
