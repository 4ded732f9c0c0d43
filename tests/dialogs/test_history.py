"""What is in the history window, and what its keys and buttons do."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from sitbreak.core.commands import Question
from sitbreak.core.days import Ongoing
from sitbreak.core.history import Day
from sitbreak.core.inputs import Asked
from sitbreak.core.words import history as words
from sitbreak.desktop.language import speaking
from sitbreak.pages.figures import figures, table
from sitbreak.remote.protocol import Answer
from sitbreak.storage.history import HistoryFile, history_path, read_days
from tests.app.test_history import Recorded, morning
from tests.days import STOOD, TODAY, day_now, entries, lived, nothing, weeks
from tests.dialogs.cards import FakeInstance
from tests.dialogs.histories import content_of
from tests.rig.programs import needs_qt

needs_qt()

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFileDialog

from sitbreak.dialogs.colours import DARK, LIGHT
from sitbreak.dialogs.folders import start_folder
from sitbreak.dialogs.history import on_paper
from sitbreak.dialogs.history.content import HistoryContent
from tests.dialogs.history_window import History
from tests.dialogs.shown import SCREENS, until

__all__ = ["morning"]

Show = Callable[..., History]

FORTNIGHT = weeks(2)
SMALL = SCREENS[-1]
HINTS = [
    "Point at a part of the day, or use the arrow keys, to see when it was.",
    "Point at a day, or use the arrow keys, to see its figures.",
]


@pytest.fixture
def show(application: QApplication, runtime: Path) -> Iterator[Show]:
    """Open a history window with days."""
    font, opened = application.font(), []
    application.setPalette(QPalette())

    def open_window(days: Sequence[Day] = FORTNIGHT, screen: tuple[int, int] = SCREENS[0]) -> History:
        opened.append(History(runtime, days, screen))
        return opened[-1]

    yield open_window
    for history in opened:
        history.end()
    application.setFont(font)
    application.setPalette(QPalette())


# --- what it shows ----------------------------------------------------------------------------------


def test_it_shows_the_figures_of_today_and_both_pictures(show: Show) -> None:
    history = show()
    assert history.window.windowTitle() == "Sitting history"
    assert "Friday 20 November 2026 · reminders after 20–30 minutes" in history.texts
    for value, label in figures(FORTNIGHT[-1]):
        assert history.texts[history.texts.index(value) + 1] == label
    assert len(history.lane.sentences) == 1 + len(FORTNIGHT[-1].spans)
    assert len(history.columns.sentences) == 1 + 14


def test_qt_can_draw_every_picture(show: Show) -> None:
    history = show(weeks(2, pain=True, stands=True))
    for chart in (history.lane, history.columns):
        assert QSvgRenderer(chart._drawing.svg("Sans").encode()).isValid()
        colours = {chart.grab().toImage().pixelColor(x, 60).name() for x in range(0, chart.width(), 3)}
        assert len(colours) > 2


def test_a_first_day_is_met_with_a_kind_word(show: Show) -> None:
    history = show([nothing(TODAY - timedelta(days=ago)) for ago in range(13, -1, -1)])
    assert "Your day will appear here as you work." in history.texts
    assert not history.lane.isVisible()
    assert history.columns.isVisible()


def test_it_is_light_or_dark_as_the_desktop_is(application: QApplication, show: Show) -> None:
    history = show()
    assert history.background == QColor(LIGHT.sheet)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert history.background == QColor(DARK.sheet)
    application.setPalette(QPalette(QColor("#202020"), QColor("#202020")))
    assert show().background == QColor(DARK.sheet)


@pytest.mark.parametrize("per_cent", [100, 150, 200])
@pytest.mark.parametrize("screen", SCREENS[1:], ids=str)
def test_it_fits_every_screen_at_every_size_of_text(
    application: QApplication, show: Show, screen: tuple[int, int], per_cent: int
) -> None:
    font = application.font()
    font.setPointSizeF(font.pointSizeF() * per_cent / 100)
    application.setFont(font)
    history = show(weeks(2, pain=True, stands=True), screen)
    window = history.window
    assert window.width() <= screen[0]
    assert window.height() <= screen[1]
    history.click("Show as a table")
    sheet = window._sheet
    for part in (window._title, window._figures, window._today, window._days):
        assert part.geometry().right() <= sheet.width()
    for before, after in pairwise(window._figures._cards):
        assert not before.geometry().intersects(after.geometry())
    for button in window._row.buttons:
        assert window.rect().contains(button.geometry().translated(window._row.pos()))


def test_what_is_not_a_history_is_refused(show: Show) -> None:
    window = show().window
    for content in ("", "{}", "[]", '{"days": [1]}', '{"days": [{}], "interval": ""}'):
        assert window.show_request([content])


# --- pointing ---------------------------------------------------------------------------------------


def test_the_mouse_tells_a_days_figures(show: Show) -> None:
    history = show()
    assert history.explained == HINTS
    history.point(history.columns, 9)
    assert history.explained[1].startswith("Monday 16 November · 6 h 28 min of sitting · ")
    history.point(history.lane, 0)
    assert history.explained[0] == "08:50–09:18: sitting, 28 minutes"


def test_the_arrow_keys_tell_it_too_the_newest_first(show: Show) -> None:
    history = show()
    history.columns.setFocus(Qt.FocusReason.TabFocusReason)
    assert history.explained[1].startswith("Friday 20 November · ")
    history.press(Qt.Key.Key_Left)
    assert history.explained[1].startswith("Thursday 19 November · ")
    assert history.columns.accessibleDescription() == history.explained[1]
    history.press(Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert history.explained[1] == "Saturday 7 November · nothing recorded"
    history.press(Qt.Key.Key_End, Qt.Key.Key_Right)
    assert history.explained[1].startswith("Friday 20 November · ")
    history.press(Qt.Key.Key_Tab)
    assert history.explained == HINTS


def test_nothing_moves_while_somebody_points(show: Show) -> None:
    history = show()
    before = [history.window._days.geometry(), history.button("Show as a table").geometry()]
    for spot in range(14):
        history.point(history.columns, spot)
        assert [history.window._days.geometry(), history.button("Show as a table").geometry()] == before


def test_everything_is_reached_by_the_tab_key_in_its_order(show: Show) -> None:
    history = show()
    history.click("Show as a table")
    history.lane.setFocus()
    reached = [QApplication.focusWidget()]
    for _ in range(6):
        history.press(Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    wanted = ["Hide the table", "Save as page…", "Print…", "Close"]
    toggle, save, print_it, close = map(history.button, wanted)
    assert reached == [history.lane, history.columns, toggle, history.table, save, print_it, close]


def test_what_has_the_focus_is_scrolled_into_sight(show: Show) -> None:
    history = show(screen=SMALL)
    history.columns.setFocus(Qt.FocusReason.TabFocusReason)
    assert history.window._scroll.verticalScrollBar().value() > 0


def test_page_down_scrolls_and_escape_closes(show: Show) -> None:
    history = show(screen=SMALL)
    history.press(Qt.Key.Key_PageDown)
    assert history.window._scroll.verticalScrollBar().value() > 0
    history.press(Qt.Key.Key_Escape)
    assert not history.window.isVisible()
    assert history.was_closed


# --- the table --------------------------------------------------------------------------------------


def test_the_table_says_the_same_the_newest_day_first(show: Show) -> None:
    history = show(weeks(2, pain=True, stands=True))
    history.click("Show as a table")
    shown = table(weeks(2, pain=True, stands=True))
    assert history.rows == [list(row) for row in reversed(shown.rows)]
    history.click("Hide the table")
    assert history.table
    assert not history.table.isVisible()


def test_a_day_that_is_long_to_write_makes_no_row_higher(show: Show, application: QApplication) -> None:
    font = application.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    application.setFont(font)
    history = show()
    history.click("Show as a table")
    assert history.table
    line = history.table.fontMetrics().height()
    assert [row for row in range(14) if history.table.rowHeight(row) > 2 * line] == []


def test_a_screen_reader_gets_names(show: Show) -> None:
    history = show()
    assert history.lane.accessibleName() == "Today"
    assert history.columns.accessibleName() == "Last 14 days"
    assert history.columns.accessibleDescription() == HINTS[1]
    history.click("Show as a table")
    assert history.table
    assert history.table.accessibleName() == "The same as a table"


# --- following the time -----------------------------------------------------------------------------


@pytest.fixture
def recorded(runtime: Path) -> tuple[Day, ...]:
    """Days that end today by the computer's clock, all of them in the database."""
    today = day_now()
    days = weeks(2, until=today, today=nothing(today))
    file = HistoryFile(history_path(runtime))
    file.add(entries(days))
    file.close()
    return days


