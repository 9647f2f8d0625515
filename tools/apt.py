"""Programs that tests need beside Python: installed with apt-get where that can be done."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

from tools.problem import Problem

Found = TypeVar("Found")


def ensure(find: Callable[[], Found | None], packages: tuple[str, ...], mend: str) -> Found:
    """What `find` finds; on Debian, as root, the packages are installed when it finds nothing.

    Errors: `Problem` with the sentence `mend`.
    """
    if not find() and can_install():
        print(f"Installing {' and '.join(packages)} with apt-get (only this once) ...", flush=True)
        for command in (("apt-get", "-qq", "update"), ("apt-get", "-qq", "install", "-y", *packages)):
            subprocess.call(command, stdout=sys.stderr)
    found = find()
    if not found:
        raise Problem(mend)
    return found


def can_install() -> bool:
    """Whether this is a Debian-like system and we are root."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0
