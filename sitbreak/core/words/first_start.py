"""What a start in a terminal asks and answers, where there is a desktop."""

from sitbreak.core.words.language import _


def add_to_menu() -> str:
    """Ask whether to put sitbreak into the desktop's menu."""
    return _("Add sitbreak to your applications menu?")


def keep_running() -> str:
    """Ask whether closing the terminal should leave sitbreak running."""
    return _("Keep it running after you close this terminal?")


def yes_or_no() -> str:
    """End a question whose answer is yes if only Enter is pressed."""
    # Translators: the letters are those of `yes` and `no`, in the order "yes" (the default), "no"
    return _("[Y/n]")


def yes() -> list[str]:
    """Return what means yes, in small letters."""
    # Translators: what may be typed for yes, separated by spaces
    return _("y yes").split()


def no() -> list[str]:
    """Return what means no, in small letters."""
    # Translators: what may be typed for no, separated by spaces
    return _("n no").split()


def runs_in_tray() -> str:
    """Say that sitbreak goes on without the terminal, and how to stop it; its command may be on no PATH."""
    return _("sitbreak is in your tray and keeps running; Quit in its menu stops it.")


def runs_without_tray() -> str:
    """Say that sitbreak goes on without the terminal, although nothing shows its icon."""
    return _(
        "sitbreak keeps running, but no tray is showing its icon yet."
        " Every menu entry is also a command: sitbreak help"
    )


def runs_in_foreground() -> str:
    """Say how to have sitbreak go on without the terminal."""
    return _("To keep it running without this terminal: sitbreak --background")


def did_not_answer() -> str:
    """Report a sitbreak that was started and does not answer."""
    return _("sitbreak was started in the background but doesn't answer. To see why, run: sitbreak")


def no_desktop() -> str:
    """Say why sitbreak does not start in the background."""
    return _("there's no desktop here to show reminders on")
