"""What every idle source promises: the fake and the real ones alike."""

from collections.abc import Callable, Iterator

import pytest

from sitbreak.desktop.idle.x11 import X11IdleSource, XScreenSaverIdleSource
from sitbreak.ports import Post
from tests.desktop.idle.desks import Desk, FakeDesk, reported_idle, watch
from tests.desktop.idle.polled_desks import OFTEN
from tests.desktop.idle.real_desks import XDesk
from tests.rig.servers import XDisplay


def _screen_saver(post: Post, on_lost: Callable[[], None]) -> XScreenSaverIdleSource:
    return XScreenSaverIdleSource(post, on_lost, OFTEN)


@pytest.fixture(
    params=[
        "fake",
        pytest.param(X11IdleSource, marks=pytest.mark.real_desktop),
        pytest.param(_screen_saver, marks=pytest.mark.real_desktop, id="x11-screensaver"),
        "windows_desk",
        "mac_desk",
        "fake_wayland_desk",
        pytest.param("sway_desk", marks=pytest.mark.real_desktop),
        pytest.param("kwin_desk", marks=pytest.mark.real_desktop),
        pytest.param("mutter_desk", marks=pytest.mark.real_desktop),
    ],
    ids=lambda param: getattr(param, "name", param),
)
def desk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    if request.param == "fake":
        yield FakeDesk()
        return
    if isinstance(request.param, str):
        yield request.getfixturevalue(request.param)
        return
    display: XDisplay = request.getfixturevalue("x_display")
    monkeypatch.setenv("DISPLAY", display.name)
    desk = XDesk(display, request.param)
    yield desk
    desk.source.close()


def test_idle_is_reported_once_it_is_long_enough(desk: Desk) -> None:
    desk.type()
    watch(desk, after=0.5)
    assert 0.5 <= reported_idle(desk) < 0.8 + desk.lateness


def test_idle_that_is_long_enough_already_is_reported_at_once(desk: Desk) -> None:
    desk.type()
    desk.sit_still(0.5)
    watch(desk, after=0.2)
    assert (0.5 if desk.remembers else 0.2) <= reported_idle(desk) < 0.8 + desk.lateness


def test_a_watch_for_zero_idle_measures_now(desk: Desk) -> None:
    desk.type()
    watch(desk, after=0)
    # Two seconds say that nobody has watched: too long for a return, and hardly an absence.
    assert reported_idle(desk) < 0.3 + desk.lateness or (not desk.remembers and desk.reported == [2])


def test_the_first_input_after_being_idle_is_the_return(desk: Desk) -> None:
    _become_idle(desk, 0.3)
    watch(desk, back=True)
    desk.sit_still(0.3)
    assert len(desk.reported) == 1, "nobody has come back yet"
    desk.type()
    assert reported_idle(desk, 2) < 0.3 + desk.lateness


def test_a_return_before_the_watch_is_reported_at_once(desk: Desk) -> None:
    _become_idle(desk, 0.3)
    desk.sit_still(0.5)
    desk.type()
    assert len(desk.reported) == 1
    watch(desk, back=True)
    assert reported_idle(desk, 2) < 0.3 + desk.lateness


def test_there_is_no_return_without_input(desk: Desk) -> None:
    _become_idle(desk, 0.1)
    for _ in range(3):
        watch(desk, back=True)
        desk.sit_still(0.2)
        watch(desk)
    assert len(desk.reported) == 1


def test_after_an_input_a_return_takes_another_input(desk: Desk) -> None:
    desk.type()
    watch(desk, after=0)
    reported_idle(desk)
    watch(desk, back=True)
    desk.sit_still(0.2)
    assert len(desk.reported) == 1
    desk.sit_still(0.6)
    desk.type()
    assert reported_idle(desk, 2) < 0.3 + desk.lateness


def test_before_the_first_report_any_input_is_new(desk: Desk) -> None:
    watch(desk, back=True)
    if not desk.remembers:
        desk.sit_still(0.1)
        desk.type()
    reported_idle(desk)


def test_the_first_of_return_and_long_idle_is_reported(desk: Desk) -> None:
    _become_idle(desk, 0.2)
    watch(desk, after=0.7, back=True)
    assert 0.7 <= reported_idle(desk, 2) < 1 + desk.lateness
    watch(desk, after=60, back=True)
    desk.type()
    assert reported_idle(desk, 3) < 0.3 + desk.lateness


def test_typing_is_not_reported(desk: Desk) -> None:
    desk.type()  # a desktop shared by several tests may have been idle for long
    watch(desk, after=5)
    for _ in range(5):
        desk.type()
        desk.sit_still(0.05)
    assert desk.reported == []


def test_every_lull_is_reported_however_short(desk: Desk) -> None:
    for lull in (1, 2, 3):
        desk.type()
        watch(desk, after=0.1009)
        assert 0.1009 <= reported_idle(desk, lull) < 0.4 + desk.lateness


def test_input_alone_is_watched_after_a_lull(desk: Desk) -> None:
    desk.type()
    watch(desk, after=0.1)
    reported_idle(desk)
    watch(desk, after=0.6, input_only=True)
    assert 0.6 <= reported_idle(desk, 2) < 0.9 + desk.lateness


def test_nothing_is_reported_twice(desk: Desk) -> None:
    _become_idle(desk, 0.1)
    desk.sit_still(0.2)
    desk.type()
    desk.sit_still(0.3)
    assert len(desk.reported) == 1


def test_a_new_watch_replaces_the_old_one(desk: Desk) -> None:
    desk.type()
    watch(desk, after=0.2)
    watch(desk, after=60)
    desk.sit_still(0.4)
    watch(desk, after=0.7)
    watch(desk)
    desk.sit_still(0.5)
    assert desk.reported == []


def test_setting_the_same_watch_again_costs_nothing(desk: Desk) -> None:
    desk.type()
    watch(desk, after=60)
    desk.settle()
    desk.wake_ups = 0
    for _ in range(3):
        watch(desk, after=60)
        desk.sit_still(0.05)
    assert desk.wake_ups == 0


def _become_idle(desk: Desk, seconds: float) -> None:
    desk.type()
    watch(desk, after=seconds)
    reported_idle(desk)
