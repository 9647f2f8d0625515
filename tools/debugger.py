"""The debugger with which the registers of real Go are read."""

import platform
import shutil
from collections.abc import Callable

from tools import debian
from tools.problem import Problem

MEND = ("The registers of real Go are read with gdb, which is not installed here: install it (on Debian as "
        "root: apt-get install gdb) and run the same command again.")


def ensure(find: Callable[[str], str | None] = shutil.which) -> None:
    """See that gdb is there; on Debian, as root, it is installed when it is missing.

    Registers are read on amd64 alone; elsewhere it is not asked for. Errors: `Problem` saying what to install.
    """
    if platform.machine() != "x86_64":
        return
    if not find("gdb") and debian.can_install():
        debian.install("gdb")
    if not find("gdb"):
        raise Problem(MEND)
