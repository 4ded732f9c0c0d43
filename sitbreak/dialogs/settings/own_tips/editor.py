"""The person's own tips: a list of them, and a form for the one that is added or changed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sitbreak.core.own_tips import Draft, Table, as_draft
from sitbreak.core.tips import Library
from sitbreak.core.words import language, menu
from sitbreak.core.words import own_tips as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.settings.flow import Flow
from sitbreak.dialogs.settings.laid_out import LaidOutEditor
from sitbreak.dialogs.settings.own_tips.tip_form import TipForm
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.widgets import SMALL, TEXT, Button, label, sized, units, write
from sitbreak.disk import StorageError
from sitbreak.tips.own_file import OwnTip, OwnTips, OwnTipsFile, Removed

_LINES_IN_SIGHT = 6
"""Tips in the list before it scrolls."""

_AROUND_LIST = 8
"""Logical pixels of its height that the list's border and padding take."""

_LOOK_EVERY = 1000
"""Milliseconds between two looks at the file, while the list can be seen."""


class OwnTipsEditor(LaidOutEditor):
    """The person's own tips: listed, added, changed, removed. The file is followed while this can be seen.

    Attributes:
        tips: the list.
        form: the form, once it was needed.
    """

    def __init__(self, parent: QWidget, config: Path, colours: Colours) -> None:
        """Show what is in tips.toml.

        Args:
            parent: the widget it is on.
            config: the folder with tips.toml.
            colours: light or dark.
        """
        super().__init__(parent)
        self._file = OwnTipsFile(config / "tips.toml")
        self._colours = colours
        self._own = OwnTips((), Library())
        self._on_undo: Callable[[], None] = lambda: None
        self.form: TipForm | None = None
        self.tips = _TipList(self)
        self.tips.setObjectName("list")
        self.tips.currentRowChanged.connect(lambda _row: self._enable())
        self.tips.itemActivated.connect(lambda _item: self.change())
        self._none = label(self, words.none_yet(), SMALL, name="quiet")
        self._mistakes = ProblemView(self)
        self.add_button = self._button(self.add, words.add())
        self.change_button = self._button(self.change, words.change())
        self.remove_button = self._button(self.remove, words.remove())
        self.open_button = self._button(self.open_file, words.open_file(), "plain")
        self.message = label(self, "", SMALL, name="quiet")
        self.undo_button = self._button(self.undo, "")
        self._list_page = self._lay_out()
        self._column.addWidget(self._list_page)
        remove = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.tips)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self.remove)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY)
        self._look.timeout.connect(self.follow_file)
        self._look.start()
        self._say("")
        self._read()

    # --- what the window asks for ------------------------------------------------------------------

    @property
    def entry(self) -> QWidget:
        """See `Editor`."""
        if self.form is not None and self.form.isVisibleTo(self):
            return self.form.fields["title"]
        return self.tips if self._own.tips else self.add_button

    @property
    def has_unsaved_changes(self) -> bool:
        """Whether the person is in the middle of a tip."""
        return self.form is not None and self.is_editing and self.form.is_changed

    @property
    def is_editing(self) -> bool:
        """Whether a tip is in the form."""
        return self.form is not None and not self.form.isHidden()

    def describe(self, label: str, explanation: str) -> None:
        """Name and explain the list for a screen reader."""
        self.tips.setAccessibleName(label)
        self.tips.setAccessibleDescription(explanation)

    def follow_file(self) -> None:
        """Read the file again if somebody else has changed it; a tip in the form is left alone."""
        if self.isVisible() and self._file.changed():
            self._read()

    def arrange(self, width: int, column: int) -> int:
        """See `Editor`."""
        if self.form is not None:
            self.form.use(width)
        return super().arrange(width, column)

    def recolour(self, colours: Colours) -> None:
        """Use other colours."""
        self._colours = colours
        if self.form is not None:
            self.form.preview.recolour(colours)

    # --- what the person does --------------------------------------------------------------------

    def add(self) -> None:
        """Open an empty form."""
        self._open({})

    def change(self) -> None:
        """Open the chosen tip in the form."""
        if (tip := self._chosen) is not None:
            self._open(tip.table)

    def remove(self) -> None:
        """Remove the chosen tip; that can be undone."""
        if (tip := self._chosen) is None:
            return
        row = self.tips.currentRow()
        try:
            removed = self._file.remove(tip.table)
        except StorageError as error:
            self._say(str(error))
        else:
            self._say(words.removed(_title(tip)))
            self._offer(words.put_it_back(), lambda: self._put_back(removed, tip, row))
            self.changed.emit()
        self._read(row)
        (self.tips if self._own.tips else self.undo_button).setFocus()

    def open_file(self) -> None:
        """Open the file in the person's editor: there is more in TOML than in a form."""
        from sitbreak.desktop.launcher import Launcher

        self._say(Launcher().open(self._file.path) or "")

    def undo(self) -> None:
        """Take back what was just done."""
        self._on_undo()

    # --- internals -------------------------------------------------------------------------------

    @property
    def _chosen(self) -> OwnTip | None:
        row = self.tips.currentRow()
        return self._own.tips[row] if 0 <= row < len(self._own.tips) else None

    def _put_back(self, removed: Removed, tip: OwnTip, row: int) -> None:
        try:
            self._file.restore(removed)
        except StorageError as error:
            self._say(str(error))
        else:
            self._say(words.put_back(_title(tip)))
            self.changed.emit()
        self._read(row)
        self.tips.setFocus()

    def _open(self, table: Table, draft: Draft | None = None) -> None:
        if self.form is None:
            self.form = TipForm(self, self._file, self._colours, self._save, self._cancel)
            self._column.addWidget(self.form)
        self._say("")
        self._turn_to(form=True)
        self.form.edit_tip(table, self._own.library, draft)
        self.rearranged.emit()

    def _save(self, table: Table) -> str:
        assert self.form is not None
        seen = self.form.table
        try:
            saved = self._file.change(seen, table) if seen else self._file.add(table)
        except StorageError as error:
            return str(error)
        title = as_draft(saved).title
        self._turn_to(form=False)
        self._say(words.saved(title) if seen else words.added(title))
        self._read(choose=saved)
        self.tips.setFocus()
        self.changed.emit()
        return ""

    def _cancel(self) -> None:
        assert self.form is not None
        table, draft, is_changed = self.form.table, self.form.draft, self.form.is_changed
        self._turn_to(form=False)
        if is_changed:
            self._say(words.discarded())
            self._offer(words.keep_editing(), lambda: self._open(table, draft))
        self.tips.setFocus()

    def _turn_to(self, *, form: bool) -> None:
        self._list_page.setVisible(not form)
        if self.form is not None:
            self.form.setVisible(form)
        self.rearranged.emit()

    def _read(self, row: int = -1, choose: Table | None = None) -> None:
        """Read the file; choose the tip in this row, or this one, or the one that was chosen."""
        before = self._chosen
        wanted = choose or (before.table if before is not None else None)
        self._own = self._file.read()
        self.tips.clear()
        for number, tip in enumerate(self._own.tips):
            self.tips.addItem(QListWidgetItem(_line(tip)))
            if row < 0 and wanted is not None and wanted.get("id") == tip.table.get("id"):
                row = number
        self.tips.setCurrentRow(min(max(row, 0), len(self._own.tips) - 1))
        self.tips.setVisible(bool(self._own.tips))
        self.tips.updateGeometry()
        self._none.setVisible(not self._own.tips and not self._own.problem)
        self._mistakes.show_problem(language.current().sentences(self._own.problem, *self._own.mistakes))
        self._enable()
        self._turn_to(form=self.is_editing)

    def _enable(self) -> None:
        self.add_button.setEnabled(not self._own.problem)
        self.open_button.setEnabled(self._file.version is not None)
        for button in (self.change_button, self.remove_button):
            button.setEnabled(self._chosen is not None)

    def _say(self, text: str) -> None:
        """Say what has happened."""
        write(self.message, text)
        self.message.setVisible(bool(text))
        self.undo_button.hide()
        if text:
            announce(self.message, text)

    def _offer(self, offered: str, undo: Callable[[], None]) -> None:
        """Offer to take it back."""
        self._on_undo = undo
        self.undo_button.setText(offered)
        self.undo_button.show()

    def _button(self, on_click: Callable[[], None], text: str, name: str = "") -> Button:
        button = Button(self, on_click, text, name=name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> QWidget:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(round(0.6 * units().em))
        actions = self.add_button, self.change_button, self.remove_button, self.open_button
        buttons = Flow(page, *actions, is_last_apart=True)
        offer = Flow(page, self.undo_button)
        for part in (self._none, self.tips, self._mistakes, buttons, self.message, offer):
            layout.addWidget(part)
            part.raise_()  # a screen reader and the Tab key follow the eye
        return page


class _TipList(QListWidget):
    """A list that is as high as its lines, up to a point."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(sized(self.font(), TEXT))
        self.setAlternatingRowColors(False)
        self.setUniformItemSizes(True)

    def sizeHint(self) -> QSize:
        line = max(self.sizeHintForRow(0), round(1.6 * units().em))
        lines = min(max(self.count(), 1), _LINES_IN_SIGHT)
        return QSize(round(20 * units().em), lines * line + _AROUND_LIST)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(8 * units().em), self.sizeHint().height())


def _title(tip: OwnTip) -> str:
    return as_draft(tip.table).title or words.without_title()


def _line(tip: OwnTip) -> str:
    if not tip.checked.is_usable:
        return words.not_shown(_title(tip))
    draft = as_draft(tip.table)
    return words.in_list(draft.title, menu.topic(draft.topic), draft.place)
