"""The fields of a g that a go statement has just prepared, read with gdb when it is put into the queue.

Addresses differ from run to run; so of those in the stack the distance from one of its ends is kept, and of
code the name. Of a g that is used again, what it held while it was dead is kept too, as far as it means
something: its stack, and what it says of the goroutine before.
"""

import tempfile
from pathlib import Path

from models.golang import recording
from models.golang.gdb import stops
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS, ToolchainError

NAME, LISTING = "newborn", "newborn.go"
CALLERS = ("made", "reused")  # the functions with the go statements
LEFT = ("stack", "stackguard0", "stktopsp", "startpc", "parentGoid", "goid", "atomicstatus")  # of a dead g
CODES = {"goexit": "goexit", "made.gowrap1": "main.made.gowrap1", "reused.gowrap1": "main.reused.gowrap1"}


def look(version: str) -> dict[str, dict]:
    """One run on one P: {caller: {"before": the dead g's fields, or None, "born": the filled g's}}."""
    wanted = {"callers": {caller: f"main.{caller}" for caller in CALLERS}, "codes": CODES,
              "newproc": {"newproc": "newproc"}, "runqput": {"runqput": "runqput"}}
    with tempfile.TemporaryDirectory() as folder:
        found = stops.lines(version, LISTINGS / LISTING, NAME, wanted, 1, Path(folder))
    if [(caller, again) for caller, again, *_ in found] != [("made", False), ("reused", True)]:
        raise ToolchainError(f"gdb saw {found}, not one new g and then the same again: "
                             f"models/golang/{NAME}.py must be brought up to Go {version}")
    return {caller: {"before": before and {name: before[name] for name in LEFT}, "born": born}
            for caller, _, before, born in found}


def record() -> dict:
    """Both releases: book/evidence/newborn.json."""
    about = recording.settings(VERSIONS[0], LISTING, [], {"GOMAXPROCS": "1"} | stops.SETTINGS)
    return {name: about[name] for name in ("goos", "goarch", "env", "listing", "command")} | {
        "releases": {version: look(version) for version in VERSIONS}}
