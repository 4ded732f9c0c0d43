"""sitbreak: gets people with a bad back out of their chair every 20-30 minutes of sitting."""

from sitbreak.late_modules import imported_when_used

__version__ = "0.1.0"

with imported_when_used({"inspect": {}}):  # of use to a dataclass without a docstring only; 0.8 MiB
    import dataclasses  # noqa: F401  so that everybody gets this one
