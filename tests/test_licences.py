"""docs/LICENCES.md names everything that sitbreak needs, with the licence that each package states itself."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def normal(name: str) -> str:
    """Source: https://packaging.python.org/en/latest/specifications/name-normalization/."""
    return re.sub(r"[-_.]+", "-", name).lower()


BY_TEST_TOOLS = {"typing-extensions"}
"""Needed on Windows alone, and on other systems installed by the tools of the tests."""


def documented() -> dict[str, str]:
    """Return the licence of each package in the table."""
    text = (ROOT / "docs" / "LICENCES.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| (.+?) \| .+ \|$", text, re.MULTILINE)
    return {normal(name): licence.strip("*") for name, licence in rows if name != "package"}


def needed(name: str, extra: str = "") -> Iterator[str]:
    """Yield every package that one needs, on any platform, as far as it is installed here."""
    try:
        requirements = requires(name) or []
    except PackageNotFoundError:
        return
    for requirement in requirements:
        other_extra = "extra ==" in requirement and (not extra or f"extra == '{extra}'" not in requirement)
        found = re.match(r"[\w.-]+", requirement)
        assert found
        if not other_extra and 'python_version < "3.9"' not in requirement:
            yield normal(found[0])
            yield from needed(found[0])


def stated(name: str) -> str | None:
    """Return what an installed package says about its licence; None for one of another platform."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return None
    fields = ("License-Expression", "License", "Classifier")
    return "\n".join(value for name in fields for value in found.get_all(name) or ())


def test_everything_that_is_needed_is_named_and_nothing_else() -> None:
    named, found = set(documented()), set(needed("sitbreak", "gui"))
    assert found <= named
    assert {name for name in named - found if stated(name) is not None} <= BY_TEST_TOOLS, "it is not needed"


def agrees(licence: str, said: str) -> bool:
    """Whether one of the names of a licence is in what a package says."""
    return any(name in said for name in re.split(r" OR | \(|\)$", licence) if name)


def test_each_licence_is_what_the_package_states() -> None:
    stated_ones = ((name, licence, stated(name)) for name, licence in documented().items())
    assert [name for name, licence, said in stated_ones if said and not agrees(licence, said)] == []


def test_each_copyleft_licence_is_pointed_out() -> None:
    text = (ROOT / "docs" / "LICENCES.md").read_text("utf-8")
    explained = text.partition("## What the LGPL asks for")[2]
    for name, licence in documented().items():
        if "GPL" in licence:
            assert f"| **{licence}** |" in text
            assert name.partition("-essentials")[0] in explained.lower()
