"""GNOME's own session manager with no session: only its inhibitors are wanted."""

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

INHIBITS = "it inhibits"


def inhibit(what: str) -> tuple[str, ...]:
    """Return the command that inhibits something, and prints `INHIBITS` once it does."""
    return ("gnome-session-inhibit", "--inhibit", what, "sh", "-c", f"echo {INHIBITS}; exec sleep 600")
