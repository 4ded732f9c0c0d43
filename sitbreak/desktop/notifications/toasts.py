"""Toasts of Windows 10 and 11, with buttons, through the WinRT packages; a plyer `Notification`, as on Linux.

Nobody has seen one yet: Wine has no WinRT notifications, so what is tested is the text that Windows gets, and
that balloons take over where these parts are missing.

Source: Microsoft Learn, "Toast content schema", ToastNotification and ToastNotificationManager; "App
notifications from desktop apps": a program without a package needs an AppUserModelID, and without a COM
server gets clicks as long as it runs.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from plyer.facades import Notification

from sitbreak import disk
from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import SitbreakUsed
from sitbreak.core.outside import printable
from sitbreak.desktop.notifications import winrt_parts
from sitbreak.ports import Post

TAG = "sitbreak"
"""Names our one toast, and its group: the next one with the same names takes its place."""

_LONGEST = timedelta(hours=1)
"""A toast of a process that was killed leaves the notification centre after this."""

_CLICK = "click"
"""What a click on the toast itself means."""


def payload(bubble: Bubble, picture: Path | None) -> str:
    """Return a toast as Windows reads it.

    A button's arguments are its number. A bubble that lasts stays on the screen, like an alarm, if it has a
    button; otherwise it goes to the notification centre after some seconds.
    """
    scenario = ' scenario="reminder"' if bubble.lasts and bubble.buttons else ""
    texts = "".join(f"<text>{_text(text)}</text>" for text in (bubble.title, bubble.body) if text)
    image = f'<image placement="appLogoOverride" src="{disk.file_uri(picture)}"/>' if picture else ""
    actions = "".join(
        f'<action content="{_text(button.label)}" arguments="{number}" activationType="foreground"/>'
        for number, button in enumerate(bubble.buttons)
    )
    silent = '<audio silent="true"/>' if bubble.quiet or bubble.lasts else ""
    return (
        f'<toast launch="{_CLICK}"{scenario}>'
        f'<visual><binding template="ToastGeneric">{texts}{image}</binding></visual>'
        f"<actions>{actions}</actions>{silent}</toast>"
    )


def _text(text: str) -> str:
    return escape(printable(text))


class Toasts(Notification):
    """A `Screen`, and a plyer `Notification`."""

    name = "toast"
    has_buttons = True

    def __init__(self, app_id: str, picture: Path | None, post: Post) -> None:
        """Load the WinRT parts.

        Args:
            app_id: the AppUserModelID under which Windows knows us.
            picture: our icon.
            post: receives the wishes of clicks.

        Raises:
            ImportError: the packages are missing.
            OSError: this Windows has no such parts, or nothing that shows toasts.
        """
        notifications = self._winrt = winrt_parts.load()
        from winrt.windows.data.xml.dom import XmlDocument

        self._document = XmlDocument
        self._app_id, self._picture, self._post = app_id, picture, post
        self._bubble: Bubble | None = None
        self._toast: Any = None  # kept: its events come as long as it lives
        self._notifier = notifications.ToastNotificationManager.create_toast_notifier(app_id)
        XmlDocument()

    def present(self, bubble: Bubble) -> None:
        """See `Screen`.

        Raises:
            OSError: Windows refuses it, or the person has switched our notifications off.
        """
        setting = self._notifier.setting
        if setting != self._winrt.NotificationSetting.ENABLED:
            raise OSError(f"Windows' settings say: {setting.name.lower().replace('_', ' ')}")
        self._bubble = bubble
        self.notify(bubble.title, bubble.body)

    def remove(self) -> None:
        """See `Screen`."""
        self._toast = None
        self._winrt.ToastNotificationManager.history.remove(TAG, TAG, self._app_id)

    def _notify(self, **_fields: Any) -> None:
        """Show the bubble, of which plyer's fields are only a part."""
        assert self._bubble is not None
        document = self._document()
        document.load_xml(payload(self._bubble, self._picture))
        toast = self._winrt.ToastNotification(document)
        toast.tag = toast.group = TAG
        toast.expiration_time = datetime.now(UTC) + _LONGEST
        toast.add_activated(partial(self._on_activated, self._bubble.buttons))
        toast.add_dismissed(self._on_dismissed)
        self._notifier.show(toast)
        self._toast = toast

    # --- on threads of Windows' own ------------------------------------------------------------

    def _on_activated(self, buttons: Sequence[Button], _toast: object, clicked: Any) -> None:
        click(buttons, clicked.as_(self._winrt.ToastActivatedEventArgs).arguments, self._post)

    def _on_dismissed(self, _toast: object, dismissed: Any) -> None:
        if dismissed.reason == self._winrt.ToastDismissalReason.USER_CANCELED:
            self._post(SitbreakUsed())


def click(buttons: Sequence[Button], arguments: str, post: Post) -> None:
    """Post what a click means: a button's wish, or at least that sitbreak is used."""
    clicked = next((button for button in buttons if button.only_opens), None)
    if arguments != _CLICK:
        with suppress(ValueError, IndexError):
            clicked = buttons[int(arguments)]
    post(SitbreakUsed() if clicked is None else clicked.wish)
