"""The exercises of the chapter on GOMAXPROCS, from reading a trace to changing a rule.

Every right answer comes from the rules of models/runtime themselves.
"""

from collections.abc import Callable
from random import Random

from models.runtime.constants import BY_RELEASE
from models.runtime.goroutine import go, work
from models.runtime.host import Host, adjustCgroupGOMAXPROCS, cgroup_v2, schedinit
from models.runtime.machine import Machine
from models.runtime.procresize import gomaxprocs
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.state import G
from models.runtime.status import G_RUNNABLE, P_DEAD, P_GCSTOP, Throw
from models.runtime.waitgroup import waitgroup, wg_add, wg_done, wg_wait
from models.study.moments.resized import COSTS
from models.study.printed.schedtrace import Short
from models.study.runs import START_TICK

from .exercise import Exercise, Function, Prediction, under
from .gomaxprocs_beliefs import GLOBAL_AFTER, LOST, READ_TRACE, STOP, stop_queues

NEW, OLD = "1.27.3", "1.22.10"
MOST, THREADS = 8, 12  # of the traces that are to be read


# How many Ps a program starts with.

def hosts_problem(luck: Random) -> dict:
    """Four starts: CPUs, a limit in CPUs' worth of time or None, the environment variable, and a release."""
    limits = [luck.choice([0.5, 1.2, 1.5]), luck.choice([2.5, 3.2, 4.1]), luck.choice([2.5, 3.5]), None]
    settings = ["", "", luck.choice(["12", "7"]), luck.choice(["0", "-2", "two"])]
    releases = [NEW, luck.choice([NEW, OLD]), NEW, OLD]
    rows = [{"cpus": luck.choice([6, 8, 16]), "limit": limit, "GOMAXPROCS": setting, "go": release}
            for limit, setting, release in zip(limits, settings, releases)]
    luck.shuffle(rows)
    return {"starts": rows}


def start_of(row: dict) -> int:
    """The number of Ps of one start."""
    files = {} if row["limit"] is None else cgroup_v2(f'{int(row["limit"] * 100_000)} 100000')
    return schedinit(Host(row["cpus"], files, row["GOMAXPROCS"]), row["go"])[0]


def starts(problem: dict, rules: dict) -> list[int]:
    """The numbers of Ps, in order."""
    return [start_of(row) for row in problem["starts"]]


def cpus_only(problem: dict) -> list[int]:
    """One who thinks that the default is the number of CPUs, in every release."""
    return [start_of(row | {"limit": None}) for row in problem["starts"]]


def always_limited(problem: dict) -> list[int]:
    """One who thinks that Go has always looked at the limit."""
    return [start_of(row | {"go": NEW}) for row in problem["starts"]]


def limit_first(problem: dict) -> list[int]:
    """One who thinks that a number in the variable counts up to the limit and the CPUs."""
    return [min(start_of(row), start_of(row | {"GOMAXPROCS": ""})) for row in problem["starts"]]


def rounded_down(problem: dict) -> list[int]:
    """One who thinks that a limit is rounded down, where it has a say, and that there is one P at least."""
    procs, without = starts(problem, RULES), cpus_only(problem)
    return [n if n == more else max(1, int(row["limit"]))
            for row, n, more in zip(problem["starts"], procs, without)]


def default_procs(cpus: int, quota: int | None, period: int) -> int:
    """The default of Go 1.25 and later; quota and period in microseconds, no quota being no limit."""
    return adjustCgroupGOMAXPROCS(cpus, None if quota is None else quota / period)


def default_cases(luck: Random) -> list[tuple]:
    own = [(luck.randint(3, 32), luck.randint(1, 1_200_000), 100_000) for _ in range(4)]
    return [*own, (8, 250_000, 100_000), (8, 50_000, 100_000), (1, 50_000, 100_000), (4, None, 100_000),
            (4, 900_000, 100_000), (8, 300_000, 100_000), (16, 250_000, 50_000)]


# Read schedtrace.

