"""Desks whose computer is polled for idle: the real sources over simulated system calls."""

import pytest

from sitbreak.core.inputs import Input, Observed
from sitbreak.desktop.idle import polled
from sitbreak.desktop.idle.macos import macos_idle
from sitbreak.desktop.idle.windows import windows_idle
from sitbreak.wires.macos import MacApi
from sitbreak.wires.windows import WindowsApi
from tests.desktop.idle.desks import StoryDesk
from tests.desktop.idle.fake_macos import FakeMacOS
from tests.desktop.idle.fake_windows import FakeWindows


def poll_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for a return more often than every 5 s: tests have less time."""
    monkeypatch.setattr(polled, "SHORTEST_BACK", 0.1)
    monkeypatch.setattr(polled, "LONGEST_BACK", 0.2)


class PolledDesk(StoryDesk):
    """A desk whose source posts more than `Observed`.

    Attributes:
        others: the other inputs.
        losses: how often `on_lost` was called.
    """

    def __init__(self) -> None:
        super().__init__()
        self.others: list[Input] = []
        self.losses = 0

    def type(self) -> None:
        raise NotImplementedError

    def _post(self, what: Input) -> None:
        if isinstance(what, Observed):
            super()._post(what)
        else:
            self.others.append(what)

    def _lose(self) -> None:
        self.losses += 1


class WindowsDesk(PolledDesk):
    def __init__(self) -> None:
        super().__init__()
        self.windows = FakeWindows(lambda: self.now)
        api = WindowsApi(self.windows.load)
        self.source = windows_idle(self._post, self._lose, api, self.windows.clock, lambda: self.now)

    def type(self) -> None:
        self.windows.type()

    def sleep(self, seconds: float) -> None:
        """Let the computer sleep; the monotonic clock of Windows runs on."""
        self.windows.asleep += seconds
        self.now += seconds


class MacDesk(PolledDesk):
    def __init__(self) -> None:
        super().__init__()
        self.mac = FakeMacOS(lambda: self.now)
        self.source = macos_idle(self._post, self._lose, MacApi(self.mac.load), lambda: self.now)

    def type(self) -> None:
        self.mac.type()
