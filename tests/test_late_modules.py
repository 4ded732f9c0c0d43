"""A library is imported without the modules that it seldom uses, and gets them once it does use them."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitbreak.late_modules import imported_when_used

LIBRARY = "import seldom\nfrom seldom import known\ndef use():\n    return seldom.other\n"
SELDOM = "known, other = 'the real one', 'other'\n"


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A library, and a module that it imports."""
    (tmp_path / "library.py").write_text(LIBRARY)
    (tmp_path / "seldom.py").write_text(SELDOM)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in ("library", "seldom"):
        sys.modules.pop(name, None)


def test_a_seldom_used_module_is_imported_at_its_first_use() -> None:
    with imported_when_used({"seldom": {"known": "given"}}):
        library = importlib.import_module("library")

    assert library.known == "given"
    assert "seldom" not in sys.modules
    assert library.use() == "other"
    assert "seldom" in sys.modules


def test_everybody_else_imports_the_module_itself() -> None:
    with imported_when_used({"seldom": {"known": "given"}}):
        importlib.import_module("library")

    assert importlib.import_module("seldom").known == "the real one"


def test_a_module_that_is_there_already_is_used() -> None:
    seldom = importlib.import_module("seldom")
    with imported_when_used({"seldom": {"known": "given"}}):
        library = importlib.import_module("library")

    assert library.known == "the real one"
    assert sys.modules["seldom"] is seldom


def test_a_name_that_nobody_foresaw_imports_the_module() -> None:
    with imported_when_used({"seldom": {}}):
        library = importlib.import_module("library")
        assert library.known == "the real one"
        assert importlib.import_module("seldom").other == "other"
