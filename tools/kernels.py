"""How kernels are reached: over socket files, not over TCP ports.

A port is chosen before its kernel has it. Where other programs run as well, one of them may take it meanwhile,
and then the kernel never answers. jupyter_client knows socket files, but what starts kernels here (nbclient for
the book, nbval for the tests) has no setting for them.
"""

import os
import tempfile
from pathlib import Path
from uuid import uuid4

from jupyter_client.manager import KernelManager


plain = KernelManager.__init__


def made(self: KernelManager, *args: object, **settings: object) -> None:
    """A manager whose kernel has files of its own, unless it is told otherwise."""
    place = Path(tempfile.gettempdir(), f"kernel-{uuid4().hex}")
    plain(self, *args, **{"transport": "ipc", "ip": str(place)} | settings)


def over_files() -> None:
    """Let every kernel that this process starts from now on be reached so. Windows has no such files."""
    if os.name != "nt":
        KernelManager.__init__ = made
