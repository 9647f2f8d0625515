"""A JupyterLab for a test, with settings and workspaces of its own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.places import ROOT


@contextmanager
def jupyterlab(notebooks: Path, home: Path, *options: str) -> Iterator[str]:
    """The address of a JupyterLab on a folder of notebooks; its settings are in home/settings.

    options: further ones of its command line.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as runtime:  # the names of sockets must be short
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
             "--IdentityProvider.token=", "--KernelManager.transport=ipc", "--LabApp.news_url=None",
             f"--notebook-dir={notebooks}", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": str(home),
                 "JUPYTER_RUNTIME_DIR": runtime, "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
                 "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces")})
        try:
            yield wait_for(f"http://127.0.0.1:{port}/", server)
        finally:
            server.kill()  # asked kindly, it waits for its kernels, and nothing is lost here
            server.wait(20)


def wait_for(address: str, server: subprocess.Popen) -> str:
    """The address, once something answers there."""
    for _ in range(900):
        try:
            urllib.request.urlopen(f"{address}api").close()
            return address
        except OSError:
            assert server.poll() is None, "JupyterLab ended before it answered"
            time.sleep(0.1)
    raise AssertionError("JupyterLab does not answer")
