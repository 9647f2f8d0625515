"""What a trace says of Ps while their number changes: procs.go, traced by both releases and read by the newer
one's `go tool trace`.
"""

import re
import tempfile
from pathlib import Path

from models.golang import recording, toolchain
from models.golang.places import LISTINGS
from models.golang.toolchain import REFERENCE, VERSIONS, ToolchainError

NAME, LISTING = "proctrace", "procs.go"
ENV = {"GOMAXPROCS": "2"}
TO = 8  # the program's first change
EVENT = re.compile(r"^\s*(Proc\w+)", re.MULTILINE)
LINE = re.compile(r"Time=(\d+)(.*)")


def look(version: str) -> dict:
    """One run: the kinds of events about Ps, and when each P that is new by the first change first runs, in
    microseconds from the change.
    """
    with tempfile.TemporaryDirectory() as folder:
        program = toolchain.build(version, LISTINGS / LISTING, Path(folder) / "program")
        trace = Path(folder) / "trace"
        toolchain.run([str(program), str(trace)], toolchain.environment(version, ENV), None, 60)
        wire, parsed = (toolchain.go(REFERENCE, ["tool", "trace", f"-d={form}", str(trace)])
                        for form in ("wire", "parsed"))
    return {"events": sorted(set(EVENT.findall(wire))), "first": first(parsed)}


def first(parsed: str) -> list[list[int]]:
    """[P, microseconds] for each P from 2 on, in the order in which they first run after the change."""
    events = [(int(found[1]), found[2]) for found in map(LINE.search, parsed.splitlines()) if found]
    ends = [i for i, (_, text) in enumerate(events) if f"Uint64({TO})" in text
            and "gomaxprocs" in text]
    if not ends:
        raise ToolchainError(f"the trace of {LISTING} has no change to {TO} Ps: "
                             f"models/golang/{NAME}.py must be brought up to this release")
    begin, found = events[ends[0]][0], {}
    for time, text in events[ends[0]:]:
        runs = re.search(r"ProcID=(\d+) \w+->Running", text)
        if runs and int(runs[1]) >= int(ENV["GOMAXPROCS"]):
            found.setdefault(int(runs[1]), (time - begin) // 1000)
    return [[p, after] for p, after in found.items()]


def record() -> dict:
    """Both releases: book/evidence/proctrace.json."""
    about = recording.settings(VERSIONS[0], LISTING, ["procs.trace"], ENV)
    return {name: about[name] for name in ("goos", "goarch", "cpus", "env", "listing", "command")} | {
        "releases": {version: look(version) for version in VERSIONS}}
