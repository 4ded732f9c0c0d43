"""The bench's own promises: it reports what it could not measure, and compares two commits."""

import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the bench reads /proc", allow_module_level=True)

from sitbreak import __version__
from tests.bench import __main__ as bench
from tests.bench import against, peers, sources, tray
from tests.bench.measuring import Figure

WAKE_UPS = '[{"what": "wake-ups", "measured": 2.5, "limit": 4, "missing": "", "verdict": "ok"}]'


def test_a_source_without_its_server_is_named_and_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sources, "find", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["bench", "--sources"])
    assert bench.main() == 1
    lines = capsys.readouterr().out.splitlines()[1:]
    assert len(lines) == len(sources.SOURCES)
    assert any("wayland-kde-idle" in line and "NOT MEASURED: not installed: sway" in line for line in lines)


@pytest.mark.parametrize(("measured", "status"), [(4.0, 0), (4.1, 1)])
def test_a_figure_over_its_limit_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, measured: float, status: int
) -> None:
    monkeypatch.setattr(tray, "run", lambda _: iter([Figure("wake-ups", measured, 4)]))
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert bench.main() == status


def test_another_commit_is_measured_by_its_own_bench_and_shown_beside(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, ...]] = []

    def answer(_tree: Path, *arguments: str) -> str:
        asked.append(arguments)
        return WAKE_UPS

    monkeypatch.setattr(against, "_git", lambda *_: None)
    monkeypatch.setattr(against, "_dev", answer)
    monkeypatch.setattr(tray, "run", lambda _: iter([Figure("wake-ups", 1.5, 4), Figure("new", 7)]))
    monkeypatch.setattr(sys, "argv", ["bench", "--against", "main", "--minutes", "1"])
    assert bench.main() == 0
    assert asked[-1] == ("bench", "--json", "--minutes", "1.0")
    heading, wake_ups, new = (line.split() for line in capsys.readouterr().out.splitlines())
    assert heading == ["figure", "main", "measured", "limit"]
    assert wake_ups == ["wake-ups", "2.50", "1.50", "4", "ok"]
    assert new == ["new", "7.00"]


def test_a_missing_peer_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find", lambda program: None if program == "rsibreak" else program)
    monkeypatch.setattr(sys, "argv", ["bench", "--peers"])
    with pytest.raises(SystemExit, match=r"not installed: rsibreak\. apt-get install .* safeeyes rsibreak "):
        bench.main()


def test_sitbreak_is_compared_with_the_best_of_its_peers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cpu = {"sitbreak": 0.3, "workrave": 0.2, "safeeyes": 0.9, "rsibreak": 0.4}
    monkeypatch.setattr(peers, "find", lambda program: program)
    monkeypatch.setattr(peers, "debian_version", lambda _: "1.10-1")
    monkeypatch.setattr(peers, "run", lambda _: iter([peers.Comparison("CPU", cpu)]))
    monkeypatch.setattr(sys, "argv", ["bench", "--peers"])
    assert bench.main() == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["figure", *cpu, "x", "the", "best"]
    assert lines[1] == [__version__, "1.10-1", "1.10-1", "1.10-1"]
    assert lines[2] == ["CPU", "0.30", "0.20", "0.90", "0.40", "1.50"]


def test_readings_become_rates() -> None:
    before, after = peers.Reading(0, 10, 1.0), peers.Reading(120, 14, 1.5)
    wakeups, cpu = peers.compare({"workrave": before}, {"workrave": after}, "somebody reads")
    assert wakeups.measured == {"workrave": 2}
    assert cpu.measured == {"workrave": 15}
