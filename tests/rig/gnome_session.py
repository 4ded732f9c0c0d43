"""GNOME's own session manager with no session: only its inhibitors are wanted."""

import pytest

from tests.rig.programs import find, needs

PROGRAM = "gnome-session-binary"
COMMAND = (PROGRAM, "--session=empty", "--disable-acceleration-check")
NAME = "org.gnome.SessionManager"
ENV = {"XDG_CONFIG_DIRS": "/nonexistent"}
"""Or it starts whatever is installed."""

FILE = "gnome-session/sessions/empty.session"
"""Its session, in the folder of configuration files."""
SESSION = """
[GNOME Session]
Name=Empty
RequiredComponents=
"""

_NEWER = "gnome-session-service"
"""Its name in GNOME 51, where it runs under systemd only."""

INHIBITS = "it inhibits"


def needs_it() -> None:
    """Skip the test without it; fail where `CI` is set, unless this release's cannot run by itself."""
    if find(PROGRAM) is None and find(_NEWER) is not None:
        pytest.skip(f"{_NEWER} runs under systemd only")
    needs(PROGRAM, "gnome-session-inhibit")


def inhibit(what: str) -> tuple[str, ...]:
    """Return the command that inhibits something, and prints `INHIBITS` once it does."""
    return ("gnome-session-inhibit", "--inhibit", what, "sh", "-c", f"echo {INHIBITS}; exec sleep 600")
