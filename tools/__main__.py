"""`python -m tools TASK`: the task runner's door.

This file keeps to syntax that any Python 3 (and 2.7) can read, so that a Python that is too old
gets one sentence instead of a SyntaxError.
"""
import sys

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    sys.exit(
        "This book needs Python %d.%d or newer, and this is Python %d.%d: install a newer one "
        "from https://www.python.org/downloads/ and run the same command with it (with make: "
        "make PYTHON=python3.12 TASK)." % (OLDEST + tuple(sys.version_info[:2]))
    )

from tools.tasks import main  # noqa: E402  (only a Python that can read it gets this far)

sys.exit(main(sys.argv[1:]))
