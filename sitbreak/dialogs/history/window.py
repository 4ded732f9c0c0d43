"""The history window: how somebody sat today and in the last two weeks."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from sitbreak.core.words import history as words
from sitbreak.core.words import language
from sitbreak.dialogs.button_row import ButtonRow
from sitbreak.dialogs.focus import HEADING, tab_through
from sitbreak.dialogs.frame import Frame
from sitbreak.dialogs.history.content import DaysRead, HistoryContent
from sitbreak.dialogs.history.panels import Figures, Panel
from sitbreak.dialogs.widgets import SMALL, TITLE, Button, sized, units
from sitbreak.pages.columns import columns
from sitbreak.pages.figures import PRINTED, SHOWN, figures, placeholder, table
from sitbreak.pages.lane import lane

if TYPE_CHECKING:
    from sitbreak.core.days import Ongoing
    from sitbreak.dialogs.history.day_table import DayTable
    from sitbreak.dialogs.history.on_paper import Export

_WIDTH = 62
"""Ems of the window, where there is room."""

_WIDEST, _ROOMY = 80, 46
"""Ems: of what is shown at most, and of a window that can have wide margins."""

_GAP, _AIR = 0.9, 0.8
"""Ems between two parts, and above the buttons."""

_MINUTE = 60_000
"""Milliseconds."""


class HistoryWindow(Frame):
    """Shows the days that it reads itself, and again whenever it gets the focus and every minute."""

    def __init__(self, runtime: Path) -> None:
        """Make an empty window."""
        super().__init__(runtime)
        self.setWindowTitle(words.title())
        self._content: HistoryContent | None = None
        self._shown: DaysRead | None = None
        self._ongoing: Ongoing | None = None
        self._table: DayTable | None = None
        self._sheet = QWidget()
        self._scroll = QScrollArea(self)
        self._scroll.setFrameStyle(0)  # none; by its number, which loads no enumeration
        self._scroll.setWidget(self._sheet)
        self._title = QLabel(words.title(), self._sheet)
        self._title.setObjectName(HEADING)
        self._title.setAccessibleName(words.title())
        self._title.setFont(sized(self._title.font(), TITLE, bold=True))
        self._subtitle = QLabel(self._sheet)
        self._subtitle.setObjectName("quiet")
        self._subtitle.setFont(sized(self._subtitle.font(), SMALL))
        self._subtitle.setWordWrap(True)
        self._figures = Figures(self._sheet)
        self._today, self._days = Panel(self._sheet), Panel(self._sheet)
        self._toggle = Button(self, self._toggle_table, words.show_table(), words.hide_table(), name="plain")
        self._days.add(self._toggle)
        save = Button(self, self._save, words.save_as_page(), name="plain")
        print_it = Button(self, self._print, words.print_it())
        save.setToolTip(words.page_explained())
        print_it.setToolTip(words.sheet_explained())
        close = Button(self, self.reject, words.close(), name="main")
        close.setDefault(True)
        self._row = ButtonRow(self, save, print_it, close)
        close.setFocus()

    # --- what it shows -----------------------------------------------------------------------------

    def fill(self, content: str) -> None:
        """Show the days, with what else comes with them."""
        self._content = HistoryContent.parse(content)
        # to ask the platform takes 13 ms
        language.use(language.current().with_clock(has_twelve_hours=self._content.twelve_hours))
        is_first = self._shown is None
        self._show(DaysRead(self._content.days))
        if is_first:
            self._choose_size()

    def wake(self) -> None:
        """Let the keyboard reach the pictures, and follow the time."""
        from PySide6.QtCore import QTimer

        for panel in (self._today, self._days):
            panel.chart.wake()
            panel.chart.focused.connect(partial(self._scroll.ensureWidgetVisible, panel))
        self._set_tab_order()
        timer = QTimer(self)
        timer.timeout.connect(self.refresh)
        timer.start(_MINUTE)

    def refresh(self) -> None:
        """Ask what goes on, and read the days again."""

        def show(ongoing: "Ongoing | None") -> None:
            assert self._content is not None
            self._ongoing = ongoing
            read = self._content.read(SHOWN, ongoing)
            if read != self._shown:
                self._show(read)
                self._arrange()

        self.instance.ask_ongoing(show)

    def recolour(self) -> None:
        """Draw the pictures in the new colours."""
        if self._shown is not None:
            self._show(self._shown)

    def say(self, text: str) -> None:
        """Show a message above the buttons."""
        super().say(text)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by the keys that nothing else wants."""
        from PySide6.QtCore import Qt

        bar = self._scroll.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
        }
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            bar.setValue(bar.value() + step)
        else:
            super().keyPressEvent(event)

    # --- internals -----------------------------------------------------------------------------------

    def _show(self, read: DaysRead) -> None:
        """Show these days."""
        assert self._content is not None
        if read.problem != (self._shown.problem if self._shown else ""):
            super().say(read.problem)
        self._shown = read
        shown, today = read.days, read.days[-1]
        self._subtitle.setText(words.subtitle(today.date, self._content.interval))
        self._figures.show_figures(figures(today))
        nothing = placeholder(shown)
        self._today.show_title(words.today(), nothing)
        title = words.last_days(len(shown))
        self._days.show_title(title)
        if not nothing:
            draw = partial(lane, today)
            self._today.chart.show_drawing(words.today(), words.point_at_a_time(), draw, self.colours)
        self._days.chart.show_drawing(title, words.point_at_a_day(), partial(columns, shown), self.colours)
        if self._table is not None:
            self._table.show_table(table(shown))

    def _choose_size(self) -> None:
        """Be as large as everything needs, but no larger than the screen."""
        largest = self.largest_size
        width = min(round(_WIDTH * units().em), largest.width())
        self.resize(width, min(self.heightForWidth(width), largest.height()))

    def heightForWidth(self, width: int) -> int:
        """Return the height at which nothing has to be scrolled."""
        margin, air = self._margin(width), round(_AIR * units().em)
        return self._stack(width, margin) + air + self._row.arrange(width, margin, margin)

    def _arrange(self) -> None:
        """Place everything: the buttons at the bottom, the message above them, the rest scrolls."""
        width, height, em = self.width(), self.height(), units().em
        margin = self._margin(width)
        row = self._row.arrange(width, margin, margin)
        self._row.setGeometry(0, height - row, width, row)
        said = round(_AIR * em)
        if self.message.text():
            said += self.message.heightForWidth(width - 2 * margin)
            self.message.setGeometry(margin, height - row - said, width - 2 * margin, said)
        self._scroll.setGeometry(0, 0, width, height - row - said)
        needed = self._stack(width, margin)
        bar = self._scroll.verticalScrollBar().sizeHint().width() if needed > height - row - said else 0
        self._sheet.resize(width - bar, needed)

    def _stack(self, width: int, margin: int) -> int:
        """Place what scrolls, one part below the other; return the height needed."""
        em = units().em
        wide = min(width - 2 * margin, round(_WIDEST * em))
        left, y = (width - wide) // 2, margin
        gaps = (0.1, _GAP, _GAP, _GAP, 0)
        parts = (self._title, self._subtitle, self._figures, self._today, self._days)
        for part, gap in zip(parts, gaps, strict=True):
            tall = part.heightForWidth(wide)
            tall = tall if tall >= 0 else part.sizeHint().height()
            part.setGeometry(left, y, wide, tall)
            y += tall + round(gap * em)
        return y

    @staticmethod
    def _margin(width: int) -> int:
        em = units().em
        return round(1.6 * em if width > _ROOMY * em else em)

    def _set_tab_order(self) -> None:
        table = [] if self._table is None else [self._table]
        tab_through([self._today.chart, self._days.chart, self._toggle, *table, *self._row.buttons])

    # --- what its buttons do ---------------------------------------------------------------------------

    def _toggle_table(self) -> None:
        """Show the days as a table, too, or hide it."""
        assert self._shown is not None
        if self._table is None:
            from sitbreak.dialogs.history.day_table import DayTable

            self._table = DayTable(self._days)
            self._table.show_table(table(self._shown.days))
            self._days.add(self._table)
            self._set_tab_order()
        else:
            self._table.setVisible(self._table.isHidden())
        is_shown = not self._table.isHidden()
        self._toggle.setText(words.hide_table() if is_shown else words.show_table())
        self._arrange()
        self._scroll.ensureWidgetVisible(self._table if is_shown else self._toggle)

    def _save(self) -> None:
        """Save the page where the person wants it."""
        from sitbreak.dialogs.history.on_paper import save_page

        self._export(save_page)

    def _print(self) -> None:
        """Print the last four weeks."""
        from sitbreak.dialogs.history.on_paper import print_sheet

        self._export(print_sheet)

    def _export(self, export: "Export") -> None:
        """Have the last four weeks saved or printed, unless they cannot be read; say how that went."""
        assert self._content is not None
        read = self._content.read(PRINTED, self._ongoing)
        self.say(read.problem or export(self, read.days, self._content))


DIALOG = HistoryWindow
