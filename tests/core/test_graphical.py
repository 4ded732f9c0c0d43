"""Who goes on when a second sitbreak starts: every start against every running instance."""

import pytest

from sitbreak.core.commands import as_json, parse_json
from sitbreak.core.graphical import Running, StartedIn

BUS = "unix:path=/run/user/1000/bus"
X_SESSION = StartedIn(":0", x11=":0", bus=BUS)
NEXT_X_SESSION = StartedIn(":1", x11=":1", bus=BUS)
COMPOSITOR = "/run/user/1000/wayland-0"
WAYLAND = StartedIn(COMPOSITOR, COMPOSITOR, ":1", BUS)
OVER_SSH = StartedIn(bus=BUS)
STALE = StartedIn(x11=":7", bus=BUS)
"""A service with the variables of a session that is over."""


ON_WINDOWS = StartedIn("session 1")
OTHER_ON_WINDOWS = StartedIn("session 2")


@pytest.mark.parametrize(
    ("start", "running", "takes_over"),
    [
        (ON_WINDOWS, ON_WINDOWS, False),
        (ON_WINDOWS, OTHER_ON_WINDOWS, True),
        (StartedIn(), ON_WINDOWS, False),
        (X_SESSION, X_SESSION, False),
        (NEXT_X_SESSION, X_SESSION, True),
        (WAYLAND, X_SESSION, True),
        (X_SESSION, WAYLAND, True),
        (X_SESSION, OVER_SSH, True),
        (X_SESSION, STALE, True),
        (OVER_SSH, X_SESSION, False),
        (OVER_SSH, OVER_SSH, False),
        (STALE, X_SESSION, False),
        (STALE, OVER_SSH, False),
    ],
)
def test_a_start_takes_over_from_another_session_or_none(
    start: StartedIn, running: StartedIn, takes_over: bool
) -> None:
    assert Running(running).makes_way_for(start) is takes_over


@pytest.mark.parametrize("start", [X_SESSION, WAYLAND, OVER_SSH, STALE])
def test_every_start_takes_over_from_a_session_that_is_over(start: StartedIn) -> None:
    assert Running(X_SESSION, is_over=True).makes_way_for(start)


def test_the_x_display_inside_a_wayland_session_belongs_to_it() -> None:
    inside = StartedIn(":1", x11=":1", bus=BUS)
    assert not Running(WAYLAND).makes_way_for(inside)
    assert not Running(inside).makes_way_for(WAYLAND)


def test_a_new_bus_on_the_same_display_counts_once_the_old_one_is_gone() -> None:
    nested = StartedIn(":0", x11=":0", bus="unix:path=/tmp/new")
    assert not Running(X_SESSION).makes_way_for(nested)
    assert Running(X_SESSION, has_bus=False).makes_way_for(nested)
    assert not Running(X_SESSION, has_bus=False).makes_way_for(X_SESSION)


def test_a_start_travels_as_json() -> None:
    assert parse_json(as_json(WAYLAND)) == WAYLAND
