"""A tip of the person's own as a form, checked while it is typed, beside a preview of its card."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sitbreak.core.own_tips import DRAFT_FIELDS, Checked, Draft, Table, as_draft, with_draft
from sitbreak.core.settings import TOPICS
from sitbreak.core.tips import Library
from sitbreak.core.words import menu
from sitbreak.core.words import own_tips as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import tab_stops, tab_through
from sitbreak.dialogs.settings.drop_down import Choice
from sitbreak.dialogs.settings.own_tips.tip_fields import (
    Line,
    Number,
    Paragraph,
    PictureField,
    Steps,
    TipField,
)
from sitbreak.dialogs.settings.own_tips.tip_preview import TipPreview
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.widgets import SMALL, TEXT, Button, label, sized, units
from sitbreak.tips.own_file import OwnTipsFile

_SIDES = ((), ("right", "left"), ("left", "right"), ("right",), ("left",))
_PLACES = ("", "chair", "home")

_PREVIEW_DELAY = 250
"""Milliseconds without a key until the preview follows."""

_SIDE_BY_SIDE = 74
"""Ems of the width in which the preview stands beside the fields."""

_LABELS_BESIDE = 30
"""Ems of the width in which labels stand in front of their fields."""

_FACTS, _SOURCE = "facts", "source"
_NUMBERS = ("hold_seconds", "repetitions")

_ANY_ID = "new"
"""Stands for an id, which is made when a tip is saved, and never wrong."""


class TipForm(QWidget):
    """Changes one tip. Nothing counts before it is saved: half a tip is of no use to anyone."""

    def __init__(
        self,
        parent: QWidget,
        file: OwnTipsFile,
        colours: Colours,
        on_save: Callable[[Table], str],
        on_cancel: Callable[[], None],
    ) -> None:
        """Show no tip yet.

        Args:
            parent: the widget it is on.
            file: checks tips.
            colours: light or dark.
            on_save: called with the tip when the person saves it; returns why that failed, or nothing.
            on_cancel: called when the person leaves the tip as it was.
        """
        super().__init__(parent)
        self._file = file
        self._on_save = on_save
        self._on_cancel = on_cancel
        self._library = Library()
        self._table: Table = {}
        self._start = Draft()
        self._touched: set[str] = set()
        self.fields: dict[str, TipField] = {
            "title": Line(),
            "topic": Choice(TOPICS, menu.topic),
            "body": Paragraph(3),
            "caution": Line(),
            "steps": Steps(4),
            "hold_seconds": Number(words.seconds(), step=5),
            "repetitions": Number(words.times(), step=1),
            "sides": Choice(_SIDES, words.sides),
            "picture": PictureField(file.path.parent),
            "place": Choice(_PLACES, words.place),
            _SOURCE: Line(),
        }
        self.errors = {name: ProblemView(self) for name in self.fields}
        self.failure = ProblemView(self)
        self.preview = TipPreview(self, colours)
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(_PREVIEW_DELAY)
        self._preview_timer.timeout.connect(self._follow_preview)
        self.save_button = Button(self, self.save, words.save(), name="main")
        self.cancel_button = Button(self, on_cancel, words.cancel())
        self._columns = self._lay_out()
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)

    def edit_tip(self, table: Table, library: Library, draft: Draft | None = None) -> None:
        """Show a tip, or an empty form for a new one.

        Args:
            table: the tip as its file has it; nothing is a new one.
            library: what it is checked against.
            draft: what the person had typed before.
        """
        self._table, self._library = table, library
        self._start = as_draft(table)
        self._touched = set(self.fields) if table else set()
        for name, field in self.fields.items():
            field.show_value(getattr(draft or self._start, name))
        self.failure.show_problem("")
        self._follow_preview()
        self.fields["title"].setFocus()

    @property
    def draft(self) -> Draft:
        """What the person has typed."""
        values: dict[str, Any] = {name: self.fields[name].value for name in DRAFT_FIELDS}
        return Draft(**values)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self.draft != self._start

    @property
    def table(self) -> Table:
        """The tip the form was opened with."""
        return self._table

    def save(self) -> None:
        """Save the tip, or show what keeps it from being saved."""
        self._touched = set(self.fields)
        table = with_draft(self._table, self.draft)
        if not self._check().is_usable:
            self.failure.show_problem(words.please_correct())
            wrong = next((name for name, error in self.errors.items() if error.text), None)
            if wrong is not None:
                self.fields[wrong].setFocus()
            return
        self.failure.show_problem(self._on_save(table))

    def use(self, width: int) -> None:
        """Fit into this width."""
        beside = width >= _SIDE_BY_SIDE * units().em
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(direction)
        room = width / 2 if beside else width
        wrap = QFormLayout.RowWrapPolicy
        narrow = room < _LABELS_BESIDE * units().em
        self._form.setRowWrapPolicy(wrap.WrapAllRows if narrow else wrap.DontWrapRows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves and Esc cancels: neither is for the window."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self._on_cancel()
        else:
            super().keyPressEvent(event)

    # --- internals -------------------------------------------------------------------------------

    def _lay_out(self) -> QBoxLayout:
        """Place the form and the preview; return the layout that has both."""
        self._form = self._lay_out_form()
        beside = self._lay_out_preview()
        for part in (self.failure, self.cancel_button, self.save_button, self.preview):
            part.raise_()  # a screen reader and the Tab key follow the eye
        stops = [stop for field in self.fields.values() for stop in tab_stops(field)]
        tab_through([*stops, self.cancel_button, self.save_button])
        columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(round(1.5 * units().em))
        columns.addLayout(self._form, 1)
        columns.addLayout(beside, 1)
        return columns

    def _lay_out_form(self) -> QFormLayout:
        """Place the fields, and below them what went wrong and the buttons."""
        em = units().em
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(round(0.7 * em))
        for name, field in self.fields.items():
            form.addRow(self._label(name), self._row(name, field))
        buttons = QHBoxLayout()
        buttons.setSpacing(round(0.6 * em))
        buttons.addStretch()
        for button in (self.cancel_button, self.save_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        form.addRow(self.failure)
        form.addRow(buttons)
        return form

    def _lay_out_preview(self) -> QBoxLayout:
        """Place the preview below its title."""
        column = QVBoxLayout()
        title = QLabel(words.preview(), self)
        title.setFont(sized(title.font(), TEXT, bold=True))
        column.addWidget(title)
        column.addWidget(self.preview)
        column.addStretch()
        return column

    def _label(self, name: str) -> QLabel:
        made = QLabel(words.field_label(name), self)
        made.setFont(sized(made.font(), TEXT))
        made.setBuddy(self.fields[name])
        return made

    def _row(self, name: str, field: TipField) -> QWidget:
        """Return a field with its explanation and what is wrong with it."""
        explanation = words.field_help(name)
        for named in (field, field.focusProxy()):
            if named is not None:
                named.setAccessibleName(words.field_label(name))
                named.setAccessibleDescription(explanation)
        row = QWidget(self)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        if isinstance(field, Choice):
            column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            column.addWidget(field)
        if explanation:
            column.addWidget(label(row, explanation, SMALL, name="quiet"))
        self.errors[name].belong_to(field.focusProxy() or field)
        column.addWidget(self.errors[name])
        field.edited.connect(lambda: self._edit(name))
        return row

    def _edit(self, name: str) -> None:
        self._touched.add(name)
        if name == "topic":
            self._suggest_caution()
        self._check()
        self._preview_timer.start()

    def _suggest_caution(self) -> None:
        """Offer a new stretch the caution that most need."""
        caution: Any = self.fields["caution"]
        draft = self.draft
        if not self._table and draft.caution in {"", words.usual_caution()}:
            caution.show_value(words.usual_caution() if draft.topic == "stretch" else "")

    def _check(self) -> Checked:
        """Check what is typed; say what is wrong with what the person has been at."""
        draft = self.draft
        table = with_draft(self._table, draft)
        checked = self._file.check({**table, "id": _ANY_ID}, self._library)
        problems = dict(checked.problems)
        if _FACTS in problems:
            problems.setdefault(_SOURCE, problems.pop(_FACTS))
        for name, error in self.errors.items():
            problem = problems.get(name, "") if name in self._touched else ""
            if problem and not getattr(draft, name):
                problem = words.needed(name) or problem
            error.show_problem(words.problem(problem))
        return checked

    def _follow_preview(self) -> None:
        # A number that cannot be used may be no number at all, or more holds than can be counted down.
        wrong = self._check().problems
        left_out: dict[str, Any] = {name: 0 for name in _NUMBERS if name in wrong}
        draft = replace(self.draft, **left_out)
        facts = with_draft(self._table, draft).get(_FACTS)
        known = [self._library.facts.get(str(name)) for name in facts] if isinstance(facts, list) else []
        headings = tuple(dict.fromkeys(fact.heading for fact in known if fact is not None))
        self.preview.show_tip(draft, self._file.picture_path(draft.picture), headings)
