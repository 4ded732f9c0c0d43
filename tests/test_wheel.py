"""How much people download: what pyproject.toml puts into the wheel, packed as a wheel is."""

import tomllib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 6_000_000


def test_the_wheel_is_at_most_six_megabytes(tmp_path: Path) -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    folders = [*wheel["wheel"]["packages"], *wheel["wheel"]["force-include"]]
    packed = tmp_path / "wheel.zip"
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in (file for folder in folders for file in (ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, file.relative_to(ROOT))
    assert LIMIT / 2 < packed.stat().st_size <= LIMIT, "the pictures are in it, and all of it is small"
