"""What of Qt is loaded only where it is used.

Naming `Qt` alone, with its hundred enumerations, takes a tenth of the time until a window is seen.
"""

from PySide6.QtWidgets import QWidget


def stay_behind(window: QWidget, *, stays: bool) -> None:
    """Let a window leave the focus where it is when it is shown.

    Source: qtbase, plugins for xcb, Windows and macOS: each reads this property, which the widget's attribute
    WA_ShowWithoutActivating sets before its first showing. On Wayland a window is not activated by itself.
    """
    window.winId()  # makes the handle
    window.windowHandle().setProperty("_q_showWithoutActivating", stays)


def take_tab(widget: QWidget, *, takes: bool) -> None:
    """Let the tab key reach a widget, or no longer."""
    from PySide6.QtCore import Qt

    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus if takes else Qt.FocusPolicy.NoFocus)


def is_space(key: int) -> bool:
    """Tell whether a key is the space bar."""
    from PySide6.QtCore import Qt

    return key == Qt.Key.Key_Space


def say_aloud(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that is new on a window."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
