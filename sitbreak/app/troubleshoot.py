"""`sitbreak troubleshoot`: what is in use here, what was tried and why not, and what the person can do."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitbreak import __version__
from sitbreak.core.finding import Finding

_PYTHON = sys.version.split()[0]

_ADVICE = {
    ("call", "none"): "Calls cannot be seen here. Pause the reminders for one: sitbreak pause 1h.",
    ("do not disturb", "none"): "Do-not-disturb cannot be seen here. Pause the reminders: sitbreak pause 1h.",
    (
        "kept awake",
        "none",
    ): "Nothing tells what keeps the computer awake: a film may look like an empty desk.",
    (
        "presentation",
        "none",
    ): "Presentation mode cannot be seen here. Pause the reminders: sitbreak pause 1h.",
    ("screen kept on", "none"): "Nothing tells what keeps the screen on: a film may look like an empty desk.",
    (
        "full screen",
        "none",
    ): "Full screens cannot be seen here. Pause the reminders for one: sitbreak pause 1h.",
    (
        "lock",
        "none",
    ): "Nothing tells that the screen is locked. Being away is noticed all the same, from idle.",
    (
        "sound",
        "none",
    ): "Breaks end in silence here. A notification can tell: sitbreak settings set announce_break_end true.",
    ("sleep", "none"): "Nothing tells that the computer sleeps. The clocks show it afterwards.",
    ("tray", "none"): "No tray shows the icon. Everything in its menu is a command too: sitbreak help.",
    ("tray", "xembed"): "This tray has no menus: a click shows a tip. The rest are commands: sitbreak help.",
    ("notifications", "none"): "Nothing shows notifications here. A notification daemon does, such as dunst.",
    (
        "tip card",
        "page",
    ): "Tips open in the browser. A window needs PySide6 (pip install 'sitbreak[gui]') and what"
    " Qt needs of the system; on Debian: libegl1 libxcb-cursor0 libxkbcommon-x11-0.",
    ("idle", "none"): "Typing cannot be seen here: time at the computer counts as sitting; to get up, type"
    " sitbreak break.",
}


def advice(finding: Finding) -> str:
    """Return what the person can do, if something is amiss."""
    return _ADVICE.get((finding.what, finding.used), "")


def write_report(
    findings: Iterable[Finding], places: Mapping[str, Path], problems: Iterable[str], *, as_json: bool
) -> str:
    """Write the report, for people or for scripts.

    Args:
        findings: what is in use.
        places: where things are kept, by what they are.
        problems: one line for each.
        as_json: for scripts.
    """
    if as_json:
        return json.dumps(
            {
                "version": __version__,
                "python": _PYTHON,
                "platform": sys.platform,
                "backends": [
                    {"what": it.what, "used": it.used, "tried": dict(it.tried), "advice": advice(it)}
                    for it in findings
                ],
                "files": {name: str(path) for name, path in places.items()},
                "problems": list(problems),
            }
        )
    lines = [f"sitbreak {__version__}, Python {_PYTHON} on {sys.platform}"]
    for finding in findings:
        lines.append(f"{finding.what:16}{finding.used}")
        lines += [f"{'':16}  not {name}: {reason}" for name, reason in finding.tried]
        lines += [f"{'':16}  {advice(finding)}"] if advice(finding) else []
    lines += [f"{name:16}{path}" for name, path in places.items()]
    return "\n".join((*lines, *problems))
