"""`sitbreak troubleshoot`: what is in use here, what was tried and why not, and what the person can do."""

import json
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sitbreak import __version__


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing of the desktop.

    Attributes:
        what: the thing: tray, notifications, idle.
        used: the name of what is in use, or "none".
        tried: what was passed over, with the reason.
        advice: what the person can do, if something is amiss.
    """

    what: str
    used: str
    tried: tuple[tuple[str, str], ...] = ()
    advice: str = ""


@dataclass(slots=True)
class Report:
    """Collects findings at the moment they are asked for.

    Attributes:
        look: returns the findings; called on the loop's thread.
        files: where things are kept, by what they are.
        problems: lines about files that could not be used.
    """

    look: Callable[[], tuple[Finding, ...]]
    files: dict[str, Path]
    problems: list[str] = field(default_factory=list)

    def backends(self) -> dict[str, str]:
        """Return the name of what is in use for each thing."""
        return {finding.what: finding.used for finding in self.look()}

    def write(self, *, as_json: bool) -> str:
        """Write the report, for people or for scripts."""
        findings = self.look()
        if as_json:
            return json.dumps(
                {
                    "version": __version__,
                    "python": platform.python_version(),
                    "platform": sys.platform,
                    "backends": [
                        {"what": it.what, "used": it.used, "tried": dict(it.tried), "advice": it.advice}
                        for it in findings
                    ],
                    "files": {name: str(path) for name, path in self.files.items()},
                    "problems": self.problems,
                }
            )
        lines = [f"sitbreak {__version__}, Python {platform.python_version()} on {sys.platform}"]
        for finding in findings:
            lines.append(f"{finding.what:14}{finding.used}")
            lines += [f"{'':14}  not {name}: {reason}" for name, reason in finding.tried]
            lines += [f"{'':14}  {finding.advice}"] if finding.advice else []
        lines += [f"{name:14}{path}" for name, path in self.files.items()]
        return "\n".join((*lines, *self.problems))
