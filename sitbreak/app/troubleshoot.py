"""`sitbreak troubleshoot`: what is in use, what was tried and why not, and what the person can do."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sitbreak import __version__
from sitbreak.core.cells import at_left, columns
from sitbreak.core.finding import Finding
from sitbreak.core.outside import one_line
from sitbreak.core.words import troubleshoot as words

_PYTHON = sys.version.split()[0]

_NARROWEST = 16
"""Columns of the names in front, at least."""


def write_report(
    findings: Iterable[Finding], places: Mapping[str, Path], problems: Iterable[str], *, as_json: bool
) -> str:
    """Return the report, for people or for scripts.

    Args:
        findings: what is in use.
        places: files and folders, by what they hold.
        problems: one line each.
        as_json: whether a script reads it.
    """
    write = _as_json if as_json else _as_text
    return write(list(findings), places, list(problems))


def _as_json(findings: Sequence[Finding], places: Mapping[str, Path], problems: Sequence[str]) -> str:
    return json.dumps(
        {
            "version": __version__,
            "python": _PYTHON,
            "platform": sys.platform,
            "backends": [
                {
                    "what": it.what,
                    "used": it.used,
                    "tried": dict(it.tried),
                    "advice": words.advice(it.what, it.used, sys.platform),
                }
                for it in findings
            ],
            "files": {name: str(path) for name, path in places.items()},
            "problems": problems,
        }
    )


def _as_text(findings: Sequence[Finding], places: Mapping[str, Path], problems: Sequence[str]) -> str:
    names = {name: words.purpose(name) for name in (*(finding.what for finding in findings), *places)}
    wide = max(_NARROWEST, *(columns(name) + 2 for name in names.values()))
    lines = [f"sitbreak {__version__}, Python {_PYTHON}, {sys.platform}"]
    for finding in findings:
        lines.append(at_left(names[finding.what], wide) + words.used(finding.used))
        lines += [f"{'':{wide}}  {words.not_used(name, reason)}" for name, reason in finding.tried]
        if hint := words.advice(finding.what, finding.used, sys.platform):
            lines.append(f"{'':{wide}}  {hint}")
    lines += [at_left(names[name], wide) + str(path) for name, path in places.items()]
    return "\n".join(map(one_line, (*lines, *problems)))
