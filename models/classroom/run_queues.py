"""The exercises of the chapter on run queues, from reading a ring to changing a rule.

Every right answer comes from the rules of models/runtime themselves.
"""

from collections.abc import Callable
from inspect import isgeneratorfunction
from random import Random

from models.program.spawn import spawn
from models.runtime.machine import Machine
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import G_WAITING
from models.runtime.steal import coprimes
from models.study.beliefs.answers import finish, waiting
from models.study.fold import known
from models.study.measure.measures import makespan, steals
from models.study.moments import finding
from models.study.runs import START_TICK, spawn_order, spawn_run
from models.study.wrong import WRONG
from models.words import word

from .exercise import Exercise, Function, Prediction, unanswered, under

MAIN, FIRST = 1, 2  # ids of main's G and of the first worker's


def idle(procs: int = 1, rules: dict = RULES) -> Runtime:
    """A machine whose Ps have nothing to do."""
    rt = Runtime(procs, schedtick=1, rules=rules)
    rt.sched.pidle.clear()
    return rt


def fill(rt: Runtime, pp, ring: int, runnext: int) -> None:
    """Put G1 to G`ring` into pp's ring, and if `runnext`, the next G into runnext."""
    known(rt, ring + 1)
    for g in range(1, ring + 1):
        rt.runqput(pp, rt.allgs[g], False)
    pp.runnext = ring + 1 if runnext else 0


# Read a ring.

def ring_problem(luck: Random) -> dict:
    """A ring whose Gs go past the array's end, with old Gs left lying on both sides of them."""
    head = 256 * luck.randint(1, 9) - luck.randint(1, 3)
    tail = head + luck.randint(4, 7)
    gs = luck.sample(range(10, 100), tail - head + 5)
    slots = {i % 256: gs.pop() for i in range(head - 2, tail + 2)}
    return {"runqhead": head, "runqtail": tail, "runnext": gs.pop(),
            "slots": dict(sorted(slots.items()))}


def read_ring(problem: dict, rules: dict) -> tuple:
    """How many Gs wait in the ring, and the first two that runqget gives."""
    rt = idle(rules=rules)
    pp = rt.allp[0]
    known(rt, 100)
    pp.runqhead, pp.runqtail, pp.runnext = (problem[key] for key in ("runqhead", "runqtail", "runnext"))
    for slot, g in problem["slots"].items():
        pp.runq[slot] = g
    return len(waiting(pp)), rt.runqget(pp)[0].id, rt.runqget(pp)[0].id


# Read what Go prints.

def trace_problem(luck: Random) -> dict:
    """A line of schedtrace with four Ps, one of which has a schedtick that 61 divides."""
    rings = luck.sample(range(1, 257), 4)
    ticks = [61 * luck.randint(2, 9) + luck.randint(1, 60) for _ in rings]
    ticks[luck.randrange(4)] = 61 * luck.randint(2, 9)
    return {"line": f"SCHED {luck.randint(5, 90)}ms: gomaxprocs=4 idleprocs=0 threads=6 spinningthreads=0 "
                    f"needspinning=1 idlethreads=1 runqueue={luck.randint(100, 900)} "
                    f"[ {' '.join(map(str, rings))} ] schedticks=[ {' '.join(map(str, ticks))} ]"}


def read_trace(problem: dict, rules: dict) -> tuple:
    """Gs in all queues that the line counts, the P with most of them, the P at a 61st slice."""
    counts, tick_list = problem["line"].split("[")[1:]
    rings = [int(n) for n in counts.split("]")[0].split()]
    ticks = [int(n) for n in tick_list.strip(" ]").split()]
    queued = int(problem["line"].split("runqueue=")[1].split()[0])
    tick = Runtime(1, rules=rules).const.global_tick
    return (queued + sum(rings), rings.index(max(rings)),
            next(p for p, n in enumerate(ticks) if n % tick == 0))


