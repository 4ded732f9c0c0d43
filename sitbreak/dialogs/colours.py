"""Colours of dialogs, light and dark: Qt's palette, and the style of widgets by name."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from sitbreak.dialogs.widgets import disc_side, ring_side, units

RING_LINE, RING_DIGITS = 0.1, 0.3
"""The width of a ring's line and the size of its digits, as parts of its diameter."""


class Colours(NamedTuple):
    """Colours by what they are for.

    Attributes:
        sheet: the background of a dialog.
        soft: frames and quiet buttons; the drawings are made for it.
        hover: quiet buttons under the pointer.
        line: the empty part of the ring, and the border of a disabled button.
        border: borders of buttons, and the scroll bar.
        ink: text, and the border of what has the focus.
        quiet: less important text.
        faint: text of disabled buttons.
        accent: the main button, and step numbers.
        on_accent: text on it.
        warm: cautions, and the ring during a hold.
        wrong: text about something that is wrong, and its sign.
    """

    sheet: str
    soft: str
    hover: str
    line: str
    border: str
    ink: str
    quiet: str
    faint: str
    accent: str
    on_accent: str
    warm: str
    wrong: str


LIGHT = Colours(
    sheet="#ffffff",
    soft="#f1f4f8",
    hover="#e3e9f0",
    line="#dfe5ec",
    border="#768294",
    ink="#14213d",
    quiet="#526072",
    faint="#7b8798",
    accent="#0f766e",
    on_accent="#ffffff",
    warm="#e8552b",
    wrong="#b5380f",
)
DARK = Colours(
    sheet="#191d24",
    soft="#222932",
    hover="#2e3743",
    line="#39424f",
    border="#748092",
    ink="#e9eef7",
    quiet="#a3afc0",
    faint="#6f7b8c",
    accent="#3cb8ae",
    on_accent="#0e1f1d",
    warm="#ff7a52",
    wrong="#ff8c69",
)


