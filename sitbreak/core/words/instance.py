"""Why the running instance gives no answer. Apart from the replies, so that a client imports little."""

from sitbreak.core.words.language import _


def not_running() -> str:
    """Answer what only a running instance can do."""
    return _("sitbreak isn't running. Start it with: sitbreak")


def other_version(running: str, asking: str) -> str:
    """Explain why a command was not understood: two versions of sitbreak are in use."""
    sentence = _("(sitbreak {running} is running, but {asking} asked: quit it and start it again)")
    return sentence.format(running=running, asking=asking)


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