def only_runqueue(problem: dict) -> tuple:
    """One who thinks that `runqueue` is the length of all queues together."""
    return (int(problem["line"].split("runqueue=")[1].split()[0]), *read_trace(problem, RULES)[1:])


def shortest_first(problem: dict) -> tuple:
    """One who thinks that a P looks at the global queue once its own is empty: that of the shortest ring."""
    rings = [int(n) for n in problem["line"].split("[")[1].split("]")[0].split()]
    return (*read_trace(problem, RULES)[:2], rings.index(min(rings)))


# Predict an order, and an overflow.

def order(problem: dict, rules: dict) -> list[int]:
    return spawn_order(problem["n"], rules=rules)[:-1]


def overflow(problem: dict, rules: dict) -> tuple:
    """When main waits: Gs in the global queue, Gs in the ring, the number of the worker at its head."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules)
    machine = Machine(rt, spawn, problem["n"])
    while rt.allgs[MAIN].status != G_WAITING:
        machine.step()
    ring = waiting(rt.allp[0])
    return len(rt.sched.runq), len(ring), ring[0] - FIRST


# Write a rule's order.

def steal_order(r: int, n: int) -> list[int]:
    return Runtime(n, choose=lambda kind, options: r).steal_order()


def visit_cases(luck: Random) -> list[tuple]:
    sizes = [4, luck.randint(5, 12), 6, 12, 2, 1]
    return [(luck.randrange(n, n * len(coprimes(n))) if n > 2 else luck.randrange(n), n)
            for n in sizes]


def runs_before_global(schedtick: int, inherits: list[int]) -> int:
    rt = idle()
    pp = rt.allp[0]
    known(rt, 2)
    rt.sched.runq.append(1)
    pp.schedtick = schedtick
    for i, inherit in enumerate(inherits):
        rt.runqput(pp, rt.allgs[2], next=bool(inherit))
        gp, inherit_time = finish(rt.find_runnable(rt.allm[0]))
        if gp.id == 1:
            return i
        pp.schedtick += not inherit_time
    return len(inherits)


def tick_cases(luck: Random) -> list[tuple]:
    def own(behind: int) -> tuple:
        inherits = [0] * (behind + 1) + [1] * luck.randint(2, 4)
        luck.shuffle(inherits)
        return 61 * luck.randint(1, 9) - behind, inherits
    return [own(luck.randint(2, 5)), own(luck.randint(2, 5)), own(1), own(0), (0, [1]),
            (59, [0, 0, 0]), (60, [1, 1, 0, 1])]


# Predict a whole search.

def doors_problem(luck: Random) -> dict:
    """What M1 finds in each place, when all that was ever there will be run by M1."""
    tick, own = 61 * luck.randint(2, 9) - luck.randint(1, 2), luck.randint(3, 5)
    stand = finding.Stand(tick, own, luck.randint(4, 6), 1, luck.randint(4, 7), 0, 0)
    rt = finding.standing_so(stand, 0)
    return {"schedtick": stand.tick, "own": waiting(rt.allp[finding.SEARCHER]), "global": [*rt.sched.runq],
            "network": [rt.sched.arrivals[0][1]], "ring of P0": waiting(rt.allp[finding.LOADED])}


def doors(problem: dict, rules: dict) -> list[int]:
    """The order in which M1 runs them."""
    tick, *gs = problem.values()
    rt = finding.standing_so(finding.Stand(tick, *map(len, gs), 0, 0), 0, rules)
    return [event[4] for event in finding.found_by(rt, False) if event[0] == "execute"]


# Change a rule, and see what breaks.

def robbed(rule, ring: int, runnext: int, last_round: int) -> dict | None:
    """What stands where after P1 has robbed P0, whose Gs are numbered from the ring's head on.

    None for a rule that is not written yet; TypeError for one that is no generator.
    """
    rt = idle(2, replaced(runqgrab=rule))
    victim, thief = rt.allp
    fill(rt, victim, ring, runnext)
    if not isgeneratorfunction(rule):
        if unanswered(rule(rt, victim, thief, bool(last_round))):
            return None
        raise TypeError(word("check.generator"))
    gp = finish(rt.runqsteal(thief, victim, bool(last_round)))
    return {"runs": gp.id if gp else 0, "thief": waiting(thief), "victim": waiting(victim),
            "runnext": victim.runnext}


def steal_one(ring: int, runnext: int, last_round: int) -> dict:
    return robbed(WRONG["takes-one"]["runqgrab"], ring, runnext, last_round)


def one_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(3, 9), 1, 0), (luck.randint(3, 9), 0, 0), (1, 0, 0), (2, 1, 1),
            (0, 1, 0), (0, 1, 1), (0, 0, 1)]


def many_problem(luck: Random) -> dict:
    return {"procs": 4, "n": luck.randint(80, 200), "seed": luck.randrange(1000)}


def count_steals(problem: dict, rules: dict) -> tuple:
    """Steals by Go's rule, and by the rule that takes one."""
    return tuple(len(steals(spawn_run(**problem, rules=of).trace))
                 for of in (rules, WRONG["takes-one"]))


