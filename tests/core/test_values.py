"""Values do what frozen dataclasses do, in less memory."""

import dataclasses
from dataclasses import FrozenInstanceError, field, replace

import pytest

from sitbreak.core.values import frozen


@frozen
class Walk:
    minutes: int
    place: str = "park"
    with_whom: list[str] = field(default_factory=list)


@frozen
class Swim:
    minutes: int
    place: str = "park"
    with_whom: list[str] = field(default_factory=list)


@frozen
class Rest:
    """Without fields."""


class Nap(Rest):
    """A subclass of a value."""


@frozen
class Named:
    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_a_value_takes_its_fields_in_order_or_by_name_and_has_defaults() -> None:
    assert Walk(5) == Walk(minutes=5, place="park", with_whom=[])
    assert Walk(5).with_whom is not Walk(5).with_whom
    with pytest.raises(TypeError):
        Walk()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="needs minutes"):
        Walk(speed=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other fields"):
        Walk(5, speed=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other fields"):
        Walk(5, minutes=6)  # type: ignore[misc]


def test_values_are_equal_when_type_and_fields_are() -> None:
    assert Walk(5) != Walk(6)
    others: tuple[object, ...] = (Swim(5), (Walk, 5, "park", []))
    assert Walk(5) not in others
    assert Rest() == Rest()
    assert Nap() == Nap()
    assert Rest() != Nap()


def test_equal_values_are_one_in_a_set() -> None:
    assert len({Named("a"), Named("a"), Named("b"), Rest(), Rest(), Nap()}) == 4


def test_a_value_cannot_be_changed() -> None:
    walk = Walk(5)
    with pytest.raises(FrozenInstanceError, match=r"Walk\.minutes"):
        walk.minutes = 6  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del walk.minutes
    with pytest.raises(FrozenInstanceError):
        Nap().anything = 1  # type: ignore[attr-defined]
    assert walk == Walk(5)


def test_replace_fields_and_match_know_a_value() -> None:
    assert replace(Walk(5, "wood"), minutes=6) == Walk(6, "wood")
    assert [each.name for each in dataclasses.fields(Walk)] == ["minutes", "place", "with_whom"]
    match Walk(5, "wood"):
        case Walk(minutes, place):
            assert (minutes, place) == (5, "wood")


def test_a_value_shows_its_fields_unless_it_has_its_own_repr() -> None:
    assert repr(Walk(5)) == "Walk(minutes=5, place='park', with_whom=[])"
    assert repr(Nap()) == "Nap()"
    assert repr(Named("a")) == "<a>"
