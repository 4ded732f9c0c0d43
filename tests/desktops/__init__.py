"""sitbreak on every desktop, as a person sees and clicks it; docs/DESKTOPS.md is written from it.

Each desktop is one entry of a table (`kinds`), and all get the same checks: the real desktop is started on a
screen of its own, the screen is looked at and read, and clicked with a mouse.
"""