def test_it_shows_what_the_database_has_and_what_goes_on(
    show: Show, recorded: tuple[Day, ...], instance: FakeInstance
) -> None:
    history = show([nothing(day.date) for day in recorded])
    history.look_again()
    until(lambda: any(said.endswith("breaks") for said in history.columns.sentences), "it has read")
    assert history.window._shown
    assert table(history.window._shown.days) == table(recorded)

    sits = lived(recorded[-1].date, "09:00", ("sit", 12))
    question = Question(Asked.HISTORY, as_json=True)
    ongoing = Ongoing(tuple(entries([sits])), at_desk=True)
    instance.answers[question] = Answer(0, json.dumps(ongoing.to_table()))
    history.look_again()
    until(lambda: "12 min" in history.texts, "it shows the running stretch")
    assert history.lane.isVisible()


def test_a_database_that_cannot_be_read_is_named(show: Show, runtime: Path) -> None:
    history_path(runtime).write_text("this is no database, but long enough to be one" * 100)
    history = show()
    history.look_again()
    until(lambda: history.message, "it says why")
    assert history.message.startswith("Can't read the history: ")
    assert str(history_path(runtime)) in history.message


# --- saving and printing ----------------------------------------------------------------------------


def test_the_page_is_saved_where_the_person_wants_it(
    show: Show, tmp_path: Path, recorded: tuple[Day, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = tmp_path / "for the physio"
    asked: list[str] = []

    def choose(_parent: object, title: str, suggested: str, kinds: str) -> tuple[str, str]:
        asked.extend((title, Path(suggested).name, kinds))
        return str(wanted), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    history = show()
    history.click("Save as page…")
    page = wanted.with_suffix(".html")
    assert history.message == f"Saved as {page}"
    assert asked == ["Save as page…", f"sitting-history-{recorded[-1].date}.html", "Web page (*.html)"]
    assert figures(recorded[-2])[0].value in page.read_text(encoding="utf-8")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "\0"), ""))
    history.click("Save as page…")
    assert history.message
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    history.click("Save as page…")
    assert history.message == ""