def each_by_itself(problem: dict) -> tuple:
    """One who thinks that the Gs which move by Go's rule move one at a time by the other."""
    found = steals(spawn_run(**problem, rules=RULES).trace)
    return len(found), sum(one.n for one in found)


def lone_problem(luck: Random) -> dict:
    """Two Gs for two Ps; a look at another P takes 1 µs, a new thread 10 µs, the rest no time."""
    return {"procs": 2, "n": 2, "seed": luck.randrange(1000), "ns": luck.randint(3, 9) * 100_000,
            "durations": {"steal": [1_000], "newm": [10_000]}}


def lone_spans(problem: dict, rules: dict) -> tuple:
    """How long it takes by Go's rule, and with half rounded down."""
    return tuple(makespan(spawn_run(**problem, rules=of).trace)
                 for of in (rules, WRONG["floor-of-half"]))


def side_by_side(problem: dict) -> tuple:
    """One who thinks that the two Gs run side by side by either rule."""
    return problem["ns"], problem["ns"]


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.{exercise}.{name}" for name in names)


def held(right: Callable, *beliefs: str) -> dict[str, Callable]:
    """The answers of those who hold these rule sets of models/study/wrong.py."""
    return {belief: under(right, WRONG[belief]) for belief in beliefs}


EXERCISES: dict[str, Exercise] = {
    "read-ring": Prediction(ring_problem, read_ring, parts("read-ring", "length", "first", "second"),
                            held(read_ring, "fifo-spawn", "lifo-ring")),
    "order": Prediction(lambda luck: {"n": luck.randint(6, 12)}, order,
                        beliefs=held(order, "fifo-spawn", "lifo-ring")),
    "overflow": Prediction(lambda luck: {"n": luck.randint(400, 640)}, overflow,
                           parts("overflow", "global", "ring", "head"),
                           held(overflow, "overflow-only-new-one", "overflow-newer-half", "fifo-spawn")),
    "doors": Prediction(doors_problem, doors,
                        beliefs=held(doors, "never-ticks", "runs-oldest-stolen")),
    "steal-order": Function(steal_order, visit_cases),
    "next-tick": Function(runs_before_global, tick_cases),
    "steal-one": Function(steal_one, one_cases, robbed),
    "steals": Prediction(many_problem, count_steals, parts("steals", "go", "one"),
                         {"same-gs-move": each_by_itself}),
    "lone-g": Prediction(lone_problem, lone_spans, parts("lone-g", "go", "floor"),
                         held(lone_spans, "floor-of-half") | {"rounding-is-small": side_by_side},
                         tolerance=0.1),
    "read-trace": Prediction(trace_problem, read_trace, parts("read-trace", "queued", "longest", "global"),
                             {"runqueue-is-total": only_runqueue, "never-ticks": shortest_first}),
}
