"""sitbreak: gets people with a bad back out of their chair every 20-30 minutes of sitting."""

from sitbreak.late_modules import imported_when_used

__version__ = "0.1.0"

# What a dataclass asks for: its annotations on Python 3.13, and a docstring if it has none, as Python's own
# have none from 3.14 on. All of inspect is 0.8 MiB.
_INSPECT = {
    "get_annotations": lambda cls: vars(cls).get("__annotations__", {}),
    "signature": lambda *_, **__: "",
}
with imported_when_used({"inspect": _INSPECT}):
    import dataclasses  # noqa: F401  so that everybody gets this one
