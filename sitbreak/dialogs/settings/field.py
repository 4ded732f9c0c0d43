"""One setting in a form: its name, what changes it, its explanation, and what is wrong with it."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from sitbreak.core.words import language
from sitbreak.dialogs.focus import announce
from sitbreak.dialogs.settings.checks import edge, indent
from sitbreak.dialogs.settings.editors import Editor
from sitbreak.dialogs.widgets import SMALL, TEXT, Button, disc_side, label, sized, units, write


def longest_line() -> int:
    """Return how wide text may be that is still easy to read, in logical pixels."""
    return round(38 * units().em)


class ProblemView(QWidget):
    """A sign, what is wrong, and perhaps a button that puts it right; it is made of these when it needs them.

    Attributes:
        text: what is wrong; nothing if nothing is.
    """

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.text = ""
        self._sign: QLabel | None = None
        self._label: QLabel | None = None
        self._repair: Button | None = None
        self._on_repair: Callable[[], object] = lambda: None
        self.hide()

    def show_text(
        self, text: str, repair_label: str = "", repair: Callable[[], object] | None = None
    ) -> None:
        """Show what is wrong, and what puts it right; without a text, nothing."""
        self._on_repair = repair or self._on_repair
        if text != self.text or (repair is None) != (self._repair is None):
            self.text = text
            _sign, said = self._parts()
            write(said, text)
            self._offer(repair_label if repair else "")
            if text:
                announce(self, text)
        self.setVisible(bool(text))

    def _offer(self, repair_label: str) -> None:
        """Show a button with this label, or none."""
        if self._repair is not None:
            self._repair.deleteLater()
            self._repair = None
        if repair_label:
            self._repair = Button(self, self._act, repair_label)
            self._repair.setAutoDefault(False)
            self._repair.setFont(sized(self._repair.font(), SMALL / TEXT))
            self._repair.setAccessibleDescription(self.text)
            self._repair.show()

    def _parts(self) -> tuple[QLabel, QLabel]:
        """Return the sign and the text."""
        if self._sign is None or self._label is None:
            self._sign = QLabel("!", self)
            self._sign.setObjectName("sign")
            self._sign.setFont(sized(self._sign.font(), SMALL, bold=True))
            self._label = label(self, "", SMALL, name="problem")
            self._sign.show()
            self._label.show()
        return self._sign, self._label

    def _act(self) -> None:
        self._on_repair()

    def arrange(self, width: int) -> int:
        """Place everything in this width; return the height needed."""
        em, side = units().em, disc_side()
        sign, said = self._parts()
        left = round(side + 0.6 * em)
        room = width - left
        sign.setGeometry(0, 0, side, side)
        button = self._repair.sizeHint() if self._repair is not None else None
        beside = button is not None and room - button.width() - round(em) >= 14 * em
        wide = room - button.width() - round(em) if button is not None and beside else room
        high = said.heightForWidth(wide)
        down = max(0, (side - said.fontMetrics().height()) // 2)
        said.setGeometry(left, down, wide, high)
        if self._repair is None or button is None:
            return max(side, down + high)
        if beside:
            self._repair.setGeometry(width - button.width(), 0, button.width(), button.height())
            return max(side, down + high, button.height())
        self._repair.setGeometry(left, down + high + 4, button.width(), button.height())
        return down + high + 4 + button.height()


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
        em = units().em
        inset = edge()
        if self._name is None:
            left = 0 if self.editor.begins_with_box else inset
            y = self.editor.arrange(width - left, column)
            self.editor.setGeometry(left, 0, width - left, y)
            inset = indent() if self.editor.begins_with_box else inset
        elif column:
            text, line = column - round(0.8 * em), round(2 * em)
            high = self._name.heightForWidth(text)
            y = self.editor.arrange(width - column, 0)
            self.editor.setGeometry(column, 0, width - column, y)
            down = max(0, (line - self._name.fontMetrics().height()) // 2)
            self._name.setGeometry(inset, down, text, high)
            y = max(y, down + high)
        else:
            y = self._name.heightForWidth(width)
            self._name.setGeometry(inset, 0, width - inset, y)
            y += 4
            high = self.editor.arrange(width - inset, 0)
            self.editor.setGeometry(inset, y, width - inset, high)
            y += high
        for part in (self._explanation, self.problem):
            if part is None or (part is self.problem and not self.problem.text):
                continue
            y += round(0.35 * em)
            wide = min(width - inset, longest_line())
            high = part.arrange(wide) if isinstance(part, ProblemView) else part.heightForWidth(wide)
            part.setGeometry(inset, y, wide, high)
            y += high
        return y
