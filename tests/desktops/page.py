"""Writes docs/DESKTOPS.md from the reports about all desktops."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from tests.desktops.examine import USES, Report, Verdict

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "DESKTOPS.md"
FOLDER = DOCS / "desktops"

_HEAD = """\
# What was seen on real desktops

`python3 dev.py desktops [NAME ...]` writes this page. It starts each desktop with a screen, a session bus
and folders of its own, starts sitbreak there, reads the screen, and clicks with a real mouse. *Seen* means
just that: a shape found in the pixels, a text read from them, or a click that did what it was meant to do.
*Not possible* is what the desktop does not have.

"""
_OVERVIEW = """\
| desktop | system | seen | not seen | not possible | icons in starts |
|---|---|---|---|---|---|"""


def save(report: Report, system: str, name: str) -> None:
    """Keep a report.

    Args:
        report: what was seen.
        system: a short name of the system, such as debian-12.
        name: the desktop's.
    """
    file = FOLDER / system / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", "utf-8")


def load(system: str, name: str) -> Report | None:
    """Return the report that was kept; None if there is none."""
    file = FOLDER / system / f"{name}.json"
    return Report.parse(file.read_text("utf-8")) if file.exists() else None


def write() -> None:
    """Write the page."""
    reports = {file: Report.parse(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*/*.json"))}
    lines = [*_overview(reports.values()), *_sections(reports)]
    PAGE.write_text(_HEAD + "\n".join(lines), "utf-8")


def _overview(reports: Iterable[Report]) -> list[str]:
    lines = [
        "| desktop | system | seen | not seen | not possible | icons in starts |",
        "|---|---|---|---|---|---|",
    ]
    for it in reports:
        counts = [sum(row.verdict is verdict for row in it.rows) for verdict in Verdict]
        starts = f"{it.starts[1]} in {it.starts[0]}" if it.starts else ""
        lines.append(f"| {it.title} | {it.system} | {' | '.join(map(str, counts))} | {starts} |")
    return [*lines, ""]


def _sections(reports: dict[Path, Report]) -> Iterable[str]:
    for file, report in reports.items():
        yield f"## {report.title}, {report.system}"
        yield ""
        versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
        yield f"Seen on {date.fromisoformat(report.seen_on):%-d %B %Y} with {versions}."
        if report.remark:
            yield report.remark
        if report.uses:
            used = ", ".join(f"{name}: {report.uses.get(name, 'none')}" for name in USES)
            yield f"What sitbreak used: {used}."
        if report.starts:
            yield f"Started {report.starts[0]} times in a row, its icon was seen {report.starts[1]} times."
        yield ""
        if report.rows:
            yield from ("| | | |", "|---|---|---|")
        for row in report.rows:
            verdict = f"**{row.verdict}**" if row.verdict is Verdict.NOT_SEEN else row.verdict
            yield f"| {row.check} | {verdict} | {row.note.replace('|', '/')} |"
        yield ""
        pictures = sorted(file.parent.glob(f"{file.stem}.*.png"))
        for picture in pictures:
            what = picture.name.removeprefix(f"{file.stem}.").removesuffix(".png")
            yield f"![{report.title}: {what}]({picture.relative_to(DOCS)})"
        if pictures:
            yield ""
