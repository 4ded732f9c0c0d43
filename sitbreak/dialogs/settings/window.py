"""The settings window: every setting, in groups; a change counts at once.

The window is an editor of settings.toml and nothing else. What it writes, the running instance reads; what
somebody else writes, the window shows. So it works without an instance, too.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication

from sitbreak.core.settings import GROUPS
from sitbreak.core.words import settings as names
from sitbreak.core.words import settings_window as words
from sitbreak.dialogs.button_row import ButtonRow
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.settings.document import Document, field_keys
from sitbreak.dialogs.settings.extras import Extras
from sitbreak.dialogs.settings.field import Field
from sitbreak.dialogs.settings.form import Form
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.settings.section import Section
from sitbreak.dialogs.settings.side_bar import SideBar
from sitbreak.dialogs.widgets import Button, units
from sitbreak.disk import StorageError
from sitbreak.storage.problems import Problem

if TYPE_CHECKING:
    from sitbreak.desktop.launcher import Launcher

_SIZE = 58, 48
"""Ems of the width and height, where there is room."""

_NARROW = 29
"""Ems of a width in which the groups are above the form."""

_MESSAGE_HEIGHT = 1.4
"""Ems between the form and the buttons: one line of a message fits in without moving anything."""

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
        self._launcher: Launcher | None = None
        self._warned_of: object = None
        self._arranged = QSize()
        self._side = SideBar(self)
        self._side.turned.connect(self._filter)
        self._form = Form(self)
        self._defaults = Button(self, self._reset, words.defaults(), name="plain")
        self._undo_button = Button(self, self._undo, words.undo())
        close = Button(self, self.reject, words.close(), name="main")
        self._row = ButtonRow(self, self._defaults, self._undo_button, close)
        for button in self._row.buttons:
            button.setAutoDefault(False)

    # --- what it shows -------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The settings."""
        assert self._document is not None, "a window is never seen without settings"
        return self._document

    def fill(self, content: str) -> None:
        """Show the settings of a folder, at one of them if it is named."""
        match json.loads(content or "null"):
            case {"config": str(config), "at": str(at), "values": dict(values)}:
                pass
            case _:
                raise ValueError("these are no settings")
        if self._document is None:
            self._document = Document(Path(config), values)
            file = self._document.file.path
            self._extras = Extras(file, self.instance, self._open_file, self._arrange)
            self._choose_size()
        self._go_to(at)

    def wake(self) -> None:
        """Make the other groups, and watch the file."""
        from PySide6.QtGui import QKeySequence, QShortcut

        self.document.read()
        for group in GROUPS:
            self._section(group)
        self._side.wake(self.colours)
        self._form.wake()
        self._show_values()
        for keys, act in (
            (QKeySequence.StandardKey.Find, self._side.focus_search),
            ("Ctrl+PgDown", partial(self._side.turn, 1)),
            ("Ctrl+PgUp", partial(self._side.turn, -1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._form.follow_focus)
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(_LOOK)

    def refresh(self) -> None:
        """Follow the file, and whatever else there is."""
        self._look()
        self._extras.look()

    def recolour(self) -> None:
        """Draw the fields in the new colours."""
        for field in self._form.fields:
            field.editor.recolour(self.colours)
        self._side.recolour(self.colours)

    def say(self, text: str) -> None:
        """Show a message above the buttons, which stay where they are."""
        super().say(text)
        self._arrange()

    def _go_to(self, key: str) -> None:
        """Show the group of a field, and put the focus on it; without one, on the groups."""
        other = _OTHERS.get(key, self._side.group)
        group = next((group for group in GROUPS if key in field_keys(group)), other)
        self._side.show_group(group)
        self._filter()
        for field in self._section(group).fields:
            if field.key == key:
                field.take_focus()
                self._form.scroll_to(field)
                return
        self._side.groups.setFocus()

    def _filter(self) -> None:
        """Show the chosen group, or what matches the search in all of them."""
        for group in GROUPS if self._side.query else [self._side.group]:
            self._section(group)
        self._form.filter(self._side.group, self._side.query)
        self._show_values()

    def _show_values(self) -> None:
        """Show what is in force, and what is wrong in the file."""
        for section in self._form.sections:
            for field in section.settings:
                field.editor.show_value(self.document.value(field.key))
                self._show_problem(field)
        problems = self.document.other_problems[:_MOST_PROBLEMS]
        for view, problem in zip(self._form.problem_views(len(problems)), problems, strict=True):
            self._explain(view, problem)
        keys = field_keys(self._side.group)
        self._defaults.setEnabled(not self._side.query and not self.document.is_default(keys))
        self._undo_button.setEnabled(self.document.can_undo)
        self._arrange()

    def _show_problem(self, field: Field) -> None:
        problem = self.document.problem_of(field.key)
        if field.complaint or problem is None:
            field.problem.show_problem(field.complaint)
        else:
            self._explain(field.problem, problem)
        field.describe_problem()

    def _explain(self, view: ProblemView, problem: Problem) -> None:
        """Show what is wrong in the file, and offer to put it right."""
        text = words.problem_in_file(problem.reason)
        if problem.line:
            text = words.problem_in_line(problem.line, problem.text, problem.reason)
        repair = self.document.repair_of(problem)
        if repair is None:
            view.show_problem(text)
            return
        if repair.leaves_out:
            text = words.will_be_left_out(text)
        else:
            text = words.will_read(text, repair.lines[0].strip())
        put_right = partial(self._write, partial(self.document.repair, problem))
        view.show_problem(text, words.put_right(), put_right)

    # --- the fields ----------------------------------------------------------------------------

    def _section(self, group: str) -> Section:
        """Return a group's section, which is made when it is needed first."""
        made = self._form.section(group)
        if made is not None:
            return made
        section = Section(self._form.content, group, self.colours)
        self._extras.add_above(section, self.colours)
        section.add_settings()
        self._extras.add_below(section, self.colours)
        for field in section.settings:
            field.editor.changed.connect(partial(self._change, field))
            field.editor.edited.connect(partial(self._check, field))
        for field in section.fields:
            field.editor.rearranged.connect(partial(self._rearrange, field))
        section.filter("")
        self._form.add(section)
        return section

    def _rearrange(self, field: Field) -> None:
        """Give a field its new height; what it says is in sight if the person is in it."""
        if self._warned_of is not None and self._extras.unsaved_tip is None:
            self._warned_of = None
            self.say("")  # it was saved or discarded
        self._arrange()
        focused = QApplication.focusWidget()
        if focused is not None and field.isAncestorOf(focused):
            self._form.follow_focus(None, focused)

    def _open_file(self) -> None:
        """Open the file in the person's editor."""
        from sitbreak.desktop.launcher import Launcher

        self._launcher = self._launcher or Launcher()
        try:
            self.say(self._launcher.open(self.document.file.ensure()) or "")
        except StorageError as error:
            self.say(str(error))

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
            self.document.change(field.key, value)
            self.instance.report_use()  # it looks at its files for every command
            self.say("")
            field.complaint = ""
        except (ValueError, StorageError) as error:  # what was entered does not count: the field says so
            field.complaint = str(error)
        self._show_values()
        if field.complaint and field.isVisible():
            self._form.scroll_to(field)

    def _write(self, change: Callable[[], object], report: str = "") -> None:
        """Change the file, and report that; if that is not possible, say why."""
        try:
            change()
        except StorageError as error:
            report = str(error)
        else:
            self.instance.report_use()
        self.say(report)
        self._show_values()

    def _reset(self) -> None:
        group = self._side.group
        self._revert(self._section(group).settings)
        report = words.back_to_defaults(names.group(group))
        self._write(partial(self.document.reset, field_keys(group)), report)

    def _undo(self) -> None:
        self._write(self.document.undo, words.undone())

    @staticmethod
    def _revert(fields: Sequence[Field]) -> bool:
        """Forget what was entered into these fields and does not count; return whether anything was."""
        reverted = [field.editor.revert() for field in fields]
        for field in fields:
            field.complaint = ""
        return any(reverted)

    def _look(self) -> None:
        """Follow the file, unless nobody sees that."""
        if self.isVisible() and not self.isMinimized() and self.document.file.changed():
            self.document.read()
            self._show_values()

    # --- keys and focus ------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back what is being entered with Escape, or close; the Enter key closes nothing."""
        from PySide6.QtCore import Qt

        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return
        if event.key() == Qt.Key.Key_Escape:
            if self._side.search.text():
                self._side.search.clear()
                return
            if self._revert(self._form.fields):
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
        unsaved = self._extras.unsaved_tip
        if unsaved is not None and unsaved != self._warned_of:
            self._warned_of = unsaved
            self._go_to("own_tips")
            self.say(words.unsaved_tip())
        else:
            super().reject()

    def _finish(self) -> None:
        for field in self._form.fields:
            field.editor.finish()

    # --- where everything goes -----------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything, unless it is in its place already."""
        super().resizeEvent(event)
        if self.size() != self._arranged:
            self._arrange()

    def _choose_size(self) -> None:
        """Be as large as the settings need, but no larger than the screen."""
        width, height = (round(ems * units().em) for ems in _SIZE)
        self.resize(QSize(width, height).boundedTo(self.largest_size))

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
        room = height - below - margin
        if width >= _NARROW * em:
            side = self._side.arrange_beside(room)
            self._side.setGeometry(margin, margin, side, room)
            x, y = margin + side + round(1.5 * margin), margin
        else:
            high = self._side.arrange_above(width - 2 * margin, room)
            self._side.setGeometry(margin, margin, width - 2 * margin, high)
            x, y = margin, margin + high + round(0.6 * em)
        self._form.setGeometry(x, y, width - x, max(height - below - y, 0))
        self._form.arrange(width - x - margin)
        if self.is_painted:
            self._form.set_tab_order([self._side.search, self._side.groups], self._row.buttons)


DIALOG = SettingsWindow
