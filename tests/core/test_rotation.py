"""Which tip comes next."""

import json
from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitbreak.core.rotation import Rotation
from sitbreak.core.settings import TOPICS
from sitbreak.core.tips import Library, Tip

SEEDS = st.integers(0, 2**32)


def library(**counts: int) -> Library:
    """Return this many tips on each topic, named posture-1, posture-2 and so on."""
    return Library(
        tuple(
            Tip(id=f"{topic}-{number}", topic=topic, title="t", body="b")
            for topic, count in counts.items()
            for number in range(1, count + 1)
        )
    )


def new_rotation(seed: int = 1, **counts: int) -> Rotation:
    return Rotation(library(**counts), Random(seed))


def restored(saved: object, tips: Library, random: Random) -> Rotation:
    rotation = Rotation(tips, random)
    rotation.restore(saved)
    return rotation


def restarted(before: Rotation, tips: Library | None = None) -> Rotation:
    """Return the rotation as the next start finds it."""
    saved = json.loads(json.dumps(before.to_table()))
    return restored(saved, tips or before.library, Random(99))


def draw(rotation: Rotation, topic: str, count: int) -> list[str]:
    drawn = [rotation.next_of(topic) for _ in range(count)]
    return [tip.id for tip in drawn if tip]


def ids(tips: Iterable[Tip | None]) -> list[str]:
    return [tip.id for tip in tips if tip]


@given(SEEDS)
def test_two_hundred_draws_over_three_restarts_repeat_nothing_early(
    seed: int,
) -> None:
    rotation = new_rotation(seed, posture=8, lifting=6, stretch=9, moving=4)
    drawn: list[Tip] = []
    for number in range(200):
        if number in (40, 101, 160):
            rotation = restarted(rotation)
        tip = rotation.next(("posture", "lifting", "stretch"))
        assert tip
        drawn.append(tip)
    assert [tip.topic for tip in drawn] == (["posture", "lifting", "stretch"] * 67)[:200]
    for topic, size in (("posture", 8), ("lifting", 6), ("stretch", 9)):
        order = [tip.id for tip in drawn if tip.topic == topic]
        assert all(len(set(order[at : at + size])) == size for at in range(0, len(order) - size, size))
        assert all(one != other for one, other in pairwise(order))


@given(SEEDS, st.integers(2, 5))
def test_a_round_never_begins_with_the_tip_that_ended_the_last(seed: int, count: int) -> None:
    order = draw(new_rotation(seed, stretch=count), "stretch", 6 * count)
    assert all(one != other for one, other in pairwise(order))


def test_rounds_are_shuffled() -> None:
    orders = {tuple(draw(new_rotation(seed, posture=8), "posture", 8)) for seed in range(20)}
    assert len(orders) > 15


def test_the_only_tip_of_a_topic_comes_again_and_again() -> None:
    assert draw(new_rotation(moving=1), "moving", 3) == ["moving-1"] * 3


def test_a_tip_on_demand_counts_but_takes_no_topics_turn() -> None:
    rotation = new_rotation(posture=3, lifting=3)
    assert ids([rotation.next(TOPICS)])[0].startswith("posture")
    on_demand = draw(rotation, "lifting", 1)
    assert rotation.last == on_demand[0]
    order = ids(rotation.next(TOPICS) for _ in range(4))
    assert [tip_id.partition("-")[0] for tip_id in order] == ["lifting", "posture", "lifting", "posture"]
    assert len({*on_demand, order[0], order[2]}) == 3


def test_a_tip_chosen_by_its_id_counts_as_shown() -> None:
    rotation = new_rotation(posture=3)
    rotation.mark_shown("posture-2")
    rotation.mark_shown("posture-2")
    assert rotation.last == "posture-2"
    assert sorted(draw(rotation, "posture", 2)) == ["posture-1", "posture-3"]
    rotation.mark_shown("nonsense")
    assert rotation.last != "nonsense"


def test_a_hidden_tip_never_comes_until_it_is_unhidden() -> None:
    rotation = new_rotation(posture=3)
    assert rotation.hide("posture-2")
    rotation = restarted(rotation)
    assert set(draw(rotation, "posture", 10)) == {"posture-1", "posture-3"}
    assert rotation.unhide("posture-2")
    assert not rotation.unhide("posture-2")
    assert "posture-2" in draw(rotation, "posture", 3)


def test_a_tip_shown_then_unhidden_waits_for_the_next_round() -> None:
    rotation = new_rotation(posture=4)
    first = draw(rotation, "posture", 1)[0]
    rotation.hide(first)
    second = draw(rotation, "posture", 1)
    rotation.unhide(first)
    assert sorted([first, *second, *draw(rotation, "posture", 2)]) == [f"posture-{n}" for n in range(1, 5)]


def test_there_is_nothing_to_hide_under_an_unknown_id() -> None:
    rotation = new_rotation(posture=1)
    assert not rotation.hide("nonsense")
    assert rotation.hidden == set()


def test_a_topic_whose_tips_are_all_hidden_is_passed_over() -> None:
    rotation = new_rotation(posture=1, lifting=1, stretch=1)
    rotation.hide("lifting-1")
    assert ids(rotation.next(TOPICS) for _ in range(3)) == ["posture-1", "stretch-1", "posture-1"]


def test_with_everything_hidden_there_is_no_tip() -> None:
    rotation = new_rotation(posture=1)
    rotation.hide("posture-1")
    assert rotation.next(TOPICS) is None
    assert rotation.next_of("posture") is None
    assert rotation.last is None


