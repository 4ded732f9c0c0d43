"""The bench says what it could not measure."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("the bench reads /proc", allow_module_level=True)

from tests import bench, bench_sources


def test_a_source_whose_server_is_missing_is_named_and_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_sources, "find", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["bench", "--sources"])
    assert bench.main() == 1
    lines = capsys.readouterr().out.splitlines()[1:]
    assert len(lines) == len(bench_sources.SOURCES)
    assert any("wayland-kde-idle" in line and "NOT MEASURED: not installed: sway" in line for line in lines)


@pytest.mark.parametrize(("measured", "status"), [(4.0, 0), (4.1, 1)])
def test_a_figure_over_its_limit_fails_the_bench(
    monkeypatch: pytest.MonkeyPatch, measured: float, status: int
) -> None:
    monkeypatch.setattr(bench, "run", lambda _: iter([bench.Figure("wake-ups", measured, 4)]))
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert bench.main() == status
