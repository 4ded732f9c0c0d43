"""What the Notification Centre of macOS calls; a class of Objective-C's, which exists once in a process.

Source: Apple, UNUserNotificationCenterDelegate. Without the first method nothing is shown while sitbreak is
the active program.
"""

from collections.abc import Callable
from typing import Any

import Foundation
import UserNotifications


class SitbreakNotificationDelegate(Foundation.NSObject):
    """Shows everything, and passes clicks on.

    Attributes:
        on_click: takes the identifier of the button, or what stands for the notification itself.
    """

    on_click: Callable[[str], None]

    def userNotificationCenter_willPresentNotification_withCompletionHandler_(  # noqa: N802 - Apple's name
        self, _centre: Any, _notification: Any, present: Callable[[int], None]
    ) -> None:
        """Show a notification."""
        un = UserNotifications
        present(
            un.UNNotificationPresentationOptionBanner
            | un.UNNotificationPresentationOptionList
            | un.UNNotificationPresentationOptionSound
        )

    def userNotificationCenter_didReceiveNotificationResponse_withCompletionHandler_(  # noqa: N802 - the same
        self, _centre: Any, response: Any, done: Callable[[], None]
    ) -> None:
        """Pass on a click."""
        self.on_click(str(response.actionIdentifier()))
        done()
