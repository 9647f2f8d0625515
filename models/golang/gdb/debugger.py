"""Where gdb is, with which real Go is watched."""

import platform
import shutil

from models.golang.toolchain import ToolchainError


def gdb(recording: str) -> str:
    """Where gdb is. ToolchainError, which leads to that recording, if it is not installed or the processor's
    registers are not amd64's.
    """
    if platform.machine() != "x86_64":
        raise ToolchainError(f"gdb is asked on amd64 only, not on {platform.machine()}: "
                             f"read book/evidence/{recording}.json instead")
    found = shutil.which("gdb")
    if found is None:
        raise ToolchainError("gdb is not installed, with which real Go is watched: install it "
                             "(on Debian: apt-get install gdb) and record again")
    return found
