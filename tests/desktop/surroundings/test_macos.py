"""What a reminder waits for on macOS: each source over simulated calls."""

import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked, Input
from sitbreak.desktop.surroundings.asking import AskedSurroundings
from sitbreak.desktop.surroundings.macos import fills_the_screen, macos_surroundings
from sitbreak.wires.macos_devices import MacDevices
from tests.desktop.frameworks import Frameworks
from tests.desktop.idle.fake_macos import CAMERA, HEADSET, MEETING, MICROPHONE, PLAYER, SPEAKERS, FakeMacOS
from tests.desktop.services import InboxLoop
from tests.until import BUSY, until


class Mac:
    """A Mac that is asked."""

    def __init__(self, loop: InboxLoop) -> None:
        self.api = FakeMacOS()
        self._loop = loop
        self.surroundings: AskedSurroundings = macos_surroundings(
            loop.posted.append, MacDevices(self.api.load)
        )
        loop.waiter.add(self.surroundings)

    def call(self) -> CallChecked:
        self.surroundings.check_call()
        answer = self._answer()
        assert isinstance(answer, CallChecked)
        return answer

    def busy(self) -> set[BusyReason]:
        self.surroundings.check_busy()
        answer = self._answer()
        assert isinstance(answer, BusyChecked)
        return set(answer.reasons)

    def reasons(self) -> dict[str, str]:
        """Return why sources have not answered."""
        return dict(source for finding in self.surroundings.findings() for source in finding.tried)

    def _answer(self) -> Input:
        self._loop.until(lambda: self._loop.posted)
        return self._loop.posted.pop()


@pytest.fixture
def mac(loop: InboxLoop, frameworks: Frameworks) -> Iterator[Mac]:
    assert not frameworks.application.isRunning()
    mac = Mac(loop)
    yield mac
    mac.surroundings.close()


def test_an_idle_mac_is_busy_with_nothing_and_says_what_cannot_be_seen(mac: Mac) -> None:
    assert mac.call() == CallChecked(call=False, film=False)
    assert mac.busy() == set()
    assert mac.reasons() == {"focus": "macOS tells only programs that Apple has entitled to it"}
    assert mac.api.unreleased == 0


@pytest.mark.parametrize(
    ("running", "is_call"),
    [({MEETING}, True), ({CAMERA}, True), ({SPEAKERS, HEADSET}, False), ({MICROPHONE}, False)],
)
def test_a_program_that_records_or_films_is_a_call_and_music_is_none(
    mac: Mac, running: set[int], *, is_call: bool
) -> None:
    mac.api.running = running
    assert mac.call().call is is_call


@pytest.mark.parametrize(
    ("running", "is_call"), [({MICROPHONE}, True), ({HEADSET, SPEAKERS}, False), ({PLAYER}, False)]
)
def test_before_macos_14_only_what_does_nothing_but_record_says_so(
    mac: Mac, running: set[int], *, is_call: bool
) -> None:
    mac.api.knows_processes = False
    mac.api.running = running
    assert mac.call().call is is_call


@pytest.mark.parametrize(
    ("assertions", "is_film"),
    [
        ({"PreventUserIdleDisplaySleep": 1}, True),
        ({"PreventUserIdleDisplaySleep": 0, "PreventUserIdleSystemSleep": 1, "UserIsActive": 1}, False),
        (None, False),
    ],
)
def test_only_what_keeps_the_screen_on_is_a_film(
    mac: Mac, assertions: dict[str, bool | int] | None, *, is_film: bool
) -> None:
    mac.api.assertions = assertions
    assert mac.call().film is is_film
    assert mac.api.unreleased == 0


@pytest.mark.parametrize(
    ("options", "is_full"),
    [
        (1 << 10, True),  # a full screen of its own space
        (1 << 1 | 1 << 3, True),  # slides, a game
        (1 << 0 | 1 << 2, True),
        (1 << 0, False),  # the person's Dock hides itself
        (0, False),
    ],
)
def test_a_full_screen_is_what_hides_menu_bar_and_dock(
    mac: Mac, frameworks: Frameworks, options: int, *, is_full: bool
) -> None:
    frameworks.application.options = options
    assert mac.busy() == ({BusyReason.FULLSCREEN} if is_full else set())


def test_a_screen_that_a_projector_shows_is_a_presentation(mac: Mac) -> None:
    mac.api.is_mirrored = True
    assert mac.busy() == {BusyReason.PRESENTATION}


def test_appkit_is_asked_on_the_main_thread(frameworks: Frameworks) -> None:
    application = frameworks.application
    thread = threading.Thread(target=application.run)
    thread.start()
    until(application.isRunning)
    application.options = 1 << 10
    assert fills_the_screen()
    application.main.put(None)
    thread.join(BUSY)


def test_a_main_thread_that_hangs_costs_only_the_full_screen(
    mac: Mac, frameworks: Frameworks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitbreak.desktop.surroundings.macos._PATIENCE", 0.05)
    frameworks.application.thread = threading.get_ident()
    mac.api.is_mirrored = True
    assert mac.busy() == {BusyReason.PRESENTATION}
    assert mac.reasons()["presentation options"] == "the main thread does not answer"


@pytest.mark.parametrize(("broken", "source"), [("audio", "microphone"), ("power", "power assertions")])
def test_a_call_that_fails_costs_only_itself(mac: Mac, broken: str, source: str) -> None:
    mac.api.broken = {broken}
    mac.api.running = {CAMERA}
    assert mac.call().call
    assert "failed: error" in mac.reasons()[source]


def test_without_pyobjc_the_rest_is_seen(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "AppKit", None)
    mac.api.is_mirrored = True
    assert mac.busy() == {BusyReason.PRESENTATION}


@pytest.mark.skipif(sys.platform != "darwin", reason="only macOS has its frameworks")
@pytest.mark.parametrize(
    "ask",
    [
        MacDevices.microphone_is_used,
        MacDevices.camera_is_used,
        MacDevices.screen_is_kept_on,
        MacDevices.screen_is_mirrored,
    ],
)
def test_the_real_macos_answers(ask: Callable[[MacDevices], bool]) -> None:
    assert ask(MacDevices()) in {True, False}
