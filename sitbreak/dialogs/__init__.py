"""Dialogs, each its own short-lived process; the running instance does what their buttons ask for.

`frame` is what every dialog shares. A kind of dialog is one module, such as `card`, that defines a subclass
of `Frame` and names it DIALOG; `sitbreak.desktop.dialogs` has the command that opens it.
"""
