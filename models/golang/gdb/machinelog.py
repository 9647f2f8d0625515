"""The life of Ms in real Go, as gdb sees it in a run of book/go/machines.go: by whom each is made, how its thread
begins, where it sleeps and how it ends; and which thread of the process is which M.

Kept is which ways were seen, not how often. A way is the functions from the one that was entered to the bottom of
the thread's stack, without `runtime.`; gdb may lose it at a function in assembly.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from models.golang import evidence, recording, toolchain
from models.golang.gdb import debugger
from models.golang.places import LISTINGS, TEMPLATES
from models.golang.toolchain import VERSIONS, ToolchainError

NAME = "machinelog"
LISTING = "machines.go"
SCRIPT = TEMPLATES / "machinelog.gdb.txt"
COMMAND = "gdb -batch -x log.py ./machines"  # log.py is SCRIPT
ENV = {"GOMAXPROCS": "3", "GOGC": "off"}
TRIES = 20


class Entered(NamedTuple):
    """M m enters a function, on its g0 or not. p, nextp: whether it has these. way: who called whom."""

    m: int
    on_g0: bool
    p: bool
    nextp: bool
    way: tuple[str, ...]


class Thread(NamedTuple):
    """An M; how far its thread's number is above the process's. p, g: whether it has a P and a goroutine."""

    m: int
    thread: int
    p: bool
    g: bool


def record() -> dict:
    """Both releases, as kept in book/evidence/machinelog.json."""
    return {"runs": {version: run(version) for version in VERSIONS}}


def run(version: str) -> dict:
    """One release: how it was made, the ways that were seen, the Ms and the threads at the end."""
    about = recording.settings(version, LISTING, [], ENV)
    for _ in range(TRIES):
        entered, ms, threads = read(said(version))
        ended = {one.m for one in entered if one.way[0] == "mexit"} - {0}
        if ended and threads and not ended & {one.m for one in ms}:
            break
    else:
        raise ToolchainError(f"gdb has not seen an M of {LISTING} end on Go {version} in {TRIES} runs")
    ways = sorted({one.way for one in entered})
    begun = sorted({one for one in entered if one.way[0] == "mstart1"})
    off = sorted({one.way for one in entered if not one.on_g0})
    return {name: about[name] for name in ("go", "goos", "goarch", "env")} | {
        "command": COMMAND, "ways": listed(ways), "begun": listed(begun), "not on g0": listed(off),
        "ms": listed(ms), "threads": threads}


def listed(value):
    """Tuples made lists, as JSON has them."""
    return [*map(listed, value)] if isinstance(value, (tuple, list)) else value


def said(version: str) -> str:
    """What gdb prints of one run."""
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(version, LISTINGS / LISTING, Path(folder) / "machines")
        script = Path(folder) / "log.py"
        script.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
        quiet = ["-iex", "set debuginfod enabled off", "-iex", "set auto-load off"]
        command = [debugger.gdb(NAME), "-nx", *quiet, "-batch", "-x", str(script), str(program)]
        return toolchain.run(command, toolchain.environment(version, ENV), None, 60)


def read(printed: str) -> tuple[list[Entered], list[Thread], list[int]]:
    """What was entered, in order; the Ms; the threads. ToolchainError where gdb saw nothing."""
    said = {kind: [line.split()[1:] for line in printed.splitlines() if line.startswith(f"{kind} ")]
            for kind in ("ENTERED", "M", "THREADS")}
    entered = [Entered(int(m), *(flag == "1" for flag in flags), tuple(way.split(",")))
               for m, *flags, way in said["ENTERED"]]
    if not entered:
        last = (printed.strip().splitlines() or ["it printed nothing"])[-1]
        raise ToolchainError(f"gdb saw no M: {last}; it needs to be allowed to trace a program (ptrace)")
    ms = [Thread(int(m), int(thread), p == "1", g == "1") for m, thread, p, g in said["M"]]
    threads = [int(number) for line in said["THREADS"] for number in line]
    return entered, sorted(ms), threads


def recorded(version: str) -> dict:
    """The kept run of a release."""
    return evidence.load(NAME)["runs"][version]


def ways(version: str) -> list[str]:
    """The ways that were seen, from the bottom up: "clone > mstart > mstart0 > mstart1"."""
    return [" > ".join(reversed(way)) for way in recorded(version)["ways"]]
