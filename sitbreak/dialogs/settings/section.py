"""The fields of the settings window, in sections: which editor a setting has, and where it goes."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from sitbreak.core.durations import parse_duration
from sitbreak.core.settings import NEVER, TOPICS, TRAY_ICONS, WAIT_BOUNDS
from sitbreak.core.words import menu
from sitbreak.core.words import settings as words
from sitbreak.dialogs.colours import Colours
from sitbreak.dialogs.focus import HEADING
from sitbreak.dialogs.settings.checks import edge
from sitbreak.dialogs.settings.choices import (
    SoundEditor,
    SwitchEditor,
    TopicsEditor,
    TrayIconEditor,
)
from sitbreak.dialogs.settings.document import default, field_keys
from sitbreak.dialogs.settings.editors import (
    DaysEditor,
    Editor,
    IntervalEditor,
    LengthEditor,
    OptionalLengthEditor,
)
from sitbreak.dialogs.settings.field import Field, Naming, longest_line
from sitbreak.dialogs.widgets import LARGE, SMALL, TEXT, label, units

_NARROWEST_NAME, _WIDEST_NAME = 12, 16
"""Ems of the names in front of fields."""

_NOTED = frozenset({"wait_during", "working_hours"})
"""Settings whose name and explanation are above their fields."""

_NARROWEST_FIELD = 13
"""Ems; with less room, fields are below their names."""


def make_editor(parent: QWidget, key: str, colours: Colours) -> Editor:
    """Return what changes a setting: by its key, or else by the kind of its value."""
    name = words.label(key)
    match key.split("."):
        case ["interval"]:
            return IntervalEditor(parent)
        case ["topics" | "tray_icon" | "language"]:
            return _make_choice(parent, key, colours)
        case ["working_hours"]:
            from sitbreak.dialogs.settings.week.editor import (
                WeekEditor,  # a third of everything, and not in sight at first
            )

            return WeekEditor(parent, colours)
        case ["sound"]:
            return SoundEditor(parent, name, colours)
        case ["away_after"]:
            usual = parse_duration(default(key))
            return OptionalLengthEditor(parent, name, colours, {NEVER: usual})
        case ["wait_during", reason]:
            usual = WAIT_BOUNDS[reason]
            return OptionalLengthEditor(parent, name, colours, {False: usual, True: usual})
    if isinstance(default(key), bool):
        return SwitchEditor(parent, name, colours)
    if isinstance(default(key), int):
        return DaysEditor(parent)
    return LengthEditor(parent)


def _make_choice(parent: QWidget, key: str, colours: Colours) -> Editor:
    if key == "topics":
        return TopicsEditor(parent, {topic: menu.topic(topic) for topic in TOPICS}, colours)
    if key == "tray_icon":
        return TrayIconEditor(parent, {icon: words.tray_icon(icon) for icon in TRAY_ICONS}, colours)
    from sitbreak.dialogs.settings.languages import LanguageEditor  # its list brings Qt's enumerations

    return LanguageEditor(parent)


class Note(QWidget):
    """The name and the explanation of a table, above the fields of its entries.

    Attributes:
        fields: those fields.
    """

    def __init__(self, parent: QWidget, name: str, explanation: str) -> None:
        """Explain a table."""
        super().__init__(parent)
        self.fields: list[Field] = []
        self._name = label(self, name, TEXT, name=HEADING, bold=True)
        self._explanation = label(self, explanation, SMALL, name="quiet")

    def arrange(self, width: int) -> int:
        """Place everything in this width; return the height needed."""
        high = self._name.heightForWidth(width)
        self._name.setGeometry(edge(), 0, width, high)
        wide = min(width - edge(), longest_line())
        below = self._explanation.heightForWidth(wide)
        self._explanation.setGeometry(edge(), high, wide, below)
        return high + below


class Section(QWidget):
    """A group of settings.

    Attributes:
        group: its name.
        fields: from top to bottom.
        settings: those of them that show settings.
    """

    def __init__(self, parent: QWidget, group: str, colours: Colours) -> None:
        """Have no fields yet."""
        super().__init__(parent)
        self.group = group
        self.fields: list[Field] = []
        self.settings: list[Field] = []
        self._parts: list[Note | Field] = []
        self._colours = colours
        self._heading = label(self, words.group(group), LARGE, name=HEADING, bold=True)

    def add_settings(self) -> None:
        """Add the fields of the group's settings."""
        notes: dict[str, Note] = {}
        for key in field_keys(self.group):
            table = key.partition(".")[0]
            if table in _NOTED and table not in notes:
                notes[table] = self.add_note(words.label(table), words.explanation(table))
            make = partial(make_editor, key=key, colours=self._colours)
            naming = Naming(words.label(key), words.explanation(key), table not in notes)
            field = self.add(key, make, naming, notes.get(table))
            self.settings.append(field)

    def add_note(self, name: str, explanation: str) -> Note:
        """Add a note at the bottom, for fields that follow."""
        note = Note(self, name, explanation)
        self._parts.append(note)
        return note

    def add(
        self, key: str, make: Callable[[QWidget], Editor], naming: Naming, note: Note | None = None
    ) -> Field:
        """Add a field at the bottom, below its note if it has one."""
        field = Field(self, key, make, naming)
        self.fields.append(field)
        if note is not None:
            note.fields.append(field)
        self._parts.append(field)
        return field

    def filter(self, query: str) -> bool:
        """Show the fields that match a search, or all; return whether there are any."""
        sought = query.casefold().split()
        group = words.group(self.group).casefold()
        for field in self.fields:
            field.setVisible(all(word in f"{group} {field.searched}" for word in sought))
        for part in self._parts:
            if isinstance(part, Note):
                part.setVisible(not all(field.isHidden() for field in part.fields))
        return not all(field.isHidden() for field in self.fields)

    def arrange(self, width: int) -> int:
        """Place everything in this width; return the height needed."""
        em = units().em
        column = self._column(width)
        y = self._heading.heightForWidth(width)
        self._heading.setGeometry(edge(), 0, width, y)
        space = 0.5
        for part in self._parts:
            if part.isHidden():
                continue
            y += round((1.4 if isinstance(part, Note) else space) * em)
            high = part.arrange(width) if isinstance(part, Note) else part.arrange(width, column)
            part.setGeometry(0, y, width, high)
            y += high
            space = 0.5 if isinstance(part, Note) else 1
        return y

    def _column(self, width: int) -> int:
        """Return where editors begin; 0 where they are below their names."""
        em = units().em
        widest = max((field.name_width for field in self.fields), default=0)
        column = round(min(max(widest, _NARROWEST_NAME * em), _WIDEST_NAME * em) + em)
        return column if width - column >= _NARROWEST_FIELD * em else 0
