"""Opens windows, pages and files. Everything here raises OSError with one line on why it cannot be."""

import json
import logging
from pathlib import Path
from typing import Any

from sitbreak.core.commands import USAGE
from sitbreak.core.finding import Finding
from sitbreak.core.settings import Settings
from sitbreak.core.tips import Library, Tip, tell
from sitbreak.core.words import menu
from sitbreak.desktop.display import desktop_is_there
from sitbreak.desktop.launcher import Launcher
from sitbreak.storage.files import write_atomically

_log = logging.getLogger(__name__)


class Pages:
    """Our windows, the pages that a browser shows in their place, and the files that an editor does."""

    def __init__(self, folder: Path, config: Path, launcher: Launcher) -> None:
        """Write pages into `folder`; the person's own tips are in `config`."""
        self._folder = folder
        self._config = config
        self._launcher = launcher
        self._why_no_card = ""

    def open_card(self, tip: Tip, library: Library, settings: Settings, *, focused: bool) -> None:
        """Open the card of a tip; its page where there can be none.

        Args:
            tip: the tip.
            library: knows the facts it rests on.
            settings: those in force.
            focused: the person has asked for a window: it may take the focus.
        """
        from sitbreak.desktop import dialogs

        if dialogs.unavailable_reason():
            self.open_tip(tip, library, settings)
            return

        def ended(status: int, complaint: str) -> None:
            why = dialogs.failure_reason(status, complaint)
            if why:
                self._open_instead(tip, library, settings, why)
            elif status:
                _log.warning("the card of a tip ended with status %d", status)

        content = card_content(tell(tip, library), settings, self._config)
        command = dialogs.window("card", self._folder, content, focused=focused)
        self._launcher.start_window(command, ended)

    def finding(self) -> Finding:
        """Tell whether tips have a window, as far as is known."""
        return tip_card_finding(self._why_no_card)

    def open_tip(self, tip: Tip, library: Library, settings: Settings) -> None:
        """Open the page of a tip."""
        from sitbreak.tips.page import tip_page
        from sitbreak.tips.pictures import page_images

        images = page_images(tip.picture, moving=settings.moving_pictures)
        self._open_page("tip.html", tip_page(tip, library, images))

    def open_help(self) -> None:
        """Open the help page."""
        from sitbreak.tips.page import help_page

        self._open_page("help.html", help_page(USAGE))

    def open(self, path: Path) -> None:
        """Open a file."""
        if problem := self._launcher.open(path):
            raise OSError(problem)

    def _open_instead(self, tip: Tip, library: Library, settings: Settings, why: str) -> None:
        """Open the page of a tip whose card could not be shown; the same reason is logged once."""
        if why != self._why_no_card:
            self._why_no_card = why
            _log.warning("tips open in the browser, not in a window: %s", why)
        try:
            self.open_tip(tip, library, settings)
        except OSError as error:
            _log.warning("%s", error)

    def _open_page(self, name: str, html: str) -> None:
        page = self._folder / name
        write_atomically(page, html.encode(), durable=False)
        self.open(page)


def card_content(tip: dict[str, Any], settings: Settings, config: Path) -> str:
    """Return what a card shows, as JSON.

    Args:
        tip: as `tip --json` prints it.
        settings: the current ones.
        config: the folder with the person's own tips.
    """
    content = {
        "tip": tip,
        "topic": menu.topic(tip["topic"]),
        "snooze": menu.snooze_for(settings.snooze),
        "moving": settings.moving_pictures,
        "config": str(config),
    }
    return json.dumps(content)


def tip_card_finding(why_not: str = "") -> Finding:
    """Tell whether tips have a window; `why_not` is what was seen when one was opened."""
    from sitbreak.desktop import dialogs

    why_not = dialogs.unavailable_reason() or why_not
    if not why_not:
        return Finding("tip card", "qt")
    return Finding("tip card", "page" if desktop_is_there() else "none", (("qt", why_not),))
