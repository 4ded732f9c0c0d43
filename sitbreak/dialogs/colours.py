"""Colours of dialogs, light and dark: Qt's palette, and the style of widgets by name."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from sitbreak.dialogs.widgets import disc_side


class Colours(NamedTuple):
    """Colours by what they are for.

    Attributes:
        sheet: the background of a dialog.
        soft: frames and quiet buttons; the drawings are made for it.
        hover: quiet buttons under the pointer.
        line: thin lines, and the empty part of the ring.
        ink: text, and the border of what has the focus.
        quiet: less important text.
        faint: text of disabled buttons.
        accent: the main button, and step numbers.
        on_accent: text on it.
        warm: cautions, and the ring during a hold.
    """

    sheet: str
    soft: str
    hover: str
    line: str
    ink: str
    quiet: str
    faint: str
    accent: str
    on_accent: str
    warm: str


LIGHT = Colours(
    sheet="#ffffff",
    soft="#f1f4f8",
    hover="#e3e9f0",
    line="#dfe5ec",
    ink="#14213d",
    quiet="#526072",
    faint="#9aa5b4",
    accent="#0f766e",
    on_accent="#ffffff",
    warm="#e8552b",
)
DARK = Colours(
    sheet="#191d24",
    soft="#222932",
    hover="#2e3743",
    line="#39424f",
    ink="#e9eef7",
    quiet="#a3afc0",
    faint="#606b7b",
    accent="#3cb8ae",
    on_accent="#0e1f1d",
    warm="#ff7a52",
)


def is_dark() -> bool:
    """Return whether the desktop is dark; call it before anything sets a palette.

    Source: QFusionStyle::standardPalette follows styleHints().colorScheme(). A desktop that reports no scheme
    but has dark colours of its own is recognised as well.
    """
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def palette(colours: Colours) -> QPalette:
    """Return Qt's palette; Qt derives the other roles from these."""
    made = QPalette(QColor(colours.soft), QColor(colours.sheet))
    role = QPalette.ColorRole
    for name, colour in (
        (role.Base, colours.sheet),
        (role.WindowText, colours.ink),
        (role.Text, colours.ink),
        (role.ButtonText, colours.ink),
        (role.PlaceholderText, colours.quiet),
        (role.Mid, colours.line),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.ToolTipBase, colours.soft),
        (role.ToolTipText, colours.ink),
    ):
        made.setColor(name, QColor(colour))
    return made


def style_sheet(colours: Colours) -> str:
    """Return the style of buttons and of widgets with these names; everything else is Fusion's."""
    return f"""
#picture {{ background: {colours.soft}; border: 2px solid {colours.soft}; border-radius: 18px;
  qproperty-alignment: AlignCenter; }}
#picture:focus {{ border-color: {colours.ink}; }}
#caution {{ background: {colours.soft}; border: none; border-left: 4px solid {colours.warm};
  border-top-right-radius: 6px; border-bottom-right-radius: 6px; padding: 10px 12px 6px 12px; }}
#badge {{ background: {colours.soft}; color: {colours.accent}; border-radius: {disc_side() // 2}px;
  qproperty-alignment: AlignCenter; }}
#ready {{ border: 9px solid {colours.accent}; border-radius: 45px; font-size: 28px; font-weight: 600;
  qproperty-alignment: AlignCenter; }}
#quiet, #message {{ color: {colours.quiet}; }}
QPushButton {{ background: {colours.soft}; color: {colours.ink}; border: 2px solid {colours.soft};
  border-radius: 9px; padding: 7px 15px; }}
QPushButton:hover {{ background: {colours.hover}; border-color: {colours.hover}; }}
QPushButton:disabled {{ color: {colours.faint}; background: {colours.sheet}; border-color: {colours.line}; }}
QPushButton#plain {{ background: {colours.sheet}; color: {colours.quiet}; border-color: {colours.sheet};
  padding: 7px 9px; }}
QPushButton#plain:hover {{ color: {colours.ink}; }}
QPushButton#plain:disabled {{ color: {colours.faint}; border-color: {colours.sheet}; }}
QPushButton#done {{ background: {colours.accent}; color: {colours.on_accent}; border-color: {colours.accent};
  font-weight: 600; padding: 7px 24px; }}
QPushButton#start {{ color: {colours.accent}; font-weight: 600; }}
QPushButton:focus, QPushButton#plain:focus, QPushButton#done:focus {{ border-color: {colours.ink}; }}
"""
