"""Opens pages and files for the person. Everything here raises OSError with one line on why it cannot be."""

from pathlib import Path

from sitbreak.core.commands import USAGE
from sitbreak.core.tips import Library, Tip
from sitbreak.desktop.launcher import Launcher
from sitbreak.storage.files import write_atomically


class Pages:
    """The pages that a browser shows, and the files that an editor does."""

    def __init__(self, folder: Path, launcher: Launcher) -> None:
        """Write pages into this folder."""
        self._folder = folder
        self._launcher = launcher

    def open_tip(self, tip: Tip, library: Library) -> None:
        """Open the page of a tip."""
        from sitbreak.tips.page import tip_page  # noqa: PLC0415  seldom needed

        self._open_page("tip.html", tip_page(tip, library, _pictures(tip)))

    def open_help(self) -> None:
        """Open the help page."""
        from sitbreak.tips.page import help_page  # noqa: PLC0415  seldom needed

        self._open_page("help.html", help_page(USAGE))

    def open(self, path: Path) -> None:
        """Open a file."""
        if problem := self._launcher.open(path):
            raise OSError(problem)

    def _open_page(self, name: str, html: str) -> None:
        page = self._folder / name
        write_atomically(page, html.encode(), durable=False)
        self.open(page)


def _pictures(tip: Tip) -> dict[str, bytes] | None:
    """Return the shipped figure of a tip, in all its kinds, or the person's own picture; if it has one."""
    from sitbreak.figures.shipped import KINDS, shipped_picture  # noqa: PLC0415  seldom needed
    from sitbreak.tips.pictures import why_not  # noqa: PLC0415  the same

    own = Path(tip.picture)
    if own.is_absolute():
        return None if why_not(own) else {"own": own.read_bytes()}
    files = {kind: shipped_picture(tip.picture, kind) for kind in KINDS} if tip.picture else {}
    found = {kind: file.read_bytes() for kind, file in files.items() if file is not None}
    return found if len(found) == len(KINDS) else None
