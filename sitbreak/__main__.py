"""`sitbreak`, which is also `python -m sitbreak`."""

import gc
import sys


def main() -> int:
    """Carry out what was typed; return the exit status.

    Imports make hardly any garbage, and looking for it is a twelfth of the way to the icon: the instance
    turns the collector on again once that shows.
    """
    gc.disable()
    from sitbreak import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
