"""The tip card: one tip, and what can be done about it."""

import os
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from sitbreak.dialogs.buttons import Buttons
from sitbreak.dialogs.colours import DARK, LIGHT, is_dark, palette, style_sheet
from sitbreak.dialogs.content import CardContent, TipContent
from sitbreak.dialogs.late import say_aloud, stay_behind, take_tab
from sitbreak.dialogs.letters import SMALL, TEXT, sized
from sitbreak.dialogs.tip_view import TipView

_WIDTH_IN_LETTERS = 68
"""Of the text beside the picture: about what an eye reads without losing the line."""

_MARGINS = 86
"""Logical pixels of the width that hold nothing."""

_FROM_EDGE = 40
"""Logical pixels of the screen's height and width that stay free, for the window's own frame above all."""


class TipCard(QDialog):
    """The window. It shows what it was given; what it does, the running instance does."""

    painted = Signal()
    """The first paint is over."""

    closed = Signal()
    """The person is done with it."""

    def __init__(self, runtime: Path) -> None:
        """Make an empty card that asks the running instance of this runtime folder."""
        super().__init__()
        self._content: CardContent | None = None
        self._view: TipView | None = None
        self._is_painted = False
        self._colours = LIGHT
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._message = QLabel(self)
        self._message.setObjectName("message")
        self._message.setWordWrap(True)
        self._message.setContentsMargins(28, 0, 28, 0)
        self._message.setFont(sized(self._message.font(), SMALL))
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._message)
        self._buttons = Buttons(self, runtime)
        layout.addWidget(self._buttons)
        self._use_colours(dark=is_dark())

    # --- what it shows -------------------------------------------------------------------------

    @property
    def tip(self) -> TipContent | None:
        """The tip on the card."""
        return self._view.tip if self._view else None

    def use(self, content: CardContent) -> None:
        """Begin with this."""
        self._content = content
        self._buttons.use(content)
        self.show_tip(content.tip)

    def show_tip(self, tip: TipContent) -> None:
        """Put this tip on the card."""
        assert self._content is not None
        picture = self._content.picture(tip.picture, dark=self._colours is DARK) if tip.picture else None
        view = TipView(tip, picture, self._colours, may_move=self._content.moving)
        self._view = view
        self.setWindowTitle(tip.title)
        self._scroll.setWidget(view)
        self.say(view.problem)
        self._buttons.name_hide_button()
        first = [part for part in (view.picture, view.countdown and view.countdown.button) if part]
        for before, after in pairwise([*first, *self._buttons.in_order]):
            QWidget.setTabOrder(before, after)
        self._fit()
        if self._is_painted:
            view.wake()

    def come_forward(self, *, focused: bool, token: str = "") -> None:
        """Come to the front; take the focus only when that was asked for.

        Args:
            focused: it was.
            token: the compositor's, which says that the person has just done so.

        Source: xdg-activation-v1; Qt's Wayland plugin reads the token when it activates a window.
        """
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        stay_behind(self, stays=not focused)
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        if focused:
            self.activateWindow()
        elif self._is_painted and not self.isActiveWindow():
            QApplication.alert(self)  # where a window cannot be raised, as on Wayland

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint; what the first paint need not wait for is done after it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._wake)

    def accept(self) -> None:
        """Be done, as the button says it."""
        self.hide()
        self._buttons.start_break_if_reminded(self.closed.emit)

    def reject(self) -> None:
        """Close."""
        self.hide()
        self.closed.emit()

    def say(self, text: str) -> None:
        """Say something below the tip, aloud too; nothing takes the line away."""
        self._message.setText(text)
        self._message.setVisible(bool(text))
        if text:
            say_aloud(self._message, text)

    # --- inside --------------------------------------------------------------------------------

    def _wake(self) -> None:
        self.painted.emit()
        bar = self._scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _, most: take_tab(self._scroll, takes=most > 0))
        take_tab(self._scroll, takes=bar.maximum() > 0)
        look = QGuiApplication.styleHints()
        look.colorSchemeChanged.connect(lambda scheme: self._use_colours(dark=scheme.name == "Dark"))
        if self._view:
            self._view.wake()
        self._buttons.look_for_instance()

    def _fit(self) -> None:
        """Be as large as the tip wants, and no larger than the screen; one that is seen only grows."""
        assert self._view is not None
        layout = self._view.layout()
        assert layout is not None
        screen = self.screen().availableGeometry().size()
        letter = QFontMetricsF(sized(self.font(), TEXT)).averageCharWidth()
        wanted = self._view.beside_text + _MARGINS + round(letter * _WIDTH_IN_LETTERS)
        width = min(max(wanted, self.minimumSizeHint().width()), screen.width() - _FROM_EDGE)
        if self.isVisible():
            width = max(width, self.width())
        self._buttons.fit(width)
        below = self.sizeHint().height() - self._scroll.sizeHint().height()
        height = min(layout.totalHeightForWidth(width) + below, screen.height() - _FROM_EDGE)
        self.resize(width, max(height, self.height()) if self.isVisible() else height)

    def _use_colours(self, *, dark: bool) -> None:
        """Follow the desktop from light to dark, and back."""
        self._colours = colours = DARK if dark else LIGHT
        QApplication.setPalette(palette(colours))
        self.setStyleSheet(style_sheet(colours))
        if self.tip is not None:
            self.show_tip(self.tip)
