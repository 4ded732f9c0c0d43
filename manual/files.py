"""Where the man page and the completions lie."""

import os
import time
from datetime import UTC, date, datetime
from pathlib import Path

from manual.completions import bash, fish, zsh
from manual.man_page import man_page
from sitbreak.desktop.language import languages, speaking


def write(share: Path) -> None:
    """Write all of them below this folder, which is /usr/share in a package."""
    texts = {
        "man/man1/sitbreak.1": man_page(_today()),
        **{f"man/{code}/man1/sitbreak.1": _man_page_in(code) for code in languages()},
        "bash-completion/completions/sitbreak": bash(),
        "zsh/site-functions/_sitbreak": zsh(),
        "fish/vendor_completions.d/sitbreak.fish": fish(),
    }
    for name, text in texts.items():
        file = share / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


def _man_page_in(code: str) -> str:
    """Return the man page in a language; man looks for it below the language's code."""
    with speaking(code):
        return man_page(_today())


def _today() -> date:
    """Return the date of the man page: the same for everybody who builds the same release.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), UTC).date()
