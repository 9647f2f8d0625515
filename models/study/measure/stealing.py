"""What stealing does for a program: runs with it and without it, and what each look for work finds."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from models.program.spawn import check_n, spawn
from models.runtime.events import read
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced

from ..choosers import seeded
from ..runs import START_TICK

LAST_ROUND = 3  # of rounds 0 to 3, the one in which a thief may take a runnext


def finds_nothing(rt, mp):
    """steal_work, but every thief comes back with empty hands after one attempt."""
    yield "steal"
    return None, False


WITHOUT_STEALING = replaced(steal_work=finds_nothing)


def table(kinds: dict[str, dict]) -> dict[str, tuple[int, ...]]:
    """Recorded durations as a runtime takes them: of each step five, each as likely as the others."""
    return {kind: tuple(found[f"p{q}"] for q in (10, 30, 50, 70, 90))
            for kind, found in kinds.items()}


def trace_of(procs: int, n: int, seed: int, ns: int, durations: dict, *, cpus: int = 0,
             sleeping: int = 0, rules: dict[str, Callable] = RULES) -> list[tuple]:
    """The trace of main starting n goroutines of ns nanoseconds each.

    cpus: how many the operating system has, 0 for one a P. sleeping: how many Ms were made before
    and sleep when main begins, as in a program that has run for a while.
    """
    check_n(n)
    rt = Runtime(procs, schedtick=START_TICK, choose=seeded(seed), durations=durations, rules=rules)
    machine = Machine(rt, spawn, n, ns, cpus=cpus)
    for _ in range(sleeping):
        mp = rt.newm()
        rt.sched.midle.append(mp.id)
        machine.ms[mp.id] = rt.mstart(mp)
    machine.run()
    return rt.trace


def with_and_without(*args, **kwargs) -> dict[str, list[tuple]]:
    """Two traces of what trace_of describes: "stealing" and, where thieves find nothing, "alone"."""
    return {"stealing": trace_of(*args, **kwargs),
            "alone": trace_of(*args, rules=WITHOUT_STEALING, **kwargs)}


def time_to_start(trace: list[tuple]) -> int:
    """How long main takes from its first go statement to its last, in ns."""
    times = [event[1] for event in trace if event[0] == "newproc"]
    return times[-1] - times[0]


class Looks(NamedTuple):
    """How often find_runnable looked at a place, and how often it found a G there."""

    looked: int
    found: int


PLACES = ("tick", "runnext", "ring", "global", "rings", "last-round", "again")
FINDS = {"tick": {"globrunqget"}, "runnext": {"getnext"}, "ring": {"runqget"},
         "global": {"globrunqgetbatch"}, "rings": {"runqgrab"},
         "last-round": {"runqgrab", "grabnext"}, "again": {"globrunqgetbatch", "acquirep"}}


def looks(trace: list[tuple]) -> dict[str, Looks]:
    """For each place, in the order in which find_runnable comes to it, what the looks came to.

    The trace must be the model's: recordings of real Go hold its looks at other Ps only. A look
    that the trace ends with is not counted.
    """
    looked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for place, then in each_look(trace):
        looked[place] += 1
        found[place] += then in FINDS[place]
    return {place: Looks(looked[place], found[place]) for place in PLACES}


def each_look(trace: Iterable[tuple]) -> Iterator[tuple[str, str]]:
    """Each look at a place, and the kind of event that its M has next."""
    looking: dict[int, str] = {}
    for event in map(read, trace):
        place = looking.pop(event.m, "")
        if place == "local":
            yield "runnext", event.kind
            if event.kind != "getnext":
                yield "ring", event.kind
        elif place:
            yield place, event.kind
        elif event.kind == "globrunqgetbatch":
            yield "again", event.kind
        if event.kind == "look":
            looking[event.m] = place_of(event)


def place_of(look) -> str:
    """The place that a look is at; "local" stands for runnext and, when that is empty, the ring."""
    if look.where == "steal":
        return "last-round" if look.arg[0] == LAST_ROUND else "rings"
    return "again" if look.where == "recheck" else look.where
