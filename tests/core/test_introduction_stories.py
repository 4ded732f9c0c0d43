"""Stories about the introduction: where sitbreak is and what it does, said once and in nobody's way."""

from sitbreak.core.inputs import (
    AutostartChecked,
    FileChecked,
    IconLookedFor,
    Introduce,
    Page,
    SetAutostart,
    Shown,
)
from tests.core.story import Story, minutes, reminded

WRONG = FileChecked(Page.SETTINGS, "settings.toml", "1", ("settings.toml:3: snooze: wrong",))


def newcomer(*, has_icon: bool = True, starts_at_login: bool | None = False) -> Story:
    """Return the story of somebody who starts sitbreak for the first time."""
    story = Story()
    story.wish(AutostartChecked(starts_at_login))
    story.wish(IconLookedFor(has_icon))
    story.wish(Introduce())
    return story


def one_with_an_icon(story: Story) -> Story:
    """Return a story whose icon is in the tray."""
    story.wish(IconLookedFor(shown=True))
    return story


def introductions(story: Story) -> int:
    """Return how often sitbreak has introduced itself."""
    return sum(bubble.shown is Shown.INTRODUCTION for _, bubble in story.shown)


def test_a_first_start_says_where_the_icon_is_and_offers_to_start_at_login() -> None:
    story = newcomer()
    assert story.screen is not None
    assert story.screen.title == "sitbreak is in your tray"
    assert story.screen.body == (
        "It asks you to get up after 20–30 minutes of sitting, when you stop typing."
        " Click its icon for breaks, pauses and settings."
    )
    [button] = story.screen.buttons
    assert (button.label, button.wish) == ("Start at login", SetAutostart(on=True))
    assert story.reply.text == "sitbreak is already running."


def test_without_a_tray_it_says_so() -> None:
    story = newcomer(has_icon=False)
    assert story.screen is not None
    assert story.screen.title == "sitbreak is running"
    assert "This desktop isn't showing its icon" in story.screen.body
    assert len(story.screen.body) <= 262


def test_where_a_left_click_may_show_a_tip_the_right_button_is_named() -> None:
    story = Story()
    story.wish(IconLookedFor(shown=True, by_right_click=True))
    story.wish(Introduce())
    assert story.screen is not None
    assert story.screen.body.endswith(" Right-click its icon for breaks, pauses and settings.")


def test_it_claims_nothing_about_an_icon_that_a_tray_has_not_had_the_time_to_show() -> None:
    story = Story()
    story.wish(Introduce())
    assert story.reply.text == "sitbreak is already running."
    assert introductions(story) == 0
    story.wish(IconLookedFor(shown=True))
    assert introductions(story) == 1
    assert story.screen is not None
    assert story.screen.title == "sitbreak is in your tray"


def test_a_task_bar_that_hides_new_icons_is_explained() -> None:
    story = Story()
    story.wish(IconLookedFor(shown=True, is_tucked_away=True))
    story.wish(Introduce())
    assert story.screen is not None
    assert story.screen.body.endswith(
        "Right-click its icon for breaks, pauses and settings. If it's behind the arrow (^) on the taskbar,"
        " drag it out to keep it in sight."
    )
    assert len(story.screen.body.encode("utf-16-le")) // 2 <= 255


def test_what_is_done_or_impossible_is_not_offered() -> None:
    for starts_at_login in (True, None):
        story = newcomer(starts_at_login=starts_at_login)
        assert story.screen is not None
        assert story.screen.buttons == ()


def test_a_fixed_interval_is_described_without_a_lull() -> None:
    story = one_with_an_icon(Story(interval="25m"))
    story.wish(Introduce())
    assert story.screen is not None
    assert story.screen.body.startswith("It asks you to get up after 25 minutes of sitting. ")


def test_behind_a_locked_screen_it_waits_for_somebody() -> None:
    story = one_with_an_icon(Story())
    story.lock()
    story.wish(Introduce())
    assert introductions(story) == 0
    story.unlock()
    assert introductions(story) == 1
    story.sit(minutes(5))
    assert introductions(story) == 1, "once"


def test_a_reminder_keeps_its_place_and_takes_that_of_the_introduction() -> None:
    story = one_with_an_icon(reminded())
    story.wish(Introduce())
    assert story.screen is not None
    assert story.screen.shown is Shown.REMINDER
    story.say("skip")
    assert introductions(story) == 1
    story.sit(minutes(30))
    assert story.screen.shown is Shown.REMINDER


def test_a_mistake_in_a_file_is_said_first_or_in_its_place() -> None:
    story = newcomer()
    story.wish(WRONG)
    assert story.screen is not None
    assert story.screen.shown is Shown.PROBLEM
    story.wish(Introduce())
    assert introductions(story) == 1
    story.wish(FileChecked(Page.SETTINGS, "settings.toml", "2", ()))
    assert introductions(story) == 2
