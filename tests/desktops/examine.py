"""Looks at everything on one desktop, and keeps what was seen."""

import json
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from tests.desktops import checks
from tests.desktops.checks import Check
from tests.desktops.kind import Kind
from tests.desktops.stage import Stage

USES = ("tray", "notifications", "idle", "lock", "do not disturb", "full screen")
"""What of `sitbreak troubleshoot` is kept."""


class Verdict(StrEnum):
    """The outcome of a check."""

    SEEN = "seen"
    NOT_SEEN = "not seen"
    NOT_POSSIBLE = "not possible"


@dataclass(frozen=True)
class Row:
    """A check that was made.

    Attributes:
        check: its name.
        verdict: its outcome.
        note: what was seen, or why not.
    """

    check: str
    verdict: Verdict
    note: str


@dataclass
class Report:
    """Everything that was seen on a desktop; it is kept as JSON.

    Attributes:
        title: the desktop's name.
        system: the name of the system that it ran on.
        seen_on: the day, in ISO 8601.
        versions: of its packages.
        uses: what sitbreak used for each purpose.
        rows: the checks.
        remark: what of the desktop did not run as it does for a person.
        starts: how often sitbreak was started in a row, and how often its icon was seen.
    """

    title: str
    system: str
    seen_on: str
    versions: dict[str, str]
    uses: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    remark: str = ""
    starts: tuple[int, int] | None = None

    @classmethod
    def of(cls, kind: Kind) -> "Report":
        """Make a report about a desktop on which nothing was seen yet."""
        versions = {name: version for name in kind.shown if (version := _version(name))}
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
        today = datetime.now(UTC).date().isoformat()
        return cls(kind.title, system, today, versions, remark=kind.remark)

    @classmethod
    def parse(cls, text: str) -> "Report":
        """Parse what was kept."""
        values: dict[str, Any] = json.loads(text)
        values["rows"] = [Row(it["check"], Verdict(it["verdict"]), it["note"]) for it in values["rows"]]
        return cls(**values)


@contextmanager
def stage_of(kind: Kind) -> Iterator[Stage]:
    """Start a desktop in folders of its own, with its panel."""
    with tempfile.TemporaryDirectory(prefix="d-") as folder:
        Path(folder).chmod(0o755)  # some parts may run as another user
        stage = Stage(kind, Path(folder, "rig"))
        try:
            stage.start_panel()
            yield stage
        finally:
            stage.end()


def examine(stage: Stage, wanted: Sequence[Check] = checks.ALL) -> Iterator[Row]:
    """Look; yield each row as soon as it is known."""
    for check in wanted:
        if reason := stage.kind.not_there.get(check.name):
            yield Row(check.name, Verdict.NOT_POSSIBLE, reason)
            continue
        try:
            yield Row(check.name, Verdict.SEEN, check.look(stage))
        except AssertionError as error:
            yield Row(check.name, Verdict.NOT_SEEN, str(error).partition("\n")[0])


def uses(stage: Stage) -> dict[str, str]:
    """Return what sitbreak uses on this desktop."""
    stage.start()
    stage.wait_for_icon()
    backends = json.loads(stage.sitbreak.do("troubleshoot --json"))["backends"]
    return {it["what"]: it["used"] for it in backends if it["what"] in USES}


def count_icons(stage: Stage, starts: int, note: Callable[[str], None]) -> int:
    """Start sitbreak again and again; return in how many of the starts its icon was seen."""
    seen = 0
    for number in range(1, starts + 1):
        began = time.monotonic()
        stage.start()
        try:
            stage.wait_for_icon()
        except AssertionError as error:
            note(f"start {number}: {error}")
        else:
            seen += 1
            note(f"start {number}: seen within {time.monotonic() - began:.1f} s")
    return seen


def _version(package: str) -> str:
    done = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout
