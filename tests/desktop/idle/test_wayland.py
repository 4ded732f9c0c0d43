"""What only Wayland's protocols do, on a compositor that does it on demand."""

import socket
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sitbreak.desktop.idle.wayland import Timing, WaylandIdleSource
from sitbreak.desktop.idle.wayland_timers import EXT_IDLE_NOTIFY
from sitbreak.wires import NoServer
from tests.desktop.idle.desks import reported_idle, watch
from tests.desktop.idle.fake_compositor import DISPLAY, EXT, KDE, FakeCompositor
from tests.desktop.idle.real_desks import RealDesk, wake_ups_while_typing
from tests.desktop.idle.wayland_desks import timed_source
from tests.until import until

QUICK = Timing(patience=0.1, inhibited=0.3)
INPUT_APART = {EXT: 2}
INPUT_AND_FILMS_ALIKE = [{EXT: 1}, {KDE: 1}]
EVERY_PROTOCOL = [*INPUT_AND_FILMS_ALIKE, INPUT_APART]

with_every_protocol = pytest.mark.parametrize("fake_compositor", EVERY_PROTOCOL, indirect=True, ids=str)
where_films_are_input = pytest.mark.parametrize(
    "fake_compositor", INPUT_AND_FILMS_ALIKE, indirect=True, ids=str
)


@pytest.fixture
def timing() -> Timing:
    """How long the source waits; `with_timing` changes it for one test."""
    return QUICK


def with_timing(**seconds: float) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("timing", [replace(QUICK, **seconds)], ids=["timing"])


@pytest.fixture
def desk(fake_compositor: FakeCompositor, timing: Timing) -> Iterator[RealDesk]:
    desk = RealDesk(fake_compositor.type, timed_source(timing), remembers=False)
    yield desk
    desk.source.close()


# --- what is reported ------------------------------------------------------------------------------


@with_every_protocol
def test_leaving_and_returning_cost_a_few_wake_ups(desk: RealDesk) -> None:
    desk.type()
    watch(desk, after=0.3)
    assert 0.3 <= reported_idle(desk) < 0.7 + desk.lateness
    watch(desk, back=True)
    desk.settle()
    for _ in range(3):
        desk.type()
    assert reported_idle(desk, 2) < 0.3 + desk.lateness
    desk.sit_still(0.1)
    assert desk.wake_ups <= 4


@with_every_protocol
def test_somebody_who_types_never_wakes_us(desk: RealDesk) -> None:
    watch(desk, after=180)
    assert wake_ups_while_typing(desk) == 0


def test_a_used_up_watch_wakes_us_once_more_at_the_return(desk: RealDesk) -> None:
    desk.type()
    watch(desk, after=0.1)
    reported_idle(desk)
    desk.settle()
    desk.wake_ups = 0
    for _ in range(3):
        desk.type()
        desk.sit_still(0.15)
    assert desk.wake_ups <= 2


@with_timing(unwatched=0.1)
def test_somebody_reported_as_idle_is_still_known_to_be(desk: RealDesk) -> None:
    watch(desk, after=0.3)
    reported_idle(desk)
    desk.sit_still(0.2)
    watch(desk, after=0)
    assert 0.5 <= reported_idle(desk, 2) < 1 + desk.lateness


def test_an_input_outside_of_any_watch_is_remembered(desk: RealDesk) -> None:
    watch(desk, after=0.1)
    reported_idle(desk)
    watch(desk, after=60)
    desk.sit_still(0.1)
    desk.type()
    desk.sit_still(0.2)
    watch(desk, after=0)
    assert 0.2 <= reported_idle(desk, 2) < 0.6 + desk.lateness


@with_timing(notice=0.1)
@with_every_protocol
def test_a_pause_before_the_question_is_known(desk: RealDesk) -> None:
    watch(desk, after=60)
    for _ in range(2):
        desk.type()
        desk.sit_still(0.45)  # a compositor hears of a key a little later than it is pressed
    watch(desk, after=0)
    assert 0.4 <= reported_idle(desk) < 0.7 + desk.lateness


@with_timing(notice=0.05)
@with_every_protocol
def test_noticing_a_pause_and_its_end_costs_two_wake_ups(desk: RealDesk) -> None:
    watch(desk, after=60)
    until(lambda: desk.wake_ups > 0, "the first pause is noticed", meanwhile=lambda: desk.sit_still(0.1))
    desk.wake_ups = 0
    for _ in range(5):
        desk.type()
        desk.sit_still(0.2)
    assert desk.wake_ups <= 10
    assert desk.reported == []


@with_timing(notice=0.1)
def test_after_a_noticed_pause_idle_is_reported_as_usual(desk: RealDesk) -> None:
    watch(desk, after=0.5)
    desk.sit_still(0.3)
    desk.type()
    desk.sit_still(0.4)
    assert desk.reported == []
    assert 0.5 <= reported_idle(desk) < 0.8 + desk.lateness


@with_timing(moment=0.5)
def test_the_question_is_answered_while_a_mouse_never_rests(desk: RealDesk) -> None:
    watch(desk, after=0)
    for _ in range(100):
        if desk.reported == []:
            desk.type()
            desk.sit_still(0.02)
    assert desk.reported == [2]


# --- films -----------------------------------------------------------------------------------------


@with_timing(notice=0.05)
def test_a_film_is_not_idle_after_a_noticed_pause_either(
    desk: RealDesk, fake_compositor: FakeCompositor
) -> None:
    watch(desk, after=0.4)
    desk.sit_still(0.2)
    fake_compositor.film(on=True)
    desk.sit_still(0.5)
    fake_compositor.film(on=False)
    desk.sit_still(0.2)
    fake_compositor.type()
    desk.sit_still(0.2)
    fake_compositor.film(on=True)
    desk.sit_still(0.7)
    assert desk.reported == []
    fake_compositor.film(on=False)
    assert 0.35 <= reported_idle(desk) < 0.8 + desk.lateness


