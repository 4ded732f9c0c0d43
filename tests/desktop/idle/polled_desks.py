"""Desks whose computer is polled for idle: the real sources over simulated system calls."""

from sitbreak.desktop.idle.macos import macos_call
from sitbreak.desktop.idle.polled import PACE, IdleCall, Pace, PolledIdleSource
from sitbreak.desktop.idle.windows import windows_call
from sitbreak.wires.macos import MacApi
from sitbreak.wires.windows import WindowsApi
from tests.desktop.idle.desks import StoryDesk
from tests.desktop.idle.fake_macos import FakeMacOS
from tests.desktop.idle.fake_windows import FakeWindows

OFTEN = Pace(shortest=0.1, longest=0.2)
"""For tests that have less time than 5 s."""


class PolledDesk(StoryDesk):
    """A desk whose source may be lost.

    Attributes:
        losses: how often `on_lost` was called.
    """

    def __init__(self) -> None:
        super().__init__()
        self.losses = 0

    def _poll(self, call: IdleCall, pace: Pace) -> None:
        self.source = PolledIdleSource(call, self._post, self._lose, lambda: self.now, pace)

    def type(self) -> None:
        raise NotImplementedError

    def _lose(self) -> None:
        self.losses += 1


class WindowsDesk(PolledDesk):
    def __init__(self, pace: Pace = PACE) -> None:
        super().__init__()
        self.windows = FakeWindows(lambda: self.now)
        self._poll(windows_call(WindowsApi(self.windows.load), self.windows.clock), pace)

    def type(self) -> None:
        self.windows.type()

    def sleep(self, seconds: float) -> None:
        """Let the computer sleep; the monotonic clock of Windows runs on."""
        self.windows.asleep += seconds
        self.now += seconds


class MacDesk(PolledDesk):
    def __init__(self, pace: Pace = PACE) -> None:
        super().__init__()
        self.mac = FakeMacOS(lambda: self.now)
        self._poll(macos_call(MacApi(self.mac.load), lambda: self.now), pace)

    def type(self) -> None:
        self.mac.type()
