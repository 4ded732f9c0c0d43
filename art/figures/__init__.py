"""Figures: pictures of postures and movements, drawn beforehand from poses written in `poses.toml`.

`python -m art.figures` draws every picture anew. The tray process imports nothing from here.
"""
