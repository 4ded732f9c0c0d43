"""A dialog that nobody asked for must not act on what is typed, or clicked, for another window.

It asks to be shown without the focus (`focus.py`), and not everybody listens: on Wayland there is no way to
ask, and sway, KWin and Mutter give the keyboard to every new window. On X11 fluxbox and IceWM 3 would, so it
refuses it there until it has been seen; when another window closes, any manager may pass the focus on to it.
"""

import time
from math import inf
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from sitbreak.dialogs.focus import hold_keyboard, is_on_wayland, is_tab, refuse_focus

if TYPE_CHECKING:
    from sitbreak.dialogs.frame import Frame

_AT_ONCE = 2.0
"""Seconds after the first paint in which the desktop activates a dialog; later it is the person."""

_LULL = 1.5
"""Seconds without a key after which the Tab key is no part of typing."""

_REST = 1000
"""Milliseconds without a key, after which none is held down or typed on any more for the window before."""

_SURPRISE = 0.5
"""Seconds after it comes up in which a click is for what was there before: nobody reads a button sooner."""

_CLICKS = frozenset((QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.TabletPress))
_KEYS = frozenset((QEvent.Type.KeyPress, QEvent.Type.KeyRelease))


class Uninvited(QObject):
    """Keeps the keyboard from a dialog: no default button, no focus on a button, keys without effect.

    This ends when the person turns to it: by a click, unless the dialog has only just come up under the
    pointer, or by the Tab key outside of typing. On X11, where the
    desktop has not activated it, the person does, or closes the window before it: that ends it, too, as soon
    as no key is pressed any more. Where the desktop has, it may do so again.
    """

    def __init__(self, dialog: "Frame") -> None:
        """Guard a dialog that is about to be shown."""
        super().__init__(dialog)
        self._dialog = dialog
        self._last_key = time.monotonic()
        self._person_clicks_from = self._person_activates_from = inf  # time.monotonic() seconds
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.end)
        if dialog.is_painted:
            self._await_person()
        else:
            dialog.painted.connect(self._await_person)
        buttons = dialog.findChildren(QPushButton)
        self._default = next((button for button in buttons if button.isDefault()), None)
        if self._default is not None:
            self._default.setDefault(False)
        hold_keyboard(dialog, holds=True)
        self._holds = True
        dialog.winId()  # creates the handle
        refuse_focus(dialog, refuses=True)
        self.listen_first()

    def listen_first(self) -> None:
        """Get every event before all others that listen now; nothing once this has ended."""
        if self._holds:
            for receiver in (self._dialog, self._dialog.windowHandle()):
                receiver.installEventFilter(self)

    def end(self) -> None:
        """Make it a dialog like others, if it is not one already."""
        if not self._holds:
            return
        self._holds = False
        self._rest.stop()
        for receiver in (self._dialog, self._dialog.windowHandle()):
            receiver.removeEventFilter(self)
        self._accept_focus()
        hold_keyboard(self._dialog, holds=False)
        if self._default is not None:
            self._default.setDefault(True)
            self._default.setFocus()

    def eventFilter(self, _receiver: QObject, event: QEvent) -> bool:
        """Swallow keys and early clicks; notice that the person turns to the dialog."""
        kind = event.type()
        if kind in _CLICKS:
            if time.monotonic() < self._person_clicks_from:
                return True
            self.end()
        elif kind == QEvent.Type.WindowActivate:
            self._last_key = time.monotonic()
            if self._last_key > self._person_activates_from:
                self._rest.start()
            self._person_activates_from = inf
        elif kind == QEvent.Type.WindowDeactivate and self._rest.isActive():
            self._rest.stop()
            self._person_activates_from = 0
        elif kind == QEvent.Type.ShortcutOverride:
            event.accept()  # or the key would be tried as a shortcut
            return True
        elif kind in _KEYS:
            assert isinstance(event, QKeyEvent)
            return not self._turns_to_dialog(event)
        return False

    def _await_person(self) -> None:
        self._person_clicks_from = time.monotonic() + _SURPRISE
        QTimer.singleShot(round(1000 * _SURPRISE), self, self._accept_focus)
        if not self._dialog.isActiveWindow() and not is_on_wayland():
            self._person_activates_from = time.monotonic() + _AT_ONCE

    def _accept_focus(self) -> None:
        refuse_focus(self._dialog, refuses=False)

    def _turns_to_dialog(self, event: QKeyEvent) -> bool:
        """Return whether a key is the Tab key outside of typing, which moves the focus into the dialog."""
        before, self._last_key = self._last_key, time.monotonic()
        if self._rest.isActive():
            self._rest.start()
        turns = event.type() == QEvent.Type.KeyPress and is_tab(event.key())
        if turns and self._last_key - before > _LULL:
            self.end()
            return True
        return False
