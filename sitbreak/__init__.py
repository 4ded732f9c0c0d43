"""sitbreak: gets people with a bad back out of their chair every 20-30 minutes of sitting."""

from sitbreak.late_modules import imported_when_used

__version__ = "0.1.0"

# 0.8 MiB to write a docstring for a dataclass that has none. Python's own are among those from 3.14 on.
with imported_when_used({"inspect": {"signature": lambda *_, **__: ""}}):
    import dataclasses  # noqa: F401  so that everybody gets this one
