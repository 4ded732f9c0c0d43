"""Figures: pictures of postures and movements, drawn beforehand from poses written in `poses.toml`.

`python3 dev.py art` draws them all. The tray process imports nothing from here.
"""
