"""The history outside its window: saved as a page, or printed as a sheet."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QStandardPaths
from PySide6.QtGui import QFont, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from sitbreak import disk
from sitbreak.core.history import Day
from sitbreak.core.words import history as words
from sitbreak.dialogs.folders import start_folder
from sitbreak.dialogs.history.content import HistoryContent
from sitbreak.pages.history import history_page
from sitbreak.pages.sheet import sheet

Export = Callable[[QWidget, Sequence[Day], HistoryContent], str]
"""Takes the window, and the days with what belongs to them; returns what to say about it."""

_MARGIN = 12.0
"""Millimetres of the paper."""


def save_page(parent: QWidget, days: Sequence[Day], content: HistoryContent) -> str:
    """Ask where to save the page of these days, and save it; return what to say about that."""
    documents = start_folder(QStandardPaths.StandardLocation.DocumentsLocation)
    suggested = str(documents / words.file_name(days[-1].date))
    chosen, _ = QFileDialog.getSaveFileName(
        parent, words.save_as_page().replace("&", ""), suggested, f"{words.pages_filter()} (*.html)"
    )
    if not chosen:
        return ""
    path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.html")
    try:
        page = history_page(days, content.interval, content.break_length)
        disk.write(path, page.encode(), keeps_mode=True)
    except OSError as error:
        return str(error)
    return words.saved(path)


def print_sheet(parent: QWidget, days: Sequence[Day], content: HistoryContent) -> str:
    """Ask for a printer, and print these weeks; return what to say about that."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(words.title())
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return ""
    if not paint_sheet(printer, days, content):
        return words.not_printed()
    file = printer.outputFileName()  # where the person has chosen one instead of a printer
    return words.saved(file) if file else words.printed()


def paint_sheet(printer: QPrinter, days: Sequence[Day], content: HistoryContent) -> bool:
    """Paint these weeks on one page, whatever its size; return whether the printer takes it."""
    printer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    page = sheet(days, content.break_length)
    paper = painter.viewport()
    scale = min(paper.width() / page.width, paper.height() / page.height)
    area = QRectF(0, 0, scale * page.width, scale * page.height)
    area.moveCenter(QRectF(paper).center())
    area.moveTop(0)
    QSvgRenderer(page.svg(QFont().family()).encode()).render(painter, area)
    return painter.end()
