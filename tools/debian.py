"""Programs that the tests need and that pip cannot install: on Debian, as root, apt-get can."""

import os
import shutil
import subprocess
import sys


def can_install() -> bool:
    """Whether this is a Debian-like system and we are root."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def install(package: str) -> None:
    """Install a package and say so; whether it worked shows when the program is looked for again."""
    print(f"Installing {package} with apt-get (only this once) ...", flush=True)
    for command in (("apt-get", "-qq", "update"), ("apt-get", "-qq", "install", "-y", package)):
        subprocess.call(command, stdout=sys.stderr)
