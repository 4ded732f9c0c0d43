"""A person's desk with sitbreak on it: what they do there and what they see."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from tests.journeys.icon import find_icon, state_of
from tests.journeys.item import Item
from tests.journeys.screen import Box, Screen, lines_of_text
from tests.rig.desktop import Desktop
from tests.running import Running
from tests.until import until

REMINDER_BUTTONS = ("Start break", "Snooze 5 min", "Show me how")
TIP_BUTTONS = ("Show me how", "Another tip")
STANDING_BUTTONS = ("I'm sitting again", "Start break")

SOON = 'interval = "2s-4s"\nlull = "1s"\n'
"""Settings that bring a reminder within seconds."""

_SITTING_TIME = re.compile(r"(?<=itting) (?:\d|less)[^–]*?(?= –|$)")
_BUTTONS_APART = 15
# Pixels; the labels of two buttons are further apart than this, the words of one label are not.


class Desk:
    """A desktop with sitbreak on it.

    Attributes:
        sitbreak: the program, to be started and killed.
        screen: what is on it.
        lead: how many seconds before something falls due a story begins, so that its steps fit in.
    """

    lead = 20

    def __init__(self, desktop: Desktop) -> None:
        self._desktop = desktop
        self.screen = Screen(desktop.display.name)
        self.sitbreak = Running(desktop.home, desktop.env)

    def end(self) -> None:
        """End sitbreak and stop looking."""
        self.sitbreak.end()
        self.screen.close()

    # --- what they do --------------------------------------------------------------------------

    def start(self, settings: str = "") -> None:
        """Start sitbreak with this settings.toml."""
        self.sitbreak.write_settings(settings)
        self.sitbreak.start()

    @contextmanager
    def typing(self) -> Iterator[None]:
        """Keep typing."""
        typist = self._desktop.start(["xdotool", "type", "--delay", "200", "a" * 2000])
        try:
            yield
        finally:
            typist.kill()
            # It may have been killed with the key down, which the server would go on repeating.
            self._desktop.display.xdotool("keyup", "a")

    def press_a_key(self) -> None:
        """Press one key."""
        self.press("a")

    def press(self, keys: str) -> None:
        """Press keys together, such as `alt+s`."""
        self._desktop.display.xdotool("key", keys)

    def click(self, box: Box) -> None:
        """Click with the left mouse button."""
        self._desktop.display.xdotool("mousemove", *box.middle, "click", 1)

    def click_button(self, label: str, of: tuple[str, ...]) -> None:
        """Click one of the notification's buttons, which are these."""
        self.wait_for_bubble()
        bubble = self.bubble()
        assert bubble is not None
        last_line = self.screen.lines(bubble)[-1]
        labels = self.screen.labels(last_line, _BUTTONS_APART)
        assert len(labels) == len(of), f"{len(labels)} buttons instead of {of}"
        self.click(labels[of.index(label)])

    def open_menu(self) -> Box:
        """Click the icon on the panel and wait for its menu."""
        icon = until(self._resting_icon, "the icon rests")
        assert icon is not None
        self.click(icon)
        menu = self._wait_for_menu(1)
        # The panel's tooltip may cover it, until the mouse points at the first line, which does nothing.
        self._desktop.display.xdotool("mousemove", menu.left + 20, menu.top + 12)
        until(lambda: not self.screen.windows("TOOLTIP"), "the tooltip has gone")
        return menu

    def close_menu(self) -> None:
        """Close the menu without choosing anything."""
        self._desktop.display.xdotool("key", "Escape")
        until(lambda: not self.screen.windows("POPUP_MENU"), "the menu has closed")

    def point_at_icon(self) -> Box:
        """Point at the icon until its tooltip appears."""
        self._desktop.display.xdotool("mousemove", *self.wait_for_icon().middle)
        tooltips = until(lambda: self.screen.windows("TOOLTIP"), "the panel shows a tooltip")
        return tooltips[-1]

    def open_submenu(self, label: str) -> Box:
        """Open the menu and one of its submenus."""
        self._click_entry(self.open_menu(), label)
        submenu = self._wait_for_menu(2)
        self._wait_for_entries(submenu, self._entries(label))
        return submenu

    def choose(self, label: str, of: str = "") -> None:
        """Click an entry of the menu, or of one of its submenus: `choose("10 minutes", of="Snooze")`."""
        if of:
            self._click_entry(self.open_submenu(of), label, of)
        else:
            self._click_entry(self.open_menu(), label)
        until(lambda: not self.screen.windows("POPUP_MENU"), "the menu has closed")

    def command(self, *arguments: str) -> str:
        """Run a `sitbreak` command and return what it prints."""
        done = self.sitbreak.run(*arguments)
        assert done.status == 0, f"sitbreak {' '.join(arguments)}: {done.out}{done.err}"
        return done.out.strip()

    def start_again(self) -> str:
        """Start sitbreak a second time and return what it prints."""
        return self.command()

    # --- what they see -------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """Return what `status --json` reports."""
        return self.sitbreak.status()

    def sitting_seconds(self) -> int:
        """Return how long they have been sitting."""
        return int(self.status()["sitting_seconds"])

    def reminder(self) -> str | None:
        """Return the state of the reminder."""
        return self.sitbreak.reminder()

    def snooze(self) -> timedelta | None:
        """Return the length of the snooze, None if there is none."""
        reminder = self.status()["reminder"]
        if reminder is None or reminder["state"] != "snoozed":
            return None
        return datetime.fromisoformat(reminder["until"]) - datetime.fromisoformat(reminder["since"])

    def pauses(self) -> list[timedelta | None]:
        """Return the length of each pause, None for one without an end."""
        return [
            pause["until"] and datetime.fromisoformat(pause["until"]) - datetime.fromisoformat(pause["from"])
            for pause in self.status()["pauses"]
        ]

    def settings(self) -> str:
        """Return the text of settings.toml."""
        return self.sitbreak.settings

    def bubble(self) -> Box | None:
        """Return the notification on the screen; there are never two."""
        bubbles = self.screen.windows("NOTIFICATION")
        assert len(bubbles) <= 1, f"two notifications at once: {bubbles}"
        return bubbles[0] if bubbles else None

    def wait_for_bubble(self) -> Image.Image:
        """Wait until a notification stands still on the screen and return its picture."""
        picture = until(self._resting_bubble, "a notification is on the screen")
        assert picture is not None
        return picture

    def bubbles_of_dunst(self) -> int:
        """Return how many notifications dunst shows; it has one window for all of them."""
        return int(self._desktop.run("dunstctl", "count", "displayed"))

    def status_line(self) -> str:
        """Return the line on which tooltip, menu and `status` agree, without the running time."""
        item = Item(self._desktop.bus)
        said: set[str] = set()

        def agree() -> bool:  # unless a change came between the three
            lines = (item.tooltip(), item.first_line(), self.sitbreak.do("status"))
            said.clear()
            said.update(_SITTING_TIME.sub("", line.strip()) for line in lines)
            return len(said) == 1

        until(agree, "tooltip, menu and status agree")
        return said.pop()

    def wait_for_no_bubble(self) -> None:
        """Wait until the notification is gone: withdrawn, or expired."""
        until(lambda: self.bubble() is None, "the notification has left the screen")

    def icon(self) -> str | None:
        """Return the state that the icon on the panel shows, None if there is no icon."""
        box = find_icon(self.screen)
        return state_of(self.screen.picture(box)) if box else None

    def wait_for_icon(self, *states: str) -> Box:
        """Wait until the panel shows the icon, in one of these states if any are given."""
        what = f"the panel shows the icon {' or '.join(states)}"
        until(lambda: (icon := self.icon()) and (not states or icon in states), what)
        box = find_icon(self.screen)
        assert box is not None
        return box

    def wait_for_no_icon(self) -> None:
        """Wait until the icon is gone."""
        until(lambda: self.icon() is None, "the icon has gone")

    def exit_status(self) -> int:
        """Wait until sitbreak has ended and return its exit status."""
        return self.sitbreak.wait()

    # --- internals -------------------------------------------------------------------------------

    def _resting_icon(self) -> Box | None:
        """Return where the icon is if it stays there for a moment: a panel moves it while it fills."""
        box = self.wait_for_icon()
        time.sleep(0.3)
        return box if find_icon(self.screen) == box else None

    def _resting_bubble(self) -> Image.Image | None:
        """Return the notification's picture if it is drawn and the same when looked at twice."""
        box = self.bubble()
        if box is None:
            return None
        picture = self.screen.picture(box)
        rests = self.bubble() == box and self.screen.picture(box) == picture
        return picture if rests and len(lines_of_text(picture)) > 1 else None

    def _entries(self, of: str) -> list[str]:
        """Return the labels of the menu, or of one of its submenus, as the panel was given them."""
        return Item(self._desktop.bus).entries(of)

    def _click_entry(self, menu: Box, label: str, of: str = "") -> None:
        labels = self._entries(of)
        self.click(self._wait_for_entries(menu, labels)[labels.index(label)])

    def _wait_for_entries(self, menu: Box, labels: list[str]) -> list[Box]:
        """Wait until a menu shows its entries, and return them."""
        entries: list[Box] = []

        def drawn() -> bool:
            entries[:] = self.screen.lines(menu)
            return len(entries) >= len(labels)

        until(drawn, f"the menu shows {', '.join(labels)}")
        return entries

    def _wait_for_menu(self, depth: int) -> Box:
        """Wait until this many menus are open and return the newest."""
        menus = until(
            lambda: menus if len(menus := self.screen.windows("POPUP_MENU")) == depth else None,
            f"menu {depth} is open",
        )
        assert menus
        return menus[-1]
