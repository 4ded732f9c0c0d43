"""The settings window: every setting, in groups; a change counts at once.

The window is an editor of settings.toml and nothing else. What it writes, the running instance reads; what
somebody else writes, the window shows. So it works without an instance, too.
"""

import json
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QWidget,
)

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import own_tips, planned_pauses
from sitbreak.core.words import settings as names
from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.button_row import ButtonRow
from sitbreak.dialogs.checks import edge
from sitbreak.dialogs.field import Field, Naming, ProblemView, longest_line
from sitbreak.dialogs.focus import ignore_mouse
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.settings_document import Document, field_keys
from sitbreak.dialogs.settings_form import Section
from sitbreak.dialogs.this_computer import FileEditor, LoginEditor
from sitbreak.dialogs.widgets import TEXT, Button, label, sized, units, write
from sitbreak.disk import StorageError
from sitbreak.storage.repair import Problem

if TYPE_CHECKING:
    from sitbreak.dialogs.own_tips import OwnTipsEditor
    from sitbreak.dialogs.planned_pauses import PausesEditor

_SIZE = 58, 42
"""Ems of the width and height, where there is room."""

_SIDE = 10
"""Ems of the list of groups, at least."""

_MESSAGE_HEIGHT = 1.4
"""Ems between the form and the buttons: one line of a message fits in without moving anything."""

_BORDERS, _TITLE_BAR = 12, 38
"""Pixels of the screen's width and logical pixels of its height to leave to the window's frame."""

_MOST_PROBLEMS = 5
"""Problems above the form, at most: the next ones come when these are put right."""

_OTHERS = {"own_tips": "tips", "planned_pauses": "quiet_times"}
"""The groups of fields that are no settings, of those at which the window can be opened."""

_LOOK = 1000
"""Milliseconds between two looks at the file while the window is visible."""


