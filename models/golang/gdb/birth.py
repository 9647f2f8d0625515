"""What a go statement enters in the runtime, in which order and on which stack: watched with gdb.

The runtime is the plain one. A stop is made at the first instruction of each station; what is inlined has
none (gostartcall stands in gostartcallfn). Watched are a go statement that makes a new G, one that uses a
dead G again, and one that wakes a P that has nothing to do.
"""

import tempfile
from pathlib import Path

from models.golang import recording
from models.golang.gdb import stops
from models.golang.places import LISTINGS
from models.golang.toolchain import VERSIONS, ToolchainError

NAME, LISTING = "birth", "birth.go"
STATIONS = ("newproc", "systemstack", "newproc.func1", "newproc1", "gfget", "malg", "malg.func1",
            "stackalloc", "allgadd", "gostartcallfn", "casgstatus", "runqput", "wakep", "pidlegetSpinning",
            "startm")
CALLERS, END = ("made", "reused"), "gosched_m"  # from a caller's start until main has called Gosched
STATUS = {0: "idle", 1: "runnable", 2: "running", 4: "waiting", 6: "dead"}
MASK = 0xFFFFFFFF  # a status has 32 bits; what lies above them in its register does not count
ATTEMPTS = 20
RUNS = 5  # all of them have to say the same


def watch(version: str, procs: int) -> dict[str, list[list]]:
    """One run with that many Ps: of each caller, the stations that it came through.

    systemstack counts where it changes the stack; on g0 it only calls. A station is [name, the stack SP is
    on, whose g R14 points to], each "g" or "g0", and of casgstatus from which status to which, of runqput
    whether the G is to be the next one.
    """
    wanted = {"callers": {caller: f"main.{caller}" for caller in CALLERS},
              "stations": {name: name for name in STATIONS}, "ends": {END: END}}
    with tempfile.TemporaryDirectory() as folder:
        found = stops.lines(version, LISTINGS / LISTING, NAME, wanted, procs, Path(folder))
    if [caller for caller, _ in found] != list(CALLERS):
        raise ToolchainError(f"gdb saw {[caller for caller, _ in found]}, not {list(CALLERS)}: "
                             f"models/golang/{NAME}.py must be brought up to Go {version}")
    return {caller: [station(*entered) for entered in stations if entered[:2] != ["systemstack", "g0"]]
            for caller, stations in found}


def station(name: str, stack: str, on_g0: bool, second: int, third: int) -> list:
    """A station as it is kept."""
    more = {"casgstatus": lambda: [STATUS[second & MASK], STATUS[third & MASK]],
            "runqput": lambda: ["next" if third & 1 else "tail"]}
    return [name, stack, "g0" if on_g0 else "g", *more.get(name, list)()]


def undisturbed(version: str, procs: int) -> dict[str, list[list]]:
    """A run in which main was not preempted: it stands still under gdb, which sysmon may take for work."""
    for _ in range(ATTEMPTS):
        found = watch(version, procs)
        if not any("running" in entered for stations in found.values() for entered in stations):
            return found
    raise ToolchainError(f"main was preempted in {ATTEMPTS} runs under gdb: "
                         "record again when the machine is quiet")


def settled(version: str, procs: int, callers: tuple[str, ...]) -> list[list[list]]:
    """The stations of those callers, the same in all of RUNS runs; ToolchainError if they differ."""
    runs = [[found[caller] for caller in callers]
            for found in (undisturbed(version, procs) for _ in range(RUNS))]
    other = next((run for run in runs if run != runs[0]), None)
    if other:
        raise ToolchainError(f"runs of {LISTING} with GOMAXPROCS={procs} on Go {version} differ: "
                             f"{runs[0]}, {other}")
    return runs[0]


def situations(version: str) -> dict[str, list[list]]:
    """The stations of each situation: a G is made; one is used again; one is made while a P has no work."""
    made, reused = settled(version, 1, CALLERS)
    return {"made": made, "reused": reused, "waking": settled(version, 2, CALLERS[:1])[0]}


def record() -> dict:
    """Both releases: book/evidence/birth.json."""
    about = recording.settings(VERSIONS[0], LISTING, [], stops.SETTINGS)
    return {name: about[name] for name in ("goos", "goarch", "env", "listing", "command")} | {
        "runs": RUNS, "releases": {version: situations(version) for version in VERSIONS}}
