"""Which graphical session an instance belongs to, and who goes on when a second one starts.

A person has one instance. It belongs to one graphical session: that of the display which answered when it was
started, the X server or the Wayland compositor that the environment names. Where none answers (over SSH, in a
container) it belongs to none, and goes on as long as its terminal does.

1. A name alone proves nothing: the next login may have the same `:0`, bus address and runtime folder. So an
   instance stays connected to its display, and its session is over when that connection is. Only while the
   display answers is its name compared with another's; then it means the same server to both.
2. When its session is over nobody is there: the instance ends, whatever else lives on (a lingering bus).
   Without a display that answers (a sandbox) the session bus takes its place.
3. A start from a session takes over from an instance that belongs to another session, or to none.
4. Inside one session it takes over only if that has a new session bus and the running instance's is gone:
   the running one can no longer show its icon there.
5. A start from outside every session takes over only from an instance whose session is over.
6. Any other start is a second one: it says that sitbreak runs.

Taking over is ending the old one, which saves first, and continuing from its state. The lock decides who is
the instance, so there are never two. A start waits for it only once the old one has agreed to end, or after
ending one that does not answer, so there is never none.
"""

from sitbreak.core.values import frozen


@frozen
class StartedIn:
    """Somebody starts sitbreak here.

    Attributes:
        display: the display that answers, on Windows the session by its number; empty if none does.
        wayland: the Wayland display that the environment names; empty without one.
        x11: the X display that it names; inside a Wayland session that is a part of it.
        bus: the address of the session bus; empty without one.
    """

    display: str = ""
    wayland: str = ""
    x11: str = ""
    bus: str = ""

    def is_in_session_of(self, other: "StartedIn") -> bool:
        """Whether both belong to the same graphical session; both displays answer."""
        ours, theirs = ((it.display, it.wayland, it.x11) for it in (self, other))
        return self.display in theirs or other.display in ours


@frozen
class Running:
    """What the running instance knows of its own session.

    Attributes:
        started_in: where it was started.
        is_over: that session is over.
        has_bus: it is connected to the session bus.
    """

    started_in: StartedIn
    is_over: bool = False
    has_bus: bool = True

    def makes_way_for(self, start: StartedIn) -> bool:
        """Whether a start takes over."""
        if self.is_over:
            return True
        if not start.display:
            return False
        if not self.started_in.display or not start.is_in_session_of(self.started_in):
            return True
        return not self.has_bus and start.bus != self.started_in.bus
