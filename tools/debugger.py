"""The debugger with which real Go is watched."""

import platform
import shutil
from collections.abc import Callable

from tools import apt

MEND = ("Real Go is watched with gdb, which is not installed here: install it (on Debian as root: apt-get install "
        "gdb; elsewhere from your system's packages) and run the same command again.")


def find() -> str | None:
    """The path of gdb, or None."""
    return shutil.which("gdb")


def ensure(find: Callable[[], str | None] = find) -> str | None:
    """The debugger's path; on Debian, as root, it is installed when it is missing.

    Registers are read on amd64 alone: elsewhere it is not asked for. Errors: `Problem` saying what to install.
    """
    return apt.ensure(find, ("gdb",), MEND) if platform.machine() == "x86_64" else None
