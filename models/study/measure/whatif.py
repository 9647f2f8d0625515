"""A workbench: run a small program by Go's rules, change one of them, and see what moves.

    run("starving", durations=table)                                # by Go's rules
    run("starving", durations=table, global_tick=7)                 # another constant
    run("bursts", durations=table, rules=replaced(may_spin=mine))   # another rule

`table` is the table of measured durations that models/view/recorded.py reads. Each gives a Measures a seed;
`middle` takes the median of each number. Times are nanoseconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from statistics import median
from typing import NamedTuple

from models.program import reasons
from models.runtime.constants import Constants
from models.runtime.goroutine import MAIN
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime

from ..choosers import seeded
from ..runs import START_TICK
from .lives import Ledger
from .scheduling import fairness, percentile, report

SEEDS = (1, 2, 3)
LOCKED = ("globrunqput", "globrunqget", "globrunqgetbatch", "runqputslow")
ROBS = ("runqgrab", "grabnext")


class Workload(NamedTuple):
    """A program, its arguments, and how many Ps it is run on; cpus: 0 for one each.

    guests: the Gs whose longest wait is measured apart from the others.
    """

    main: Callable
    args: tuple
    procs: int
    cpus: int = 0
    guests: tuple[int, ...] = ()


WORKLOADS = {
    "starving": Workload(reasons.starving, (4, 60, 9, 5_000), 1, guests=(2, 3, 4, 5)),
    "flood": Workload(reasons.flood, (1000, 5_000), 4),
    "share": Workload(reasons.flood, (250, 20_000), 4),
    "forkjoin": Workload(reasons.forkjoin, (8, 20_000), 8),
    "pingpong": Workload(reasons.pingpong, (8, 20, 1_000), 1),
    "crowded": Workload(reasons.crowded, (200, 100_000, 5, 20_000), 1, guests=(4, 5, 6, 7, 8)),
    "bursts": Workload(reasons.bursts, (20, 8, 100_000), 8),
    "mixed": Workload(reasons.mixed, (3, 60_000_000, 60, 1_000_000, 20_000), 2),
    "parallel": Workload(reasons.forkjoin, (7, 100_000), 4, cpus=4),
}


@dataclass(frozen=True)
class Measures:
    """What one run comes to.

    makespan: from main's start to its end. p50, p99, longest: of all waits from runnable to running, each
    counted by itself. guest: the longest wait of a guest. fairness: Jain's index of what part of the time in
    which it could run each goroutine did. trips: how often the global queue was used, and its lock taken.
    steals, stolen: how many, and of how many Gs. looks: at another P. wakeups: of Ms. looking: the time in
    which an M had a P and ran nothing, of all Ps together.
    """

    makespan: float
    p50: float
    p99: float
    longest: float
    guest: float
    fairness: float
    trips: float
    steals: float
    stolen: float
    looks: float
    wakeups: float
    looking: float


class Waits(Ledger):
    """Puts down every single wait: (G, ns)."""

    def __init__(self, start: int):
        super().__init__(start)
        self.waits: list[tuple[int, int]] = []

    def turn(self, g: int, t: int, then) -> None:
        did = self.doing.get(g)
        if did and did.p is None:
            self.waits.append((g, t - did.since))
        super().turn(g, t, then)


def waits(trace: Sequence[tuple]) -> list[tuple[int, int]]:
    """Every wait from runnable to running that ends in the trace: (G, ns)."""
    book = Waits(trace[0][1])
    for event in trace:
        book.note(event)
    return book.waits


def measured(trace: Sequence[tuple], procs: int, guests: Iterable[int] = ()) -> Measures:
    """What a trace comes to."""
    whole, found, guests = report(list(trace), procs), waits(trace), set(guests)
    times = sorted(ns for _, ns in found)
    able = [(life.ran, life.ran + life.waited) for life in whole.lives if life.made is not None]
    return Measures(
        whole.makespan, percentile(times, 50), percentile(times, 99), times[-1],
        max((ns for g, ns in found if g in guests), default=0),
        fairness([ran / could for ran, could in able if could]),
        sum(event[0] in LOCKED for event in trace),
        whole.steals, whole.stolen,
        sum(event[0] == "look" and event[4] == "steal" for event in trace),
        whole.wakeups, sum(use.looking for use in whole.ps))


def traced(workload: str, seed: int, *, durations: dict[str, Sequence[int]], procs: int = 0,
           rules: dict[str, Callable] = RULES, **constants) -> list[tuple]:
    """The trace of a workload up to main's end. procs: 0 for as many Ps as it is meant for.

    ValueError for a workload or a constant that there is not, or a program that does not end well by these
    rules.
    """
    if workload not in WORKLOADS:
        raise ValueError(f"there is no workload {workload!r}; there are {', '.join(WORKLOADS)}")
    unknown = constants.keys() - Constants.__dataclass_fields__.keys()
    if unknown:
        names = ", ".join(sorted(unknown))
        raise ValueError(f"there is no constant {names}; see models/runtime/constants.py")
    load = WORKLOADS[workload]
    rt = Runtime(procs or load.procs, schedtick=START_TICK, const=Constants(**constants), rules=rules,
                 choose=seeded(seed), durations=durations)
    ending = Machine(rt, load.main, *load.args, cpus=load.cpus).run()
    if ending != "END":
        raise ValueError(f"by these rules the program {workload} does not come to its end: {ending}")
    end = next(i for i, event in enumerate(rt.trace) if event[0] == "goexit" and event[4] == MAIN)
    return rt.trace[:end + 1]


def run(workload: str, seeds: Iterable[int] = SEEDS, *, procs: int = 0, **changes) -> list[Measures]:
    """What a workload comes to, a run each seed; `changes` are what `traced` takes."""
    ps, guests = procs or getattr(WORKLOADS.get(workload), "procs", 1), ()
    if workload in WORKLOADS:
        guests = WORKLOADS[workload].guests
    return [measured(traced(workload, seed, procs=procs, **changes), ps, guests) for seed in seeds]


def middle(runs: Iterable[Measures]) -> Measures:
    """The median of each number."""
    return Measures(*map(median, zip(*map(astuple, runs), strict=True)))
