"""The exercises of the page on the reasons for the rules: measures, predictions, and rules to change.

Every right answer comes from the rules of models/runtime, with what the exercise changes, or from the
measures of models/study themselves.
"""

from collections.abc import Callable
from functools import cache
from random import Random

from models.program import reasons
from models.runtime import runq
from models.runtime.constants import Constants
from models.runtime.machine import Machine, logged
from models.runtime.runtime import RULES, Runtime, replaced
from models.runtime.status import G_WAITING
from models.study.beliefs.answers import waiting
from models.study.fold import known
from models.study.measure.scheduling import fairness, percentile
from models.study.measure.whatif import WORKLOADS, run
from models.study.measure.whatif_turns import CHANGES, Turns, counts
from models.study.runs import START_TICK
from models.study.wrong import WRONG, get_head_first, put_at_tail

from .exercise import Exercise, Function, Prediction, taking, unanswered, under

MAIN = 1
STREAK = 3  # times in a row that the changed rule lets runnext go first
COSTS = {"newproc": [400], "globrunqget": [900], "execute": [100], "steal": [50], "wakeup": [20_000],
         "newm": [65_000]}  # nanoseconds: round numbers, near the medians that were measured


# The measures.

def jain(shares: list[int]) -> float:
    """Jain's index, to three digits behind the point."""
    return round(fairness(shares), 3)


def share_cases(luck: Random) -> list[tuple]:
    own = [([luck.randint(1, 90) for _ in range(luck.randint(3, 8))],) for _ in range(3)]
    return [*own, ([7, 7, 7, 7],), ([5, 0, 0, 0],), ([4],)]


def p99(waits: list[int]) -> int:
    """The 99th percentile, by the nearest rank."""
    return percentile(sorted(waits), 99)


def wait_cases(luck: Random) -> list[tuple]:
    own = [([luck.randint(1, 999) for _ in range(n)],) for n in (50, luck.randint(120, 180), 100, 250)]
    return [*own, ([8],), (list(range(1, 101)),), (list(range(200, 0, -1)),)]


# Turns.

def turn_problem(luck: Random) -> dict:
    return {"ticks": luck.sample(range(16, 60), 2), "workers": 250}


def before_main(problem: dict, rules: dict) -> tuple:
    """How many run before one who yields is back, for each tick."""
    return tuple(single(reasons.yields, problem["workers"], rules=rules, global_tick=tick)
                 for tick in problem["ticks"])


def own_turn_free(problem: dict) -> tuple:
    """One who thinks that main's own turn is not counted."""
    return tuple(problem["ticks"])


def single(main, *args, rules: dict, **constants) -> int:
    """What a program logs on one P."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules, const=Constants(**constants))
    Machine(rt, main, *args).run()
    return logged(rt.trace)[0]


def pair_problem(luck: Random) -> dict:
    return {"pairs": luck.randint(3, 12), "rounds": 20}


def to_answer(problem: dict, rules: dict) -> tuple:
    """Turns from a question to its answer, by Go's rule and without runnext."""
    return tuple(single(reasons.answers, *problem.values(), rules=of)
                 for of in (rules, rules | {"runqput": put_at_tail}))


def one_round(problem: dict) -> tuple:
    """One who thinks that the answer is there when one of each pair has had a turn."""
    return 1, problem["pairs"]


