"""What a terminal shows when sitbreak starts in one."""

from sitbreak.core.settings import Interval
from sitbreak.core.words.language import _


def what_it_is() -> str:
    """Introduce sitbreak."""
    return _("sitbreak gets you out of your chair after 20–30 minutes of sitting, with a tip for your back.")


def no_desktop() -> str:
    """Explain why reminders are printed."""
    return _("There's no desktop here (DISPLAY and WAYLAND_DISPLAY aren't set): reminders appear below.")


def desktop_out_of_reach() -> str:
    """Explain why reminders are printed although a desktop is named."""
    return _("Can't reach the desktop named by DISPLAY or WAYLAND_DISPLAY: reminders appear below.")


def type_commands() -> str:
    """Introduce the list of commands."""
    return _("Commands, typed here or in another terminal after “sitbreak”:")


def in_tray() -> str:
    """Say where sitbreak is."""
    return _("sitbreak is in your tray. Every menu entry is also a command (sitbreak help).")


def in_no_tray() -> str:
    """Say that nothing shows the icon."""
    return _("No tray is showing the icon yet. Every menu entry is also a command (sitbreak help).")


def ctrl_c_stops() -> str:
    """Say how to stop."""
    return _("Press Ctrl-C to stop.")


def already_running(status: str) -> str:
    """Answer a second start with the status of the first."""
    return _("sitbreak is already running. {status}.").format(status=status)


def interval_unchanged(interval: Interval) -> str:
    """Answer a second start that names an interval."""
    return _("The interval was not changed. Change it with: sitbreak interval {interval}").format(
        interval=interval
    )


def cannot_start(error: object) -> str:
    """Say why sitbreak does not start."""
    return _("sitbreak can't start: {error}").format(error=error)


def cannot_print(reason: object) -> str:
    """Say why the answer of a command is missing."""
    return _("the answer can't be printed: {reason}").format(reason=reason)


def crashed(log: object) -> str:
    """Say that a bug ended sitbreak."""
    return _("sitbreak crashed. The log says why: {log}").format(log=log)
