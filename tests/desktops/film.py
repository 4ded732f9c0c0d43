"""A program in full screen: `python -m tests.desktops.film`."""

import sys

COLOUR = 32, 64, 160

if __name__ == "__main__":
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(sys.argv)
    film = QWidget()
    film.setStyleSheet(f"background: rgb{COLOUR}")
    film.showFullScreen()
    sys.exit(application.exec())
