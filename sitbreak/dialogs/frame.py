"""What every dialog shares: application, colours, focus, the running instance, one dialog of each kind.

Everything slow waits for the first paint, so that a dialog opens about as fast as a bare Qt window.
"""

import gc
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from sitbreak.core.words import language
from sitbreak.dialogs.colours import DARK, LIGHT, Colours, is_dark, palette, style_sheet
from sitbreak.dialogs.focus import announce, bring_forward, expose_roles, is_on_wayland, open_where_pointer_is
from sitbreak.dialogs.handover import listen
from sitbreak.dialogs.instance import RunningInstance
from sitbreak.dialogs.widgets import SMALL, show_as_plain_text, sized

if TYPE_CHECKING:
    from sitbreak.dialogs.uninvited import Uninvited
    from sitbreak.dialogs.usage import Usage
    from sitbreak.remote.server import Server

_BORDERS, _TITLE_BAR = 12, 38
"""Pixels of the screen's width and logical pixels of its height to leave to the window's frame."""

_REFRESH_REST = 3.0
"""Seconds between two questions to the instance while the dialog is used."""


class Frame(QDialog):
    """A dialog with nothing in it yet. Each kind of dialog is a subclass that fills it.

    Attributes:
        colours: light or dark, as the desktop is.
        instance: the running instance.
        message: a line for what happened, hidden while there is nothing to say; the subclass lays it out.
        is_painted: whether the first paint is over.
    """

    painted = Signal()
    """The first paint is over."""

    closed = Signal()
    """The dialog is closed, and everything it asked for is done."""

    def __init__(self, runtime: Path) -> None:
        """Make an empty dialog that asks the running instance of this runtime folder."""
        super().__init__()
        if not is_on_wayland():
            open_where_pointer_is(self)
        self.is_painted = False
        self._refreshed = 0.0
        self._usage: Usage | None = None
        self._uninvited: Uninvited | None = None
        self.instance = RunningInstance(runtime)
        self.message = QLabel(self)
        self.message.setObjectName("message")
        show_as_plain_text(self.message)  # it may quote a file
        self.message.setWordWrap(True)
        self.message.setFont(sized(self.message.font(), SMALL))
        self.message.hide()
        if language.current().is_right_to_left:
            from sitbreak.dialogs.mirror import use_direction  # few need it

            use_direction(is_right_to_left=True)
        self.colours = self._apply_colours(dark=is_dark())

    # --- what a kind of dialog defines ---------------------------------------------------------

    def fill(self, content: str) -> None:
        """Show this, for the first time or in place of something else.

        Args:
            content: JSON, as the program that opens the dialog wrote it.

        Raises:
            ValueError: this dialog cannot show it.
        """
        raise NotImplementedError

    def wake(self) -> None:
        """Do what the first paint did not wait for."""

    def refresh(self) -> None:
        """Follow the running instance: now, when the dialog gets the focus, and again while it is used."""

    def recolour(self) -> None:
        """Follow `colours`, which have changed."""

    # --- what every dialog does ----------------------------------------------------------------

    def show_request(self, request: list[str]) -> str:
        """Show what was asked for; return why that is not possible, or nothing.

        Args:
            request: the content; then, if the person asked for this dialog, the compositor's token.
        """
        content, *token = request
        try:
            self.fill(content)
        except ValueError as error:
            return str(error)
        if not self.is_painted:
            if is_on_wayland():
                from sitbreak.dialogs.floating import float_at_first

                float_at_first(self)
            else:
                # Qt does this, too, but once there is a handle it takes the position for that of the content.
                self.adjustPosition(None)  # type: ignore[arg-type]  # the stubs know no dialog without parent
        self._guard(invited=bool(token))
        bring_forward(self, focused=bool(token), token="".join(token), was_painted=self.is_painted)
        return ""

    def say(self, text: str) -> None:
        """Show a message, and have a screen reader say it; nothing clears the line."""
        self.message.setText(text)
        self.message.setVisible(bool(text))
        if text:
            announce(self.message, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; the first time, everything slow comes right after it."""
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self._wake)

    def reject(self) -> None:
        """Close."""
        self.hide()
        if self._usage is not None:
            self._usage.report_rest()
        self.instance.when_idle(self.closed.emit)

    @property
    def largest_size(self) -> QSize:
        """The size at which the dialog and its frame fill the screen, in logical pixels."""
        screen = self.screen().availableGeometry().size()
        return QSize(screen.width() - round(_BORDERS / self.devicePixelRatio()), screen.height() - _TITLE_BAR)

    # --- internals -------------------------------------------------------------------------------

    def _guard(self, *, invited: bool) -> None:
        """Keep the keyboard from a dialog that comes to the screen without anybody having asked for it."""
        if self.isActiveWindow() and not invited:
            return
        if self._uninvited is not None:
            self._uninvited.end()
            self._uninvited.deleteLater()
            self._uninvited = None
        if not invited:
            from sitbreak.dialogs.uninvited import Uninvited

            self._uninvited = Uninvited(self)

    def _wake(self) -> None:
        from sitbreak.dialogs.usage import Usage

        self.painted.emit()
        QGuiApplication.styleHints().colorSchemeChanged.connect(
            lambda scheme: self._change_colours(dark=scheme.name == "Dark")
        )
        expose_roles(self)
        self._usage = Usage(self.windowHandle(), self._report_use)
        if self._uninvited is not None:
            self._uninvited.listen_first()  # what it swallows is no use of the dialog
        self.wake()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Refresh when the dialog gets the focus."""
        super().changeEvent(event)
        if self._usage and event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._refresh()

    def _report_use(self) -> None:
        self.instance.report_use()
        if time.monotonic() - self._refreshed >= _REFRESH_REST:
            self._refresh()

    def _refresh(self) -> None:
        self._refreshed = time.monotonic()
        self.refresh()

    def _change_colours(self, *, dark: bool) -> None:
        self.colours = self._apply_colours(dark=dark)
        self.recolour()

    def _apply_colours(self, *, dark: bool) -> Colours:
        colours = DARK if dark else LIGHT
        QApplication.setPalette(palette(colours))
        self.setStyleSheet(style_sheet(colours))
        return colours


def run(kind: type[Frame], folder: Path, request: list[str], on_shown: Callable[[], None]) -> str:
    """Show a dialog until it is closed.

    Args:
        kind: the kind of dialog.
        folder: the folder of this kind, below the runtime folder; later requests come in there.
        request: what to show first; see `Frame.show_request`.
        on_shown: called after the first paint.

    Returns:
        Why it could not be shown; nothing if it was.
    """
    application = QApplication(["sitbreak"])
    application.setApplicationName("sitbreak")
    application.setDesktopFileName(os.environ.get("FLATPAK_ID", "sitbreak"))
    application.setQuitOnLastWindowClosed(False)  # its last request may still be under way
    dialog = kind(folder.parent)
    dialog.closed.connect(lambda: dialog.isVisible() or application.quit())  # it may be wanted again
    servers: list[Server] = []

    def after_first_paint() -> None:
        on_shown()
        gc.enable()
        _settle_in(application)
        with suppress(OSError):  # a dialog that cannot listen is still of use
            server = _listen(dialog, folder, request)
            if server is None:
                application.quit()
            else:
                servers.append(server)

    dialog.painted.connect(after_first_paint)
    problem = dialog.show_request(request)
    if not problem:
        application.exec()
    for server in servers:
        server.close()
    return problem


def _settle_in(application: QApplication) -> None:
    """Set the icon, and let Ctrl-C end the process: Qt's loop never gives Python a turn to handle it."""
    import signal

    from PySide6.QtGui import QIcon

    from sitbreak.desktop.icons import app_icon

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    application.setWindowIcon(QIcon(str(app_icon())))


def _listen(dialog: Frame, folder: Path, request: list[str]) -> "Server | None":
    """Listen for later requests; None when another dialog of this kind was faster and shows this request."""
    from sitbreak.dialogs.qt_select import QtSelect

    select = QtSelect()
    return listen(folder, request, dialog.show_request, select)
