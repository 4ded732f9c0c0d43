"""Figures: pictures of postures and movements, drawn beforehand from poses written in `poses.toml`.

`python -m sitbreak.figures` draws every picture anew. The tray process imports nothing from here.
"""
