"""What comes from outside, made up by chance: files, commands and the replies of servers.

Each module has targets: what a case looks like, and what must hold whatever it says. `engine` tries cases:
`python3 dev.py fuzz` many of every target, `test_fuzz` a few. A case that has shown a fault is a test of its
own, beside those of the module that was at fault.
"""
