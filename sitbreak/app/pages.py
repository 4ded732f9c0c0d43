"""Opens windows, pages and files. A failure raises an OSError with the reason in one line."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

from sitbreak import disk
from sitbreak.app.files import Files
from sitbreak.core.finding import Finding
from sitbreak.core.inputs import Page
from sitbreak.core.now import Now
from sitbreak.core.settings import TOPICS, Settings
from sitbreak.core.situation import Situation
from sitbreak.core.status import status
from sitbreak.core.tips import as_json
from sitbreak.core.words import language, menu, times
from sitbreak.desktop.launcher import Launcher
from sitbreak.desktop.platforms import this_platform
from sitbreak.storage.settings_text import as_table

if TYPE_CHECKING:
    from sitbreak.core.history import Day

_log = logging.getLogger(__name__)


class Pages:
    """Opens our windows, the pages that a browser shows instead, and the files that an editor opens.

    A tip is named by its id; one that no longer exists opens nothing.
    """

    def __init__(self, files: Files, launcher: Launcher) -> None:
        """Open what is in `files`, with `launcher`."""
        self._files = files
        self._launcher = launcher
        self._no_window_reason = ""

    def open_card(self, tip_id: str, situation: Situation, now: Now, *, focused: bool) -> None:
        """Open the card of a tip, or its page if there can be no card.

        Args:
            tip_id: which tip.
            situation: what the card's buttons have to fit.
            now: the moment.
            focused: the person asked for a window, so it may take the focus.
        """
        library, settings = self._files.library, situation.settings
        tip = library.find(tip_id)
        if tip is None:
            return
        content = card_content(as_json(tip, library), settings, self._files, status(situation, now, {}))
        self._open_window("card", content, lambda: self.open_tip(tip_id, settings), focused=focused)

    def open_tip(self, tip_id: str, settings: Settings) -> None:
        """Open the page of a tip."""
        from sitbreak.pages.tip import tip_page
        from sitbreak.tips.pictures import page_images

        library = self._files.library
        if tip := library.find(tip_id):
            images = page_images(tip.picture, moving=settings.moving_pictures)
            self._open_page("tip.html", tip_page(tip, library, images))

    def open(self, page: Page, settings: Settings) -> None:
        """Open a page; a settings.toml is made first if there is none."""
        match page:
            case Page.SETTINGS | Page.INTERVAL:
                self._open_settings("interval" if page is Page.INTERVAL else "")
            case Page.SETTINGS_FILE:
                self._open_settings_file()
            case Page.TIPS:
                self._open(self._files.own_tips)
            case Page.HELP:
                self._open_page("help.html", self._help(settings))
            case Page.DIARY:
                self._open_window("diary", "{}", self._open_diary_page, focused=False)
            case Page.HISTORY:
                raise AssertionError("it shows days, too: open_history")
            case _:
                assert_never(page)

    def open_history(self, days: "Callable[[int], tuple[Day, ...]]", settings: Settings) -> None:
        """Open the history.

        Args:
            days: reads this many days; the last one is today.
            settings: those in force.
        """
        from sitbreak.pages.figures import PRINTED, SHOWN

        def open_page() -> None:
            from sitbreak.pages.history import history_page

            interval = times.spoken_span(settings.interval)
            self._open_page("history.html", history_page(days(PRINTED), interval, settings.break_length))

        self._open_window("history", history_content(days(SHOWN), settings, self._files), open_page)

    def finding(self) -> Finding:
        """Return whether tips can open in a window, as far as is known."""
        return tip_card_finding(self._no_window_reason)

    def _open_window(
        self, kind: str, content: str, open_instead: Callable[[], None], *, focused: bool = True
    ) -> None:
        """Open a window; where there can be none, and where it turns out not to show, what replaces it."""
        from sitbreak.desktop import dialogs

        if reason := dialogs.unavailable_reason():
            self._log_no_window(reason)
            open_instead()
            return

        def ended(status: int, error_output: str) -> None:
            reason = dialogs.failure_reason(status, error_output)
            if reason:
                self._log_no_window(reason)
                try:
                    open_instead()
                except OSError as error:
                    _log.warning("%s", error)
            elif status:
                _log.warning("a window (%s) ended with status %d", kind, status)

        command = dialogs.command(kind, self._files.pages, focused=focused)
        self._launcher.start(command, content, ended)

    def _log_no_window(self, reason: str) -> None:
        """Log why nothing opens in a window; the same reason is logged once."""
        if reason != self._no_window_reason:
            self._no_window_reason = reason
            _log.warning("windows cannot open here: %s", reason)

    def _open_settings(self, key: str) -> None:
        """Open the settings window, at the setting with this key if one is named; else the file."""
        self._open_window("settings", settings_content(self._files, key), self._open_settings_file)

    def _open_diary_page(self) -> None:
        from sitbreak.pages.diary import diary_page

        self._open_page("diary.html", diary_page())

    def _open_settings_file(self) -> None:
        self._open(self._files.settings.ensure())

    def _help(self, settings: Settings) -> str:
        from sitbreak.core.words.command_line import listed  # seldom wanted, as the next
        from sitbreak.desktop.icons import as_png, load
        from sitbreak.pages.help import Help, help_page, icons

        images = {icon: as_png(load(icon, "colour")[-1]) for icon in icons()}
        return help_page(Help(settings, self._files.library, self._files.own_tips, images, listed()))

    def _open_page(self, name: str, html: str) -> None:
        page = self._files.pages / name
        disk.write(page, html.encode(), durable=False)
        self._open(page)

    def _open(self, path: Path) -> None:
        if problem := self._launcher.open(path):
            raise OSError(problem)


def card_content(tip: dict[str, Any], settings: Settings, files: Files, status: dict[str, Any] | None) -> str:
    """Return what a card shows, as JSON.

    Args:
        tip: as `tip --json` prints it.
        settings: those in force.
        files: the person's, from which a card without an instance draws other tips.
        status: as `status --json` prints it; None if no instance runs.
    """
    content = {
        "tip": tip,
        "topic_names": {topic: menu.topic(topic) for topic in TOPICS},
        "topics": settings.topics,
        "snooze": menu.snooze_for(settings.snooze),
        "moving": settings.moving_pictures,
        "sound": settings.sound,
        "status": status,
        "config": str(files.config),
        "state": str(files.places["state"]),
    }
    return json.dumps(content)


def history_content(days: "Sequence[Day]", settings: Settings, files: Files) -> str:
    """Return what the history window shows, as JSON.

    Args:
        days: the last one is today.
        settings: those in force.
        files: the person's; the window reads the days again itself.
    """
    *before, today = days
    content = {
        "days": [replace(day, spans=()).to_table() for day in before] + [today.to_table()],
        "interval": times.spoken_span(settings.interval),
        "break_length_seconds": settings.break_length.total_seconds(),
        "twelve_hours": language.current().has_twelve_hours,
        "state": str(files.places["state"]),
    }
    return json.dumps(content)


def settings_content(files: Files, key: str = "") -> str:
    """Return what the settings window works on, as JSON.

    Args:
        files: the person's; their settings have been read.
        key: the setting that it opens at; empty for none.
    """
    return json.dumps({"config": str(files.config), "at": key, "values": as_table(files.settings.in_force)})


def tip_card_finding(reason: str = "") -> Finding:
    """Return whether tips can open in a window; `reason` is why the last one could not."""
    from sitbreak.desktop import dialogs

    reason = dialogs.unavailable_reason() or reason
    if not reason:
        return Finding("tip card", "qt")
    return Finding("tip card", "page" if this_platform().display_is_there() else "none", (("qt", reason),))
