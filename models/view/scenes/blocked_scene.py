"""Goroutines that block, as a picture: which M is on which P with which G, who waits, who is in the kernel.

All Gs that could run stand in one line here; runq_scene.py has the queues as they are.
"""

from collections.abc import Iterable, Iterator

from models.runtime.events import read

from ..player.scene import SHOWN, About, Cell, Place, Question, Scene, State, Step
from . import blocked_steps
from .asks import question_of

# What is one step of the picture: after the key, these events.
FOLLOWS = {
    "gosched": ("globrunqput",), "retake": ("handoffp", "startm"), "acquirep": ("exitsyscall",),
    "exitsyscall": ("globrunqput", "stopm"), "releasep": ("stopm",),
}
SHOWN_KINDS = {"question", "newproc", "gosched", "globrunqput", "execute", "gopark", "goready",
               "entersyscall", "retake", "handoffp", "startm", "acquirep", "exitsyscall", "releasep", "stopm",
               "goexit"}
CITES = {
    "new": "newproc", "gosched": "goschedImpl", "global": "globrunqput", "execute": "execute",
    "park": "park_m", "ready": "ready", "enter": "reentersyscall", "back.kept": "exitsyscall",
    "back.old": "exitsyscall", "back.idle": "exitsyscall", "back.none": "exitsyscall",
    "retake": "retake", "retake.new": "retake", "retake.idle": "retake", "startm": "startm",
    "startm.new": "startm", "acquirep": "acquirep", "releasep": "stopm", "exit": "goexit0",
    "exit.main": "main",
}
KINDS = {"retake": "wake", "retake.new": "wake", "startm": "wake", "startm.new": "wake", "releasep": "sleep"}
ABOUT = {f"blocked.{key}": About(KINDS.get(key, ""), f"proc.go {function}")
         for key, function in CITES.items()}


def places(procs: int) -> tuple[Place, ...]:
    """All places for this many Ps."""
    lanes = [place for p in range(procs) for place in (
        Place(f"P{p}.home", "slot", f"P{p}", "scene.p"),
        Place(f"P{p}.m", "slot", f"P{p}", "scene.m", "scene.look"),
        Place(f"P{p}.run", "slot", f"P{p}", "scene.run"))]
    return (Place("ready", "queue", "top", "blocked.ready.label", size=SHOWN), *lanes,
            Place("kernel", "bag", "foot", "blocked.kernel", size=6),
            Place("waiting", "bag", "foot", "scene.waiting", size=3),
            Place("idlep", "bag", "foot", "scene.idlep", size=min(procs, 4)),
            Place("mfree", "bag", "foot", "scene.mfree", size=4),
            Place("done", "count", "foot", "scene.done"),
            Place("threads", "cell", "counts", "blocked.threads"))


def blocked_scene(trace: Iterable[tuple], procs: int) -> Scene:
    """The scene of a trace that begins with M0 on P0 and main on it. A question comes before its step."""
    shown = places(procs)
    at: dict[str, list[str]] = {place.name: [] for place in shown}
    at["idlep"] = [f"p{p}" for p in range(1, procs)]
    at |= {"P0.home": ["p0"], "P0.m": ["m0"], "P0.run": ["g1"]}
    begin = State(at, values={"threads": Cell("1")})
    events = list(trace)
    first = next(i for i, event in enumerate(events) if event[0] == "execute") + 1
    return Scene(shown, begin, tuple(steps_of(events[first:])), ABOUT, ("blocked.start", {}))


def groups(events: Iterable[tuple]) -> Iterator[list[tuple]]:
    """The events that the picture shows, those that are one step together."""
    group: list[tuple] = []
    for event in events:
        if event[0] not in SHOWN_KINDS:
            continue
        if group and event[0] not in FOLLOWS.get(group[0][0], ()):
            yield group
            group = []
        group.append(event)
    if group:
        yield group


def steps_of(events: Iterable[tuple]) -> Iterator[Step]:
    """The steps of all events, in order."""
    question: Question | None = None
    threads = 1
    for group in groups(events):
        if group[0][0] == "question":
            question = question_of(group[0])
            continue
        parts = {event[0]: read(event) for event in group}
        threads += "startm" in parts and parts["startm"].new
        first = next(iter(parts.values()))
        step = getattr(blocked_steps, first.kind)(first, parts)
        if step is None:
            continue
        sets = (*step.sets, ("threads", Cell(str(threads)))) if "startm" in parts else step.sets
        yield step._replace(t=first.t, lane=lane(first), sets=sets, question=question)
        question = None


def lane(e) -> str:
    """The lane that acts."""
    p = e.victim if e.kind == "retake" else e.p
    return "" if p is None else f"P{p}"
