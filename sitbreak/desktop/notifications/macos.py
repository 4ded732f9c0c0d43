"""Notifications on macOS: the Notification Centre's, with buttons, or osascript's; as plyer's, as on Linux.

plyer's own needs pyobjus, NSUserNotificationCenter, which macOS 11 declared obsolete, and a bundle, without
which it fails with an AttributeError. Nobody has seen any of these on a real Mac yet.

Source: Apple, UNUserNotificationCenter, UNNotificationRequest (a request with the identifier of one on the
screen takes its place), UNNotificationCategory (buttons belong to a category). A program needs a bundle:
currentNotificationCenter ends one that is in none (PyObjC issue 270), such as a Python from conda, pyenv or
uv. python.org's and Homebrew's are in a Python.app, whose name the notification shows; whether one that
is not signed may ask for the permission, only its answer says (desktop-notifier, macos.py). While a Focus is
on, the Notification Centre keeps notifications to itself.
"""

import logging
import os
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from plyer.facades import Notification

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import SitbreakUsed
from sitbreak.core.outside import printable
from sitbreak.desktop.notifications.native import PlyerScreen, Screen, run_briefly
from sitbreak.ports import Post

NAME = "sitbreak"
"""Names our one notification: the next one takes its place."""

_PATIENCE = 30.0
"""Seconds for an answer of the system."""

_FOR_PERMISSION = 300.0
"""Seconds for the person's answer, without which they would never read the introduction that asks for it."""

_log = logging.getLogger(__name__)


def macos_screen(post: Post) -> Screen:
    """Return the Notification Centre, or osascript where this Python cannot use it."""
    try:
        return NotificationCentre(post)
    except (ImportError, OSError) as error:
        _log.info("osascript in place of the Notification Centre: %s", error)
        return PlyerScreen(Osascript(), None, "osascript")


class NotificationCentre(Notification):
    """A `Screen`, and a plyer `Notification`.

    How long a notification stays is the person's choice: banners go after some seconds, alerts stay.
    """

    name = "notification-centre"
    has_buttons = True

    def __init__(self, post: Post) -> None:
        """Ask for the permission to show notifications.

        Args:
            post: receives the wishes of clicks.

        Raises:
            ImportError: the frameworks are missing.
            OSError: this Python is in no bundle, or not in one that may ask.
        """
        import Foundation

        if Foundation.NSBundle.mainBundle().bundleIdentifier() is None:
            raise OSError("this Python is in no app bundle")
        import UserNotifications

        from sitbreak.desktop.notifications.macos_delegate import SitbreakNotificationDelegate

        self._un = UserNotifications
        self._post = post
        self._bubble: Bubble | None = None
        self._buttons: dict[str, Button] = {}
        self._serial = 0
        self._centre = UserNotifications.UNUserNotificationCenter.currentNotificationCenter()
        self._delegate = SitbreakNotificationDelegate.alloc().init()  # kept: the centre does not
        self._delegate.on_click = self._on_click
        self._centre.setDelegate_(self._delegate)
        self._is_allowed = False
        try:
            self._ask_for_permission()
        except TimeoutError:
            return  # `present` asks again
        if not self._is_allowed and self._status() == UserNotifications.UNAuthorizationStatusNotDetermined:
            raise OSError("this Python may not ask for the permission to show notifications")

    def present(self, bubble: Bubble) -> None:
        """See `Screen`.

        Raises:
            OSError: the person does not allow notifications, or has not answered yet.
        """
        if not self._is_allowed:
            self._ask_for_permission()
        if not self._is_allowed:
            raise OSError("the system settings do not allow notifications of this Python")
        self._bubble = bubble
        self.notify(bubble.title, bubble.body)

    def remove(self) -> None:
        """See `Screen`."""
        self._centre.removeDeliveredNotificationsWithIdentifiers_([NAME])

    def _notify(self, **_fields: Any) -> None:
        """Show the bubble, of which plyer's fields are only a part."""
        assert self._bubble is not None
        un, bubble = self._un, self._bubble
        content = un.UNMutableNotificationContent.alloc().init()
        content.setTitle_(printable(bubble.title))
        content.setBody_(printable(bubble.body))
        content.setCategoryIdentifier_(self._category(bubble))
        if not (bubble.quiet or bubble.lasts):
            content.setSound_(un.UNNotificationSound.defaultSound())
        request = un.UNNotificationRequest.requestWithIdentifier_content_trigger_(NAME, content, None)
        (error,) = _answer(
            lambda done: self._centre.addNotificationRequest_withCompletionHandler_(request, done)
        )
        if error is not None:
            self._is_allowed = False
            raise OSError(str(error.localizedDescription()))

    def _category(self, bubble: Bubble) -> str:
        """Register the buttons of a bubble; return the name of their category.

        Names are used once: a click on a button of another process' notification means nothing here.
        """
        self._serial += 1
        name = f"{NAME}-{os.getpid()}-{self._serial}"
        self._buttons = {f"{name}-{number}": button for number, button in enumerate(bubble.buttons)}
        actions = [
            self._un.UNNotificationAction.actionWithIdentifier_title_options_(identifier, button.label, 0)
            for identifier, button in self._buttons.items()
        ]
        category = self._un.UNNotificationCategory
        made = category.categoryWithIdentifier_actions_intentIdentifiers_options_(name, actions, [], 0)
        self._centre.setNotificationCategories_({made})
        return name

    def _ask_for_permission(self) -> None:
        """Ask the person, the first time; later the answer that they gave comes at once."""
        un = self._un
        options = un.UNAuthorizationOptionAlert | un.UNAuthorizationOptionSound
        granted, _error = _answer(
            lambda done: self._centre.requestAuthorizationWithOptions_completionHandler_(options, done),
            _FOR_PERMISSION,
        )
        self._is_allowed = bool(granted)

    def _status(self) -> int:
        (settings,) = _answer(self._centre.getNotificationSettingsWithCompletionHandler_)
        return int(settings.authorizationStatus())

    # --- on a thread of macOS' own -------------------------------------------------------------

    def _on_click(self, identifier: str) -> None:
        """Post what a click means: a button's wish, or at least that sitbreak is used."""
        clicked = self._buttons.get(identifier)
        if identifier == self._un.UNNotificationDefaultActionIdentifier:
            clicked = next((button for button in self._buttons.values() if button.only_opens), None)
        self._post(SitbreakUsed() if clicked is None else clicked.wish)


class Osascript(Notification):
    """What needs no bundle: macOS shows it as Script Editor's, without buttons, and it cannot be removed.

    Source: AppleScript Language Guide, `display notification`, and the escapes of its text literals.
    """

    def _notify(self, **fields: Any) -> None:
        title, body = (_literal(fields[name]) for name in ("title", "message"))
        run_briefly(["/usr/bin/osascript", "-e", f"display notification {body} with title {title}"])


def _literal(text: str) -> str:
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _answer(start: Callable[[Callable[..., None]], None], patience: float = _PATIENCE) -> tuple[Any, ...]:
    """Return what a completion handler is called with, on whatever thread.

    Raises:
        TimeoutError: it is not called in time.
    """
    answers: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
    start(lambda *values: answers.put(values))
    try:
        return answers.get(timeout=patience)
    except Empty:
        raise TimeoutError("nobody has allowed notifications yet") from None