def trace_problem(luck: Random) -> dict:
    """Lines of schedtrace in which the number of Ps changes twice or three times."""
    lines, ms, procs, ticks = [], 0, luck.choice([2, 4]), [0] * MOST
    changes = sorted(luck.sample(range(1, 8), luck.choice([2, 3])))
    for i in range(8):
        if i in changes:
            procs = luck.choice([n for n in (1, 2, 3, 4, 6, MOST) if n != procs])
        idle = luck.randint(0, procs - 1)
        queues = [0 if idle else luck.choice([0, 0, 1, 3]) for _ in range(procs)]
        ticks = [tick + luck.randint(1, 9) * (p < procs) for p, tick in enumerate(ticks)]
        lines.append(str(Short(ms, procs, idle, THREADS, 0, 0, THREADS - 2 - procs + idle, 0, tuple(queues),
                               tuple(ticks[:procs]))))
        ms += luck.randint(98, 103)
    return {"lines": lines}


def read_trace(problem: dict, rules: dict) -> tuple:
    """How often the number changed, and the most Ps that were busy in a snapshot."""
    fields = [dict(part.split("=") for part in line.split(" [")[0].split() if part.count("=") == 1)
              for line in problem["lines"]]
    procs = [int(one["gomaxprocs"]) for one in fields]
    busy = [int(one["gomaxprocs"]) - int(one["idleprocs"]) for one in fields]
    return sum(a != b for a, b in zip(procs, procs[1:])), max(busy)


# Stop the world.

DOING = ("runs", "in a system call", "idle")


def stop_problem(luck: Random) -> dict:
    """What each P does, the caller's among them, when one goroutine begins to stop the world."""
    ps = [*DOING, *luck.choices(DOING, k=luck.randint(2, 5))]
    luck.shuffle(ps)
    ps.insert(luck.randrange(len(ps) + 1), "calls GOMAXPROCS")
    return {"ps": ps}


def stops(problem: dict, rules: dict) -> tuple:
    """How many Ps stop at once, and for how many the caller has to wait."""
    waits = problem["ps"].count("runs")
    return len(problem["ps"]) - waits, waits


# Change the number of Ps.

def machine(queues: list[list[int]], shared: list[int], p: int, release: str = NEW,
            rules: dict | None = None):
    """A machine whose world stands: each P's queue, runnext first; the global queue; and the caller's P."""
    rt = Runtime(len(queues), const=BY_RELEASE[release], **({"rules": rules} if rules else {}))
    rt.allgs.extend(G(i, status=G_RUNNABLE) for i in range(1, 1 + max([0, *shared, *sum(queues, [])])))
    for pp, (first, *ring) in ((pp, queue) for pp, queue in zip(rt.allp, queues) if queue):
        pp.runnext, pp.runqtail = first, len(ring)
        pp.runq[:len(ring)] = ring
    for pp in rt.allp:
        pp.status, pp.m = P_GCSTOP, None
    rt.sched.pidle.clear()
    rt.sched.runq.extend(shared)
    rt.allm[0].p, rt.allp[p].m = p, 0
    return rt, rt.allm[0]


def queues_problem(luck: Random) -> dict:
    """Four or five Ps with goroutines in their queues, and how many there are to be."""
    ids = luck.sample(range(10, 90), 30)
    procs = luck.choice([4, 5])
    take = iter(ids)
    queues = [[next(take) for _ in range(luck.randint(1, 4))] for _ in range(procs)]
    shared = [next(take) for _ in range(2)]
    return {"queues": queues, "global": shared, "n": procs - 2, "p": luck.randrange(procs)}


def global_after(problem: dict, rules: dict) -> list[int]:
    """The global queue after GOMAXPROCS(n)."""
    rt, mp = machine(problem["queues"], problem["global"], problem["p"], rules=rules)
    rt.procresize(mp, problem["n"])
    return list(rt.sched.runq)


def idle_list(n: int, p: int, busy: list[int], old: bool) -> list[int]:
    """The idle Ps from the top on, when 8 Ps have become n: the caller was on P p, and these have work."""
    release = OLD if old else NEW
    rt, mp = machine([[i + 1] if i in busy else [] for i in range(8)], [], p, release)
    rt.procresize(mp, n)
    return rt.sched.pidle[::-1]


def idle_cases(luck: Random) -> list[tuple]:
    own = [(luck.randint(3, 8), luck.randrange(8), sorted(luck.sample(range(8), 2)), luck.random() < 0.5)
           for _ in range(4)]
    return [*own, (4, 1, [2], False), (4, 1, [2], True), (4, 6, [], False), (8, 7, [], False),
            (8, 7, [], True), (1, 0, [], False), (1, 5, [3], False)]


