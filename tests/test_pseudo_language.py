"""Menu, notifications, pages and help in a language that nobody speaks: nothing of them stays English."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sitbreak.app.command_line import COMMANDS, Parser, UsageError, parse
from sitbreak.app.troubleshoot import write_report
from sitbreak.core.effects import Show
from sitbreak.core.finding import Finding
from sitbreak.core.inputs import BusyReason, ShowTip, TipsChanged
from sitbreak.core.reminder import Due
from sitbreak.core.screen import reminder_bubble
from sitbreak.core.settings import Settings
from sitbreak.core.tray_view import Item, MenuLine
from sitbreak.core.view import first_line, tray_view
from sitbreak.core.words import language
from sitbreak.core.words.command_line import explained, listed
from sitbreak.core.words.language import Language
from sitbreak.pages.diary import diary_page
from sitbreak.pages.help import Help, help_page, icons
from sitbreak.pages.history import history_page
from sitbreak.pages.tip import tip_page
from sitbreak.storage.settings_text import template
from sitbreak.tips.files import load_library
from tests.core.story import LIBRARY, Story, minutes, reminded
from tests.days import weeks
from tests.pseudo import Pseudo, in_pseudo, unmarked
from tests.test_pages import Page

TYPED = {
    word
    for name, command in explained().items()
    for typed in (name, command.form, *command.examples, *command.arguments)
    for word in re.findall(r"[A-Za-z]{2,}", typed)
} | {"version", "help", "COMMAND"}
"""What is typed stays as it is, and so does argparse's one word before it."""


@pytest.fixture(autouse=True)
def pseudo_language() -> Iterator[None]:
    language.use(Language(Pseudo(), code="xx"))
    yield
    language.use(Language())


def english(texts: Iterable[str], but: Iterable[str] = ()) -> set[str]:
    """Return the words that are not marked, apart from these."""
    return {word for text in texts for word in unmarked(text).split()} - set(but)


def labels(lines: Iterable[MenuLine]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, Item):
            yield line.label
            yield from labels(line.items)


def stories() -> Iterator[Story]:
    yield Story(standing_desk=True, back_diary=True, working_hours={"monday": ["09:00-17:00"]})
    yield reminded()
    for command in ("pause 1h", "snooze 10", "break", "stand", "skip", "pause 14:00-15:00"):
        story = reminded()
        story.say(command)
        yield story
    for reason in BusyReason:
        story = Story()
        story.busy = frozenset({reason})
        story.sit(minutes(30))
        yield story
    story = Story()
    story.lock(minutes(10))
    yield story


def test_the_menu_and_the_first_line() -> None:
    for story in stories():
        situation, now = story.planner.situation, story.now
        view = tray_view(situation, now)
        assert english([view.tooltip, first_line(situation, now), *labels(view.menu)]) == set()


def test_every_reminder() -> None:
    for tip in in_pseudo(load_library(None)[0]).tips:
        bubble = reminder_bubble(timedelta(minutes=28), tip, Due(timedelta(), 3, None), Settings())
        buttons = [button.label for button in bubble.buttons]
        assert english([bubble.title, bubble.body, *buttons]) == set()


def test_replies_to_commands() -> None:
    for command in (
        "break",
        "snooze",
        "skip",
        "pause",
        "resume",
        "stand",
        "sit",
        "interval 25",
        "stretches off",
    ):
        story = reminded()
        assert english([story.say(command)]) == set(), command


def test_every_page() -> None:
    library = in_pseudo(load_library(None)[0])
    pages = [tip_page(tip, library, {}) for tip in library.tips]
    pages += [history_page(weeks(pain=True, stands=True), "20", timedelta(minutes=2)), diary_page()]
    assert english(Page(page).text for page in pages) == set()
    for page in pages:
        assert '<html lang="xx" dir="ltr">' in page


def test_the_help_page_but_for_what_is_typed() -> None:
    images = dict.fromkeys(icons(), b"\x89PNG\r\n\x1a\n")
    content = Help(Settings(), in_pseudo(load_library(None)[0]), Path("/tips.toml"), images, listed())
    fields = {"tip", "id", "chin", "back", "topic", "posture", "title", "body", "source", "working_hours"}
    fields |= {"working", "hours", "monday", "tuesday"}
    assert english([Page(help_page(content)).text], TYPED | fields) == set()


def test_the_help_of_every_command_but_for_what_is_typed() -> None:
    for name in COMMANDS:
        assert english([Parser(name).format_help()], TYPED) == set(), name


@pytest.mark.parametrize(
    "typed",
    [
        "settings get",
        "pause --until",
        "status --json=5",
        "pause 1h --until 15:00",
        "snooze a",
        "xyz",
        "status -q",
    ],
)
def test_what_is_wrong_with_what_was_typed(typed: str) -> None:
    with pytest.raises(UsageError) as mistake:
        parse(typed.split())
    assert english([str(mistake.value)], TYPED | {"xyz", "WHEN", "KEY"}) == set()


def test_the_comments_of_the_settings_file() -> None:
    comments = [
        " ".join(line.removeprefix("# ") for line in template().splitlines() if line.startswith("# "))
    ]
    assert english(comments) == set()


def test_the_report_of_troubleshoot_but_for_names_and_diagnoses() -> None:
    purposes = ["tray", "notifications", "idle", "call", "do not disturb", "full screen", "presentation"]
    purposes += ["lock", "screen kept on", "sleep", "sound", "tip card"]
    findings = [Finding(purpose, "none") for purpose in purposes]
    places = dict.fromkeys(("settings", "own tips", "state", "runtime", "log"), Path("/a"))
    report = write_report(findings, places, [], as_json=False)
    assert english(report.splitlines()[1:]) == set()


@pytest.mark.parametrize("clicks", [[], ["Start break"]])
def test_what_stays_on_the_screen_follows_another_language(clicks: list[str]) -> None:
    language.use(Language())
    story = reminded()
    for label in clicks:
        story.click(label)
    language.use(Language(Pseudo(), code="xx"))
    story.wish(TipsChanged(in_pseudo(LIBRARY)))
    story.set(language="xx")
    for asked in (False, True):
        assert story.screen is not None
        said = [story.screen.title, story.screen.body, *(button.label for button in story.screen.buttons)]
        assert english(said) == set(), f"asked for another tip: {asked}"
        story.wish(ShowTip())


def test_a_page_runs_from_right_to_left() -> None:
    language.use(Language(Pseudo(), code="ar"))
    assert '<html lang="ar" dir="rtl">' in diary_page()


def test_another_language_brings_back_nothing_that_goes_by_itself() -> None:
    story = Story()
    story.wish(ShowTip())
    story.effects.clear()
    story.set(language="xx")
    assert not [effect for effect in story.effects if isinstance(effect, Show)]
