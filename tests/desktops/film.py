"""A program in full screen: `python -m tests.desktops.film`. Needs Qt only as a program."""

import sys

COLOUR = 32, 64, 160


def main() -> int:
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication(sys.argv)
    film = QWidget()
    film.setStyleSheet(f"background: rgb{COLOUR}")
    film.showFullScreen()
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main())
