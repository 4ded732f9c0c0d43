"""plyer's notify-send, told to let bubbles go again and to show every text as it is written."""

from html import escape
from typing import Any

from plyer.platforms.linux.notification import NotifySendNotification


class NotifySend(NotifySendNotification):  # type: ignore[misc] # plyer has no types
    """A plyer `Notification`; raises FileNotFoundError where notify-send is not installed."""

    def _notify(self, **words: Any) -> None:
        super()._notify(
            title=_positional(words["title"]),
            # Source: notify-send.c: the body goes through g_strcompress, and daemons render its markup.
            message=_positional(escape(words["message"], quote=False).replace("\\", r"\\")),
            app_name=words["app_name"],
            icon=words["app_icon"],
            expire_time="-1",  # the daemon's own; plyer says 0, which is never
            hint="int:transient:1",
        )


def _positional(text: str) -> str:
    """Keep a text that begins with a dash from being taken for an option."""
    return f" {text}" if text.startswith("-") else text
