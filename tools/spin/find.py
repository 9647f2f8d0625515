"""Where Spin and a C compiler are."""

import shutil
from collections.abc import Callable
from typing import NamedTuple

from tools import apt

COMPILERS = ("cc", "gcc", "clang")
MEND = ("The explorer is checked against Spin, and Spin needs a C compiler; one of them is not installed "
        "here: install both (on Debian as root: apt-get install spin gcc libc6-dev; on macOS: brew install "
        "spin, and the command line tools of Xcode; elsewhere from spinroot.com) and run the same "
        "command again.")


class Programs(NamedTuple):
    """The paths of Spin and of a C compiler."""

    spin: str
    cc: str


def find() -> Programs | None:
    """Both programs, or None if one is missing."""
    spin = shutil.which("spin")
    cc = next(filter(None, map(shutil.which, COMPILERS)), None)
    return Programs(spin, cc) if spin and cc else None


def ensure(find: Callable[[], Programs | None] = find) -> Programs:
    """Both programs; on Debian, as root, they are installed when they are missing.

    Errors: `Problem` saying what to install.
    """
    return apt.ensure(find, ("spin", "gcc", "libc6-dev"), MEND)
