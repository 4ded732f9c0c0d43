"""Cards on an offscreen screen."""

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from sitbreak.core.settings import Settings
from sitbreak.core.tips import Tip, as_json
from sitbreak.dialogs.card.content import TipContent
from sitbreak.dialogs.card.tip_view import TipView
from sitbreak.dialogs.card.window import TipCard
from tests.dialogs.cards import LIBRARY, content_of
from tests.until import BUSY
from tests.until import until as wait_until

SCREENS = ((1920, 1200), (1920, 1080), (1280, 720), (1024, 600))
"""Sizes of the screens; a card opens on the first one."""


def _qt_turn() -> None:
    QApplication.processEvents()
    time.sleep(0.002)


def until(condition: Callable[[], object], what: str) -> None:
    """Run Qt's event loop until the condition holds."""
    wait_until(condition, what, meanwhile=_qt_turn)


class Shown:
    """An open card: what a person sees and does."""

    def __init__(self, runtime: Path, content: str, screen: tuple[int, int] = SCREENS[0]) -> None:
        self.card = TipCard(runtime)
        self.card.setScreen(QGuiApplication.screens()[SCREENS.index(screen)])
        self.was_closed: list[bool] = []
        self.card.closed.connect(lambda: self.was_closed.append(True))
        self.images_at_first_paint = 0
        self.buttons_at_first_paint: dict[str, bool] = {}
        """Whether each was enabled, by its label."""
        self.card.painted.connect(self._look)
        assert self.card.show_request([content, ""]) == ""
        until(lambda: self.card.is_painted and self.card.isActiveWindow(), "the card is painted")
        QApplication.processEvents()

    @property
    def view(self) -> TipView:
        assert self.card._view
        return self.card._view

    @property
    def texts(self) -> list[str]:
        """Everything a screen reader would read, from top to bottom."""
        labels = self.view.findChildren(QLabel)
        return [label.accessibleName() for label in labels if label.accessibleName()]

    def turn_to(self, tip: Tip) -> None:
        """Show another tip, as *Another tip* does."""
        self.card.show_tip(TipContent.from_json(as_json(tip, LIBRARY)))
        QApplication.processEvents()

    def shows_other_than(self, tip_id: str) -> bool:
        return self.card.tip.id != tip_id

    @property
    def message(self) -> str:
        return self.card.message.text() if self.card.message.isVisible() else ""

    @property
    def background(self) -> QColor:
        """The colour of the card's corner."""
        return self.card.grab().toImage().pixelColor(2, 2)

    def button(self, label: str) -> QPushButton:
        """Return the button with this label."""
        return self.buttons[label]

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """Return all buttons by their labels."""
        return {button.text().replace("&", ""): button for button in self.card.findChildren(QPushButton)}

    def click(self, label: str) -> None:
        QTest.mouseClick(self.button(label), Qt.MouseButton.LeftButton)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.card, key, modifier)

    def end(self) -> None:
        self.card.hide()
        self.card.deleteLater()
        QApplication.processEvents()

    def _look(self) -> None:
        self.buttons_at_first_paint = {label: button.isEnabled() for label, button in self.buttons.items()}
        picture = self.view.picture
        self.images_at_first_paint = len(picture._images) if picture else 0


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """Qt with offscreen screens."""
    return make_application(tmp_path_factory.mktemp("qt"))


def make_application(folder: Path) -> QApplication:
    """Create Qt's application; the file that describes its screens goes into this folder."""
    screens = [
        {"name": f"S{number}", "x": 2000 * number, "y": 0, "width": width, "height": height,
         "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for number, (width, height) in enumerate(SCREENS)
    ]  # fmt: skip
    (folder / "screens.json").write_text(json.dumps({"screens": screens}))
    with contextlib.chdir(folder):  # a colon, as after the letter of a drive, would end the file's name
        application = QApplication(["sitbreak", "-platform", "offscreen:configfile=screens.json"])
    # On a busy machine a word takes longer to type than lists wait for its next letter.
    application.setKeyboardInputInterval(int(1000 * BUSY))
    for font in _fonts_of_windows():
        QFontDatabase.addApplicationFont(str(font))
    return application


def _fonts_of_windows() -> list[Path]:
    """Return fonts to draw with, since offscreen Qt finds none on Windows; nothing elsewhere."""
    folder = Path(os.environ.get("WINDIR", ""), "Fonts")
    kinds = ("DejaVuSans*.ttf", "segoeui*.ttf")
    return next((found for kind in kinds if (found := sorted(folder.glob(kind)))), [])


@pytest.fixture
def show(application: QApplication, runtime: Path) -> Iterator[Callable[..., Shown]]:
    """Open a card with a tip."""
    font, cards = application.font(), []
    application.setPalette(QPalette())

    def open_card(
        tip: Tip,
        settings: Settings | None = None,
        *,
        screen: tuple[int, int] = SCREENS[0],
        status: dict[str, object] | None = None,
    ) -> Shown:
        cards.append(Shown(runtime, content_of(tip, runtime, settings, status), screen))
        return cards[-1]

    yield open_card
    for shown in cards:
        shown.end()
    application.setFont(font)
    application.setPalette(QPalette())
