"""Stories about mistakes in the person's files: said on the desktop, once, and in nobody's way."""

from sitbreak.core import inputs
from sitbreak.core.inputs import FileChecked, Open, Page, Shown
from tests.core.story import Story, minutes, reminded, seconds

LINE = "settings.toml:3: snooze: 'soon' is not a duration; write it like 90s, 25m or 1h30m"
TIP = "tips.toml, line 14: tip \"bow\", hold_seconds: '3 s' is not a whole number from 1 to 600"


NAMES = {Page.SETTINGS_FILE: "settings.toml", Page.TIPS: "tips.toml"}


def checked(*problems: str, version: str = "1", page: Page = Page.SETTINGS_FILE) -> FileChecked:
    return FileChecked(page, NAMES[page], version, problems)


def shown(story: Story) -> list[str]:
    """Return the bodies of what was shown about files."""
    return [bubble.body for _, bubble in story.shown if bubble.shown is Shown.PROBLEM]


def out(story: Story) -> Shown | None:
    """Return what the notification on the screen is about."""
    return None if story.screen is None else story.screen.shown


def test_a_mistake_is_named_with_a_button_that_opens_the_file() -> None:
    story = Story()
    story.wish(checked(LINE))
    assert story.screen is not None
    assert story.screen.title == "Please check settings.toml"
    assert story.screen.body == LINE
    [button] = story.screen.buttons
    assert (button.label, button.wish) == ("Open file", Open(Page.SETTINGS_FILE))
    assert not story.screen.lasts


def test_it_is_said_once_for_each_version_of_the_file() -> None:
    story = Story()
    for version in ("1", "1", "2", "2", "1"):
        story.wish(checked(LINE, version=version))
        story.sit(minutes(2))
    assert shown(story) == [LINE] * 3
    story.restart()
    story.wish(checked(LINE, version="1"))
    assert len(shown(story)) == 3, "a restart does not repeat it"
    story.wish(checked(LINE, version="3"))
    assert len(shown(story)) == 4


def test_it_goes_once_the_file_is_in_order() -> None:
    story = Story()
    story.wish(checked(LINE))
    story.wish(checked(TIP, page=Page.TIPS))
    story.wish(checked(version="2"))
    assert story.screen is not None, "the other file is not"
    story.wish(checked(version="2", page=Page.TIPS))
    assert story.screen is None


def test_more_mistakes_are_counted_and_long_ones_cut() -> None:
    story = Story()
    story.wish(checked(LINE, LINE, LINE))
    assert shown(story) == [f"{LINE}.\nand 2 more problems"]
    story.wish(checked("x" * 1000, LINE, version="2"))
    body = shown(story)[-1]
    assert body.endswith("x…\nand 1 more problem")
    assert len(body) <= 262


def test_mistakes_in_both_files_share_one_notification() -> None:
    story = Story()
    story.lock()
    story.wish(checked(LINE))
    story.wish(checked(TIP, "y" * 500, page=Page.TIPS))
    assert shown(story) == []
    story.unlock()
    assert story.screen is not None
    assert story.screen.title == "Please check settings.toml and tips.toml"
    assert len(story.screen.body) <= 262
    assert [button.label for button in story.screen.buttons] == ["Open settings.toml", "Open tips.toml"]
    assert len(shown(story)) == 1


def test_a_mistake_in_the_other_file_does_not_hide_the_first() -> None:
    story = Story()
    story.wish(checked(LINE))
    story.wish(checked(TIP, page=Page.TIPS))
    assert story.screen is not None
    assert story.screen.body == f"{LINE}.\n{TIP}"
    story.wish(inputs.ShowTip())
    story.wish(checked(TIP, version="2", page=Page.TIPS))
    assert shown(story)[-1] == TIP


def test_it_takes_the_place_of_no_reminder_and_no_break() -> None:
    story = reminded()
    story.wish(checked(LINE))
    assert out(story) is Shown.REMINDER
    story.click("Start break")
    assert out(story) is Shown.BREAK
    story.leave(minutes(3))
    assert shown(story) == [], "nobody is there"
    story.sit(seconds(30))
    assert shown(story) == [LINE]


def test_a_tip_and_a_reminder_may_take_its_place() -> None:
    story = Story()
    story.wish(checked(LINE))
    story.wish(inputs.ShowTip())
    assert out(story) is Shown.TIP
    story.wish(checked(LINE, version="2"))
    assert out(story) is Shown.PROBLEM
    story.sit(minutes(31))
    assert out(story) is Shown.REMINDER


def test_what_an_older_version_saved_about_mistakes_is_ignored() -> None:
    for nonsense in ("settings", ["settings"], {"settings": ["1"]}, {"later": "1"}, None, 7):
        story = Story()
        story.sit(minutes(1))
        story.damage("mistakes_shown", nonsense)
        assert story.crash() == []
        story.wish(checked(LINE))
        assert shown(story) == [LINE]
