"""The man page and the completions of shells, made from the command line's parsers.

`python3 -m manual FOLDER` writes them as they lie below /usr/share. Each build of the wheel does so
(hatch_build.py); nothing here is in the wheel.
"""