def is_dark() -> bool:
    """Return whether the desktop is dark; call it before anything sets a palette.

    Source: QFusionStyle::standardPalette follows styleHints().colorScheme(). A desktop that reports no scheme
    but has dark colours of its own is recognised as well.
    """
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def mixed(colour: str, ground: str, share: float) -> QColor:
    """Return a colour on this ground that covers only a share of it."""
    top, below = QColor(colour), QColor(ground)
    channels = ((top.red(), below.red()), (top.green(), below.green()), (top.blue(), below.blue()))
    return QColor(*(round(share * over + (1 - share) * under) for over, under in channels))


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
    """Return the style of buttons, scroll bars and widgets with these names; the rest is Fusion's."""
    em = units().em
    across, down = round(em / 2), round(em / 3)
    before, after = ("right", "left") if QGuiApplication.isRightToLeft() else ("left", "right")
    return f"""
#panel {{ background: {colours.soft}; border-radius: 18px; }}
#picture {{ border: 2px solid transparent; border-radius: 18px; qproperty-alignment: AlignCenter; }}
#picture:focus {{ border-color: {colours.ink}; }}
#caution {{ background: {colours.soft}; border: none; border-{before}: 4px solid {colours.warm};
  border-top-{after}-radius: 6px; border-bottom-{after}-radius: 6px;
  padding: {0.7 * em:.0f}px {em:.0f}px {0.45 * em:.0f}px {em:.0f}px; }}
#badge {{ background: {colours.soft}; color: {colours.accent}; border-radius: {disc_side() // 2}px;
  qproperty-alignment: AlignCenter; }}
{_ready("#ready", ring_side(small=False), colours.accent)}
{_ready("#small-ready", ring_side(small=True), colours.accent)}
#problem {{ color: {colours.wrong}; }}
#sign {{ background: {colours.wrong}; color: {colours.sheet}; border-radius: {disc_side() // 2}px;
  qproperty-alignment: AlignCenter; }}
#quiet, #message {{ color: {colours.quiet}; }}
QPushButton {{ background: {colours.sheet}; color: {colours.ink}; border: 1px solid {colours.border};
  border-radius: 9px; padding: {down}px {across}px; }}
QPushButton:hover {{ background: {colours.hover}; }}
QPushButton#plain {{ color: {colours.quiet}; }}
QPushButton#plain:hover {{ color: {colours.ink}; }}
QPushButton:disabled, QPushButton#plain:disabled {{ color: {colours.faint}; background: {colours.sheet};
  border-color: {colours.line}; }}
QPushButton#main {{ background: {colours.accent}; color: {colours.on_accent}; border-color: {colours.accent};
  font-weight: 600; }}
QPushButton#start {{ color: {colours.accent}; font-weight: 600; }}
QPushButton:focus, QPushButton#main:focus {{ border: 2px solid {colours.ink};
  padding: {down - 1}px {across - 1}px; }}
QPushButton#step {{ padding: 0; border-radius: 7px; qproperty-focusPolicy: NoFocus; }}
#length {{ qproperty-alignment: AlignCenter; }}
QPushButton#step:focus {{ padding: 0; }}
QLineEdit {{ background: {colours.sheet}; color: {colours.ink}; border: 1px solid {colours.border};
  border-radius: 7px; padding: 0 {across - 2}px; selection-background-color: {colours.accent};
  selection-color: {colours.on_accent}; }}
QLineEdit:focus {{ border: 2px solid {colours.ink}; padding: 0 {across - 3}px; }}
QPlainTextEdit, #list, QComboBox {{ background: {colours.sheet}; color: {colours.ink};
  border: 1px solid {colours.border}; border-radius: 7px; padding: 2px {across - 5}px;
  selection-background-color: {colours.accent}; selection-color: {colours.on_accent}; }}
QPlainTextEdit:focus, #list:focus, QComboBox:focus {{ border: 2px solid {colours.ink};
  padding: 1px {across - 6}px; }}
#list {{ outline: none; }}
#list::item {{ padding: {down - 2}px 2px; border-radius: 5px; }}
#list::item:selected {{ background: {colours.hover}; color: {colours.accent}; }}
QComboBox {{ padding: 0 {across - 2}px; }}
QComboBox:focus {{ padding: 0 {across - 3}px; }}
QComboBox::drop-down {{ border: none; width: {2 * em:.0f}px; }}
QComboBox::down-arrow {{ image: none; }}
#preview {{ border: 1px solid {colours.line}; border-radius: 18px; }}
QLineEdit:disabled {{ color: {colours.faint}; border-color: {colours.line}; }}
#groups {{ background: transparent; border: none; outline: none; }}
#groups::item {{ color: {colours.ink}; border: 2px solid transparent; border-radius: 9px;
  padding: {down}px {across}px; }}
#groups::item:hover {{ background: {colours.soft}; }}
#groups::item:selected {{ background: {colours.hover}; color: {colours.accent}; }}
#groups::item:focus {{ border-color: {colours.ink}; }}
#groups::item:disabled {{ color: {colours.faint}; }}
#days, #days QHeaderView {{ background: transparent; border: none; outline: none; }}
#days QHeaderView::section {{ background: transparent; border: none;
  border-bottom: 1px solid {colours.border}; padding: {down // 2}px {across}px; }}
#days::item {{ color: {colours.ink}; border-bottom: 1px solid {colours.line}; padding: 0 {across - 3}px; }}
#days::item:selected {{ background: {colours.hover}; }}
#days::item:focus {{ border: 2px solid {colours.ink}; }}
#fade {{ background: {_fade(colours.sheet)}; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {colours.border}; border-radius: 4px; min-height: 24px; }}
QScrollBar::handle:horizontal {{ background: {colours.border}; border-radius: 4px; min-width: 24px; }}
QScrollBar[focused="true"]::handle:vertical {{ background: {colours.ink}; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ width: 0;
  height: 0; background: none; }}
"""


def _fade(colour: str) -> str:
    """Return a background that fades into this colour."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    clear = f"rgba({red}, {green}, {blue}, 0)"
    return f"qlineargradient(x1: 0, y1: 0, x2: 0, y2: 1, stop: 0 {clear}, stop: 1 {colour})"


def _ready(name: str, side: int, colour: str) -> str:
    """Return the style of a ring that waits to be started."""
    return f"""{name} {{ border: {round(RING_LINE * side)}px solid {colour}; border-radius: {side // 2 - 1}px;
  font-size: {round(RING_DIGITS * side)}px; font-weight: 600; qproperty-alignment: AlignCenter; }}"""
