"""book/go/watched.go on real Go: what happens when, as its log of steps tells, on both releases.

Kept in book/evidence/watched.json: of each release some runs, as the moments of MOMENTS; and one run whole,
as events whose Gs are numbered as in models/program/watched.py.
"""

import os

from models.golang import evidence
from models.golang.places import LISTINGS
from models.golang.steps import steprun
from models.golang.steps.stepfile import Steps
from models.golang.toolchain import VERSIONS, ToolchainError
from models.runtime.events import FIELDS
from models.runtime.sysmon import MS, SYSMON
from models.study.moments.watching import CALLER, LOOP, READER

NAME = "watched"
RUNS, TRIES = 9, 200
LISTING = LISTINGS / "watched.go"
REAL_SYSMON = 1  # the M that sysmon is in Go
# How long after which other moment each comes at most, in ns. If later, a thread had to wait for its CPU.
SOON = {"taken": (None, MS), "loop-runs": ("taken", MS), "back": (None, 6 * MS),
        "asked": ("loop-runs", 21 * MS),
        "stopped": ("asked", MS), "caller-runs": ("stopped", MS)}
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
    """The runs of one release that nothing disturbed: the moments of each. made: how many were made for that.

    One is kept whole: the first in which the moments come in the order of MOMENTS.
    """
    kept, whole = [], {}
    for made in range(1, TRIES + 1):
        start, events = story(one(version))
        came = moments(events)
        if not undisturbed(came):
            continue
        kept.append(came)
        if order(came) == list(MOMENTS):
            whole = whole or {"start": start, "events": events}
        if len(kept) >= RUNS and whole:
            return {"made": made, "runs": kept[-RUNS:]} | whole
    raise ToolchainError(f"of {TRIES} runs {len(kept)} were undisturbed: record again when the machine "
                         "has less to do")


def undisturbed(came: dict[str, int | None]) -> bool:
    """Whether all moments came, and in time. How soon the network's comes depends on when the program
    began.
    """
    return None not in came.values() and all(
        came[moment] - (came[since] if since else 0) < most for moment, (since, most) in SOON.items())


def one(version: str) -> Steps:
    """One run of the program."""
    return steprun.record(LISTING, version, 1, env={})


def story(recorded: Steps) -> tuple[dict, list[tuple]]:
    """P0 when main began to start its goroutines, and what happened from there on to the end of main."""
    end = next(i for i, event in enumerate(recorded.events) if event[0] == "end")
    events = [event for event in recorded.events[:end] if event[0] in FIELDS]
    mains = [i for i, event in enumerate(events) if event[0] == "newproc" and event[5] == 1]
    if len(mains) < 3:
        raise ToolchainError("main started fewer than three goroutines: record it again")
    names = dict(zip([events[i][4] for i in mains[-3:]], (READER, LOOP, CALLER)))
    p, = recorded.start["ps"]
    others = [*p["ring"], *([p["runnext"]] if p["runnext"] else [])]
    names |= {g: CALLER + i for i, g in enumerate((g for g in others if g not in names), 1)}
    start = {"head": p["head"], "ring": [names[g] for g in p["ring"]], "runnext": names.get(p["runnext"], 0),
             "schedtick": p["schedtick"]}
    return start, [plain(event, names) for event in events[mains[-3]:] if event[0] != "look"]


def plain(event: tuple, names: dict[int, int]) -> tuple:
    """An event as the model has it: with its own number for sysmon, and its Gs by other names."""
    kind, t, m, p, *rest = event
    if kind == "injectglist":
        rest = [rest[0], (), 0]  # sysmon has no P, so all go global
    for i, field in enumerate(FIELDS[kind].split()):
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
