"""An icon that a tray has accepted, but perhaps does not show."""

import pytest

from sitbreak.core.finding import Finding
from sitbreak.desktop.desktop import Delays
from sitbreak.wires.dbus_messages import PROPERTIES, method
from tests.desktop.tray.linux.conftest import RunningTray, RunTray
from tests.desktop.tray.linux.host import ITEM, Host, connect
from tests.rig.servers import SessionBus
from tests.until import until


def test_an_icon_that_nobody_reads_is_not_shown_and_logged_once(
    session_bus: SessionBus, running: RunningTray, caplog: pytest.LogCaptureFixture
) -> None:
    blind = Host(connect(session_bus), reads="")
    item = blind.take_item()
    blind.wait_for(lambda: "nothing has read its picture" in caplog.text, "it is logged")
    finding = running.tray.finding()
    assert (finding.used, running.tray.name) == ("none", "none")
    assert "nothing has read its picture" in dict(finding.tried)["status-notifier"]
    assert len(caplog.messages) == 1

    blind.item_properties(item)  # at last
    running.wait_for_name("status-notifier")
    assert running.tray.finding() == Finding("tray", "status-notifier")
    blind.close()


def test_a_tray_that_has_only_accepted_the_icon_is_not_believed_yet(
    session_bus: SessionBus, run_tray: RunTray
) -> None:
    running = run_tray(lambda: connect(session_bus), delays=Delays(host=1e6))
    blind = Host(connect(session_bus), reads="")
    item = blind.take_item()
    assert running.tray.name == "none"
    assert "not read the icon yet" in dict(running.tray.finding().tried)["status-notifier"]
    blind.item_property(item, "IconPixmap")
    running.wait_for_name("status-notifier")
    blind.close()


def test_an_icon_whose_panel_ends_beside_a_living_watcher_is_no_longer_shown(
    session_bus: SessionBus, running: RunningTray
) -> None:
    """Plasma's watcher is a program of its own, and so is Cinnamon's."""
    watcher, panel = Host(connect(session_bus), reads=""), connect(session_bus)
    item = watcher.take_item()
    panel.send(method(item, "/StatusNotifierItem", PROPERTIES, "Get", "ss", ITEM, "IconPixmap"))
    until(lambda: running.tray.name == "status-notifier", "it is shown", meanwhile=panel.ready)
    watcher.take_signals()
    panel.close()
    watcher.wait_for(lambda: running.tray.name == "none", "it is no longer shown")
    assert ("NewIcon", ()) in watcher.take_signals(), "another panel would read it again"
    watcher.item_property(item, "IconPixmap")
    running.wait_for_name("status-notifier")
    watcher.close()


def test_a_watcher_that_refuses_the_icon_counts_as_none(
    session_bus: SessionBus, running: RunningTray, caplog: pytest.LogCaptureFixture
) -> None:
    refusing = Host(connect(session_bus), refuses=True)
    refusing.take_item()
    refusing.wait_for(lambda: "refused the icon" in caplog.text, "it is logged")
    refusing.wait_for(lambda: running.tray.name == "none", "the tray has no name")
    refusing.close()