class SettingsWindow(Frame):
    """Shows the settings that are in force, and writes those that the person changes."""

    def __init__(self, runtime: Path) -> None:
        """Make an empty window."""
        super().__init__(runtime)
        self.setWindowTitle(words.title())
        self._document: Document | None = None
        self._sections: dict[str, Section] = {}
        self._own_tips: OwnTipsEditor | None = None
        self._pauses: PausesEditor | None = None
        self._is_warned = False
        self._problems: list[ProblemView] = []
        self._login: LoginEditor | None = None
        self._arranged = QSize()
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(words.search())
        self._search.setAccessibleName(words.search())
        self._search.setClearButtonEnabled(True)
        for button in self._search.findChildren(QAbstractButton):
            button.setAccessibleName(words.clear_search())
            button.setToolTip(words.clear_search())
        self._search.setFont(sized(self._search.font(), TEXT))
        self._search.textChanged.connect(lambda *_: self._filter())
        self._groups = QListWidget(self)
        self._groups.setObjectName("groups")
        self._groups.setAccessibleName(words.groups())
        self._groups.setFont(sized(self._groups.font(), TEXT))
        self._groups.setFrameShape(QFrame.Shape.NoFrame)
        self._groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._groups.addItems([names.group(group) for group in GROUPS])
        self._groups.setCurrentRow(0)
        self._groups.currentRowChanged.connect(lambda *_: self._filter())
        self._scrolled = QWidget()
        self._nothing = label(self._scrolled, "", TEXT, name="quiet")
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._scrolled)
        self._fade = QFrame(self)  # what is below has no hard edge
        self._fade.setObjectName("fade")
        ignore_mouse(self._fade)
        defaults = Button(self, self._reset, words.defaults(), name="plain")
        undo = Button(self, self._undo, words.undo())
        close = Button(self, self.reject, words.close(), name="main")
        self._defaults, self._undo_button = defaults, undo
        self._row = ButtonRow(self, defaults, undo, close)
        for button in self._row.buttons:
            button.setAutoDefault(False)

    # --- what it shows -------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The settings."""
        assert self._document is not None, "a window is never seen without settings"
        return self._document

    @property
    def group(self) -> str:
        """The group that is shown while nothing is searched for."""
        return list(GROUPS)[self._groups.currentRow()]

    @property
    def fields(self) -> list[Field]:
        """All fields made so far."""
        return [field for section in self._made for field in section.fields]

    @property
    def _made(self) -> list[Section]:
        """The sections made so far, from top to bottom."""
        return [self._sections[group] for group in GROUPS if group in self._sections]

    def fill(self, content: str) -> None:
        """Show the settings of a folder, at one of them if it is named."""
        match json.loads(content or "null"):
            case {"config": str(config), "at": str(at)}:
                pass
            case _:
                raise ValueError("these are no settings")
        self._document = Document(Path(config))
        if not self._arranged.isValid():
            self._choose_size()
        self._go_to(at)
        self._show_values()

    def wake(self) -> None:
        """Make the other groups, and watch the file."""
        for group in GROUPS:
            self._section(group)
        self._show_values()
        for keys, act in (
            (QKeySequence.StandardKey.Find, self._focus_search),
            ("Ctrl+PgDown", lambda: self._turn(1)),
            ("Ctrl+PgUp", lambda: self._turn(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_in_sight)
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(self._show_fade)
        bar.rangeChanged.connect(self._show_fade)
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(_LOOK)

    def refresh(self) -> None:
        """Follow the file and the login entry."""
        self._look()
        if self._login is not None:
            self._login.look()
        if self._pauses is not None:
            self._pauses.look()

    def recolour(self) -> None:
        """Draw the fields in the new colours."""
        for field in self.fields:
            field.editor.recolour(self.colours)

    def say(self, text: str) -> None:
        """Show a message above the buttons, which stay where they are."""
        super().say(text)
        self._arrange()

    def _section(self, group: str) -> Section:
        """Return a group's section, which is made when it is needed first."""
        if group not in self._sections:
            section = self._sections[group] = Section(self._scrolled, group, self.colours)
            if group == "this_computer":
                self._add_login(section)
            section.add_settings()
            if group == "this_computer":
                self._add_file(section)
            if group == "tips":
                self._add_own_tips(section)
            if group == "quiet_times":
                self._add_pauses(section)
            for field in section.settings:
                field.editor.changed.connect(partial(self._change, field))
                field.editor.edited.connect(partial(self._check, field))
            for field in section.fields:
                field.editor.rearranged.connect(self._arrange)
            section.filter("")
        return self._sections[group]

    def _add_login(self, section: Section) -> None:
        def make(parent: QWidget) -> LoginEditor:
            return LoginEditor(parent, self.colours, self.instance, complain)

        def complain(problem: str) -> None:
            field.problem.show_text(problem)
            self._arrange()

        field = section.add("autostart", make, Naming(words.start_at_login(), ""))
        assert isinstance(field.editor, LoginEditor)
        self._login = field.editor

    def _add_own_tips(self, section: Section) -> None:
        from sitbreak.dialogs.own_tips import OwnTipsEditor  # after the first paint

        config = self.document.file.path.parent

        def make(parent: QWidget) -> OwnTipsEditor:
            return OwnTipsEditor(parent, config, self.colours)

        naming = Naming(own_tips.title(), own_tips.explanation(), is_explained_here=False)
        field = section.add("own_tips", make, naming, section.add_note(naming.name, naming.explanation))
        assert isinstance(field.editor, OwnTipsEditor)
        self._own_tips = field.editor
        self._own_tips.changed.connect(self.instance.report_use)

    def _add_pauses(self, section: Section) -> None:
        from sitbreak.dialogs.planned_pauses import PausesEditor
        from sitbreak.dialogs.week import WeekEditor

        def make(parent: QWidget) -> PausesEditor:
            return PausesEditor(parent, self.instance)

        naming = Naming(planned_pauses.title(), planned_pauses.explanation(), is_explained_here=False)
        note = section.add_note(naming.name, naming.explanation)
        field = section.add("planned_pauses", make, naming, note)
        assert isinstance(field.editor, PausesEditor)
        self._pauses = field.editor
        for week in section.findChildren(WeekEditor):
            self._pauses.listed.connect(week.grid.show_pauses)

    def _add_file(self, section: Section) -> None:
        path = self.document.file.path

        def make(parent: QWidget) -> FileEditor:
            return FileEditor(parent, path, words.open_settings_file(), self._open_file)

        naming = Naming(words.settings_file(), words.about_settings_file())
        section.add("settings_file", make, naming)

    def _open_file(self) -> None:
        """Open the file in the person's editor."""
        from sitbreak.desktop.launcher import Launcher

        try:
            self.say(Launcher().open(self.document.file.ensure()) or "")
        except StorageError as error:
            self.say(str(error))

    def _go_to(self, key: str) -> None:
        """Show the group of a field, and put the focus on it."""
        group = next((group for group in GROUPS if key in field_keys(group)), _OTHERS.get(key, self.group))
        self._search.clear()
        self._groups.setCurrentRow(list(GROUPS).index(group))
        self._filter()
        for field in self._section(group).fields:
            if field.key == key:
                field.editor.setFocus()
                self._scroll_to(field)
                return
        self._groups.setFocus()

    def _filter(self) -> None:
        """Show the chosen group, or what matches the search in all of them."""
        query = self._search.text().strip()
        for group in GROUPS if query else [self.group]:
            self._section(group)
        found = [section for section in self._made if section.filter(query)]
        shown = found if query else [self._section(self.group)]
        for section in self._made:
            section.setVisible(section in shown)
        write(self._nothing, "" if shown else words.nothing_found(query))
        self._nothing.setVisible(not shown)
        self._show_values()
        self._scroll.verticalScrollBar().setValue(0)

    def _show_values(self) -> None:
        """Show what is in force, and what is wrong in the file."""
        for section in self._made:
            for field in section.settings:
                field.editor.show_value(self.document.value(field.key))
                self._show_problem(field)
        self._show_other_problems()
        keys = field_keys(self.group)
        self._defaults.setEnabled(not self._search.text() and not self.document.is_default(keys))
        self._undo_button.setEnabled(self.document.can_undo)
        self._arrange()

    def _show_problem(self, field: Field) -> None:
        problem = self.document.problem_of(field.key)
        if field.complaint or problem is None:
            field.problem.show_text(field.complaint)
        else:
            self._explain(field.problem, problem)

    def _explain(self, shown: ProblemView, problem: Problem) -> None:
        """Show what is wrong in the file, and offer to put it right."""
        document = self.document
        text = words.problem_in_file(problem.reason)
        if problem.line:
            text = words.problem_in_line(problem.line, problem.text, problem.reason)
        repair = document.repair_of(problem)
        if repair is None:
            shown.show_text(text)
            return
        text = (
            words.will_be_left_out(text)
            if repair.leaves_out
            else words.will_read(text, repair.lines[0].strip())
        )
        shown.show_text(text, words.put_right(), partial(self._write, partial(document.repair, problem)))

    def _show_other_problems(self) -> None:
        """Show above everything what is wrong in the file and concerns no field."""
        problems = self.document.other_problems[:_MOST_PROBLEMS]
        while len(self._problems) < len(problems):
            self._problems.append(ProblemView(self._scrolled))
        for shown in self._problems[len(problems) :]:
            shown.show_text("")
        for shown, problem in zip(self._problems, problems, strict=False):
            self._explain(shown, problem)

    # --- changes -------------------------------------------------------------------------------

    def _check(self, field: Field) -> None:
        """Drop a complaint as soon as what is being entered is good; complain only once it is finished."""
        try:
            _ = field.editor.value
        except ValueError:
            return
        if field.complaint:
            field.complaint = ""
            self._show_problem(field)
            self._arrange()

    def _change(self, field: Field) -> None:
        try:
            value = field.editor.value
            self._write(partial(self.document.change, field.key, value))
            field.complaint = ""
        except ValueError as error:
            field.complaint = str(error)
        self._show_values()

    def _write(self, change: Callable[[], object]) -> None:
        """Change the file; what the person reads when that is not possible is the reason."""
        try:
            change()
        except StorageError as error:
            self.say(str(error))
        else:
            self.say("")
            self.instance.report_use()  # it looks at its files for every command
        self._show_values()

    def _reset(self) -> None:
        group = self.group
        for field in self._section(group).settings:
            field.editor.revert()
            field.complaint = ""
        self._write(partial(self.document.reset, field_keys(group)))
        if self.document.can_undo:
            self.say(words.back_to_defaults(names.group(group)))

    def _undo(self) -> None:
        self._write(self.document.undo)
        self.say(words.undone())

    def _look(self) -> None:
        """Follow the file, unless nobody sees that."""
        if self.isVisible() and not self.isMinimized() and self.document.file.changed():
            self.document.read()
            self._show_values()

    # --- keys and focus ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back what is being entered with Escape, or close; the Enter key closes nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return
        if event.key() == Qt.Key.Key_Escape:
            if self._search.text():
                self._search.clear()
                return
            reverted = [field.editor.revert() for field in self.fields]  # all of them
            if any(reverted):
                self._show_values()
                return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Let what was entered count when another window gets the focus."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._finish()

    def reject(self) -> None:
        """Let what was entered count, and close; a tip that was begun is not lost without a word."""
        self._finish()
        own = self._own_tips
        if own is not None and own.has_unsaved_changes and not self._is_warned:
            self._is_warned = True
            self._go_to("own_tips")
            self.say(words.unsaved_tip())
        else:
            super().reject()

    def _finish(self) -> None:
        for field in self.fields:
            field.editor.finish()

    def _focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()

    def _turn(self, steps: int) -> None:
        """Show the next group, or the one before."""
        self._search.clear()
        self._groups.setCurrentRow((self._groups.currentRow() + steps) % len(GROUPS))

    def _keep_in_sight(self, _old: QWidget, new: QWidget) -> None:
        """Scroll to what gets the focus, or to what scrolls it."""
        if new is not None and self._scrolled.isAncestorOf(new):
            around = new.parentWidget()
            while around is not None and around is not self._scrolled:
                new = around if isinstance(around, QScrollArea) else new
                around = around.parentWidget()
            self._scroll.ensureWidgetVisible(new, 0, round(2 * units().em))

    def _scroll_to(self, field: Field) -> None:
        """Scroll to a field; one that is higher than the window begins at the top."""
        if field.height() > self._scroll.viewport().height():
            top = field.mapTo(self._scrolled, QPoint()).y()
            self._scroll.verticalScrollBar().setValue(top - round(6 * units().em))  # its heading, too
        else:
            self._scroll.ensureWidgetVisible(field)

    # --- where everything goes -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything, unless it is in its place already."""
        super().resizeEvent(event)
        if self.size() != self._arranged:
            self._arrange()

    def _choose_size(self) -> None:
        """Be as large as the settings need, but no larger than the screen."""
        screen, em = self.screen().availableGeometry().size(), units().em
        most = screen.width() - round(_BORDERS / self.devicePixelRatio()), screen.height() - _TITLE_BAR
        width, height = (round(ems * em) for ems in _SIZE)
        self.resize(min(width, most[0]), min(height, most[1]))

    def _arrange(self) -> None:
        """Place everything: groups at the left, the form beside them, message and buttons below."""
        self._arranged = self.size()
        width, height, em = self.width(), self.height(), units().em
        margin = round(1.5 * em if width >= 40 * em and height >= 28 * em else 0.8 * em)
        row = self._row.arrange(width, margin, margin)
        line = round(_MESSAGE_HEIGHT * em)
        if self.message.text():
            line = max(line, self.message.heightForWidth(width - 2 * margin))
        below = row + line
        self._row.setGeometry(0, height - row, width, row)
        self.message.setGeometry(margin, height - below, width - 2 * margin, line)
        side, search = self._side_width(), round(2 * em)
        room = height - below - margin
        self._search.setGeometry(margin, margin, side, search)
        self._groups.setGeometry(
            margin, margin + search + round(0.6 * em), side, room - search - round(0.6 * em)
        )
        x = margin + side + round(1.5 * margin)
        self._scroll.setGeometry(x, margin, width - x, room)
        self._arrange_form(width - x - margin)
        self._fade.setGeometry(x, round(height - below - em), width - x - margin, round(em))
        self._show_fade()
        self._set_tab_order()

    def _show_fade(self) -> None:
        bar = self._scroll.verticalScrollBar()
        self._fade.setVisible(bar.value() < bar.maximum())

    def _side_width(self) -> int:
        em = units().em
        widest = max(self._groups.fontMetrics().horizontalAdvance(names.group(group)) for group in GROUPS)
        return max(round(_SIDE * em), widest + round(2.4 * em))

    def _arrange_form(self, width: int) -> None:
        y, em = 0, units().em
        for shown in self._problems:
            if shown.text:
                high = shown.arrange(min(width, longest_line()))
                shown.setGeometry(edge(), y, min(width, longest_line()), high)
                y += high + round(em)
        for section in self._made:
            if not section.isHidden():
                high = section.arrange(width)
                section.setGeometry(0, y, width, high)
                y += high + round(2 * em)
        if not self._nothing.isHidden():
            self._nothing.setGeometry(0, 0, width, round(3 * em))
            y = round(3 * em)
        self._scrolled.resize(width, y)

    def _set_tab_order(self) -> None:
        """Have the Tab key follow the eye."""
        stops: list[QWidget] = [self._search, self._groups]
        for field in self.fields:
            parts = field.findChildren(QWidget)
            stops += [
                part
                for part in parts
                if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.window() is self
            ]
        for before, after in pairwise([*stops, *self._row.buttons]):
            QWidget.setTabOrder(before, after)


DIALOG = SettingsWindow