def ring_problem(luck: Random) -> dict:
    size = luck.choice((8, 16, 32))
    return {"runq_size": size, "n": size + luck.randint(4, size // 2)}


def spilled(problem: dict, rules: dict) -> tuple:
    """When main waits: Gs in the global queue, and in the ring."""
    rt = Runtime(1, schedtick=START_TICK, rules=rules, const=Constants(runq_size=problem["runq_size"]))
    machine = Machine(rt, reasons.flood, problem["n"], 0)
    while rt.allgs[MAIN].status != G_WAITING:
        machine.step()
    return len(rt.sched.runq), len(waiting(rt.allp[0]))


def half_alone(problem: dict) -> tuple:
    """One who thinks that half of the ring leaves without the G for which there was no place."""
    half = problem["runq_size"] // 2
    return half, problem["n"] - 1 - half


def guest_problem(luck: Random) -> dict:
    return {"changes": luck.sample(list(CHANGES), len(CHANGES))}


def guests(problem: dict, rules: dict) -> list[int]:
    """How many guests run, with each change."""
    return [counted()[name].guests for name in problem["changes"]]


@cache
def counted() -> dict[str, Turns]:
    """What is counted with each change; it takes a while, and a check asks several times."""
    return {name: counts(change) for name, change in CHANGES.items()}


def but(change: str, ran: int) -> Callable[[dict], list[int]]:
    """The answers of one who thinks that so many run with this change."""
    return lambda problem: [ran if name == change else found
                            for name, found in zip(problem["changes"], guests(problem, RULES))]


def which_problem(luck: Random) -> dict:
    return {"counts": [tuple(counted()[name]) for name in luck.sample(list(CHANGES), 4)]}


def which(problem: dict, rules: dict) -> list[str]:
    """The change that gives these counts."""
    names = {found: name for name, found in counted().items()}
    return [names[Turns(*found)] for found in problem["counts"]]


# Rules to change.

def one_spinner(spins: bool, others: int) -> bool:
    """may_spin, but one M at most."""
    return asked(lambda rt, mp: mp.spinning or rt.sched.nmspinning == 0, spins, others)


def asked(rule, spins: bool, others: int) -> bool:
    """What a may_spin says of an M that spins or not, while so many others do, on eight busy Ps."""
    rt = Runtime(8, rules=replaced(may_spin=rule))
    rt.sched.pidle.clear()
    rt.allm[0].spinning = spins
    rt.sched.nmspinning = others + spins
    return rt.may_spin(rt.allm[0])


def spinner_cases(luck: Random) -> list[tuple]:
    return [(False, luck.randint(1, 2)), (False, 0), (True, 0), (True, luck.randint(1, 3)), (False, 3)]


def three_at_most(rt, pp) -> tuple:
    """runqget, but after three Gs from runnext in a row one of the ring comes first, if there is one."""
    streak = getattr(rt, "streak", 0)
    rule = get_head_first if streak == STREAK else runq.runqget
    gp, inherits = rule(rt, pp)
    rt.streak = streak + 1 if inherits else 0
    return gp, inherits


def limited(ring: int, gets: int) -> str:
    return served(three_at_most, ring, gets)


def served(rule, ring: int, gets: int) -> str | None:
    """Where each of so many Gs comes from: N from runnext, which is filled anew before each, R from the ring.

    None for a rule that is not written yet.
    """
    rt = Runtime(1, rules=replaced(runqget=rule))
    known(rt, ring + gets)
    pp = rt.allp[0]
    for g in range(1, ring + 1):
        rt.runqput(pp, rt.allgs[g], next=False)
    found = ""
    for g in range(ring + 1, ring + gets + 1):
        pp.runnext = pp.runnext or g
        got = rt.runqget(pp)
        if unanswered(got):
            return None
        found += "R" if got[0].id <= ring else "N"
    return found


def served_cases(luck: Random) -> list[tuple]:
    return [(luck.randint(2, 4), luck.randint(9, 14)), (0, 5), (1, 3), (1, 8), (3, 12)]


# The workbench.

def bench_problem(luck: Random) -> dict:
    return {"seed": luck.randrange(1000), "runq_size": luck.choice((8, 16, 32)), "durations": COSTS}


def bench(problem: dict, rules: dict) -> tuple:
    """How often the global queue is used with that size, and with Go's."""
    return trips(problem["seed"], problem["runq_size"]), trips(problem["seed"], Constants().runq_size)


@cache
def trips(seed: int, runq_size: int) -> int:
    """How often the global queue is used with rings of this size."""
    [found] = run("flood", [seed], durations=COSTS, runq_size=runq_size)
    return found.trips


def each_alone(problem: dict) -> tuple:
    """One who thinks that each goroutine for which the ring has no place goes to the global queue by itself."""
    started = WORKLOADS["flood"].args[0]
    return started - problem["runq_size"], started - Constants().runq_size


def never_full(problem: dict) -> tuple:
    """One who thinks that Go's ring has room for all."""
    return trips(problem["seed"], problem["runq_size"]), 0


def parts(exercise: str, *names: str) -> tuple[str, ...]:
    return tuple(f"exercise.why-{exercise}.{one}" for one in names)


EXERCISES: dict[str, Exercise] = {
    "jain": Function(jain, share_cases),
    "p99": Function(p99, wait_cases),
    "turns": Prediction(turn_problem, before_main, parts("turns", "first", "second"), {
        "why-own-ring-first": under(before_main, WRONG["never-ticks"]), "why-own-turn-free": own_turn_free}),
    "pairs": Prediction(pair_problem, to_answer, parts("pairs", "with", "without"), {
        "park-readied-in-line": under(to_answer, replaced(runqput=put_at_tail)), "why-one-round": one_round}),
    "ring": Prediction(ring_problem, spilled, parts("ring", "global", "ring"), {
        "why-ring-only-new": under(spilled, WRONG["overflow-only-new-one"]), "why-ring-half-alone": half_alone,
        "why-ring-runnext-too": under(spilled, replaced(runqput=put_at_tail))}),
    "guests": Prediction(guest_problem, guests, beliefs={
        "why-inherit-sysmon": but("new slice", 2), "why-tick-one-helps": but("1 for 61", 2),
        "why-tick-never-starves": but("never", 1)}),
    "which": Prediction(which_problem, which, beliefs={
        "why-tick-more-others": taking(which, {"1 for 61": "never", "never": "1 for 61"}),
        "why-inherit-fairer": taking(which, {"Go's rules": "new slice", "new slice": "Go's rules"})}),
    "one-spinner": Function(one_spinner, spinner_cases, asked),
    "three": Function(limited, served_cases, served),
    "bench": Prediction(bench_problem, bench, parts("bench", "own", "go"), {
        "why-ring-each-alone": each_alone, "why-ring-never-full": never_full}),
}
