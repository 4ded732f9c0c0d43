"""One setting in a form: its name, what changes it, its explanation, and what is wrong with it."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from sitbreak.core.words import language
from sitbreak.dialogs.settings.checks import edge, indent
from sitbreak.dialogs.settings.editors import Editor
from sitbreak.dialogs.settings.problem_view import ProblemView
from sitbreak.dialogs.widgets import SMALL, TEXT, label, sized, units


def longest_line() -> int:
    """Return how wide text may be that is still easy to read, in logical pixels."""
    return round(38 * units().em)


class Naming(NamedTuple):
    """What a field is called, and what explains it.

    Attributes:
        name: what it is called.
        explanation: a screen reader always reads it.
        is_explained_here: the explanation is below the field, not somewhere else in the form.
    """

    name: str
    explanation: str
    is_explained_here: bool = True


class Field(QWidget):
    """One setting in a form.

    Attributes:
        key: the setting, such as `wait_during.call`.
        editor: what changes it.
        problem: what is wrong with it.
        searched: what a search for it looks at.
        complaint: why the last thing that was entered cannot be used; nothing if it can.
    """

    def __init__(
        self, parent: QWidget, key: str, make_editor: Callable[[QWidget], Editor], naming: Naming
    ) -> None:
        """Show no value yet; `make_editor` makes the editor on this widget."""
        super().__init__(parent)
        name, explanation, _ = self._naming = naming
        self._described = ""
        self.key = key
        self.complaint = ""
        self.editor = editor = make_editor(self)
        self._name = None if editor.labels_itself else QLabel(name, self)
        if self._name is not None:
            self._name.setFont(sized(self._name.font(), TEXT))
            self._name.setWordWrap(True)
            self._name.setBuddy(editor.entry)
        self._explanation = (
            label(self, explanation, SMALL, name="quiet")
            if explanation and naming.is_explained_here
            else None
        )
        self.problem = ProblemView(self)
        editor.describe(name, explanation)
        self.searched = " ".join((name, explanation, key, key.replace("_", " "))).casefold()

    @property
    def name_width(self) -> int:
        """How wide the name is that stands in front of the editor, in logical pixels."""
        return self._name.sizeHint().width() if self._name is not None else 0

    def describe_problem(self) -> None:
        """Have a screen reader say what is wrong along with the explanation, whenever it comes here."""
        if self.problem.text != self._described:
            self._described = self.problem.text
            name, explanation, _ = self._naming
            self.editor.describe(name, language.current().sentences(self._described, explanation))

    def take_focus(self) -> None:
        """Get the focus, as by the Tab key: what is typed replaces what is there."""
        entry = self.editor.entry
        entry.setFocus()
        if isinstance(entry, QLineEdit):
            entry.selectAll()

    def arrange(self, width: int, column: int) -> int:
        """Place everything in this width; return the height needed.

        Args:
            width: logical pixels.
            column: where editors begin; 0: below the name.
        """
        if self._name is None:
            y = self._arrange_alone(width, column)
        elif column:
            y = self._arrange_beside(self._name, width, column)
        else:
            y = self._arrange_below(self._name, width)
        inset = indent() if self.editor.begins_with_box else edge()
        for part in (self._explanation, self.problem):
            if part is None or (part is self.problem and not self.problem.text):
                continue
            y += round(0.35 * units().em)
            wide = min(width - inset, longest_line())
            high = part.heightForWidth(wide)
            part.setGeometry(inset, y, wide, high)
            y += high
        return y

    def _arrange_alone(self, width: int, column: int) -> int:
        """Place an editor without a name; return the height needed."""
        left = 0 if self.editor.begins_with_box else edge()
        high = self.editor.arrange(width - left, column)
        self.editor.setGeometry(left, 0, width - left, high)
        return high

    def _arrange_beside(self, name: QLabel, width: int, column: int) -> int:
        """Place the editor beside its name, both beginning on one line; return the height needed."""
        em = units().em
        high = self.editor.arrange(width - column, 0)
        self.editor.setGeometry(column, 0, width - column, high)
        wide = column - round(0.8 * em)
        text = name.heightForWidth(wide)
        down = max(0, (round(2 * em) - name.fontMetrics().height()) // 2)
        name.setGeometry(edge(), down, wide, text)
        return max(high, down + text)

    def _arrange_below(self, name: QLabel, width: int) -> int:
        """Place the editor below its name; return the height needed."""
        text = name.heightForWidth(width)
        name.setGeometry(edge(), 0, width - edge(), text)
        high = self.editor.arrange(width - edge(), 0)
        self.editor.setGeometry(edge(), text + 4, width - edge(), high)
        return text + 4 + high
