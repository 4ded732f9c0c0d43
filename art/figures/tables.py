"""Reads TOML tables field by field; every error names the file, the table and the field."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from art.figures.poses import Anchor
from art.figures.vectors import Vector

_ANCHOR = re.compile(r"\s*(\w+)(?:\s*\.\.\s*(\w+))?\s*(?:\+\s*(\[[^\]]*\]))?\s*")


class PoseError(ValueError):
    """A pose file contains something that cannot be drawn."""


class Table:
    """A TOML table that knows its location and which fields have been read."""

    def __init__(self, raw: object, place: str, joints: Iterable[str] = ()) -> None:
        """Wrap `raw`.

        Args:
            raw: the table.
            place: how errors name it, such as `poses.toml, [lift.grip]`.
            joints: the joints that positions in it may refer to.

        Raises:
            PoseError: it is not a table.
        """
        self.place = place
        self._joints = tuple(joints)
        if not isinstance(raw, Mapping):
            raise PoseError(f"{place}: {raw!r} is not a table")
        self._raw: Mapping[str, Any] = raw
        self._unread = set(raw)

    def __contains__(self, field: str) -> bool:
        """Whether the table has this field."""
        return field in self._raw

    def wrong(self, field: str, message: str) -> PoseError:
        """Return the error about a field."""
        return PoseError(f"{self.place}, {field}: {message}")

    def done(self) -> None:
        """Raise PoseError if there are fields that have not been read."""
        if self._unread:
            raise self.wrong(min(self._unread), "unknown field")

    def raw(self, field: str, default: object = None) -> Any:
        """Return a field unchanged."""
        self._unread.discard(field)
        return self._raw.get(field, default)

    def raw_fields(self) -> Mapping[str, Any]:
        """Return all fields unchanged."""
        return self._raw

    def table(self, field: str) -> "Table":
        """Return a nested table; an empty one if it is missing."""
        return Table(self.raw(field, {}), f"{self.place}, {field}", self._joints)

    def tables(self, field: str) -> list["Table"]:
        """Return a list of tables, each numbered in its location."""
        values = self._list(field, self.raw(field, []))
        return [
            Table(value, f"{self.place}, {field} {number}", self._joints)
            for number, value in enumerate(values, 1)
        ]

    def number(self, field: str, default: float, low: float, high: float) -> float:
        """Return a number within limits."""
        return self._number(field, self.raw(field, default), low, high)

    def flag(self, field: str) -> bool:
        """Return a boolean; False if it is missing."""
        value = self.raw(field, default=False)
        if not isinstance(value, bool):
            raise self.wrong(field, f"{value!r} is neither true nor false")
        return value

    def text(self, field: str) -> str:
        """Return a required string."""
        value = self.raw(field)
        if not isinstance(value, str) or not value:
            raise self.wrong(field, f"{value!r} is not a string" if field in self else "is missing")
        return value

    def choice(self, field: str, allowed: Collection[str], default: str = "") -> str:
        """Return one of the allowed strings; `default` if it is missing."""
        value = self.raw(field, default)
        if value not in (*allowed, default):
            raise self.wrong(field, f"{value!r} is not one of {', '.join(allowed)}")
        return str(value)

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of strings; empty if it is missing."""
        values = self._list(field, self.raw(field, []))
        if others := [value for value in values if not isinstance(value, str)]:
            raise self.wrong(field, f"{others[0]!r} is not a string")
        return tuple(values)

    def vector(self, field: str, default: Vector | None = None) -> Vector:
        """Return three numbers; required unless there is a default."""
        if field not in self and default is not None:
            return default
        if field not in self:
            raise self.wrong(field, "is missing")
        return self._vector(field, self.raw(field))

    def anchor(self, field: str, default: Anchor | None = None) -> Anchor:
        """Return a position; required unless there is a default."""
        if field not in self and default is not None:
            return default
        if field not in self:
            raise self.wrong(field, "is missing")
        return self._anchor(field, self.raw(field))

    def anchors(self, field: str, fewest: int, most: int) -> tuple[Anchor, ...]:
        """Return `fewest` to `most` positions; empty if the field is missing."""
        values = self._list(field, self.raw(field, []))
        if field in self and not fewest <= len(values) <= most:
            count = str(most) if fewest == most else f"{fewest} to {most}"
            raise self.wrong(field, f"has {len(values)} positions instead of {count}")
        return tuple(self._anchor(field, value) for value in values)

    def _list(self, field: str, value: object) -> list[Any]:
        if not isinstance(value, list):
            raise self.wrong(field, f"{value!r} is not a list")
        return value

    def _number(self, field: str, value: object, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.wrong(field, f"{value!r} is not a number from {low:g} to {high:g}")
        return float(value)

    def _vector(self, field: str, value: object) -> Vector:
        if not isinstance(value, list) or len(value) != 3:
            raise self.wrong(field, f"{value!r} is not three numbers, such as [0.1, 0.07, 0.3]")
        return Vector(*(self._number(field, each, -9, 9) for each in value))

    def _anchor(self, field: str, value: object) -> Anchor:
        if not isinstance(value, str):
            return Anchor((), self._vector(field, value))
        found = _ANCHOR.fullmatch(value)
        if not found:
            examples = '[0.1, 0.07, 0.3], "knee_l + [0, 0.1, 0]" or "hand_l .. hand_r"'
            raise self.wrong(field, f"{value!r} is not a position, such as {examples}")
        joints = tuple(joint for joint in found.group(1, 2) if joint)
        for joint in joints:
            if joint not in self._joints:
                raise self.wrong(field, f"{joint!r} is not one of {', '.join(self._joints)}")
        try:
            offset = tomllib.loads(f"offset = {found[3] or '[0, 0, 0]'}")["offset"]
        except tomllib.TOMLDecodeError:
            offset = found[3]
        return Anchor(joints, self._vector(field, offset))
