"""Every sentence shown to people, one module per subject.

Calm, short, never a reproach; written as people speak. A sentence is a function, also where it takes no
arguments, so the language can be set after the import. How to write one:

- The text stands as a literal inside `_()`, or `ngettext()` where a number decides the form, so that xgettext
  and Babel find it. What varies is a named `{placeholder}`, filled in by `.format()` after the translation;
  never an f-string, never pieces glued together.
- A comment that begins with "Translators:" right above it explains what the text alone does not.
- Lengths, lists and times of day come from `times`, which asks the language.
- Sentences say "minutes"; menus, buttons and the status line say "min".
- A notification's title has at most 64 characters, the status line 127 (Windows cuts what is longer).
- Only replies to a command may name a command or a tip's id.

This package imports nothing by itself: a process loads the subjects it uses.
"""