def test_a_film_that_starts_by_itself_is_no_return(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    watch(desk, after=0.1)
    reported_idle(desk)
    watch(desk, back=True)
    fake_compositor.film(on=True)
    desk.sit_still(0.3)
    assert len(desk.reported) == 1
    desk.type()
    assert reported_idle(desk, 2) < 0.3 + desk.lateness


@where_films_are_input
def test_a_film_that_starts_looks_like_one_touch(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    watch(desk, after=0.1)
    reported_idle(desk)
    watch(desk, back=True)
    fake_compositor.film(on=True)
    assert reported_idle(desk, 2) < 0.3 + desk.lateness
    watch(desk, back=True)
    desk.sit_still(0.5)
    assert len(desk.reported) == 2


@where_films_are_input
def test_what_is_inhibited_cannot_be_measured(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    fake_compositor.film(on=True)
    watch(desk, back=True)
    until(lambda: desk.known == [False], "idle is unknown", meanwhile=lambda: desk.sit_still(0.1))
    watch(desk, after=0.2)
    desk.sit_still(0.3)
    fake_compositor.film(on=False)
    assert 0.2 <= reported_idle(desk) < 0.4 + desk.lateness
    assert desk.known == [False, True]


@where_films_are_input
def test_idle_is_known_again_while_somebody_types(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    fake_compositor.film(on=True)
    watch(desk, back=True)
    until(lambda: desk.known == [False], "idle is unknown", meanwhile=lambda: desk.sit_still(0.1))
    fake_compositor.film(on=False)
    watch(desk, after=60)

    def type_on() -> None:
        desk.type()
        desk.sit_still(0.05)

    until(lambda: desk.known == [False, True], "idle is known", meanwhile=type_on)
    assert desk.reported == []


def test_a_film_is_no_input_where_input_is_distinguished(
    desk: RealDesk, fake_compositor: FakeCompositor
) -> None:
    fake_compositor.film(on=True)
    watch(desk, back=True)
    desk.sit_still(0.6)
    desk.type()
    assert reported_idle(desk) < 0.3 + desk.lateness
    assert desk.known == []


# --- trouble ---------------------------------------------------------------------------------------


def test_the_death_of_the_compositor_is_reported_once(
    desk: RealDesk, fake_compositor: FakeCompositor, caplog: pytest.LogCaptureFixture
) -> None:
    watch(desk, after=60)
    desk.sit_still(0.1)
    fake_compositor.close()
    desk.sit_still(5)
    assert desk.source.fileno() == -1
    watch(desk, after=0, back=True)
    desk.source.ready()
    desk.source.close()
    assert desk.losses == 1
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "the Wayland compositor is gone: it hung up"
    ]


def test_its_death_before_a_watch_is_set_is_reported_once(
    desk: RealDesk, fake_compositor: FakeCompositor
) -> None:
    fake_compositor.close()
    for seconds in (1, 2, 3):
        watch(desk, after=seconds)
        desk.sit_still(0.05)
    assert desk.losses == 1


def test_a_hanging_compositor_blocks_nothing_and_is_no_input(
    desk: RealDesk, fake_compositor: FakeCompositor
) -> None:
    fake_compositor.hang()
    watch(desk, after=0)
    desk.sit_still(0.3)
    fake_compositor.go_on()
    assert reported_idle(desk) == 2
    assert desk.losses == 0


def test_the_error_of_the_compositor_is_logged(
    desk: RealDesk, fake_compositor: FakeCompositor, caplog: pytest.LogCaptureFixture
) -> None:
    fake_compositor.send(DISPLAY, 0, struct.pack("=III", 3, 0, 5) + b"oops\0\0\0\0")
    desk.sit_still(5)
    assert desk.losses == 1
    assert "the Wayland compositor is gone: oops" in caplog.text


@pytest.mark.parametrize(
    "garbage", [b"\0" * 8, b"\1\0\0\0\0\0\4\0", b"\1\0\0\0\0\0\11\0", b"\xff" * 8], ids=repr
)
def test_a_malformed_message_ends_the_connection(
    desk: RealDesk, fake_compositor: FakeCompositor, garbage: bytes
) -> None:
    watch(desk, after=60)
    fake_compositor.send_raw(garbage)
    desk.sit_still(0.2)
    fake_compositor.close()
    desk.sit_still(5)
    assert desk.losses == 1
    assert desk.source.fileno() == -1


def test_malformed_events_are_ignored(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    registry, seat_capabilities = 2, 0
    watch(desk, after=0.2)
    for body in (b"", b"\0" * 4, b"\xff" * 12, struct.pack("=II", 9, 4) + b"\xff\xff\xff\0", b"\1" * 400):
        fake_compositor.send(registry, 0, body)
        fake_compositor.send(registry, 1, body)
        fake_compositor.send(DISPLAY, 1, body)
        fake_compositor.send(DISPLAY, 7, body)
        fake_compositor.send(0xFFFFFFFF, 3, body)
        fake_compositor.send(4, seat_capabilities, body)
    for number in (0, DISPLAY, registry, 999):
        fake_compositor.send(DISPLAY, 1, struct.pack("=I", number))
    assert 0.2 <= reported_idle(desk) < 0.5 + desk.lateness
    watch(desk, back=True)
    desk.type()
    reported_idle(desk, 2)
    assert desk.losses == 0


def test_an_event_may_arrive_in_pieces(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    goodbye = struct.pack("=IIIII", DISPLAY, 24 << 16, 3, 0, 4) + b"bye\0"
    for byte in goodbye[:-1]:
        fake_compositor.send_raw(bytes([byte]))
        desk.sit_still(0.005)
    assert desk.losses == 0
    fake_compositor.send_raw(goodbye[-1:])
    desk.sit_still(1)
    assert desk.losses == 1


def test_years_of_watching_use_up_no_ids_or_timers(desk: RealDesk, fake_compositor: FakeCompositor) -> None:
    for _ in range(30):
        watch(desk, after=60)
        watch(desk, back=True)
        desk.sit_still(0.02)
        watch(desk)
    assert fake_compositor.highest_id < 20
    assert len(fake_compositor.timers) <= 2


def test_closing_is_not_a_loss(desk: RealDesk) -> None:
    desk.source.close()
    desk.source.close()
    watch(desk, after=0)
    desk.source.ready()
    assert (desk.losses, desk.reported) == (0, [])


def test_a_silent_compositor_is_given_up(tmp_path: Path, no_desktop: pytest.MonkeyPatch) -> None:
    no_desktop.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    no_desktop.setenv("WAYLAND_DISPLAY", "wayland-9")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "wayland-9"))
        listener.listen()
        with pytest.raises(NoServer, match="the Wayland compositor does not answer"):
            WaylandIdleSource(lambda _: None, lambda: None, EXT_IDLE_NOTIFY)