def test_only_tips_on_chosen_topics_come() -> None:
    rotation = new_rotation(posture=2, moving=2)
    assert {tip_id[:6] for tip_id in ids(rotation.next(["moving"]) for _ in range(4))} == {"moving"}
    assert rotation.next([]) is None


@pytest.mark.parametrize("start_again", [True, False])
def test_a_changed_library_drops_what_is_gone_and_new_tips_join_the_round(start_again: bool) -> None:
    rotation = new_rotation(posture=3)
    first = draw(rotation, "posture", 1)[0]
    gone = next(tip.id for tip in rotation.library.tips if tip.id != first)
    changed = Library(
        (
            *(tip for tip in rotation.library.tips if tip.id != gone),
            Tip(id="mine", topic="posture", title="t", body="b"),
        )
    )
    if start_again:
        rotation = restarted(rotation, changed)
    else:
        rotation.library = changed
    order = draw(rotation, "posture", 2)
    assert "mine" in order
    assert first not in order
    assert gone not in order


@pytest.mark.parametrize("start_again", [True, False])
def test_a_tip_that_is_gone_for_a_while_does_not_come_twice_in_a_round(*, start_again: bool) -> None:
    rotation = new_rotation(posture=4)
    whole = rotation.library
    first = draw(rotation, "posture", 1)
    rotation.library = Library(tuple(tip for tip in whole.tips if tip.id != first[0]))
    second = draw(rotation, "posture", 1)
    rotation.library = whole
    if start_again:
        rotation = restarted(rotation)
    assert sorted([*first, *second, *draw(rotation, "posture", 2)]) == [f"posture-{n}" for n in range(1, 5)]


def test_a_round_ends_although_its_last_tip_is_gone() -> None:
    rotation = new_rotation(posture=2)
    order = draw(rotation, "posture", 2)
    rotation.library = Library(tuple(tip for tip in rotation.library.tips if tip.id != order[1]))
    assert draw(rotation, "posture", 2) == [order[0]] * 2


def test_a_hidden_tip_stays_hidden_while_its_file_cannot_be_read() -> None:
    rotation = new_rotation(posture=2)
    rotation.hide("posture-2")
    rotation = restarted(restarted(rotation, library(posture=1)), library(posture=2))
    assert set(draw(rotation, "posture", 4)) == {"posture-1"}


# --- tips for home -----------------------------------------------------------------------------------


def with_places(at_work: int, at_home: int, seed: int = 1) -> Rotation:
    """Return a rotation of stretches that can be done anywhere and of others for home."""
    places = [""] * at_work + ["home"] * at_home
    tips = [
        Tip(f"{place or 'work'}-{number}", "stretch", "t", "b", place=place)
        for number, place in enumerate(places)
    ]
    return Rotation(Library(tuple(tips)), Random(seed))


def remind(rotation: Rotation, count: int) -> list[str]:
    return ids(rotation.next(TOPICS, for_reminder=True) for _ in range(count))


@given(SEEDS, st.integers(1, 5), st.integers(0, 3))
def test_a_reminder_never_brings_a_tip_for_home(seed: int, at_work: int, at_home: int) -> None:
    rotation = with_places(at_work, at_home, seed)
    order = remind(rotation, 4 * at_work)
    assert not any(tip_id.startswith("home") for tip_id in order)
    for start in range(0, len(order), at_work):
        assert len(set(order[start : start + at_work])) == at_work, "a round of what reminders may show"
    assert at_work == 1 or all(one != other for one, other in pairwise(order))


@given(SEEDS)
def test_a_tip_for_home_waits_for_demand_through_rounds_of_reminders(seed: int) -> None:
    rotation = with_places(3, 2, seed)
    remind(rotation, 3 * 4)
    rotation = restarted(rotation)
    assert sorted(draw(rotation, "stretch", 2)) == ["home-3", "home-4"]


@given(SEEDS)
def test_tips_on_demand_and_in_reminders_share_a_round(seed: int) -> None:
    rotation = with_places(3, 2, seed)
    assert len(set(draw(rotation, "stretch", 5))) == 5
    reminded = remind(rotation, 2)
    assert sorted([*reminded, *draw(rotation, "stretch", 1)]) == ["work-0", "work-1", "work-2"]


def test_a_topic_with_tips_for_home_only_is_passed_over_by_reminders() -> None:
    tips = (Tip("bed", "stretch", "t", "b", place="home"), Tip("walk", "moving", "t", "b"))
    rotation = Rotation(Library(tips), Random(1))
    assert remind(rotation, 3) == ["walk"] * 3
    assert {"bed", "walk"} == set(ids(rotation.next(TOPICS) for _ in range(2)))
    rotation.hide("walk")
    assert rotation.next(TOPICS, for_reminder=True) is None


damage = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["posture-1", "posture"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["last", "turn", "hidden", "rounds", "posture", "coming", "shown"]), inner
        )
    ),
    max_leaves=20,
)


@given(damage)
def test_whatever_was_saved_the_tips_go_on(saved: object) -> None:
    rotation = restored(saved, library(posture=3, lifting=2), Random(1))
    rotation.hidden.clear()
    for _ in range(8):
        assert rotation.next(TOPICS)
    assert restarted(rotation).to_table() == rotation.to_table()


def test_a_damaged_part_costs_only_itself() -> None:
    rotation = new_rotation(posture=4, lifting=2)
    rotation.hide("posture-1")
    seen = draw(rotation, "posture", 2)
    saved = rotation.to_table()
    saved["turn"] = "lunch"
    saved["rounds"]["lifting"] = 7
    again = restored(saved, rotation.library, Random(5))
    assert draw(again, "posture", 1)[0] not in {*seen, "posture-1"}
    assert len(set(draw(again, "lifting", 2))) == 2
