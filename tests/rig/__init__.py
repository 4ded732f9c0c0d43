"""Real parts of a desktop, each private to one test, and the folders of a person.

Everything lives in the test's own folders and on its own display and bus, and is ended by process group.
"""
