"""Dialogs, each its own short-lived process; the running instance does what their buttons ask for.

`frame` is what every dialog shares, with the other modules here. A kind of dialog is a package, such as
`card`, whose module `window` defines a subclass of `Frame`, named DIALOG; `sitbreak.desktop.dialogs` has the
command that opens it.
"""
