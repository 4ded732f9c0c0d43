"""What `sitbreak troubleshoot` reports about the parts of a desktop.

A status bar may ask for findings all day, so they are collected by `tuple([...])`: of tuples that generators
make, CPython keeps up to 2000 of every size, 1 MiB in all; `test_lightness` measures it.
"""

from collections.abc import Iterable

from sitbreak.core.values import frozen


@frozen
class Finding:
    """What serves one purpose, and what does not.

    Attributes:
        what: the purpose: "tray", "idle", "lock", "full screen" and so on.
        used: the name of what is in use, "none" if nothing is.
        tried: what is not in use, each with the reason.
    """

    what: str
    used: str
    tried: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_source(cls, what: str, name: str, unavailable_reason: str = "") -> "Finding":
        """Return the finding about a single source, which is in use unless there is a reason why not."""
        return cls(what, "none", ((name, unavailable_reason),)) if unavailable_reason else cls(what, name)


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Merge the findings about each purpose into one, sorted by purpose."""
    by_purpose: dict[str, list[Finding]] = {}
    for finding in findings:
        by_purpose.setdefault(finding.what, []).append(finding)
    return tuple([_merge(what, by_purpose[what]) for what in sorted(by_purpose)])


def _merge(what: str, findings: list[Finding]) -> Finding:
    used = ", ".join(finding.used for finding in findings if finding.used != "none")
    tried = tuple([source for finding in findings for source in finding.tried])
    return Finding(what, used or "none", tried)
