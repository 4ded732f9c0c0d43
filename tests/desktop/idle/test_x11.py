"""What only a real X server can do to an idle source."""

import time
from collections.abc import Iterator

import pytest

from sitbreak.desktop.idle.candidates import SelectableIdleSource
from sitbreak.desktop.idle.x11 import X11IdleSource, XScreenSaverIdleSource
from tests.desktop.idle.desks import reported_idle, watch
from tests.desktop.idle.real_desks import XDesk, nobody_waits_while_it_hangs, wake_ups_while_typing
from tests.rig.servers import XDisplay


@pytest.fixture(params=[X11IdleSource, XScreenSaverIdleSource], ids=lambda source: str(source.name))
def desk(
    request: pytest.FixtureRequest, x_display: XDisplay, monkeypatch: pytest.MonkeyPatch
) -> Iterator[XDesk]:
    monkeypatch.setenv("DISPLAY", x_display.name)
    desk = XDesk(x_display, request.param)
    yield desk
    desk.source.close()


@pytest.mark.parametrize("desk", [X11IdleSource], indirect=True)
def test_somebody_who_types_never_wakes_us(desk: XDesk) -> None:
    # The first key of a keyboard that was not used last makes the server announce its layout.
    desk.type()
    watch(desk, after=180)
    assert wake_ups_while_typing(desk) == 0


@pytest.mark.parametrize("desk", [X11IdleSource], indirect=True)
def test_a_used_up_watch_no_longer_wakes_us(desk: XDesk) -> None:
    desk.type()
    watch(desk, after=0.1, back=True)
    reported_idle(desk)
    desk.settle()
    desk.wake_ups = 0
    for _ in range(2):
        desk.type()
        desk.sit_still(0.2)
    assert desk.wake_ups == 0


@pytest.mark.parametrize("desk", [X11IdleSource], indirect=True)
def test_leaving_and_returning_cost_four_wake_ups_at_most(desk: XDesk) -> None:
    desk.type()
    watch(desk, after=0.3)
    reported_idle(desk)
    watch(desk, back=True)
    desk.sit_still(0.2)
    for _ in range(3):
        desk.type()
    reported_idle(desk, 2)
    desk.sit_still(0.1)
    assert desk.wake_ups <= 4, "idle, back, and an answer for each of the two watches"


@pytest.mark.parametrize("desk", [X11IdleSource], indirect=True)
@pytest.mark.parametrize("back", [True, False])
def test_an_event_that_is_read_late_is_dated_by_the_server(desk: XDesk, *, back: bool) -> None:
    desk.type()
    watch(desk, after=0.2)
    if back:
        reported_idle(desk)
        watch(desk, back=True)
    desk.settle()
    was_reported = len(desk.reported)
    desk.type()
    typed = time.monotonic()
    time.sleep(1.5)  # stopped: nothing is read meanwhile
    desk.source.ready()
    assert len(desk.reported) == was_reported + 1
    assert desk.reported[-1] + desk.ages[-1] == pytest.approx(
        time.monotonic() - typed, abs=0.3 + desk.lateness
    )
    assert desk.ages[-1] > 1


@pytest.mark.parametrize("desk", [XScreenSaverIdleSource], indirect=True)
def test_the_screen_saver_is_polled_as_rarely_as_possible(desk: XDesk) -> None:
    before = time.monotonic()
    desk.type()
    watch(desk, after=180)
    desk.settle()
    due = desk.source.due()
    assert due is not None
    assert before + 180 < due < time.monotonic() + 180.1
    watch(desk, after=0)
    reported_idle(desk)
    before = time.monotonic()
    watch(desk, after=180, back=True)
    desk.settle()
    due = desk.source.due()
    assert due is not None
    assert before + 5 < due < time.monotonic() + 5.1


def test_the_death_of_the_x_server_is_reported_once(
    desk: XDesk, x_display: XDisplay, caplog: pytest.LogCaptureFixture
) -> None:
    watch(desk, after=60)
    desk.sit_still(0.1)
    x_display.server.kill()
    desk.sit_still(5)
    assert desk.source.fileno() == -1
    watch(desk, after=1, back=True)
    desk.source.ready()
    desk.source.close()
    assert desk.losses == 1
    assert [record.message for record in caplog.records if "X server is gone" in record.message] == [
        "the X server is gone: it hung up"
    ]


def test_its_death_before_a_watch_is_set_is_reported_once(desk: XDesk, x_display: XDisplay) -> None:
    x_display.server.kill()
    for seconds in (1, 2, 3):
        watch(desk, after=seconds)
        desk.sit_still(0.05)
    assert desk.losses == 1
    assert desk.source.fileno() == -1


def test_a_hanging_x_server_blocks_nothing(desk: XDesk, x_display: XDisplay) -> None:
    nobody_waits_while_it_hangs(desk, x_display.server.pid)


def test_closing_is_not_a_loss(desk: XDesk) -> None:
    source: SelectableIdleSource = desk.source
    source.close()
    source.close()
    watch(desk, after=0)
    source.ready()
    assert source.fileno() == -1
    assert (desk.losses, desk.reported) == (0, [])
