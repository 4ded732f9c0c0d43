"""The surroundings on Linux: devices, screens and settings, and what is asked over the session bus."""

from collections.abc import Sequence

from sitbreak.desktop.surroundings import dconf, lxqt
from sitbreak.desktop.surroundings.asking import PATIENCE, AskedSurroundings, OnVerdict
from sitbreak.desktop.surroundings.devices import camera_in_use, microphone_in_use
from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.questions import BusQuestion, Connect, ask_bus, bus_questions
from sitbreak.desktop.surroundings.signs import Probe, Sign
from sitbreak.ports import Post
from sitbreak.wires import dbus


def _camera_in_use() -> bool:
    from sitbreak.desktop.surroundings import streams  # not before the first check, as the next

    return streams.camera_in_use()


def _screen_is_shared() -> bool:
    from sitbreak.desktop.surroundings import streams

    return streams.screen_is_shared()


PROBES = (
    Probe("microphone", Sign.CALL, microphone_in_use),
    Probe("camera", Sign.CALL, camera_in_use),
    Probe("camera of PipeWire", Sign.CALL, _camera_in_use),
    Probe("shared screen", Sign.PRESENTATION, _screen_is_shared),
    Probe("full screen", Sign.FULLSCREEN, fullscreen),
    Probe("dconf", Sign.DO_NOT_DISTURB, dconf.do_not_disturb),
    Probe("LXQt notifications", Sign.DO_NOT_DISTURB, lxqt.do_not_disturb),
)


class BusQuestions:
    """The questions that make sense on this desktop, asked over a connection of their own each time."""

    def __init__(self, connect: Connect) -> None:
        self.sources: Sequence[BusQuestion] = bus_questions()
        self._connect = connect

    def ask(self, names: frozenset[str], on_verdict: OnVerdict, timeout: float) -> None:
        """See `Together`."""
        questions = [question for question in self.sources if question.name in names]
        ask_bus(questions, self._connect, on_verdict, timeout)


def linux_surroundings(
    post: Post,
    probes: Sequence[Probe] = PROBES,
    session_bus: Connect = dbus.session_bus,
    patience: float = PATIENCE,
) -> AskedSurroundings:
    """Return the surroundings; `session_bus` connects to that bus, for each check again."""
    return AskedSurroundings(post, probes, BusQuestions(session_bus), patience)
