"""The card's process once Qt is there: one application, one window, until the person is done with it."""

import gc
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sitbreak.dialogs.card import TipCard
from sitbreak.dialogs.content import CardContent
from sitbreak.dialogs.single import listen


def run_card(folder: Path, asked: list[str], shown: Callable[[], None]) -> str:
    """Show the card until it is closed.

    Args:
        folder: where later requests come in.
        asked: `["tip", CONTENT]`, and `"--focused", TOKEN` where the person has asked for the window.
        shown: called after the first paint.

    Returns:
        Why it could not be shown; nothing when it was.
    """
    application = QApplication(["sitbreak"])
    application.setApplicationName("sitbreak")
    application.setDesktopFileName("sitbreak")
    application.setQuitOnLastWindowClosed(False)  # what was asked for last is still under way then
    card = TipCard(folder.parent)
    card.closed.connect(lambda: card.isVisible() or application.quit())  # it may be wanted again already
    stop_listening: list[Callable[[], None]] = []

    def wake() -> None:
        """After the first paint: what the person need not wait for."""
        shown()
        gc.enable()
        import signal

        from PySide6.QtGui import QIcon

        from sitbreak.desktop.icons import icons_folder
        from sitbreak.dialogs.sources import QtSources

        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop gives Python no turn to see it
        application.setWindowIcon(QIcon(str(icons_folder() / "sitbreak.png")))
        sources = QtSources()
        with suppress(OSError):  # it is a card all the same
            server = listen(folder, asked, partial(show, card), sources.add, sources.remove)
            if server is None:
                application.quit()
            else:
                stop_listening.append(server.close)

    card.painted.connect(wake)
    problem = show(card, asked)
    if not problem:
        application.exec()
    for stop in stop_listening:
        stop()
    return problem


def show(card: TipCard, asked: list[str]) -> str:
    """Show what was asked for, first or later; return why that is not possible, if so."""
    match asked:
        case ["tip", content, *focused]:
            try:
                card.use(CardContent.read(content))
            except ValueError as error:
                return str(error)
            card.come_forward(focused=bool(focused), token="".join(focused[1:]))
            return ""
    return "that is no request"
