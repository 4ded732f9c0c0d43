"""What a reminder waits for on Windows: the real registry, with entries as programs make them there."""

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows", allow_module_level=True)

import time
import winreg
from collections.abc import Callable, Iterator

from sitbreak.core.inputs import BusyChecked, BusyReason, CallChecked
from sitbreak.desktop.surroundings import windows
from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.desktop.surroundings.windows import in_use, windows_surroundings
from sitbreak.wires.windows_shell import WindowsShell
from tests.desktop.services import InboxLoop

NOW = int((time.time() + 11_644_473_600) * 10_000_000)
A_YEAR_AGO = NOW - 365 * 24 * 3600 * 10_000_000
PACKAGE = r"microphone\Some.Package_8wekyb3d8bbwe"
PROGRAM = r"microphone\NonPackaged\C:#Program Files#Call#call.exe"
CAMERA = r"webcam\NonPackaged\C:#Program Files#Call#call.exe"

Use = Callable[[str, int, int], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Records that a program started and stopped using something, in a store of this test's own."""
    store = r"Software\sitbreak-test-of-calls"
    monkeypatch.setattr(windows, "CONSENT_STORE", store)
    made: list[str] = []

    def record(program: str, started: int, stopped: int) -> None:
        path = rf"{store}\{program}"
        made.append(path)
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
            winreg.SetValueEx(key, "LastUsedTimeStart", 0, winreg.REG_QWORD, started)
            winreg.SetValueEx(key, "LastUsedTimeStop", 0, winreg.REG_QWORD, stopped)

    yield record
    delete_tree(store)


def delete_tree(path: str) -> None:
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        names = [winreg.EnumKey(key, index) for index in range(winreg.QueryInfoKey(key)[0])]
    for name in names:
        delete_tree(rf"{path}\{name}")
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)


@pytest.fixture
def loop() -> Iterator[InboxLoop]:
    loop = InboxLoop()
    yield loop
    loop.waiter.close()


@pytest.mark.parametrize("program", [PACKAGE, PROGRAM])
def test_a_program_that_has_not_stopped_uses_the_microphone(use: Use, program: str) -> None:
    use(program, NOW, 0)
    assert in_use("microphone")


def test_a_program_that_has_stopped_does_not(use: Use) -> None:
    use(PACKAGE, NOW, NOW)
    use(PROGRAM, NOW, NOW)
    assert not in_use("microphone")


def test_an_entry_from_before_the_start_of_the_computer_is_of_a_crash(use: Use) -> None:
    use(PROGRAM, A_YEAR_AGO, 0)
    assert not in_use("microphone")


def test_where_nothing_is_recorded_there_is_no_verdict(use: Use) -> None:
    use(CAMERA, NOW, 0)
    with pytest.raises(NoVerdict):
        in_use("microphone")


def test_a_program_that_was_never_used_makes_no_difference(use: Use) -> None:
    use(PROGRAM, NOW, NOW)
    winreg.CreateKey(winreg.HKEY_CURRENT_USER, rf"{windows.CONSENT_STORE}\microphone\Never.Used").Close()
    assert not in_use("microphone")


def test_a_call_is_reported_while_the_camera_is_in_use(use: Use, loop: InboxLoop) -> None:
    use(CAMERA, NOW, 0)
    surroundings = windows_surroundings(loop.posted.append)
    loop.waiter.add(surroundings)
    surroundings.check_call()
    loop.until(lambda: loop.posted)
    assert loop.posted == [CallChecked(call=True, film=False)]
    surroundings.close()


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (1, None),
        (2, BusyReason.FULLSCREEN),
        (3, BusyReason.FULLSCREEN),
        (4, BusyReason.PRESENTATION),
        (5, None),
        (6, BusyReason.DO_NOT_DISTURB),
        (7, BusyReason.FULLSCREEN),
    ],
)
def test_every_state_of_notifications_means_what_windows_says(
    use: Use,
    loop: InboxLoop,
    monkeypatch: pytest.MonkeyPatch,
    state: int,
    reason: BusyReason | None,
) -> None:
    use(CAMERA, NOW, NOW)
    monkeypatch.setattr(WindowsShell, "notification_state", lambda _: state)
    surroundings = windows_surroundings(loop.posted.append)
    loop.waiter.add(surroundings)
    surroundings.check_busy()
    loop.until(lambda: loop.posted)
    assert loop.posted == [BusyChecked(frozenset({reason} if reason else ()))]
    surroundings.close()


def test_the_real_windows_says_that_nothing_is_going_on(loop: InboxLoop) -> None:
    surroundings = windows_surroundings(loop.posted.append)
    loop.waiter.add(surroundings)
    looked: list[bool] = []
    surroundings.look(lambda: looked.append(True))
    loop.until(lambda: looked)
    used = {finding.used for finding in surroundings.findings()}
    assert {"notification state", "presentation mode", "power requests"} <= used
    surroundings.check_busy()
    loop.until(lambda: loop.posted)
    assert loop.posted == [BusyChecked(frozenset())]
    surroundings.close()
