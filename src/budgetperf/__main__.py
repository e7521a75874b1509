"""``python -m budgetperf`` is the command ``budgetperf``."""

import sys

from budgetperf.cli import main

if __name__ == "__main__":
    sys.exit(main())
