"""The menu over D-Bus: what hosts see of a view, and what their clicks do."""

from datetime import timedelta

import pytest

from sitbreak.core.inputs import SetAutostart, ShowTip, Snooze, StartBreak
from sitbreak.core.tray_view import IconName, Item, TrayIcon, TrayView
from sitbreak.core.words import language
from sitbreak.core.words.language import Language
from sitbreak.wires.dbus import CallFailed
from sitbreak.wires.dbus_messages import PROPERTIES, method
from tests.desktop.tray.linux.conftest import RunningTray, RunTray
from tests.desktop.tray.linux.host import MENU, Host, Line, connect
from tests.desktop.tray.views import a_view
from tests.rig.servers import SessionBus


def _names(signals: list[tuple[str, tuple[object, ...]]]) -> set[str]:
    return {name for name, _ in signals}


def _numbers(menu: Line) -> dict[str, int]:
    return {line.label: line.number for line in menu.lines if not line.label.startswith("Sitting")}


def test_a_host_sees_the_view_line_by_line(host: Host, item: str) -> None:
    menu = host.menu(item)
    assert menu.properties == {"children-display": "submenu"}
    assert [line.label for line in menu.lines] == [
        "Sitting 17 min",
        "Show me a tip",
        "Start break",
        "Snooze",
        "Skip this break",
        "---",
        "Start at login",
    ]
    assert menu.lines[5].properties == {"type": "separator"}
    assert not menu.find("Sitting").properties["enabled"]
    assert menu.find("Start break").properties == {"label": "Start break", "enabled": True}
    snooze = menu.find("Snooze")
    assert snooze.properties["children-display"] == "submenu"
    marks = [(line.properties["toggle-type"], line.properties["toggle-state"]) for line in snooze.lines]
    assert marks == [("radio", 1), ("radio", 0)]
    assert menu.find("Start at login").properties["toggle-type"] == "checkmark"


def test_underscores_are_text_not_mnemonics(session_bus: SessionBus, host: Host, run_tray: RunTray) -> None:
    view = TrayView(TrayIcon(IconName.SITTING), "", (Item("my_own_topic"),))
    run_tray(lambda: connect(session_bus), view)
    assert host.menu(host.take_item()).lines[0].label == "my__own__topic"


def test_a_click_posts_the_wish_of_its_line(host: Host, item: str, running: RunningTray) -> None:
    menu = host.menu(item)
    host.click(item, menu.find("Start break").number)
    assert running.wish() == StartBreak()
    host.click(item, menu.find("10 minutes").number)
    assert running.wish() == Snooze(timedelta(minutes=10))


def test_clicks_elsewhere_than_on_an_enabled_item_do_nothing(
    host: Host, item: str, running: RunningTray
) -> None:
    menu = host.menu(item)
    for label in ("Sitting", "Skip this break", "Snooze", "---"):
        host.click(item, menu.find(label).number)
    for number in (0, -1, 4711):
        host.click(item, number)
    host.ask(item, "Event", "isvu", menu.find("Show me a tip").number, "hovered", ("s", ""), 0)
    host.click(item, menu.find("Start break").number)
    assert running.wish() == StartBreak()
    assert running.posted.empty()


def test_a_click_that_fails_costs_only_itself(
    host: Host, item: str, running: RunningTray, caplog: pytest.LogCaptureFixture
) -> None:
    button = host.menu(item).find("Start break").number
    running.fail_next = True
    host.click(item, button)
    host.wait_for(lambda: "failed" in caplog.text, "it is logged")
    host.click(item, button)
    assert running.wish() == StartBreak()


def test_new_labels_are_sent_without_a_new_layout(host: Host, item: str, running: RunningTray) -> None:
    before = host.menu(item)
    host.take_signals()
    running.tray.show(a_view(18, due=True))
    host.wait_for(lambda: "ItemsPropertiesUpdated" in _names(host.signals), "the new labels are sent")
    (updated,) = [body for name, body in host.take_signals() if name == "ItemsPropertiesUpdated"]
    assert updated == (
        [
            (before.find("Sitting").number, {"label": ("s", "Sitting 18 min")}),
            (before.find("Skip").number, {"enabled": ("b", True)}),
        ],
        [],
    )
    assert "LayoutUpdated" not in _names(host.signals)
    assert _numbers(host.menu(item)) == _numbers(before)


def test_a_new_line_never_reuses_a_number(host: Host, item: str, running: RunningTray) -> None:
    before = host.menu(item)
    running.tray.show(a_view(extra=True))
    host.wait_for(lambda: "LayoutUpdated" in _names(host.signals), "the new layout is sent")
    (revision, parent) = next(body for name, body in host.take_signals() if name == "LayoutUpdated")
    assert (revision > 1, parent) == (True, 0)
    after = host.menu(item)
    assert _numbers(before).items() < _numbers(after).items()
    assert after.find("10 minutes").number == before.find("10 minutes").number

    running.tray.show(a_view())
    host.wait_for(lambda: "LayoutUpdated" in _names(host.signals), "the line is gone")
    host.click(item, after.find("One more line").number)
    host.click(item, after.find("Start break").number)
    assert running.wish() == StartBreak()


