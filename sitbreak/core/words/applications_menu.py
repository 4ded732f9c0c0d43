"""sitbreak in the desktop's applications menu, and what `sitbreak desktop` answers."""

from collections.abc import Iterable

from sitbreak.core.words import language
from sitbreak.core.words.language import _

# --- the entry -------------------------------------------------------------------------------------


def kind() -> str:
    """Say what kind of program sitbreak is."""
    return _("Break Reminder")


def purpose() -> str:
    """Describe sitbreak in one line."""
    return _("Gets you out of your chair every 20–30 minutes of sitting")


def keywords() -> list[str]:
    """Return what people type to find sitbreak."""
    # Translators: words that people search for, separated by semicolons
    return _("break;back;sciatica;posture;stretch;sitting;ergonomics;rest").split(";")


# --- the command -----------------------------------------------------------------------------------


def installed() -> str:
    """Answer `desktop install`."""
    return _("sitbreak is in your applications menu. Take it out again with: sitbreak desktop remove")


def is_installed(path: object) -> str:
    """Answer `desktop`; `path` is the entry."""
    return _("sitbreak is in your applications menu ({path}).").format(path=path)


def not_installed() -> str:
    """Answer `desktop` where there is no entry."""
    return _("sitbreak isn't in your applications menu. Add it with: sitbreak desktop install")


def removed() -> str:
    """Answer `desktop remove`."""
    return _("sitbreak is no longer in your applications menu and won't start at login.")


def stays(folders: Iterable[object]) -> str:
    """Say what `desktop remove` leaves, and where."""
    return _("Your settings and history are still in {folders}").format(
        folders=language.current().enumerated(list(map(str, folders)))
    )


def packaged(path: object) -> str:
    """Say that an entry is not ours to remove."""
    return _("The entry {path} belongs to a package: uninstall that to remove it.").format(path=path)


def no_applications_menu() -> str:
    """Explain why there is no entry on macOS."""
    return _("macOS has no such menu. To start sitbreak at login: sitbreak autostart on")


def store_python() -> str:
    """Explain why a Python from the Store can neither start sitbreak at login nor from the Start menu."""
    return _(
        "This Python comes from the Microsoft Store, and Windows hides from the rest of the system what its"
        " programs change. Use the Python from python.org to have sitbreak in the Start menu and at login."
    )


def in_menu_by_flatpak() -> str:
    """Explain that a Flatpak needs no entry of ours."""
    return _("Flatpak has put sitbreak into your applications menu: uninstall it there to remove it.")


def no_login_from_flatpak() -> str:
    """Explain why a Flatpak cannot start at login."""
    return _("A Flatpak can't add itself. Add sitbreak to your desktop's startup programs.")
