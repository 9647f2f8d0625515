"""book/go/watched.go on real Go: what happens when, as its log of steps tells, on both releases.

Kept in book/evidence/watched.json: of each release some runs, as the moments of MOMENTS; and one run whole, as
events whose Gs are numbered as in models/program/watched.py.
"""

import os

from models.golang import evidence, steprun
from models.golang.places import LISTINGS
from models.golang.stepfile import Steps
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.events import FIELDS
from models.runtime.sysmon import SYSMON
from models.study.watching import CALLER, LOOP, READER

NAME = "watched"
RUNS = 9
LISTING = LISTINGS / "watched.go"
REAL_SYSMON = 1  # the M that sysmon is in Go
# What is told of a run, and the events that it is: kind, and the values that some of its fields have.
MOMENTS = {
    "taken": ("retake", {"m": SYSMON}),
    "loop-runs": ("execute", {"g": LOOP}),
    "back": ("exitsyscall", {"g": CALLER, "how": "none"}),
    "network": ("injectglist", {"m": SYSMON}),
    "asked": ("preempt", {"g": LOOP}),
    "stopped": ("gopreempt", {"g": LOOP}),
    "caller-runs": ("execute", {"g": CALLER, "inherit": 0}),
}


def record() -> dict:
    """Some runs of each release."""
    return {"cpus": len(os.sched_getaffinity(0)), "command": "GOMAXPROCS=1 go run watched.go",
            "releases": {version: runs(version) for version in VERSIONS}}


def runs(version: str) -> dict:
    """The runs of one release: the moments of each, and the events of the first."""
    made = [story(one(version)) for _ in range(RUNS)]
    return {"runs": [moments(events) for _, events in made], "ring": made[0][0], "events": made[0][1]}


def one(version: str) -> Steps:
    """One run of the program."""
    return steprun.record(LISTING, version, 1, env={})


def story(recorded: Steps) -> tuple[list[int], list[tuple]]:
    """What stood in P0's queue when main began to start its goroutines, its runnext last; and what happened
    from there on to the end of main.
    """
    end = next(i for i, event in enumerate(recorded.events) if event[0] == "end")
    events = [event for event in recorded.events[:end] if event[0] in FIELDS]
    mains = [i for i, event in enumerate(events) if event[0] == "newproc" and event[5] == 1]
    if len(mains) < 3:
        raise ToolchainError("main started fewer than three goroutines: record it again")
    first, names = mains[-3], {}
    for g, name in zip([events[i][4] for i in mains[-3:]], (READER, LOOP, CALLER)):
        names[g] = name
    p, = recorded.start["ps"]
    ring = [*p["ring"], *([p["runnext"]] if p["runnext"] else [])]
    names |= {g: 5 + i for i, g in enumerate(g for g in ring if g not in names)}
    return [names[g] for g in ring], [plain(event, names) for event in events[first:] if event[0] != "look"]


def plain(event: tuple, names: dict[int, int]) -> tuple:
    """An event as the model has it: with its own number for sysmon, and its Gs by other names."""
    kind, t, m, p, *rest = event
    if kind == "injectglist":
        rest = [rest[0], (), 0]
    fields = FIELDS[kind].split()
    for i, field in enumerate(fields):
        if field in ("g", "kicked", "by"):
            rest[i] = names.get(rest[i], rest[i])
        if field in ("gs", "shared"):
            rest[i] = tuple(names.get(g, g) for g in rest[i])
    return (kind, t, SYSMON if m == REAL_SYSMON else m, p, *rest)


def moments(events: list[tuple]) -> dict[str, int | None]:
    """When each moment comes, in ns since the caller's long call began; None if it does not."""
    calls = [i for i, event in enumerate(events) if event[0] == "entersyscall" and event[4] == CALLER]
    after = events[calls[1]:]
    return {name: next((event[1] - after[0][1] for event in after if fits(event, kind, values)), None)
            for name, (kind, values) in MOMENTS.items()}


def fits(event: tuple, kind: str, values: dict) -> bool:
    """Whether an event is of this kind and has these values."""
    if event[0] != kind:
        return False
    named = dict(zip(("t", "m", "p", *FIELDS[kind].split()), event[1:]))
    return all(named[field] == value for field, value in values.items())


def order(moments_of: dict[str, int | None]) -> list[str]:
    """The moments that came, in order."""
    came = {name: t for name, t in moments_of.items() if t is not None}
    return sorted(came, key=lambda name: came[name])


def recorded(version: str) -> dict:
    """The kept runs of a release."""
    return evidence.load(NAME)["releases"][version]
