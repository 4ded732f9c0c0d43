"""Where the focus goes, and what a screen reader says.

Functions here import `Qt` where they use it: its hundred enumerations take a tenth of the time to a first
paint.
"""

import os
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface

HEADING, GRAPHIC = "heading", "graphic"
"""Object names of a label that is a heading and of a widget that is a picture, set before anything else."""


def bring_forward(window: QWidget, *, focused: bool, token: str, was_painted: bool) -> None:
    """Bring a window to the front; give it the focus only if the person asked for it.

    Args:
        window: the window.
        focused: the person asked for it.
        token: the compositor's proof of that, if there is one.
        was_painted: the window has been on the screen before.

    Source: xdg-activation-v1; Qt's Wayland plugin reads the token when it activates a window.
    """
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token
    _leave_focus(window, leave=not focused)
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    if focused:
        window.activateWindow()
    elif was_painted and not window.isActiveWindow():
        QApplication.alert(window)  # where a window cannot be raised, as on Wayland


def is_on_wayland() -> bool:
    """Return whether a compositor decides what gets the focus, whatever a window asks for."""
    return QGuiApplication.platformName().startswith("wayland")


def open_where_pointer_is(window: QWidget) -> None:
    """Have a window measured for the screen on which it will open: Qt centres a dialog where the pointer is.

    Source: qdialog.cpp, QDialog::adjustPosition.
    """
    screen = QGuiApplication.screenAt(QCursor.pos())
    if screen is not None:
        window.setScreen(screen)


def set_tab_stop(widget: QWidget, *, stops: bool) -> None:
    """Set whether the Tab key stops at a widget."""
    from PySide6.QtCore import Qt

    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus if stops else Qt.FocusPolicy.NoFocus)


def tab_stops(part: QWidget) -> list[QWidget]:
    """Return where the Tab key stops on a part of a window, itself included; not in a list that it drops."""
    from PySide6.QtCore import Qt

    return [
        stop
        for stop in (part, *part.findChildren(QWidget))
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.window() is part.window()
    ]


def tab_through(stops: Iterable[QWidget]) -> None:
    """Have the Tab key go from each of these widgets to the next one."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def ignore_mouse(widget: QWidget) -> None:
    """Leave the mouse to what is below a widget."""
    from PySide6.QtCore import Qt

    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


def is_space(key: int) -> bool:
    """Return whether a key is the space bar."""
    from PySide6.QtCore import Qt

    return key == Qt.Key.Key_Space


def is_tab(key: int) -> bool:
    """Return whether a key is the Tab key, with or without Shift."""
    from PySide6.QtCore import Qt

    return key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


def hold_keyboard(window: QWidget, *, holds: bool) -> None:
    """Set whether a window has the focus itself, so that nothing in it gets any when it is activated.

    By the property's numbers: `Qt.FocusPolicy` would load all enumerations before the first paint.
    Source: qnamespace.h, Qt::StrongFocus and Qt::NoFocus.
    """
    window.setProperty("focusPolicy", 11 if holds else 0)
    if holds:
        window.setFocus()


def refuse_focus(window: QWidget, *, refuses: bool) -> None:
    """Set whether an X server's window manager is to give a dialog no focus, even if it is new or clicked.

    By the property's numbers, as above. Source: qnamespace.h, what QDialog has of Qt::WindowFlags, and
    Qt::WindowDoesNotAcceptFocus; ICCCM 4.1.7, the No Input model.
    """
    if QGuiApplication.platformName() == "xcb":
        window.windowHandle().setProperty("flags", 0x08003003 | (0x00200000 if refuses else 0))


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that is new in a window."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def expose_roles(window: QWidget) -> None:
    """Have Qt ask what headings and pictures are; once in a process, after the first paint.

    A screen reader may have been given the first ones as something plain by then: those are forgotten.
    """
    from PySide6.QtGui import QAccessible

    QAccessible.installFactory(_with_role)
    if QAccessible.isActive():
        for name in (HEADING, GRAPHIC):
            for widget in window.findChildren(QWidget, name):
                known = QAccessible.queryAccessibleInterface(widget)
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


def _with_role(_kind: str, widget: QObject) -> "QAccessibleInterface | None":
    """Return what a screen reader gets for a heading or a picture; None for everything else."""
    if not isinstance(widget, QWidget) or widget.objectName() not in {HEADING, GRAPHIC}:
        return None
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAccessibleWidget

    is_heading = widget.objectName() == HEADING
    return QAccessibleWidget(widget, QAccessible.Role.Heading if is_heading else QAccessible.Role.Graphic)


def _leave_focus(window: QWidget, *, leave: bool) -> None:
    """Set whether a window leaves the focus where it is when it is shown.

    Source: qtbase, plugins for xcb, Windows and macOS: each reads this property, which the widget's attribute
    WA_ShowWithoutActivating sets before the first showing. On Wayland a window never activates itself.
    """
    window.winId()  # creates the handle
    window.windowHandle().setProperty("_q_showWithoutActivating", leave)
