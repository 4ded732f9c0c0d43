"""The right side of the settings window: sections of fields that scroll."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.focus import ignore_mouse, tab_stops, tab_through
from sitbreak.dialogs.settings.checks import edge
from sitbreak.dialogs.settings.field import Field, longest_line
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.settings.section import Section
from sitbreak.dialogs.widgets import TEXT, label, units, write

_BETWEEN_SECTIONS = 2
"""Ems between two sections that are in sight."""


class _Content(QWidget):
    """What scrolls: a class of ours, so that the mirror moves what is placed on it."""


class Form(QScrollArea):
    """Problems with the file, and below them one section, or those in which a search has found something.

    Attributes:
        content: what scrolls; the sections are on it.
    """

    def __init__(self, parent: QWidget) -> None:
        """Have no sections yet."""
        super().__init__(parent)
        self.content = _Content()
        self._sections: dict[str, Section] = {}
        self._problems: list[ProblemView] = []
        self._nothing = label(self.content, "", TEXT, name="quiet")
        self._nothing.hide()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self.content)
        self._fade = QFrame(self)  # what is below has no hard edge
        self._fade.setObjectName("fade")
        self._fade.hide()

    # --- what is in it ---------------------------------------------------------------------------

    def add(self, section: Section) -> None:
        """Add a section, in its place among the others."""
        self._sections[section.group] = section

    def section(self, group: str) -> Section | None:
        """Return the section of a group, if it was added."""
        return self._sections.get(group)

    @property
    def sections(self) -> list[Section]:
        """All sections, from top to bottom."""
        return [self._sections[group] for group in GROUPS if group in self._sections]

    @property
    def fields(self) -> list[Field]:
        """All fields, from top to bottom."""
        return [field for section in self.sections for field in section.fields]

    def problem_views(self, count: int) -> list[ProblemView]:
        """Return what shows this many problems above everything; the others are cleared."""
        while len(self._problems) < count:
            self._problems.append(ProblemView(self.content))
        for view in self._problems[count:]:
            view.show_problem("")
        return self._problems[:count]

    def filter(self, group: str, query: str) -> None:
        """Show a group, or what matches a search; from the top."""
        found = [section for section in self.sections if section.filter(query)]
        shown = found if query else [section for section in self.sections if section.group == group]
        for section in self.sections:
            section.setVisible(section in shown)
        write(self._nothing, "" if shown else words.nothing_found(query))
        self._nothing.setVisible(not shown)
        self.verticalScrollBar().setValue(0)

    # --- where everything goes -------------------------------------------------------------------

    def wake(self) -> None:
        """Leave keys to the fields, and follow the scroll bar."""
        from PySide6.QtCore import Qt

        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ignore_mouse(self._fade)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._show_fade)
        bar.rangeChanged.connect(self._show_fade)
        self._show_fade()

    def arrange(self, width: int) -> None:
        """Place everything in this width; the scroll bar is beside it."""
        y, em = 0, units().em
        wide = min(width - edge(), longest_line())
        for view in self._problems:
            if view.text:
                high = view.heightForWidth(wide)
                view.setGeometry(edge(), y, wide, high)
                y += high + round(em)
        for section in self.sections:
            if not section.isHidden():
                high = section.arrange(width)
                section.setGeometry(0, y, width, high)
                y += high + round(_BETWEEN_SECTIONS * em)
        if not self._nothing.isHidden():
            high = self._nothing.heightForWidth(wide)
            self._nothing.setGeometry(edge(), y, wide, high)
            y += high
        self.content.resize(width, y)
        fade = round(em)
        self._fade.setGeometry(0, self.height() - fade, width, fade)

    def set_tab_order(self, first: Iterable[QWidget], last: Iterable[QWidget]) -> None:
        """Have the Tab key follow the eye: from what comes first through all fields to what comes last."""
        stops = [stop for field in self.fields for stop in tab_stops(field)]
        tab_through([*first, *stops, *last])

    # --- what is in sight ------------------------------------------------------------------------

    def scroll_to(self, field: Field) -> None:
        """Scroll to a field; one that is higher than the window begins at the top."""
        if field.height() > self.viewport().height():
            top = field.mapTo(self.content, QPoint()).y()
            self.verticalScrollBar().setValue(top - round(6 * units().em))  # its heading, too
        else:
            self.ensureWidgetVisible(field)

    def follow_focus(self, _before: QWidget | None, focused: QWidget | None) -> None:
        """Scroll to the field that gets the focus; to a part of it if it is too high for the window."""
        if focused is None or not self.content.isAncestorOf(focused):
            return
        around = focused.parentWidget()
        while around is not None and around is not self.content:
            fits = isinstance(around, Field) and around.height() < self.viewport().height()
            focused = around if fits or isinstance(around, QScrollArea) else focused
            around = around.parentWidget()
        self.ensureWidgetVisible(focused, 0, round(units().em))

    def _show_fade(self) -> None:
        bar = self.verticalScrollBar()
        self._fade.setVisible(bar.value() < bar.maximum())