def test_the_minutes_are_current_when_the_menu_opens(host: Host, item: str, running: RunningTray) -> None:
    running.current = a_view(19)
    assert host.ask(item, "AboutToShow", "i", 0) == (False,)
    assert host.menu(item).lines[0].label == "Sitting 19 min"
    assert "LayoutUpdated" not in _names(host.take_signals())
    assert host.item_properties(item)["ToolTip"][2] == "Sitting 19 min"


def test_a_host_is_asked_to_reread_a_menu_with_other_lines(
    host: Host, item: str, running: RunningTray
) -> None:
    running.current = a_view(19, extra=True)
    assert host.ask(item, "AboutToShow", "i", 0) == (True,)
    assert host.ask(item, "AboutToShow", "i", 0) == (False,)
    running.current = a_view(19)
    number = host.menu(item).find("Snooze").number
    assert host.ask(item, "AboutToShowGroup", "ai", [0, number, 4711]) == ([0, number], [4711])


def test_a_host_that_reads_one_level_at_a_time_is_offered_the_submenus(host: Host, item: str) -> None:
    snooze = host.menu(item).find("Snooze").number
    assert host.take_signals() == []
    assert host.menu(item, 0, 1).find("Snooze").lines == []
    host.wait_for(lambda: "LayoutUpdated" in _names(host.signals), "it is told to read on")
    assert [body[1] for _, body in host.take_signals()] == [snooze]
    assert host.menu(item, snooze, 1).lines
    assert host.take_signals() == []


def test_the_group_calls_do_the_same_as_the_single_ones(host: Host, item: str, running: RunningTray) -> None:
    menu = host.menu(item)
    tip, sitting = menu.find("Show me a tip"), menu.find("Sitting")
    events = [(tip.number, "clicked", ("i", 0), 0), (4711, "clicked", ("i", 0), 0)]
    assert host.ask(item, "EventGroup", "a(isvu)", events) == ([4711],)
    assert running.wish() == ShowTip()
    (some,) = host.ask(item, "GetGroupProperties", "aias", [sitting.number, 4711], ["label"])
    assert some == [(sitting.number, {"label": ("s", "Sitting 17 min")})]
    (everything,) = host.ask(item, "GetGroupProperties", "aias", [], [])
    assert len(everything) == 10
    assert host.ask(item, "GetProperty", "is", tip.number, "label") == (("s", "Show me a tip"),)
    with pytest.raises(CallFailed, match="no menu item 4711"):
        host.ask(item, "GetProperty", "is", 4711, "label")


def test_a_host_can_read_a_part_of_the_menu(host: Host, item: str) -> None:
    top = host.menu(item, 0, 1, "label")
    assert top.properties == {}
    snooze = top.find("Snooze")
    assert (snooze.properties, snooze.lines) == ({"label": "Snooze"}, [])
    assert [line.label for line in host.menu(item, snooze.number).lines] == ["5 minutes", "10 minutes"]
    with pytest.raises(CallFailed, match="no menu item 4711"):
        host.menu(item, 4711)


def test_the_menu_has_properties_and_refuses_unknown_calls(host: Host, item: str) -> None:
    def get(name: str) -> object:
        return host.answer(method(item, "/MenuBar", PROPERTIES, "Get", "ss", MENU, name))[0]

    assert get("Version") == ("u", 3)
    with pytest.raises(CallFailed, match="UnknownProperty"):
        get("Colour")
    with pytest.raises(CallFailed, match="UnknownMethod"):
        host.ask(item, "Explode")


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("de", "ltr")])
def test_the_menu_runs_in_the_direction_of_its_language(
    host: Host, item: str, monkeypatch: pytest.MonkeyPatch, code: str, direction: str
) -> None:
    monkeypatch.setattr(language, "_language", Language(code=code))
    get = method(item, "/MenuBar", PROPERTIES, "Get", "ss", MENU, "TextDirection")
    assert host.answer(get)[0] == ("s", direction)


def test_a_check_mark_that_the_host_toggled_is_sent_again(
    host: Host, item: str, running: RunningTray
) -> None:
    menu = host.menu(item)
    login, five, ten = (menu.find(label).number for label in ("Start at login", "5 minutes", "10 minutes"))
    host.take_signals()
    host.click(item, login)
    assert running.wish() == SetAutostart(on=True)
    host.wait_for(lambda: host.signals, "the mark is sent")
    assert host.take_signals() == [("ItemsPropertiesUpdated", ([(login, {"toggle-state": ("i", 0)})], []))]
    host.click(item, ten)
    host.wait_for(lambda: host.signals, "the marks are sent")
    marks = [(five, {"toggle-state": ("i", 1)}), (ten, {"toggle-state": ("i", 0)})]
    assert host.take_signals() == [("ItemsPropertiesUpdated", (marks, []))]
