"""Hypothesis on a busy computer: no example has to be quick."""

from hypothesis import settings

settings.register_profile("sitbreak", deadline=None)
settings.load_profile("sitbreak")
