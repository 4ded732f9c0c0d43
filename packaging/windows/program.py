"""What the programs in the Windows folder run: sitbreak, or one of its windows (`--dialog`)."""

import sys


def main() -> int:
    """Carry out what was typed; return the exit status."""
    if sys.argv[1:2] == ["--dialog"]:
        from sitbreak.dialogs.__main__ import main as dialog

        return dialog(sys.argv[2:])
    from sitbreak.__main__ import main as sitbreak

    return sitbreak()


if __name__ == "__main__":
    sys.exit(main())
