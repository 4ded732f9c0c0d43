"""Look at sitbreak on real desktops and write docs/DESKTOPS.md: `python3 dev.py desktops [NAME ...]`.

Each desktop gets a display, a bus and folders of its own; yours is left alone. What is looked at is in
`tests.desktops.checks`. The exit status is 1 if something was not seen.
"""

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from PIL import Image

from tests.desktops import checks, page
from tests.desktops.every import ALL, BY_NAME
from tests.desktops.examine import Report, Verdict, count_icons, examine, stage_of, uses
from tests.desktops.kind import Kind
from tests.desktops.stage import Stage, missing
from tests.rig.programs import qt_problem

_COLOURS = 256
"""Of a picture that the page shows, so that a wallpaper does not make it large."""


def main() -> int:
    """Look at the desktops; return the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py desktops", description=(__doc__ or "").partition(":")[0])
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"all if not given: {', '.join(BY_NAME)}")
    parser.add_argument(
        "--check", action="append", metavar="NAME", help="look at this again, and at nothing else"
    )
    parser.add_argument("--starts", type=int, metavar="N", help="only count the icons of so many starts")
    parser.add_argument("--failures", type=Path, metavar="FOLDER", help="keep pictures of what was not seen")
    parser.add_argument("--packages", action="store_true", help="list the packages of these desktops")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in BY_NAME]:
        parser.error(f"unknown desktop {unknown[0]}; there are {', '.join(BY_NAME)}")
    kinds = [BY_NAME[name] for name in asked.names] or ALL
    if asked.packages:
        print(*sorted({package for kind in kinds for package in kind.packages}))
        return 0
    if sys.platform != "linux":
        sys.exit("dev.py desktops needs Linux")
    os.environ["XAUTHORITY"] = "/nonexistent"  # Xlib would use the cookies of the person who runs it
    if len(tempfile.gettempdir()) > len("/tmp/somewhere"):
        tempfile.tempdir = "/tmp"  # the path of a socket is short
    return max(_look_at(kind, asked) for kind in kinds)


def _look_at(kind: Kind, asked: argparse.Namespace) -> int:
    if problem := missing(kind) or qt_problem():
        print(f"{kind.name}: {problem}")
        return 1
    print(f"== {kind.title}", flush=True)
    system = "{ID}-{VERSION_ID}".format_map({"VERSION_ID": "sid"} | platform.freedesktop_os_release())
    with stage_of(kind) as stage:
        if asked.starts:
            return _count(stage, asked.starts, system)
        report, before = Report.of(kind), page.load(system, kind.name)
        wanted = [it for it in checks.ALL if not asked.check or it.name in asked.check]
        for row in examine(stage, wanted):
            report.rows.append(row)
            print(f"{row.check:32}{row.verdict:14}{row.note}", flush=True)
            if row.verdict is Verdict.NOT_SEEN and asked.failures:
                stage.look().save(asked.failures / f"{kind.name}-{row.check.replace(' ', '-')}.png")
        status = int(any(row.verdict is Verdict.NOT_SEEN for row in report.rows))
        report.uses = uses(stage)
        if before:
            report.starts = before.starts
            looked_at = {row.check: row for row in (*before.rows, *report.rows)}
            report.rows = [looked_at[it.name] for it in checks.ALL if it.name in looked_at]
        page.save(report, system, kind.name)
        _save_pictures(stage.kept, page.FOLDER / system / kind.name)
        page.write()
    return status


def _count(stage: Stage, starts: int, system: str) -> int:
    """Count the icons and keep the result in the desktop's report."""
    seen = count_icons(stage, starts, lambda line: print(line, flush=True))
    print(f"{seen} icons in {starts} starts")
    report = page.load(system, stage.kind.name) or Report.of(stage.kind)
    report.starts = starts, seen
    page.save(report, system, stage.kind.name)
    page.write()
    return int(seen < starts)


def _save_pictures(kept: dict[str, Image.Image], stem: Path) -> None:
    for name, picture in kept.items():
        few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(stem.with_name(f"{stem.name}.{name}.png"), optimize=True)


if __name__ == "__main__":
    sys.exit(main())
