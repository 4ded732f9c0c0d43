"""`python -m sitbreak`."""

import sys

from sitbreak.cli import main

sys.exit(main())