def test_the_page_is_in_the_language_of_the_window(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(page), ""))
    with speaking("ar"):
        history = show()
        history.click(words.save_as_page().replace("&", ""))
    assert '<html lang="ar" dir="rtl">' in page.read_text(encoding="utf-8")


def test_a_window_for_files_opens_in_a_folder_that_exists(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wanted = tmp_path / "Documents"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _location: str(wanted))
    assert start_folder(QStandardPaths.StandardLocation.DocumentsLocation) == tmp_path
    wanted.mkdir()
    assert start_folder(QStandardPaths.StandardLocation.DocumentsLocation) == wanted


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("days", [weeks(), weeks(pain=True, stands=True), (nothing(TODAY),)])
def test_four_weeks_are_printed_on_one_page(tmp_path: Path, days: Sequence[Day]) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    file = tmp_path / "history.pdf"
    printer.setOutputFileName(str(file))
    content = HistoryContent.parse(content_of(days, tmp_path))
    assert on_paper.paint_sheet(printer, days, content)
    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1


def test_a_printer_that_refuses_is_reported(
    show: Show, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Chosen:
        """A print dialog in which somebody prints to a file, or cancels."""

        file = tmp_path / "nowhere" / "x.pdf"
        answer = 1

        def __init__(self, printer: QPrinter, _parent: object) -> None:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self.file))

        def exec(self) -> int:
            return self.answer

    monkeypatch.setattr(on_paper, "QPrintDialog", Chosen)
    history = show()
    history.click("Print…")
    assert history.message == "The printer didn't take the page."
    Chosen.file = tmp_path / "x.pdf"
    history.click("Print…")
    assert history.message == f"Saved as {Chosen.file}"
    Chosen.answer = 0
    history.click("Print…")
    assert history.message == ""


def test_the_window_has_no_space_for_words_that_are_not_there(show: Show) -> None:
    assert show([*FORTNIGHT[:-1], lived(TODAY, "09:00", *STOOD)]).texts.count("standing today") == 1
    assert "standing today" not in show().texts


def test_the_numbers_are_those_that_the_command_counts(show: Show, morning: Recorded) -> None:
    """Counted by hand where the command is tested: in the window they are the same."""
    now = morning.story.now
    ongoing = Ongoing(morning.story.planner.unfinished(now), at_desk=True)
    history = show(read_days(history_path(morning.folders.state), 14, ongoing, now))
    texts = history.texts
    counted = ["1 h 20 min", "2", "40 min", "10 min", "5 min"]
    labels = ["sitting today", "breaks taken", "longest without a break", "past the limit", "standing today"]
    assert [texts[texts.index(label) - 1] for label in labels] == counted
    history.click("Show as a table")
    assert history.rows[0] == ["Mon 2 Mar", "1 h 20 min", "10 min", "40 min", "2", "2", "5 min"]
    lane = ["09:00–09:15: sitting, 15 minutes", "09:15–09:20: break without a reminder, 5 minutes"]
    assert list(history.lane.sentences[1:3]) == lane


def test_it_loads_nothing_to_read_or_export_days_before_its_first_paint() -> None:
    code = "import sys, sitbreak.dialogs.__main__, sitbreak.dialogs.history.window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    too_early = {"sqlite3", "html", "locale", "PySide6.QtPrintSupport"}
    too_early |= {"sitbreak.storage", "sitbreak.core.planner", "sitbreak.core.settings", "sitbreak.core.days"}
    too_early |= {"sitbreak.pages.html", "sitbreak.pages.sheet", "sitbreak.desktop.platforms"}
    assert loaded & too_early == set()
