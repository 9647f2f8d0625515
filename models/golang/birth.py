"""What a go statement enters in the runtime, in which order and on which stack: watched with gdb.

The runtime is the plain one. A stop is made at the first instruction of each station; what is inlined has
none (gostartcall stands in gostartcallfn). Watched are a go statement that makes a new G, one that uses a
dead G again, and one that wakes a P that has nothing to do.
"""

import json
import shutil
import tempfile
from pathlib import Path

from models.golang import recording, toolchain
from models.golang.places import LISTINGS, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME, LISTING = "birth", "birth.go"
SETTINGS = {"GOGC": "off", "GODEBUG": "asyncpreemptoff=1"}
STATIONS = ("newproc", "systemstack", "newproc.func1", "newproc1", "gfget", "malg", "malg.func1", "stackalloc",
            "allgadd", "gostartcallfn", "casgstatus", "runqput", "wakep", "pidlegetSpinning", "startm")
CALLERS, END = ("made", "reused"), "gosched_m"  # from a caller's start until main has called Gosched
STATUS = {0: "idle", 1: "runnable", 2: "running", 4: "waiting", 6: "dead"}
MASK = 0xFFFFFFFF  # a status has 32 bits; what lies above them in its register does not count
ATTEMPTS = 20
RUNS = 5  # all of them have to say the same


def addresses(version: str, program: Path) -> dict[str, int]:
    """The address of every function of a program, by its name without package runtime and ABI."""
    found = {}
    for line in toolchain.go(version, ["tool", "nm", str(program)]).splitlines():
        parts = line.split(maxsplit=2)
        if len(parts) == 3 and parts[1] in "Tt":
            found[parts[2].removeprefix("runtime.")] = int(parts[0], 16)
    return {name.removesuffix(".abi0"): at for name, at in found.items()} | found


def script(at: dict[str, int]) -> str:
    """What gdb is to do; `at`: addresses by name. ToolchainError names a function that is not there."""
    missing = [name for name in (*STATIONS, *(f"main.{caller}" for caller in CALLERS), END) if name not in at]
    if missing:
        raise ToolchainError(f"the program has no function {', '.join(missing)}: "
                             "models/golang/birth.py must be brought up to this release")
    places = {"callers": {caller: at[f"main.{caller}"] for caller in CALLERS},
              "stations": {name: at[name] for name in STATIONS}, "ends": {END: at[END]}}
    template = (TEMPLATES / "birth.gdb.txt").read_text(encoding="utf-8")
    return template.replace("@PLACES@", json.dumps(places))


def watch(version: str, procs: int) -> dict[str, list[list]]:
    """One run with that many Ps: of each caller, the stations that it came through.

    systemstack counts where it changes the stack; on g0 it only calls. A station is [name, the stack SP is on, "g" or "g0" for the g that R14 points to], and of casgstatus from
    which status to which, of runqput whether the G is to be the next one.
    """
    gdb = shutil.which("gdb")
    if gdb is None:
        raise ToolchainError("gdb is not installed, which watches the runtime here: install it "
                             "(on Debian: apt-get install gdb) and record again")
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(version, LISTINGS / LISTING, Path(folder) / "birth")
        commands = Path(folder) / "commands"
        commands.write_text(script(addresses(version, program)), encoding="utf-8")
        env = toolchain.environment(version, {"GOMAXPROCS": str(procs)} | SETTINGS)
        printed = toolchain.run([gdb, "-nx", "-batch", "-x", str(commands), str(program)], env, None, 120)
    found = [json.loads(line) for line in printed.splitlines() if line.startswith("[\"")]
    if [caller for caller, _ in found] != list(CALLERS):
        raise ToolchainError(f"gdb saw {[caller for caller, _ in found]}, not {list(CALLERS)}: {printed[-200:]}")
    return {caller: [station(*entered) for entered in stations if entered[:2] != ["systemstack", "g0"]]
            for caller, stations in found}


def station(name: str, stack: str, on_g0: bool, second: int, third: int) -> list:
    """A station as it is kept."""
    more = {"casgstatus": lambda: [STATUS[second & MASK], STATUS[third & MASK]],
            "runqput": lambda: ["next" if third & 1 else "tail"]}
    return [name, stack, "g0" if on_g0 else "g", *more.get(name, list)()]


def undisturbed(version: str, procs: int) -> dict[str, list[list]]:
    """A run in which main was not preempted: under gdb it stands still often, and sysmon may take that for long."""
    for _ in range(ATTEMPTS):
        found = watch(version, procs)
        if not any("running" in entered for stations in found.values() for entered in stations):
            return found
    raise ToolchainError(f"main was preempted in {ATTEMPTS} runs under gdb: record again when the machine is quiet")


def settled(version: str, procs: int, callers: tuple[str, ...]) -> list[list[list]]:
    """The stations of those callers, the same in all of RUNS runs; ToolchainError if they differ."""
    runs = [[found[caller] for caller in callers]
            for found in (undisturbed(version, procs) for _ in range(RUNS))]
    other = next((run for run in runs if run != runs[0]), None)
    if other:
        raise ToolchainError(f"runs of {LISTING} with GOMAXPROCS={procs} on Go {version} differ: {runs[0]}, {other}")
    return runs[0]


def situations(version: str) -> dict[str, list[list]]:
    """The stations of each situation: a G that is made, one that is used again, one that another P can help with."""
    made, reused = settled(version, 1, CALLERS)
    return {"made": made, "reused": reused, "waking": settled(version, 2, CALLERS[:1])[0]}


def record() -> dict:
    """Both releases: book/evidence/birth.json."""
    about = recording.settings(VERSIONS[0], LISTING, [], SETTINGS)
    return {name: about[name] for name in ("goos", "goarch", "env", "listing", "command")} | {
        "runs": RUNS, "releases": {version: situations(version) for version in VERSIONS}}
