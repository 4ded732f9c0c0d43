"""`python -m sitbreak.dialogs tip CONTENT`; see `start`."""

import sys

from sitbreak.dialogs.start import main

sys.exit(main(sys.argv[1:]))