def queue_with(rule: Callable, queues: list[list[int]], shared: list[int], n: int) -> list[int] | None:
    """The global queue after GOMAXPROCS(n) from P0, when `rule` destroys a P; None if it does nothing yet."""
    nothing = []

    def tried(rt, mp, pp) -> None:
        rule(rt, mp, pp)
        if pp.status != P_DEAD and list(rt.sched.runq) == shared:
            nothing.append(pp.id)
    rt, mp = machine(queues, shared, 0, rules=replaced(destroy=tried))
    rt.procresize(mp, n)
    return None if nothing else list(rt.sched.runq)


def to_tail(rt, mp, pp) -> None:
    """destroy, but the goroutines go to the tail of the global queue, in the order of their P."""
    if pp.runnext:
        rt.sched.runq.append(pp.runnext)
        pp.runnext = 0
    while pp.runqhead != pp.runqtail:
        rt.sched.runq.append(pp.runq[pp.runqhead % len(pp.runq)])
        pp.runqhead += 1
    pp.status = P_DEAD


def at_tail(queues: list[list[int]], shared: list[int], n: int) -> list[int]:
    """The global queue by that rule."""
    return queue_with(to_tail, queues, shared, n)


def tail_cases(luck: Random) -> list[tuple]:
    own = [(one["queues"], one["global"], one["n"]) for one in (queues_problem(luck) for _ in range(3))]
    return [*own, ([[], [1, 2], [3, 4, 5], [6]], [7, 8], 1), ([[1], [], [2]], [], 2), ([[], []], [1], 1)]


# Forget the queues.

def child(wg: int):
    """Be done at once."""
    yield wg_done(wg)


def parent(wg: int, n: int, calls: bool):
    """Start n children on the own P, and compute; one parent asks for two Ps meanwhile."""
    yield work(200_000)
    for _ in range(n):
        yield go(child, wg)
    yield work(20_000)
    if calls:
        yield gomaxprocs(2)
    yield work(200_000)
    yield wg_done(wg)


def family(counts: list[int]):
    """Three parents, each on its own P; the first, which will be on P3, asks for two Ps. Wait for all."""
    wg = yield waitgroup()
    yield wg_add(wg, len(counts) + sum(counts))
    for i, n in enumerate(counts):
        yield go(parent, wg, n, i == 0)
    yield work(1_000_000)
    yield wg_wait(wg)


def forgets(rt, mp, pp) -> None:
    """destroy, but what is in the queue stays there."""
    pp.status = P_DEAD


def lost_problem(luck: Random) -> dict:
    p3, p2, p1 = luck.sample(range(2, 9), 3)
    return {"children": {"P1": p1, "P2": p2, "P3": p3}}


def lost(problem: dict, rules: dict) -> tuple:
    """How many goroutines are lost in the queues of P2 and of P3."""
    children = problem["children"]
    rt = Runtime(4, schedtick=START_TICK, rules=rules | {"destroy": forgets}, durations=COSTS)
    try:
        Machine(rt, family, [children["P3"], children["P2"], children["P1"]]).run()
    except Throw:  # there it notices that some can run and no P has them
        pass
    left = {pp.id: pp.runqtail - pp.runqhead + bool(pp.runnext) for pp in rt.state.deadp}
    return left[2], left[3]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


EXERCISES: dict[str, Exercise] = {
    "starts": Prediction(hosts_problem, starts, parts("starts", "one", "two", "three", "four"),
                         {"procs-cpus-only": cpus_only, "procs-always-limited": always_limited,
                          "procs-limit-first": limit_first, "procs-rounded-down": rounded_down}),
    "default": Function(default_procs, default_cases),
    "read-trace": Prediction(trace_problem, read_trace, parts("read-trace", "changes", "busy"), READ_TRACE),
    "stop": Prediction(stop_problem, stops, parts("stop", "at-once", "waits"), STOP),
    "global-after": Prediction(queues_problem, global_after, beliefs={
        "resize-gs-behind": under(global_after, replaced(destroy=to_tail)), **GLOBAL_AFTER}),
    "idle-list": Function(idle_list, idle_cases),
    "to-tail": Function(at_tail, tail_cases, queue_with),
    "lost": Prediction(lost_problem, lost, parts("lost", "p2", "p3"),
                       {"resize-stop-queues": under(lost, replaced(gopreempt_m=stop_queues)), **LOST}),
}
