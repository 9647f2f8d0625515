"""The closures of book/go/gocall.go in a running program, read with gdb when newproc is called and when their
code begins: whether they hold what gocall.py says that the compiler puts into them, and whether DX leads back
to them.
"""

import tempfile
from pathlib import Path

from models.golang import recording
from models.golang.asm import gocall
from models.golang.gdb import stops
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS

NAME = "closures"
def bodies() -> set[str]:
    """The functions of the listing that goroutines begin with."""
    return {f"main.{case.body}" for name, case in gocall.CASES.items() if case.body and name != "deferred"}


def look(version: str) -> dict[str, dict]:
    """One run: {case: {"words": [...], "found": whether its body found this closure in DX}}.

    A word is the name of the code that it leads to, a number, or, of an address, "->" and the number that
    lies there if it is a small one. Of a function value nobody knows the body, so it has no "found".
    """
    wanted = {"newproc": {"newproc": "newproc"}, "bodies": {name: name for name in bodies()}}
    with tempfile.TemporaryDirectory() as folder:
        seen = dict(stops.lines(version, LISTINGS / gocall.LISTING, NAME, wanted, 1, Path(folder)))
    return {name: of_case(version, name, seen) for name in gocall.CASES if f"main.{name}" in seen}


def of_case(version: str, name: str, seen: dict) -> dict:
    """What was seen of one case; a function value's closure is shown as far as its code."""
    body, words = f"main.{gocall.case(name).body}", seen[f"main.{name}"]
    size = len(gocall.made(version, name).words) or 1
    return {"words": words[:size]} | ({"found": seen[body]} if body in seen else {})


def record() -> dict:
    """Both releases: book/evidence/closures.json."""
    about = recording.settings(VERSIONS[0], gocall.LISTING, [], stops.SETTINGS)
    return {name: about[name] for name in ("goos", "goarch", "env", "listing")} | {
        "releases": {version: look(version) for version in VERSIONS}}
