"""When a newer sitbreak takes over from this one, and when this one just ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sitbreak.app.own_files import Found, OwnFiles
from sitbreak.app.successor import Successor
from sitbreak.core.inputs import BusyReason
from sitbreak.core.presence import Presence, TakingBreak
from sitbreak.core.reminder import Due, Snoozed, State, Waiting
from sitbreak.core.situation import Situation
from tests.app.joined import Joined, RecordingLauncher

ZERO = timedelta()
DUE = Due(ZERO, 3, None)
WAITING = Waiting(ZERO, frozenset({BusyReason.CALL}), ZERO, None, ZERO)
SNOOZED = Snoozed(ZERO, timedelta(minutes=5), was_due=True)
ON_BREAK = TakingBreak(ZERO, ZERO, ZERO, ZERO)


class StagedFiles(OwnFiles):
    """Finds what the test says; a newer sitbreak only until it was tried."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Found.OURS

    def look(self) -> Found:
        return self.found

    def keep_running(self) -> None:
        self.found = Found.OURS


class Stage:
    """A running sitbreak whose files change."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.files = StagedFiles()
        self.launcher = RecordingLauncher()
        self.left: list[str] = []
        self.successor = Successor(self.files, self.launcher, lambda: self.situation, self.left.append)

    def install(self, status: int, complaint: str = "") -> None:
        """Install a newer sitbreak that ends so when it is asked for its version; then look at it."""
        self.files.found = Found.NEWER
        assert self.successor.look()
        [(command, content, ended)] = self.launcher.windows
        assert (command[-1], content) == ("--version", "")
        assert not self.left
        ended(status, complaint)


@pytest.fixture
def stage(joined: Joined) -> Stage:
    return Stage(joined.situation)


def test_while_nothing_changes_nothing_happens(stage: Stage) -> None:
    assert stage.successor.look()
    assert not stage.launcher.windows
    assert not stage.left


def test_a_newer_sitbreak_that_starts_takes_over(stage: Stage) -> None:
    stage.install(status=0)
    assert stage.left == ["sitbreak was updated and continues as the new version."]
    assert stage.successor.takes_over


def test_one_that_does_not_start_is_tried_once(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.install(status=1, complaint="Traceback\n  somewhere\nImportError: half an update\n")
    assert stage.successor.look()
    assert len(stage.launcher.windows) == 1
    assert not stage.left
    assert not stage.successor.takes_over
    assert caplog.messages == ["the newer sitbreak does not start: ImportError: half an update"]


@pytest.mark.parametrize(
    ("presence", "reminder"),
    [(None, DUE), (None, WAITING), (ON_BREAK, None)],
    ids=["a reminder", "a reminder that waits", "a break"],
)
def test_it_waits_until_nothing_is_in_sight(stage: Stage, presence: Presence | None, reminder: State) -> None:
    calm = stage.situation
    stage.situation = replace(calm, presence=presence or calm.presence, reminder=reminder)
    stage.files.found = Found.NEWER
    assert stage.successor.look()
    assert not stage.launcher.windows
    stage.situation = replace(calm, reminder=SNOOZED)
    stage.install(status=0)
    assert stage.successor.takes_over


def test_uninstalled_it_ends_and_nothing_takes_over(stage: Stage) -> None:
    stage.files.found = Found.GONE
    assert not stage.successor.look()
    assert stage.left == ["sitbreak was uninstalled, so it ends."]
    assert not stage.successor.takes_over
