"""What it costs on real Go that a stack grows: the times that book/go/growth.go prints, and its frames.

Quantiles in ns of each kind. What the clock takes, the kind "clock", is part of every time and not taken off.
"""

import tempfile
from pathlib import Path

from models.golang import evidence, recording, toolchain
from models.golang.asm import asm
from models.golang.places import LISTINGS
from models.golang.times import durations, threads
from models.golang.toolchain import REFERENCE

NAME, LISTING = "growth", "growth.go"
ENV = {"GOMAXPROCS": "1", "GOGC": "off"}
FUNCTIONS = ("show.gowrap1", "begin", "edge", "wide", "main.func1", "recursion", "down")
TO_EDGE = ("show.gowrap1", "begin")  # what a goroutine calls until edge begins
TO_DOWN = (*TO_EDGE, "main.func1", "recursion")  # and until the recursion does


def frames(version: str = REFERENCE) -> dict[str, int]:
    """The frames of the listing's functions, in bytes, as that release compiles them for amd64."""
    with tempfile.TemporaryDirectory() as folder:
        text = toolchain.go(version, ["build", "-gcflags=-S", "-o", str(Path(folder) / "growth"),
                                      str(LISTINGS / LISTING)], {"GOOS": "linux", "GOARCH": "amd64"})
    found = asm.functions(text)
    return {name: found[f"main.{name}"].frame for name in FUNCTIONS}


def record() -> dict:
    """Frames and times: book/evidence/growth.json."""
    about = recording.settings(REFERENCE, LISTING, [], ENV)
    printed = threads.printed(LISTING, ENV)
    return {name: about[name] for name in ("go", "goos", "goarch", "cpus", "env", "listing", "command")} | {
        "unit": "ns", "frames": frames(),
        "kinds": {kind: durations.quantiles(some) for kind, some in printed.items()}}


def times(kind: str, quantile: str = "p50") -> dict[int, int]:
    """The recorded quantiles of a kind in ns, by its number: "loop fresh" -> {1: …, 10: …}."""
    found = {int(name.removeprefix(f"{kind} ")): quantiles[quantile]
             for name, quantiles in evidence.load(NAME)["kinds"].items() if name.startswith(f"{kind} ")}
    if not found:
        raise ValueError(f"{NAME}.json has no times of {kind!r}")
    return found


def clock(quantile: str = "p50") -> int:
    """What the clock itself takes, in ns."""
    return evidence.load(NAME)["kinds"]["clock"][quantile]
